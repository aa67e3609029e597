"""The same story as a PDF, drawn by fpdf2 alone: vectors and the fonts that every PDF reader has, no browser needed."""

from collections.abc import Sequence

import numpy as np
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from numpy.typing import NDArray

from leanrig.report.check import UntracedNumber
from leanrig.report.fact import Fact, Facts, FactTable, Prose, Quote
from leanrig.report.facts import Story
from leanrig.report.scale import Tick
from leanrig.report.stack import Pane, Stack

__all__ = ["pdf_of"]

_MARGIN = 15.0
_GREY, _LINE, _ACCENT, _INK = (91, 100, 112), (216, 221, 227), (11, 98, 184), (27, 31, 36)
_REGIMES = {
    "calm": (68, 119, 170),
    "trending": (34, 136, 51),
    "mean_reverting": (181, 164, 46),
    "volatile": (214, 86, 106),
}
_MOST_ROWS = 250
_POINTS = 900
# The readers' own fonts know Latin-1 only.
_PLAIN = str.maketrans({
    "−": "-", "\u202f": "\xa0", "–": "-", "—": "-", "…": "...", "→": "to", "▲": "", "▼": "", "“": '"', "”": '"', "’": "'", "✕": "x",
})  # fmt: skip


def pdf_of(story: Story) -> bytes:
    """Return the PDF; every number on it goes through the same facts as the page."""
    paper = _Paper(story.facts)
    _head(paper, story)
    if story.stack is not None:
        _charts(paper, story.stack)
    for title, table in (
        ("By regime", story.regimes), ("Months", story.months), ("Best rises", story.rises), ("Worst falls", story.falls),
        ("Trades", story.trades), ("Orders, refused ones first", story.orders),
        ("Statistics, as Lean names them", story.statistics), ("From what", story.origin),
    ):  # fmt: skip
        if table is not None and table.rows:
            paper.heading(title)
            paper.table(table)
    for name, fact in story.notes:
        paper.words(Prose((name, ": ", fact)), size=8)
    return bytes(paper.pdf.output())


