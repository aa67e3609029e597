"""Blocks of context in HTML and Markdown: text only; nothing is loaded, nothing runs, a link shows its host. Pure."""

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from leanrig.report.context_numbers import number_spans
from leanrig.report.context_page import Block, Item, Line, Reference
from leanrig.report.context_text import host_of, safe_link
from leanrig.report.fact import Quote

__all__ = ["context_html", "context_markdown"]

_CITED = Markup('<span class="cited" title="cited, not computed">{}</span>')
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&:@])")


def context_html(blocks: Sequence[Block]) -> Markup:
    """Return one section; "" where there is nothing. Elements carry `data-q` for `check_page`."""
    if not blocks:
        return Markup("")
    parts = Markup("\n").join(_block_html(block) for block in blocks)
    return Markup(
        '<section id="context" class="context" aria-labelledby="h-context">\n<h2 id="h-context">What others say</h2>\n'
        '<p class="method">Words of others, quoted; nothing here is a finding of this report.</p>\n{}\n</section>\n'
    ).format(parts)


def context_markdown(blocks: Sequence[Block]) -> str:
    """Return the same in Markdown, every letter of others escaped; addresses stand as hosts."""
    if not blocks:
        return ""
    head = "## What others say\n\nWords of others, quoted; nothing here is a finding of this report.\n"
    return head + "".join(_block_markdown(block) for block in blocks)


def _block_html(block: Block) -> Markup:
    items = Markup("\n").join(_item_html(item, block) for item in block.items)
    numbers = Markup(", ").join(_quoted(number, "span") for number in block.numbers)
    found = Markup('\n<p class="cited-numbers">Figures found in it: {}.</p>').format(numbers) if numbers else Markup("")
    return Markup('<div class="context-{}">\n<h3>{}</h3>\n<p class="note">{}</p>\n{}{}\n</div>').format(
        block.kind, _line(block.heading), _line(block.note), items, found
    )


def _item_html(item: Item, block: Block) -> Markup:
    more = Markup("\n") + _quoted(item.more, "blockquote") if item.more else Markup("")
    references = Markup(" · ").join(_reference_html(one) for one in item.references)
    whence = Markup('\n<p class="whence">{}</p>').format(references) if references else Markup("")
    tag = "p" if block.kind == "missing" or item.more else "blockquote"
    return _quoted(item.words, tag) + more + whence


def _reference_html(found: Reference) -> Markup:
    host, link = _quoted(found.host, "span", mark=False), safe_link(found.url)
    if link and host_of(link) == found.host.text:
        host = Markup('<a href="{}" rel="noopener noreferrer nofollow" referrerpolicy="no-referrer">{}</a>').format(
            link, host
        )
    date = Markup(", ") + _quoted(found.date, "span", mark=False) if found.date else Markup("")
    return host + date


def _quoted(found: Quote, tag: str, *, mark: bool = True) -> Markup:
    words = _marked(found.text) if mark else escape(found.text)
    return Markup('<{tag} data-q="{key}">{words}</{tag}>').format(tag=Markup(tag), key=found.key, words=words)  # noqa: S704 (our own tags)


def _marked(text: str) -> Markup:
    """Each figure in an element that says that it is cited."""
    parts, place = Markup(""), 0
    for first, last in number_spans(text):
        parts += escape(text[place:first]) + _CITED.format(text[first:last])
        place = last
    return parts + escape(text[place:])


def _line(line: Line) -> Markup:
    return Markup("").join(
        _quoted(part, "span", mark=False) if isinstance(part, Quote) else escape(part) for part in line
    )


def _plain(line: Line) -> str:
    return "".join(part.text if isinstance(part, Quote) else part for part in line)


def _block_markdown(block: Block) -> str:
    lines = [f"\n### {_escaped(_plain(block.heading))}\n", f"{_escaped(_plain(block.note))}\n"]
    for item in block.items:
        lines.append(f"> {_escaped(item.words.text)}")
        lines += [f"> > {_escaped(item.more.text)}"] if item.more else []
        lines += [f">\n> {'; '.join(_reference_markdown(one) for one in item.references)}"] if item.references else []
        lines.append("")
    if block.numbers:
        lines.append(
            f"Figures found in it (cited, not computed): {', '.join(_escaped(n.text) for n in block.numbers)}\n"
        )
    return "\n".join(lines)


def _reference_markdown(found: Reference) -> str:
    return _escaped(found.host.text) + (f", {_escaped(found.date.text)}" if found.date else "")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
