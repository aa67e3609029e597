"""Ehlers' filters: one of many kinds in one, and Hilbert's transform."""

from collections import deque
from decimal import Decimal
from math import cos, pi, sin, sqrt
from typing import Any

from leanrig.engine.enums import SwissArmyKnifeTool
from leanrig.engine.indicators.change import Delay
from leanrig.engine.indicators.composite import FunctionalIndicator
from leanrig.engine.indicators.named import filled
from leanrig.engine.indicators.parts import PartedIndicator
from leanrig.engine.number import ZERO, exact, from_double, shown, text

__all__ = ["HilbertTransform", "SwissArmyKnife"]


class SwissArmyKnife(PartedIndicator):
    """Five filters over the same values; `tool` says which one is the value."""

    def __init__(self, *arguments: Any) -> None:
        has_name = isinstance(arguments[0], str)
        period, delta, tool = arguments[-3:]
        tool = SwissArmyKnifeTool(int(tool))
        name = arguments[0] if has_name else f"Swiss({period},{delta},{tool.to_string()})"
        super().__init__(name)
        self.needed = int(period)
        kinds = SwissArmyKnifeTool
        self.gauss = _Filter(f"{name}_Gauss", period, delta, kinds.GAUSS)
        self.butter = _Filter(f"{name}_Butter", period, delta, kinds.BUTTER)
        self.high_pass = _Filter(f"{name}_HP", period, delta, kinds.HIGH_PASS)
        self.two_pole_high_pass = _Filter(f"{name}_2PHP", period, delta, kinds.TWO_POLE_HIGH_PASS)
        self.band_pass = _Filter(f"{name}_BP", period, delta, kinds.BAND_PASS)
        self.parts = (self.gauss, self.butter, self.high_pass, self.two_pole_high_pass, self.band_pass)
        self._chosen = next(part for part in self.parts if part.tool is tool)

    @property
    def is_ready(self) -> bool:
        return self.samples >= self.needed

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        for part in self.parts:
            part.advance(moment_us, value)
        return self._chosen.exact


class _Filter(PartedIndicator):
    """One of the filters, in double precision: new values by `b` and `scale`, its own last two by `a`."""

    def __init__(self, name: str, period: int, delta: float, tool: SwissArmyKnifeTool) -> None:
        super().__init__(name)
        self.needed, self.tool = int(period), tool
        self._scale, self._a, self._b = _coefficients(period, delta, tool)
        self.forget()

    def forget(self) -> None:
        self._inputs: deque[float] = deque(maxlen=3)
        self._outputs: deque[float] = deque((0.0, 0.0), maxlen=2)

    @property
    def is_ready(self) -> bool:
        return self.samples >= self.needed

    def compute(self, value: Decimal) -> Decimal:
        inputs, outputs = self._inputs, self._outputs
        inputs.append(shown(value))
        while len(inputs) < 3:
            inputs.append(inputs[-1])
        b0, b1, b2 = self._b
        a1, a2 = self._a
        found = self._scale * (b0 * inputs[2] + b1 * inputs[1] + b2 * inputs[0]) + (a1 * outputs[1] + a2 * outputs[0])
        outputs.append(found)
        return from_double(found)


def _coefficients(
    period: int, delta: float, tool: SwissArmyKnifeTool
) -> tuple[float, tuple[float, float], tuple[float, float, float]]:
    turn = 2 * pi / period
    beta = 2.415 * (1 - cos(turn))
    alpha = -beta + sqrt(beta**2 + 2.0 * beta)
    rest = 1 - alpha
    two_poles = (2.0 * rest, -rest * rest)
    if tool is SwissArmyKnifeTool.GAUSS:
        return alpha * alpha, two_poles, (1, 0, 0)
    if tool is SwissArmyKnifeTool.BUTTER:
        return alpha * alpha / 4.0, two_poles, (1, 2, 1)
    if tool is SwissArmyKnifeTool.HIGH_PASS:
        alpha = (cos(turn) + sin(turn) - 1) / cos(turn)
        return (1 + alpha) / 2, (1 - alpha, 0), (1, -1, 0)
    if tool is SwissArmyKnifeTool.TWO_POLE_HIGH_PASS:
        return (1 + alpha) * (1 + alpha) / 4, two_poles, (1, -2, 1)
    gamma = 1 / cos(4 * pi * delta / period)
    alpha = gamma - sqrt(gamma**2 - 1)
    return (1 - alpha) / 2.0, (-cos(turn) * (1 - alpha), alpha), (1, 0, -1)


class HilbertTransform(PartedIndicator):
    """The parts of a cycle in phase and a quarter behind; the value is the input."""

    def __init__(self, *arguments: Any) -> None:
        name, length, in_phase, quadrature = filled(arguments, 7, "0.635", "0.338")
        self._in_factor, self._quadrature_factor = exact(in_phase), exact(quadrature)
        name = name or f"Hilbert({length}, {text(self._in_factor)}, {text(self._quadrature_factor)})"
        super().__init__(name)
        self._length = int(length)
        self.needed = self._length + 2
        self._before = Delay(f"{name}_prev", length)
        self._later, self._latest = Delay(f"{name}_detrendPriceDelay2", 1), Delay(f"{name}_detrendPriceDelay4", 3)
        self._in_phase_before = Delay(f"{name}_inPhaseDelay3", 2)
        self._quadrature_before = Delay(f"{name}_quadratureDelay2", 1)
        self._detrended = ZERO
        self.in_phase = FunctionalIndicator(
            f"{name}_inPhase", lambda *_: self._in_phase(), lambda: self.samples > self._length + 2
        )
        self.quadrature = FunctionalIndicator(
            f"{name}_quad", lambda *_: self._quadrature(), lambda: self.samples > self._length
        )
        delays = (self._before, self._later, self._latest, self._in_phase_before, self._quadrature_before)
        self.parts = (*delays, self.in_phase, self.quadrature)

    def forget(self) -> None:
        self._detrended = ZERO

    @property
    def is_ready(self) -> bool:
        return self.samples >= self.needed

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        if self._before.advance(moment_us, value):
            self._detrended = value - self._before.exact
            self._later.advance(moment_us, self._detrended)
            self._latest.advance(moment_us, self._detrended)
        self.in_phase.advance(moment_us, value)
        if self.in_phase.is_ready:
            self._in_phase_before.advance(moment_us, self.in_phase.exact)
        self.quadrature.advance(moment_us, value)
        if self.quadrature.is_ready:
            self._quadrature_before.advance(moment_us, self.quadrature.exact)
        return value

    def _in_phase(self) -> Decimal:
        if not self.in_phase.is_ready:
            return ZERO
        later, latest, before = (_once_ready(one) for one in (self._later, self._latest, self._in_phase_before))
        return Decimal("1.25") * (latest - later * self._in_factor) + before * self._in_factor

    def _quadrature(self) -> Decimal:
        if not self.quadrature.is_ready:
            return ZERO
        later, before = _once_ready(self._later), _once_ready(self._quadrature_before)
        return later - self._detrended * self._quadrature_factor + before * self._quadrature_factor


def _once_ready(part: Delay) -> Decimal:
    return part.exact if part.is_ready else ZERO
