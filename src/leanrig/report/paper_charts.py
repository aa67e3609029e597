"""The stack of charts on paper, drawn as vectors."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from fpdf.enums import XPos, YPos
from numpy.typing import NDArray

from leanrig.report.check import UntracedNumber
from leanrig.report.paper import ACCENT, GREY, LINE, MARGIN, Paper, plain, wordy
from leanrig.report.scale import Tick
from leanrig.report.stack import Line, Pane, Stack

__all__ = ["draw_charts"]

_REGIMES = {
    "calm": (68, 119, 170),
    "trending": (34, 136, 51),
    "mean_reverting": (181, 164, 46),
    "volatile": (214, 86, 106),
}
_BOUGHT, _SOLD, _REFUSED = (28, 110, 190), (200, 90, 20), (154, 52, 18)
_STYLES = (("solid", 0.0, 0.0), ("dashed", 1.2, 0.8), ("dotted", 0.4, 0.8), ("long dashes", 2.4, 0.8))
_RIGHT = 14.0
_POINTS = 900


@dataclass(frozen=True, slots=True)
class _Box:
    """Where a pane lies on the paper, in millimetres."""

    left: float
    top: float
    width: float
    height: float
    pane: Pane
    first: int
    last: int

    def x(self, time: float) -> float:
        return self.left + (time - self.first) / ((self.last - self.first) or 1) * self.width

    def y(self, value: float) -> float:
        low, high, value = (
            (np.log(self.pane.low), np.log(self.pane.high), np.log(value))
            if self.pane.is_log
            else (self.pane.low, self.pane.high, value)
        )
        return float(self.top + self.height - (value - low) / (high - low) * self.height)


def draw_charts(paper: Paper, stack: Stack, *, heading: str = "When and why") -> None:
    """Draw every pane once, logarithmic where the page opens so."""
    if heading:
        paper.heading(heading)
    chosen = [pane for pane in stack.panes if not pane.group or pane.is_log == _wants_log(stack, pane)]
    for number, pane in enumerate(chosen):
        _pane(paper, stack, pane, height=44 if pane.group else 25)
        if number == 0:
            _ribbons(paper, stack)


def _wants_log(stack: Stack, pane: Pane) -> bool:
    return stack.grows_manifold and stack.pane(f"{pane.group} log") is not None


def _pane(paper: Paper, stack: Stack, pane: Pane, *, height: float) -> None:
    pdf = paper.pdf
    paper.need(height + 12)
    paper.font(7, bold=True)
    for line in pane.lines:
        if paper.facts[f"line.{line.key}"].text != line.label:
            raise UntracedNumber([line.label])
    labels = ", ".join(f"{line.label} ({style[0]})" for line, style in zip(pane.lines, _STYLES, strict=False))
    pdf.cell(0, 5, plain(f"{wordy(pane.title)}: {labels}"), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    box = _Box(MARGIN, pdf.get_y(), pdf.epw - _RIGHT, height, pane, int(stack.times[0]), int(stack.times[-1]))
    for tick in pane.ticks:
        if pane.low <= tick.at <= pane.high:
            _tick(paper, box, tick)
    for number, line in reversed(list(enumerate(pane.lines))):
        _line(paper, box, stack, line, number=number)
    if pane.group == "price":
        _marks(paper, stack, box)
    paper.font(6, grey=True)
    for tick in stack.ticks:
        pdf.set_xy(box.x(tick.at), box.top + box.height + 0.5)
        pdf.cell(_RIGHT, 3, plain(_known(paper, tick)))
    pdf.set_xy(MARGIN, box.top + height + 5)


def _line(paper: Paper, box: _Box, stack: Stack, line: Line, *, number: int) -> None:
    pdf = paper.pdf
    _, dash, gap = _STYLES[number % len(_STYLES)]
    pdf.set_draw_color(*(ACCENT if number == 0 else GREY))
    pdf.set_line_width(0.3 if number == 0 else 0.2)
    pdf.set_dash_pattern(dash=dash, gap=gap)
    for piece in _pieces(line.values):
        points = [(box.x(int(stack.times[place])), box.y(float(line.values[place]))) for place in piece]
        pdf.polyline(_stepped(points) if box.pane.shape == "step" else points)
    pdf.set_dash_pattern()


def _tick(paper: Paper, box: _Box, tick: Tick) -> None:
    pdf = paper.pdf
    pdf.set_draw_color(*LINE)
    pdf.set_line_width(0.15)
    pdf.line(box.left, box.y(tick.at), box.left + box.width, box.y(tick.at))
    paper.font(6, grey=True)
    pdf.set_xy(box.left + box.width + 1, box.y(tick.at) - 1.5)
    pdf.cell(_RIGHT, 3, plain(_known(paper, tick)))


def _known(paper: Paper, tick: Tick) -> str:
    if tick.text not in paper.facts.ticks:
        raise UntracedNumber([tick.text])
    return tick.text


def _marks(paper: Paper, stack: Stack, box: _Box) -> None:
    pdf = paper.pdf
    pdf.set_draw_color(*_REFUSED)
    for mark in stack.marks:
        x, y = box.x(mark.time), box.y(mark.value)
        if mark.kind == "refused":
            pdf.line(x - 0.8, y - 0.8, x + 0.8, y + 0.8)
            pdf.line(x - 0.8, y + 0.8, x + 0.8, y - 0.8)
            continue
        up = 1 if mark.kind == "bought" else -1
        pdf.set_fill_color(*(_BOUGHT if up > 0 else _SOLD))
        pdf.polygon([(x, y), (x - 0.6, y + up * 1.2), (x + 0.6, y + up * 1.2)], style="F")


def _ribbons(paper: Paper, stack: Stack) -> None:
    pdf = paper.pdf
    first, span = int(stack.times[0]), int(stack.times[-1] - stack.times[0]) or 1
    width = pdf.epw - _RIGHT
    for ribbon in stack.ribbons:
        top = pdf.get_y()
        for spell in ribbon.spells:
            pdf.set_fill_color(*_REGIMES.get(spell.regime, GREY))
            left = MARGIN + (spell.start - first) / span * width
            pdf.rect(left, top, max(0.05, (spell.end - spell.start) / span * width), 3, style="F")
        pdf.set_y(top + 4)
    if stack.ribbons:
        _legend(paper, sorted({spell.regime for ribbon in stack.ribbons for spell in ribbon.spells}))


def _legend(paper: Paper, regimes: Sequence[str]) -> None:
    pdf = paper.pdf
    paper.font(6, grey=True)
    for regime in regimes:
        pdf.set_fill_color(*_REGIMES.get(regime, GREY))
        pdf.rect(pdf.get_x(), pdf.get_y() + 0.5, 4, 2, style="F")
        pdf.set_x(pdf.get_x() + 5)
        pdf.cell(24, 3, plain(wordy(regime.replace("_", " "))))
    pdf.ln(5)


def _pieces(values: NDArray[np.float64]) -> list[NDArray[np.int64]]:
    """Return the places of the line between its gaps, thinned to what paper can show."""
    known = np.flatnonzero(np.isfinite(values))
    pieces = np.split(known, np.flatnonzero(np.diff(known) > 1) + 1) if len(known) else []
    thinned = [piece[np.unique(np.linspace(0, len(piece) - 1, _POINTS).astype(int))] for piece in pieces]
    return [piece for piece in thinned if len(piece) > 1]


def _stepped(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    ends = [*points[1:], points[-1]]
    return [corner for (x, y), (end, _) in zip(points, ends, strict=True) for corner in ((x, y), (end, y))]
