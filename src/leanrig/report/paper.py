"""A PDF page that takes facts, tables and quotes, and bare words only without a digit."""

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from leanrig.report.check import UntracedNumber
from leanrig.report.fact import Facts, FactTable, Prose, Quote

__all__ = ["ACCENT", "GREY", "LINE", "MARGIN", "Paper", "plain", "wordy"]

MARGIN = 15.0
GREY, LINE, ACCENT, INK = (91, 100, 112), (216, 221, 227), (11, 98, 184), (27, 31, 36)
_MOST_ROWS = 250
_SIZES = (7.5, 7.0, 6.5, 6.0, 5.5)
# The fonts that every reader has know Latin-1 only.
_PLAIN = str.maketrans(
    {
        "−": "-",
        "\u202f": "\xa0",
        "–": "-",
        "—": "-",
        "…": "...",
        "→": "to",
        "▲": "",
        "▼": "",
        "“": '"',
        "”": '"',
        "’": "'",
    }
)


class Paper:
    """A4, from top to bottom."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.pdf = FPDF(format="A4")
        self.pdf.set_margin(MARGIN)
        self.pdf.set_auto_page_break(True, margin=MARGIN)
        self.pdf.set_title(plain(facts["title"].text))
        self.pdf.set_creator("leanrig")
        self.pdf.add_page()

    def heading(self, text: str) -> None:
        """Write a heading that stays with what follows."""
        self.need(20)
        self.pdf.ln(4)
        self.font(12, bold=True)
        self.pdf.cell(0, 6, plain(wordy(text)), new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def words(self, prose: Prose, *, size: float = 10, bold: bool = False, grey: bool = False) -> None:
        """Write a sentence; its literal parts hold no digit and its facts are those of the table."""
        for part in prose.parts:
            if isinstance(part, str):
                wordy(part)
            elif self.facts.facts.get(part.key) != part:
                raise UntracedNumber([part.text])
        self.font(size, bold=bold, grey=grey)
        self._block(str(prose), size)

    def quote(self, quote: Quote, *, size: float = 8) -> None:
        """Write somebody else's text word for word."""
        if self.facts.quotes.get(quote.key) != quote:
            raise UntracedNumber([quote.text])
        self.font(size, grey=True)
        self._block(quote.text, size)

    def table(self, table: FactTable) -> None:
        """Write a table, its columns as wide as they need; a last column of words wraps, others are cut with dots."""
        if self.facts.tables.get(table.key) is not table:
            raise UntracedNumber([table.title])
        for size in _SIZES:
            self.font(size)
            longest = self._longest(table)
            if sum(longest) <= self.pdf.epw:
                break
        widths = self._fitted(longest)
        headings = tuple(column.title for column in table.columns)
        self._row(table, headings, widths, size=size, is_heading=True)
        for row in table.rows[:_MOST_ROWS]:
            self._row(table, tuple(text for _, text in row), widths, size=size)
        if len(table.rows) > _MOST_ROWS:
            self.font(size, grey=True)
            self._block("More rows are on the page.", size)

    def font(self, size: float, *, bold: bool = False, grey: bool = False) -> None:
        """Choose size, weight and colour of what is written next."""
        self.pdf.set_font("Helvetica", "B" if bold else "", size)
        self.pdf.set_text_color(*(GREY if grey else INK))

    def need(self, height: float) -> None:
        """Begin a new page where fewer millimetres are left."""
        if self.pdf.get_y() + height > self.pdf.h - MARGIN:
            self.pdf.add_page()

    def _block(self, text: str, size: float) -> None:
        self.pdf.multi_cell(0, size * 0.5, plain(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")

    def _row(
        self, table: FactTable, texts: tuple[str, ...], widths: list[float], *, size: float, is_heading: bool = False
    ) -> None:
        height = size * 0.58
        self.need(height * 2)
        self.font(size, bold=is_heading, grey=is_heading)
        *first, last = zip(table.columns, widths, texts, strict=True)
        for column, width, text in first:
            self.pdf.cell(width, height, self._cut(text, width), align="R" if column.is_number else "L")
        column, width, text = last
        if column.is_number:
            self.pdf.cell(width, height, self._cut(text, width), align="R")
            self.pdf.ln(height)
        else:
            self.pdf.multi_cell(width, height, plain(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.pdf.set_draw_color(*LINE)
        self.pdf.set_line_width(0.15)
        self.pdf.line(MARGIN, self.pdf.get_y(), MARGIN + sum(widths), self.pdf.get_y())

    def _longest(self, table: FactTable) -> list[float]:
        rows = [
            tuple(column.title for column in table.columns),
            *(tuple(text for _, text in row) for row in table.rows),
        ]
        return [max(self.pdf.get_string_width(plain(row[place])) for row in rows) + 3 for place in range(len(rows[0]))]

    def _fitted(self, longest: list[float]) -> list[float]:
        """Return widths that fit: what is narrow gets what it needs, the wide ones share the rest."""
        room = self.pdf.epw
        if sum(longest) <= room:
            return longest
        fair = room / len(longest)
        spare = room - sum(min(width, fair) for width in longest)
        wanted = sum(max(0.0, width - fair) for width in longest)
        return [min(width, fair) + max(0.0, width - fair) / wanted * spare for width in longest]

    def _cut(self, text: str, width: float) -> str:
        text = plain(text)
        if self.pdf.get_string_width(text) <= width - 1:
            return text
        while text and self.pdf.get_string_width(text + "...") > width - 1:
            text = text[:-1]
        return text + "..."


def plain(text: str) -> str:
    """Return the text in the letters that the font has."""
    return text.translate(_PLAIN).encode("latin-1", "replace").decode("latin-1")


def wordy(text: str) -> str:
    """Return words; raise where they hold a digit, since a number must be a fact."""
    if any(letter.isdigit() for letter in text):
        raise UntracedNumber([text])
    return text
