"""What others say, for forms that know no HTML: each line with the words and where they come from. Pure."""

from collections.abc import Iterable, Iterator

from leanrig.report.context_page import Block, Item, Line
from leanrig.report.fact import Facts, Quote
from leanrig.report.sheet.traced import quote_text, word_text

__all__ = ["HEADING", "NOTE", "cited_lines", "said"]

HEADING = "What others say"
NOTE = "Words of others, quoted; nothing here is a finding of this report."


def cited_lines(blocks: Iterable[Block], facts: Facts) -> Iterator[tuple[str, ...]]:
    """Yield each block as lines: its heading, its note, what is quoted, each with its sources."""
    for block in blocks:
        yield (_traced(block.heading, facts), _traced(block.note, facts), *(_item(item, facts) for item in block.items))


def said(line: Line) -> str:
    """Return a line of ours and of others as text."""
    return "".join(part.text if isinstance(part, Quote) else part for part in line)


def _traced(line: Line, facts: Facts) -> str:
    return "".join(quote_text(part, facts) if isinstance(part, Quote) else word_text(part) for part in line)


def _item(item: Item, facts: Facts) -> str:
    told = [quote_text(item.words, facts), *([quote_text(item.more, facts)] if item.more else [])]
    whence = ", ".join(quote_text(found.host, facts) for found in item.references)
    return f"\u201c{' / '.join(told)}\u201d" + (f" ({whence})" if whence else "")
