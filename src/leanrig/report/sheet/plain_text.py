"""A sheet as plain text: what a mail shows where HTML is not wanted. Pure."""

import textwrap
from collections.abc import Iterator

from leanrig.report.fact import FactTable, Prose
from leanrig.report.judging_chart import Chart
from leanrig.report.sheet.cited import HEADING, NOTE, cited_lines
from leanrig.report.sheet.sheet import Block, Bullets, Picture, Sheet
from leanrig.report.sheet.traced import LAST_ROWS, prose_text, quote_text, table_cells, word_text

__all__ = ["text_of"]

_WIDTH = 78
_MOST_ROWS = 20
_ROWS_OF_A_PICTURE = 8


def text_of(sheet: Sheet) -> str:
    """Return the text, 78 letters wide but for tables; raise `UntracedNumber` where a number is no fact."""
    facts = sheet.facts
    lines = [sheet.title.text, *_wrapped(f"{prose_text(sheet.subtitle, facts)} - {sheet.label.text}"), ""]
    lines += [*_wrapped(" ".join(prose_text(sentence, facts) for sentence in sheet.headline)), ""]
    for part in sheet.parts:
        heading = word_text(part.heading)
        lines += [heading, "-" * len(heading)]
        for block in part.blocks:
            lines += [*_block(block, sheet), ""]
    if sheet.context:
        lines += [HEADING, "-" * len(HEADING), *_wrapped(NOTE), ""]
        for block_lines in cited_lines(sheet.context, facts):
            lines += [*(wrapped for line in block_lines for wrapped in _wrapped(line)), ""]
    if sheet.credits is not None:
        lines += ["-- ", *_wrapped(prose_text(sheet.credits.line, facts))]
        for quote in sheet.credits.failures:
            lines += _wrapped(f"Did not answer: {quote_text(quote, facts)}")
    return "\n".join(lines).rstrip() + "\n"


def _block(block: Block, sheet: Sheet) -> Iterator[str]:
    facts = sheet.facts
    if isinstance(block, Prose):
        yield from _wrapped(prose_text(block, facts))
    elif isinstance(block, Bullets):
        for item in block.items:
            yield from textwrap.wrap(prose_text(item, facts), _WIDTH, initial_indent="* ", subsequent_indent="  ")
    elif isinstance(block, FactTable):
        yield from _table(block, sheet, _MOST_ROWS)
    elif isinstance(block, Picture | Chart):
        yield f"{word_text(block.title)}:"
        yield from _table(block.table, sheet, _ROWS_OF_A_PICTURE)
    else:
        yield from (f"> {line}" for line in quote_text(block, facts).splitlines())


def _table(table: FactTable, sheet: Sheet, most: int) -> Iterator[str]:
    cells = table_cells(table, sheet.facts, most=most)
    widths = [max(len(row[place]) for row in cells) for place in range(len(table.columns))]
    for row in cells:
        texts = [
            text.rjust(width) if column.is_number else text.ljust(width)
            for text, width, column in zip(row, widths, table.columns, strict=True)
        ]
        yield "  ".join(texts).rstrip()
    if len(cells) - 1 < len(table.rows):
        yield LAST_ROWS


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH)
