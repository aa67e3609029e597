"""A chart whose axis is not time, on paper, drawn as vectors."""

import math
from dataclasses import dataclass

from fpdf.enums import XPos, YPos

from leanrig.report.check import UntracedNumber
from leanrig.report.draw import HEIGHT, WIDTH
from leanrig.report.judging_chart import Chart, Series
from leanrig.report.paper import ACCENT, GREY, LINE, MARGIN, Paper, plain, wordy
from leanrig.report.scale import Tick

__all__ = ["draw_chart"]

_RIGHT = 14.0
_TALL = 38.0
_CAP, _DOT = 0.7, 0.6


@dataclass(frozen=True, slots=True)
class _Box:
    """Where the chart lies on the paper, in millimetres."""

    chart: Chart
    top: float
    width: float

    def x(self, value: float) -> float:
        return MARGIN + self.chart.x(value) / WIDTH * self.width

    def y(self, value: float) -> float:
        return self.top + self.chart.y(value) / HEIGHT * _TALL


def draw_chart(paper: Paper, chart: Chart) -> None:
    """Draw the chart; the first series is coloured, the others are grey.

    Raises
    ------
    UntracedNumber
        If a label is no fact.
    """
    pdf = paper.pdf
    paper.need(_TALL + 16)
    paper.font(7, bold=True)
    pdf.cell(0, 5, plain(_title(paper, chart)), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    box = _Box(chart, pdf.get_y(), pdf.epw - _RIGHT)
    for tick in chart.y_ticks:
        _grid(paper, box, tick)
    for number, series in reversed(list(enumerate(chart.series))):
        pdf.set_draw_color(*(GREY if number else ACCENT))
        pdf.set_fill_color(*(GREY if number else ACCENT))
        pdf.set_line_width(0.2 if number else 0.3)
        _series(paper, box, series)
    paper.font(6, grey=True)
    for tick in chart.x_ticks:
        pdf.set_xy(box.x(tick.at) - _RIGHT / 2, box.top + _TALL + 0.5)
        pdf.cell(_RIGHT, 3, plain(_known(paper, tick)), align="C")
    pdf.set_xy(MARGIN, box.top + _TALL + 3.5)
    pdf.cell(box.width, 3, plain(wordy(chart.across)), align="C")
    pdf.set_xy(MARGIN, box.top + _TALL + 8)


def _title(paper: Paper, chart: Chart) -> str:
    for series in chart.series:
        if paper.facts[f"line.{series.key}"].text != series.label:
            raise UntracedNumber([series.label])
    return f"{wordy(chart.title)}: {', '.join(_label(series) for series in chart.series)}"


def _label(series: Series) -> str:
    return f"{series.label} (line)" if series.is_line else f"{series.label} (points)"


def _grid(paper: Paper, box: _Box, tick: Tick) -> None:
    pdf = paper.pdf
    pdf.set_draw_color(*LINE)
    pdf.set_line_width(0.15)
    pdf.line(MARGIN, box.y(tick.at), MARGIN + box.width, box.y(tick.at))
    paper.font(6, grey=True)
    pdf.set_xy(MARGIN + box.width + 1, box.y(tick.at) - 1.5)
    pdf.cell(_RIGHT, 3, plain(_known(paper, tick)))


def _series(paper: Paper, box: _Box, series: Series) -> None:
    pdf = paper.pdf
    known = [(box.x(x), box.y(y)) for x, y in zip(series.x, series.y, strict=True) if math.isfinite(y)]
    if series.is_line:
        if len(known) > 1:
            pdf.polyline(known)
        return
    for x, y in known:
        pdf.circle(x, y, _DOT, style="F")
    for place, low, high in zip(series.x, series.low, series.high, strict=False):
        if math.isfinite(low) and math.isfinite(high):
            x, top, bottom = box.x(place), box.y(high), box.y(low)
            pdf.line(x, top, x, bottom)
            pdf.line(x - _CAP, top, x + _CAP, top)
            pdf.line(x - _CAP, bottom, x + _CAP, bottom)


def _known(paper: Paper, tick: Tick) -> str:
    if tick.text not in paper.facts.ticks:
        raise UntracedNumber([tick.text])
    return tick.text
