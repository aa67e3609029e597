"""Lines as SVG paths in a box of fixed size; HTML places labels and marks, so that nothing is stretched. Pure."""

import json
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leanrig.report.scale import Tick
from leanrig.report.stack import Line, Pane, Stack

__all__ = ["HEIGHT", "WIDTH", "DrawnPane", "Place", "chart_data", "drawn", "spark"]

Floats = NDArray[np.float64]

WIDTH = 10_000
HEIGHT = 1_000
_SPARK = (200, 40)
_SPARK_POINTS = 100


@dataclass(frozen=True, slots=True)
class Place:
    """A label, mark or stretch at a place of the box."""

    x: int
    y: int
    text: str = ""
    kind: str = ""
    length: int = 0


@dataclass(frozen=True, slots=True)
class DrawnPane:
    """A pane as paths and places."""

    pane: Pane
    paths: tuple[tuple[Line, str], ...]
    ticks: tuple[Place, ...]
    marks: tuple[Place, ...]
    zero: int | None


def drawn(stack: Stack) -> tuple[tuple[DrawnPane, ...], tuple[Place, ...], tuple[tuple[str, tuple[Place, ...]], ...]]:
    """Return the panes, the labels of the time axis and the ribbons, by symbol, as places in the box."""
    panes = tuple(_drawn_pane(stack, pane) for pane in stack.panes)
    labels = tuple(Place(_x(stack, tick.at), HEIGHT, tick.text) for tick in stack.ticks)
    ribbons = tuple(
        (
            ribbon.symbol,
            tuple(
                Place(
                    _x(stack, spell.start), 0, kind=spell.regime, length=_x(stack, spell.end) - _x(stack, spell.start)
                )
                for spell in ribbon.spells
            ),
        )
        for ribbon in stack.ribbons
    )
    return panes, labels, ribbons


def spark(values: Floats, other: Floats | None = None) -> tuple[tuple[str, ...], str]:
    """Return paths for a small line and its companion, and the size of their box."""
    width, height = _SPARK
    parts = [part for part in (values, other) if part is not None and len(part) > 1]
    if not parts:
        return (), f"0 0 {width} {height}"
    joined = np.concatenate(parts)
    low, high = float(joined.min()), float(joined.max())
    span = high - low or 1.0
    paths = []
    for part in parts:
        chosen = part[np.unique(np.linspace(0, len(part) - 1, _SPARK_POINTS).astype(int))]
        x = np.linspace(0, width, len(chosen))
        y = height - (chosen - low) / span * height
        paths.append(_path(x.round().astype(int), y.round().astype(int)))
    return tuple(paths), f"0 0 {width} {height}"


def chart_data(stack: Stack, currency: str) -> str:
    """Return the stack's values as JSON for the page's script, to six significant digits."""
    described = {
        "currency": currency,
        "t": [int(time) for time in np.diff(stack.times, prepend=0)],
        "lines": {key: [_short(value) for value in line.values] for key, line in stack.lines.items()},
        "labels": {key: line.label for key, line in stack.lines.items()},
        "panes": {
            pane.key: {
                "unit": pane.unit,
                "log": pane.is_log,
                "lines": [line.key for line in pane.lines],
                "shape": pane.shape,
            }
            for pane in stack.panes
        },
        "ribbons": [[ribbon.symbol, [[s.regime, s.start, s.end] for s in ribbon.spells]] for ribbon in stack.ribbons],
        "orders": [[mark.time, mark.order_id, mark.kind, _short(mark.value)] for mark in stack.marks],
    }
    return json.dumps(described, separators=(",", ":")).replace("</", "<\\/")


def _drawn_pane(stack: Stack, pane: Pane) -> DrawnPane:
    x = ((stack.times - stack.times[0]) / _span(stack) * WIDTH).round().astype(int)
    zero = _y(pane, 0.0) if pane.low <= 0 <= pane.high and not pane.is_log else None
    paths = []
    for number, line in enumerate(pane.lines):
        y = np.array([_y(pane, float(value)) if math.isfinite(value) else -1 for value in line.values])
        known = np.isfinite(line.values)
        closed = zero if pane.shape == "area" and number == 0 else None
        paths.append((line, _path(x[known], y[known], is_step=pane.shape == "step", closed=closed)))
    marks = tuple(
        Place(_x(stack, mark.time), _y(pane, mark.value), str(mark.order_id), mark.kind)
        for mark in (stack.marks if pane.key in ("price", "price log") else ())
    )
    ticks = tuple(Place(0, _y(pane, tick.at), tick.text) for tick in _inside(pane))
    return DrawnPane(pane, tuple(paths), ticks, marks, zero)


def _inside(pane: Pane) -> list[Tick]:
    return [tick for tick in pane.ticks if pane.low <= tick.at <= pane.high]


def _span(stack: Stack) -> int:
    return int(stack.times[-1] - stack.times[0]) or 1


def _x(stack: Stack, time: float) -> int:
    return round((time - int(stack.times[0])) / _span(stack) * WIDTH)


def _y(pane: Pane, value: float) -> int:
    if pane.is_log:
        low, high, value = math.log(pane.low), math.log(pane.high), math.log(value)
    else:
        low, high = pane.low, pane.high
    return round(HEIGHT - (value - low) / (high - low) * HEIGHT)


def _path(x: NDArray[np.int_], y: NDArray[np.int_], *, is_step: bool = False, closed: int | None = None) -> str:
    """Return a path in relative steps; `closed` is the height of the ground that an area stands on."""
    if not len(x):
        return ""
    parts = [f"M{x[0]} {y[0]}"]
    for across, down in zip(np.diff(x), np.diff(y), strict=True):
        if is_step:
            parts.append(f"h{across}v{down}" if down else f"h{across}")
        elif across or down:
            parts.append(f"l{across} {down}")
    if closed is not None:
        parts.append(f"V{closed}H{x[0]}Z")
    return "".join(parts)


def _short(value: float) -> float | None:
    return float(f"{value:.6g}") if math.isfinite(value) else None
