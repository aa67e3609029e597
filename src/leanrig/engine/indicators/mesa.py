"""Ehlers' average that follows the market's own cycle."""

from collections import deque
from decimal import Decimal
from math import atan
from typing import Any

from leanrig.engine.indicators.composite import Identity
from leanrig.engine.indicators.named import filled
from leanrig.engine.indicators.parts import PartedBarIndicator
from leanrig.engine.number import ONE, ZERO, exact, from_double, shown

__all__ = ["MesaAdaptiveMovingAverage"]

_SMALL, _LARGE = Decimal("0.0962"), Decimal("0.5769")
_FIFTH, _REST = Decimal("0.2"), Decimal("0.8")
_DEGREES = 180 / (4 * from_double(atan(1.0)))


class _History:
    """The newest values; index 0 is the newest, and what is not there yet counts 0."""

    def __init__(self, size: int) -> None:
        self._values: deque[Decimal] = deque(maxlen=size)

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, index: int) -> Decimal:
        return self._values[-1 - index] if index < len(self._values) else ZERO

    def push(self, value: Decimal) -> None:
        self._values.append(value)


def _filtered(value: Decimal, history: _History, factor: Decimal) -> Decimal:
    """Hilbert's transform of a value and its history before it."""
    return (_SMALL * value + _LARGE * history[1] - _LARGE * history[3] - _SMALL * history[5]) * factor


def _degrees(above: Decimal, below: Decimal) -> Decimal:
    return from_double(atan(shown(above / below))) * _DEGREES


class MesaAdaptiveMovingAverage(PartedBarIndicator):
    """An average whose factor follows the phase of the cycle; `fama` follows it more slowly."""

    needed = 33

    def __init__(self, *arguments: Any) -> None:
        name, fast, slow = filled(arguments, "0.5", "0.05")
        super().__init__(name or "MAMA")
        self._fast_limit, self._slow_limit = exact(fast), exact(slow)
        self.fama = Identity(f"{name or 'MAMA'}_Fama")
        self.parts = (self.fama,)
        self.forget()

    def forget(self) -> None:
        self._prices = _History(13)
        self._smooth, self._detrended, self._in_phases, self._quadratures = (_History(6) for _ in range(4))
        self._period = self._in_phase = self._quadrature = ZERO
        self._real = self._imaginary = self._phase = self._mama = ZERO

    @property
    def is_ready(self) -> bool:
        return self.samples >= self.needed

    def compute_bar(self, bar: Any) -> Decimal:
        prices = self._prices
        prices.push((bar.exact_high + bar.exact_low) / 2)
        if len(prices) < 13:
            return ZERO
        alpha = self._alpha()
        self._mama = alpha * prices[0] + (ONE - alpha) * self._mama
        half = Decimal("0.5") * alpha
        self.fama.advance(bar.end_us, half * self._mama + (ONE - half) * self.fama.exact)
        return self._mama if self.is_ready else ZERO

    def _alpha(self) -> Decimal:
        """The factor of this bar, by the phase's change."""
        prices = self._prices
        factor = Decimal("0.075") * self._period + Decimal("0.54")
        smooth = (4 * prices[0] + 3 * prices[1] + 2 * prices[2] + prices[3]) / 10
        detrended = _filtered(smooth, self._smooth, factor)
        quadrature = _filtered(detrended, self._detrended, factor)
        in_phase = self._detrended[2]
        ahead = _filtered(in_phase, self._in_phases, factor)
        behind = _filtered(quadrature, self._quadratures, factor)
        self._turn(in_phase - behind, quadrature + ahead)
        self._smooth.push(smooth)
        self._detrended.push(detrended)
        self._in_phases.push(in_phase)
        self._quadratures.push(quadrature)
        phase = _degrees(quadrature, in_phase) if in_phase else ZERO
        change = max(self._phase - phase, ONE)
        self._phase = phase
        return max(self._fast_limit / change, self._slow_limit)

    def _turn(self, in_phase: Decimal, quadrature: Decimal) -> None:
        """Take the cycle's new components in, and find its period from them."""
        in_phase = _FIFTH * in_phase + _REST * self._in_phase
        quadrature = _FIFTH * quadrature + _REST * self._quadrature
        real = in_phase * self._in_phase + quadrature * self._quadrature
        imaginary = in_phase * self._quadrature - quadrature * self._in_phase
        self._real = _FIFTH * real + _REST * self._real
        self._imaginary = _FIFTH * imaginary + _REST * self._imaginary
        self._in_phase, self._quadrature = in_phase, quadrature
        self._period = _FIFTH * self._new_period() + _REST * self._period

    def _new_period(self) -> Decimal:
        period, held = ZERO, self._period
        if self._imaginary and self._real:
            angle = _degrees(self._imaginary, self._real)
            period = 360 / angle if angle > 0 else ZERO
        period = min(period, Decimal("1.5") * held)
        period = max(period, Decimal("0.67") * held)
        return min(max(period, Decimal(6)), Decimal(50))
