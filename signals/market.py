"""The regime of a market for the symbols in it: one detector over another symbol or a basket. numpy only."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from signals.contract import Row, rounded
from signals.detector import Detector, Strength
from signals.machine import Machine
from signals.prices import checked

__all__ = ["Basket", "MarketStream"]


class Basket(Machine):
    """An index of several series, each with the same weight, which is restored at every bar.

    A series alone is its own index. At a bar of which a member's close is not known there is no index; the next one is
    measured from the last bar of which all were known.

    Parameters
    ----------
    members
        How many series.
    """

    _kept = ("_before", "_level")

    def __init__(self, *, members: int) -> None:
        if members < 1:
            raise ValueError("a basket needs a member")
        super().__init__(members=members)
        self._before: list[float] = []
        self._level = 100.0

    def update(self, closes: Sequence[float | None]) -> float | None:
        """Take in the members' closes of one moment, None where there is none, and return the index or None."""
        if len(closes) != self._parameters["members"]:
            raise ValueError(f"{len(closes)} closes for a basket of {self._parameters['members']}")
        known = [checked(close, self._bars) for close in closes if close is not None]
        self._bars += 1
        if len(known) < len(closes):
            return None
        if self._before:
            ratios = [now / before for now, before in zip(known, self._before, strict=True)]
            self._level *= sum(ratios) / len(ratios)
        self._before = known
        return known[0] if len(known) == 1 else self._level


class MarketStream:
    """One symbol's strength beside the regime of its market, fed moment by moment.

    A row is made of a moment of which both the symbol's close and those of all members are known; where one is
    missing there is no row, and each machine takes in what there is.

    Parameters
    ----------
    members
        How many series the market consists of.
    since
        Naive UTC; see `SignalStream`.
    """

    def __init__(
        self, symbol: str, detector: Detector, strength: Strength, *, members: int, since: datetime | None = None
    ) -> None:
        self._symbol = symbol
        self._basket = Basket(members=members)
        self._detector = detector
        self._strength = strength
        self._last = since

    def update(self, end_time: datetime, close: float | None, market: Sequence[float | None]) -> Row | None:
        """Take in the closes of the bars that end at one moment and return the symbol's row, or None.

        Parameters
        ----------
        end_time
            Naive UTC; a moment that is not later than the last one is passed over.
        close, market
            Of the symbol and of each member; None where no bar ends at that moment.
        """
        if self._last is not None and end_time <= self._last:
            return None
        self._last = end_time
        level = self._basket.update(market)
        found = None if level is None else self._detector.update(level)
        strength = None if close is None else self._strength.update(close)
        if found is None or strength is None:
            return None
        regime, confidence = found
        stamp = end_time.replace(microsecond=0)
        return Row(stamp, self._symbol, regime, rounded(confidence), rounded(strength))

    def state(self) -> dict[str, Any]:
        """Return what later rows depend on, as JSON can hold it."""
        machines = {name: getattr(self, f"_{name}").state() for name in _MACHINES}
        return {"symbol": self._symbol, "last": self._last and self._last.isoformat(), **machines}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from `state`; raise `ValueError` if it is of another symbol or of other machines."""
        if state["symbol"] != self._symbol:
            raise ValueError(f"this state is of {state['symbol']}, and the stream of {self._symbol}: start anew")
        for name in _MACHINES:
            getattr(self, f"_{name}").restore(state[name])
        self._last = state["last"] and datetime.fromisoformat(state["last"])


_MACHINES = ("basket", "detector", "strength")
