"""Shares whose files let their data begin later than asked for, and what Lean says of it at the end of a run."""

from datetime import date, datetime

from leanrig.engine.data.config import SubscriptionDataConfig
from leanrig.engine.enums import SecurityType
from leanrig.engine.files.factor_files import FactorFile
from leanrig.engine.files.map_files import MapFile
from leanrig.engine.hours.zones import to_us
from leanrig.engine.identity import Symbol

__all__ = ["LateStarts"]

_MOST = 10


class LateStarts:
    """Works out where data may begin, and remembers what was moved."""

    def __init__(self) -> None:
        self._imprecise: dict[Symbol, str] = {}
        self._unmapped: dict[Symbol, str] = {}

    def first_us(
        self,
        config: SubscriptionDataConfig,
        maps: MapFile,
        factors: FactorFile | None,
        start_us: int,
        *,
        remember: bool,
    ) -> int:
        """The moment from which a subscription may have data."""
        if config.security_type is not SecurityType.EQUITY:
            return start_us
        name, zone, first_us = config.symbol.value, config.exchange_zone, start_us
        minimum = None if factors is None else factors.minimum
        if minimum is not None and first_us < _midnight_us(minimum, zone):
            first_us = _midnight_us(minimum, zone)
            if remember:
                self._imprecise.setdefault(config.symbol, f"[{name}, {minimum:%m/%d/%Y}]")
        if first_us < _midnight_us(maps.first_date, zone):
            first_us = _midnight_us(maps.first_date, zone)
            if remember:
                self._unmapped.setdefault(config.symbol, f"[{name}, {maps.first_date:%Y-%m-%d}]")
        return first_us

    def lines(self) -> list[str]:
        """Lean's debug lines for the end of the log."""
        said = [
            (
                "Due to numerical precision issues in the factor file, data for the following symbols was adjust to a "
                "later starting date: ",
                self._imprecise,
            ),
            (
                "The starting dates for the following symbols have been adjusted to match their map files first date: ",
                self._unmapped,
            ),
        ]
        return [
            opening + ", ".join(list(texts.values())[:_MOST]) + ("..." if len(texts) >= _MOST else "")
            for opening, texts in said
            if texts
        ]


def _midnight_us(day: date, zone: str) -> int:
    return to_us(datetime(day.year, day.month, day.day), zone)
