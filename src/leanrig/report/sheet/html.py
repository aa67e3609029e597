"""A sheet as one HTML file that needs no network and no script: the look of the backtest's page. Pure."""

import re
from collections.abc import Callable

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from leanrig.report.check import check_page
from leanrig.report.context_render import context_html
from leanrig.report.draw import HEIGHT, WIDTH, DrawnPane, Place, drawn
from leanrig.report.fact import Fact, FactTable, Prose, Quote
from leanrig.report.judging_chart import Chart, drawn_chart
from leanrig.report.sheet.sheet import Block, Bullets, Picture, Sheet
from leanrig.report.stack import Stack

__all__ = ["SHEET_TEMPLATES", "environment_of", "html_of", "kind_of"]

SHEET_TEMPLATES = ("sheet.html.j2", "page.css", "mail.html.j2")

_LONG_CELL = 48


def html_of(sheet: Sheet, *, read: Callable[[str], str], made: str = "") -> str:
    """Return the page.

    Parameters
    ----------
    read
        Gives the text of a template by its name in `SHEET_TEMPLATES`.
    made
        Key of the fact that says when and by what the page was made, if there is one.

    Raises
    ------
    UntracedNumber
        If the page would show a number that is no fact.
    """
    environment = environment_of({"sheet.html.j2": read("sheet.html.j2")})
    page = environment.get_template("sheet.html.j2").render(
        sheet=sheet,
        facts=sheet.facts,
        made=sheet.facts[made] if made else None,
        css=Markup(read("page.css")),  # noqa: S704 (our own files)
        context=context_html(sheet.context),
        columns=_alignment(sheet),
        width=WIDTH,
        height=HEIGHT,
    )
    check_page(page, sheet.facts)
    return page


def environment_of(templates: dict[str, str]) -> Environment:
    """Return what lays sheets out: filters for facts, sentences and quotes, each with the mark that is checked."""
    environment = Environment(
        loader=DictLoader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"f": _fact, "p": _prose, "q": _quote, "spoken": _spoken}
    environment.globals |= {"kind": kind_of, "panes": _panes, "chart": drawn_chart, "is_wordy": _is_wordy}
    return environment


def kind_of(block: Block) -> str:
    """Return what a block is, for a template."""
    kinds = {Prose: "prose", Bullets: "bullets", FactTable: "table", Quote: "quote", Picture: "picture", Chart: "chart"}
    return kinds[type(block)]


def _panes(stack: Stack) -> tuple[list[DrawnPane], tuple[Place, ...], tuple[tuple[str, tuple[Place, ...]], ...]]:
    """Return the panes as places, each chart once: logarithmic where only that shows it."""
    panes, labels, ribbons = drawn(stack)
    wanted = "log" if stack.grows_manifold else "lin"
    chosen = [item for item in panes if not item.pane.group or ("log" if item.pane.is_log else "lin") == wanted]
    return chosen, labels, ribbons


def _spoken(text: str) -> str:
    """Return a title as it is read aloud beside its table: a figure in it would be no fact there."""
    return " ".join(re.sub(r"\d\S*", "", text).split()) or "table"


def _is_wordy(table: FactTable) -> bool:
    """Whether a cell is so long that its column has to wrap."""
    return any(len(text) > _LONG_CELL for row in table.rows for _, text in row)


def _fact(fact: Fact) -> Markup:
    return Markup('<data data-f="{}">{}</data>').format(fact.key, fact.text)


def _prose(prose: Prose) -> Markup:
    return Markup("").join(_fact(part) if isinstance(part, Fact) else escape(part) for part in prose.parts)


def _quote(found: Quote, tag: str = "span") -> Markup:
    return Markup('<{tag} data-q="{key}">{text}</{tag}>').format(tag=Markup(tag), key=found.key, text=found.text)  # noqa: S704


def _alignment(sheet: Sheet) -> Markup:
    """Return the rules that set columns of numbers to the right."""
    rules = [
        f"#t-{place}-{number} tr>:nth-child({column})"
        for place, part in enumerate(sheet.parts)
        for number, block in enumerate(part.blocks)
        if (table := _table_of(block)) is not None
        for column, described in enumerate(table.columns, 1)
        if described.is_number
    ]
    return Markup(",".join(rules) + "{text-align:right}" if rules else "")  # noqa: S704 (our own keys)


def _table_of(block: Block) -> FactTable | None:
    return block.table if isinstance(block, Picture | Chart) else block if isinstance(block, FactTable) else None
