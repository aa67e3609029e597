"""DeMark's sequential count: nine closes beyond the fourth before, then thirteen beyond the second before."""

from collections import deque
from decimal import Decimal
from typing import Any

from leanrig.engine.enums import TomDemarkSequentialPhase as Phase
from leanrig.engine.indicators.parts import PartedBarIndicator
from leanrig.engine.naming import Shown
from leanrig.engine.number import ZERO

__all__ = ["TomDemarkSequential"]

_SETUP, _COUNTDOWN = 9, 13


class TomDemarkSequential(PartedBarIndicator):
    """The phase that the newest bar belongs to, as a number."""

    needed = 6
    resistance_price = Shown("exact_resistance_price")
    support_price = Shown("exact_support_price")

    def __init__(self, name: str = "TomDemarkSequential") -> None:
        super().__init__(name)
        self.period = 10
        self._bars: deque[Any] = deque(maxlen=self.period)
        self.forget()

    def forget(self) -> None:
        self._bars.clear()
        self.setup_phase_step_count = self.countdown_phase_step_count = 0
        self.exact_support_price = self.exact_resistance_price = ZERO
        self._phase = Phase.NONE

    @property
    def is_ready(self) -> bool:
        return self.samples >= self.needed

    def compute_bar(self, bar: Any) -> Decimal:
        self._bars.append(bar)
        if not self.is_ready:
            return ZERO
        found: Phase = _STEPS[self._phase._name_](self)
        return Decimal(found._value_)

    def _begin(self) -> Phase:
        before, four_before = self._bars[-2].exact_close, self._bars[-6].exact_close
        close, four_ago = self._bars[-1].exact_close, self._bars[-5].exact_close
        if before > four_before and close < four_ago:
            self._phase = Phase.BUY_SETUP
        elif before < four_before and close > four_ago:
            self._phase = Phase.SELL_SETUP
        else:
            return Phase.NONE
        self.setup_phase_step_count = 1
        return self._phase

    def _buy_setup(self) -> Phase:
        bars = self._bars
        if not bars[-1].exact_close < bars[-5].exact_close:
            return self._end()
        self.setup_phase_step_count += 1
        if self.setup_phase_step_count != _SETUP:
            return Phase.BUY_SETUP
        lows = [bar.exact_low for bar in bars]
        is_perfect = min(lows[-2], lows[-1]) < min(lows[-4], lows[-3])
        self._phase = Phase.BUY_COUNTDOWN
        self.exact_resistance_price = max(bar.exact_high for bar in self._oldest())
        if bars[-1].exact_close < bars[-3].exact_low:
            self.countdown_phase_step_count = 1
        return Phase.BUY_SETUP_PERFECT if is_perfect else Phase.BUY_SETUP

    def _sell_setup(self) -> Phase:
        bars = self._bars
        if not bars[-1].exact_close > bars[-5].exact_close:
            return self._end()
        self.setup_phase_step_count += 1
        if self.setup_phase_step_count != _SETUP:
            return Phase.SELL_SETUP
        highs = [bar.exact_high for bar in bars]
        is_perfect = max(highs[-2], highs[-1]) > max(highs[-4], highs[-3])
        self._phase = Phase.SELL_COUNTDOWN
        if bars[-1].exact_close > bars[-3].exact_high:
            self.countdown_phase_step_count = 1
        self.exact_support_price = min(bar.exact_low for bar in self._oldest())
        return Phase.SELL_SETUP_PERFECT if is_perfect else Phase.SELL_SETUP

    def _oldest(self) -> list[Any]:
        """The oldest nine bars held: with ten held, the newest is not among them, as Lean has it."""
        return list(self._bars)[:_SETUP]

    def _buy_countdown(self) -> Phase:
        close = self._bars[-1].exact_close
        if close <= self._bars[-3].exact_low:
            return self._count(Phase.BUY_COUNTDOWN)
        return self._end() if close > self.exact_resistance_price else Phase.NONE

    def _sell_countdown(self) -> Phase:
        close = self._bars[-1].exact_close
        if close >= self._bars[-3].exact_high:
            return self._count(Phase.SELL_COUNTDOWN)
        return self._end() if close < self.exact_support_price else Phase.NONE

    def _count(self, phase: Phase) -> Phase:
        self.countdown_phase_step_count += 1
        if self.countdown_phase_step_count == _COUNTDOWN:
            self._phase = Phase.NONE
        return phase

    def _end(self) -> Phase:
        self._phase = Phase.NONE
        return Phase.NONE


_STEPS: dict[str, Any] = {
    "NONE": TomDemarkSequential._begin,
    "BUY_SETUP": TomDemarkSequential._buy_setup,
    "SELL_SETUP": TomDemarkSequential._sell_setup,
    "BUY_COUNTDOWN": TomDemarkSequential._buy_countdown,
    "SELL_COUNTDOWN": TomDemarkSequential._sell_countdown,
}