class _Paper:
    """A4, from top to bottom. Writes facts, tables and quotes; bare words only without a digit."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.pdf = FPDF(format="A4")
        self.pdf.set_margin(_MARGIN)
        self.pdf.set_auto_page_break(True, margin=_MARGIN)
        self.pdf.set_title(_plain(facts["title"].text))
        self.pdf.set_creator("leanrig")
        self.pdf.add_page()

    def heading(self, text: str) -> None:
        self._need(20)
        self.pdf.ln(4)
        self._font(12, bold=True)
        self._line(_wordy(text), 6)

    def words(self, prose: Prose, *, size: float = 10, bold: bool = False, grey: bool = False) -> None:
        for part in prose.parts:
            if isinstance(part, str):
                _wordy(part)
            elif self.facts.facts.get(part.key) != part:
                raise UntracedNumber([part.text])
        self._font(size, bold=bold, grey=grey)
        self.pdf.multi_cell(0, size * 0.5, _plain(str(prose)), new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")

    def quote(self, quote: Quote, *, size: float = 8) -> None:
        self._font(size, grey=True)
        self.pdf.multi_cell(0, size * 0.5, _plain(quote.text), new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")

    def table(self, table: FactTable) -> None:
        """Write a table, its columns as wide as they need; what does not fit is cut with dots."""
        size = 7.0 if len(table.columns) < 10 else 5.5
        self._font(size)
        widths = self._widths(table, size)
        for number, row in enumerate([None, *table.rows[:_MOST_ROWS]]):
            self._need(size)
            self._font(size, bold=number == 0, grey=number == 0)
            for column, width, place in zip(table.columns, widths, range(len(widths)), strict=True):
                text = column.title if row is None else row[place][1]
                self.pdf.cell(width, size * 0.58, self._cut(text, width), align="R" if column.is_number else "L")
            self.pdf.ln(size * 0.58)
            self.pdf.set_draw_color(*_LINE)
            self.pdf.line(_MARGIN, self.pdf.get_y(), self.pdf.w - _MARGIN, self.pdf.get_y())

    def _widths(self, table: FactTable, size: float) -> list[float]:
        longest = [
            max(
                self.pdf.get_string_width(_plain(text))
                for text in (column.title, *(row[place][1] for row in table.rows))
            )
            + 3
            for place, column in enumerate(table.columns)
        ]
        room = self.pdf.epw
        if sum(longest) <= room:
            return [width * min(1.0, 1.6) for width in longest]
        fair = room / len(longest)
        spare = room - sum(min(width, fair) for width in longest)
        needs = sum(max(0.0, width - fair) for width in longest)
        return [min(width, fair) + (max(0.0, width - fair) / needs * spare if needs else 0) for width in longest]

    def _cut(self, text: str, width: float) -> str:
        text = _plain(text)
        if self.pdf.get_string_width(text) <= width - 1:
            return text
        while text and self.pdf.get_string_width(text + "...") > width - 1:
            text = text[:-1]
        return text + "..."

    def _line(self, text: str, height: float) -> None:
        self.pdf.cell(0, height, _plain(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _font(self, size: float, *, bold: bool = False, grey: bool = False) -> None:
        self.pdf.set_font("Helvetica", "B" if bold else "", size)
        self.pdf.set_text_color(*(_GREY if grey else _INK))

    def _need(self, height: float) -> None:
        if self.pdf.get_y() + height > self.pdf.h - _MARGIN:
            self.pdf.add_page()


def _head(paper: _Paper, story: Story) -> None:
    paper.words(Prose((story.title,)), size=20, bold=True)
    paper.words(story.subtitle, grey=True)
    paper.words(Prose((story.headline.badge, " · ", story.label)), size=9, grey=True)
    paper.quote(story.command)
    paper.heading("Verdict")
    for sentence in story.headline.sentences:
        paper.words(sentence, size=12)
    for reason in story.reasons:
        paper.words(Prose((*reason.text.parts, " What to do: ", *reason.cure.parts, ".")), size=9)
        if reason.quote is not None:
            paper.quote(reason.quote)
    for look in story.looks[:3]:
        paper.words(Prose(("- ", *look.text.parts)), size=9)
    if story.method is not None:
        paper.words(story.method, size=7, grey=True)
    if story.figures:
        paper.heading("Six figures")
        _strip(paper, story)


def _strip(paper: _Paper, story: Story) -> None:
    pdf, width = paper.pdf, paper.pdf.epw / len(story.figures)
    top = pdf.get_y()
    for number, figure in enumerate(story.figures):
        other: tuple[str | Fact, ...] = (f"{story.versus} ", figure.other) if figure.other is not None else ()
        for offset, size, text in (
            (0.0, 7.0, _wordy(figure.title)),
            (4.0, 12.0, figure.value.text),
            (10.0, 7.0, "".join(part if isinstance(part, str) else part.text for part in other)),
        ):
            paper._font(size, bold=size > 10, grey=size < 10)
            pdf.set_xy(_MARGIN + number * width, top + offset)
            pdf.cell(width, size * 0.5, _plain(text).strip())
    pdf.set_xy(_MARGIN, top + 16)


def _charts(paper: _Paper, stack: Stack) -> None:
    paper.heading("When and why")
    for pane in stack.panes:
        if not pane.is_log:
            _pane(paper, stack, pane, height=46 if pane.key in ("price", "equity") else 26)
            if pane.key == stack.panes[0].key:
                _ribbons(paper, stack)


def _pane(paper: _Paper, stack: Stack, pane: Pane, *, height: float) -> None:
    pdf = paper.pdf
    paper._need(height + 12)
    paper._font(7, bold=True)
    labels = ", ".join(
        f"{line.label} ({style})"
        for line, style in zip(pane.lines, ("solid", "dashed", "dotted", "thin"), strict=False)
    )
    pdf.cell(0, 5, _plain(f"{pane.title}: {labels}"), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    box = _Box(_MARGIN, pdf.get_y(), pdf.epw - 14, height, pane, stack)
    for tick in pane.ticks:
        if pane.low <= tick.at <= pane.high:
            _tick(paper, box, tick)
    x = np.array([box.x(int(time)) for time in stack.times])
    for number, line in reversed(list(enumerate(pane.lines))):
        pdf.set_draw_color(*(_ACCENT if number == 0 else _GREY))
        pdf.set_line_width(0.3 if number == 0 else 0.2)
        pdf.set_dash_pattern(dash=(0, 1.2, 0.4, 2.4)[number % 4], gap=(0, 0.8, 0.8, 0.8)[number % 4])
        points = _points(x, np.array([box.y(float(value)) for value in line.values]), is_step=pane.shape == "step")
        for piece in points:
            pdf.polyline(piece)
        pdf.set_dash_pattern()
    if pane.key == "price":
        _marks(paper, stack, box)
    _time_axis(paper, stack, box)
    pdf.set_xy(_MARGIN, box.top + height + 5)


class _Box:
    """Where a pane lies on the paper."""

    def __init__(self, left: float, top: float, width: float, height: float, pane: Pane, stack: Stack) -> None:  # noqa: PLR0917
        self.left, self.top, self.width, self.height = left, top, width, height
        self._pane, self._first, self._last = pane, int(stack.times[0]), int(stack.times[-1])

    def x(self, time: float) -> float:
        return self.left + (time - self._first) / ((self._last - self._first) or 1) * self.width

    def y(self, value: float) -> float:
        return self.top + self.height - (value - self._pane.low) / (self._pane.high - self._pane.low) * self.height


def _tick(paper: _Paper, box: _Box, tick: Tick) -> None:
    pdf = paper.pdf
    if tick.text not in paper.facts.ticks:
        raise UntracedNumber([tick.text])
    pdf.set_draw_color(*_LINE)
    pdf.set_line_width(0.15)
    pdf.line(box.left, box.y(tick.at), box.left + box.width, box.y(tick.at))
    paper._font(6, grey=True)
    pdf.set_xy(box.left + box.width + 1, box.y(tick.at) - 1.5)
    pdf.cell(14, 3, _plain(tick.text))


def _time_axis(paper: _Paper, stack: Stack, box: _Box) -> None:
    paper._font(6, grey=True)
    for tick in stack.ticks:
        paper.pdf.set_xy(box.x(tick.at), box.top + box.height + 0.5)
        paper.pdf.cell(14, 3, _plain(tick.text))


def _marks(paper: _Paper, stack: Stack, box: _Box) -> None:
    pdf = paper.pdf
    for mark in stack.marks:
        x, y = box.x(mark.time), box.y(mark.value)
        up = 1 if mark.kind == "bought" else -1
        pdf.set_fill_color(*((28, 110, 190) if mark.kind == "bought" else (200, 90, 20)))
        pdf.set_draw_color(154, 52, 18)
        if mark.kind == "refused":
            pdf.line(x - 0.8, y - 0.8, x + 0.8, y + 0.8)
            pdf.line(x - 0.8, y + 0.8, x + 0.8, y - 0.8)
        else:
            pdf.polygon([(x, y), (x - 0.7, y + up * 1.4), (x + 0.7, y + up * 1.4)], style="F")


def _ribbons(paper: _Paper, stack: Stack) -> None:
    pdf = paper.pdf
    first, span = int(stack.times[0]), int(stack.times[-1] - stack.times[0]) or 1
    width = pdf.epw - 14
    for ribbon in stack.ribbons:
        top = pdf.get_y()
        for spell in ribbon.spells:
            pdf.set_fill_color(*_REGIMES.get(spell.regime, _GREY))
            left = _MARGIN + (spell.start - first) / span * width
            pdf.rect(left, top, (spell.end - spell.start) / span * width, 3, style="F")
        pdf.set_y(top + 4)
    if stack.ribbons:
        paper._font(6, grey=True)
        for regime in sorted({spell.regime for ribbon in stack.ribbons for spell in ribbon.spells}):
            pdf.set_fill_color(*_REGIMES.get(regime, _GREY))
            pdf.rect(pdf.get_x(), pdf.get_y() + 0.5, 4, 2, style="F")
            pdf.set_x(pdf.get_x() + 5)
            pdf.cell(24, 3, _plain(_wordy(regime.replace("_", " "))))
        pdf.ln(5)


def _points(x: NDArray[np.float64], y: NDArray[np.float64], *, is_step: bool) -> Sequence[list[tuple[float, float]]]:
    """Return the line in pieces between its gaps, thinned to what paper can show."""
    known = np.flatnonzero(np.isfinite(y))
    pieces = np.split(known, np.flatnonzero(np.diff(known) > 1) + 1) if len(known) else []
    found = []
    for piece in pieces:
        places = piece[np.unique(np.linspace(0, len(piece) - 1, _POINTS).astype(int))]
        points = [(float(x[place]), float(y[place])) for place in places]
        if is_step:
            points = [
                point
                for (x0, y0), (x1, y1) in zip(points, [*points[1:], points[-1]], strict=True)
                for point in ((x0, y0), (x1, y0))
            ]
        if len(points) > 1:
            found.append(points)
    return found


def _plain(text: str) -> str:
    return text.translate(_PLAIN).encode("latin-1", "replace").decode("latin-1")


def _wordy(text: str) -> str:
    """Return words; raise where they hold a digit, since a number must be a fact."""
    if any(letter.isdigit() for letter in text):
        raise UntracedNumber([text])
    return text
