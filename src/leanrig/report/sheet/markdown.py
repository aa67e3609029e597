"""A sheet as Markdown, for a chat, a wiki or a pull request. Pure."""

import re
from collections.abc import Iterator

from leanrig.report.check import check_prose
from leanrig.report.context_render import context_markdown
from leanrig.report.fact import FactTable, Prose, Quote
from leanrig.report.judging_chart import Chart
from leanrig.report.sheet.sheet import Block, Bullets, Part, Picture, Sheet
from leanrig.report.sheet.traced import LAST_ROWS, prose_text, quote_text, table_cells, word_text

__all__ = ["markdown_of"]

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#])")
# Not every white space: the narrow one before a unit stays.
_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_MOST_ROWS = 60
_ROWS_OF_A_PICTURE = 12


def markdown_of(sheet: Sheet) -> str:
    """Return the Markdown.

    Raises
    ------
    UntracedNumber
        If it would show a number that is no fact.
    """
    lines = [line for part in _all(sheet, with_quotes=True) for line in part]
    check_prose("\n".join(line for part in _all(sheet, with_quotes=False) for line in part), sheet.facts)
    return "\n".join(lines).rstrip() + "\n"


def _all(sheet: Sheet, *, with_quotes: bool) -> Iterator[list[str]]:
    facts = sheet.facts
    yield [
        f"# {_escaped(_one_line(sheet.title.text))}",
        "",
        f"{_prose(sheet.subtitle, sheet)} · {_escaped(_one_line(sheet.label.text))}",
        "",
    ]
    yield [f"**{' '.join(_prose(sentence, sheet) for sentence in sheet.headline)}**", ""]
    for part in sheet.parts:
        yield [*_part(part, sheet, with_quotes=with_quotes)]
    if with_quotes and sheet.context:
        yield [context_markdown(sheet.context), ""]
    if sheet.credits is not None:
        yield ["---", "", f"*{_prose(sheet.credits.line, sheet)}*", ""]
        if with_quotes:
            yield [f"- Did not answer: {_escaped(_one_line(quote_text(q, facts)))}" for q in sheet.credits.failures]


def _part(part: Part, sheet: Sheet, *, with_quotes: bool) -> Iterator[str]:
    yield from (f"## {_escaped(word_text(part.heading))}", "")
    for block in part.blocks:
        if with_quotes or not isinstance(block, Quote):
            yield from _block(block, sheet)
            yield ""


def _block(block: Block, sheet: Sheet) -> Iterator[str]:
    if isinstance(block, Prose):
        yield _prose(block, sheet)
    elif isinstance(block, Bullets):
        yield from (f"- {_prose(item, sheet)}" for item in block.items)
    elif isinstance(block, FactTable):
        yield from _table(block, sheet, _MOST_ROWS)
    elif isinstance(block, Picture | Chart):
        yield from (f"*{_escaped(word_text(block.title))}*", "")
        yield from _table(block.table, sheet, _ROWS_OF_A_PICTURE)
    else:
        yield from _quote(quote_text(block, sheet.facts))


def _table(table: FactTable, sheet: Sheet, most: int) -> Iterator[str]:
    headings, *rows = table_cells(table, sheet.facts, most=most)
    yield _row(headings)
    yield _row(tuple("--:" if column.is_number else ":--" for column in table.columns), is_plain=True)
    yield from (_row(row) for row in rows)
    if len(rows) < len(table.rows):
        yield from ("", LAST_ROWS)


def _row(cells: tuple[str, ...], *, is_plain: bool = False) -> str:
    return f"| {' | '.join(cell if is_plain else _escaped(_one_line(cell)) for cell in cells)} |"


def _quote(text: str) -> Iterator[str]:
    """Yield the text between fences that are longer than any in it: nothing of it is read as Markdown."""
    longest = max((len(found) for found in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    yield from (f"{fence}text", *text.splitlines(), fence)


def _prose(prose: Prose, sheet: Sheet) -> str:
    return _escaped(_one_line(prose_text(prose, sheet.facts)))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _one_line(text: str) -> str:
    return _BREAKS.sub(" ", text)
