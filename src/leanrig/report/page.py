"""Lays a story out as one HTML file that needs no network: styles, script and plots inside."""

from collections.abc import Callable
from urllib.parse import quote

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from leanrig.model.result import ClosedTrade, Order
from leanrig.report.check import check_page
from leanrig.report.context_render import context_html
from leanrig.report.draw import HEIGHT, WIDTH, chart_data, drawn, spark
from leanrig.report.fact import Fact, Facts, FactTable, Prose, Quote
from leanrig.report.facts import Story
from leanrig.report.series import series_csv
from leanrig.report.trading import orders_csv, trades_csv

__all__ = ["LARGEST_PAGE", "TEMPLATES", "page_of"]

TEMPLATES = ("page.html.j2", "parts.html.j2", "page.css", "page.js")
LARGEST_PAGE = 2_000_000
_LARGEST_LINK = 350_000


def page_of(
    story: Story, orders: tuple[Order, ...], trades: tuple[ClosedTrade, ...], *, read: Callable[[str], str]
) -> str:
    """Return the page.

    Parameters
    ----------
    read
        Gives the text of a template by its name in `TEMPLATES`.

    Raises
    ------
    UntracedNumber
        If the page would show a number that is no fact.
    """
    environment = Environment(
        loader=DictLoader({name: read(name) for name in TEMPLATES}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"f": _fact, "p": _prose, "q": _quote}
    environment.globals |= {"tint": _tint, "spark": spark}
    page = environment.get_template("page.html.j2").render(
        story=story,
        facts=story.facts,
        css=Markup(read("page.css")),  # noqa: S704 (our own files)
        columns=_alignment(story.facts),
        js=Markup(read("page.js")),  # noqa: S704
        width=WIDTH,
        height=HEIGHT,
        drawn=drawn(story.stack) if story.stack is not None else None,
        data=Markup(chart_data(story.stack, story.currency)) if story.stack is not None else None,  # noqa: S704
        series_link=_link(series_csv(story.stack)) if story.stack is not None else None,
        orders_link=_link(orders_csv(orders)) if orders else None,
        context=context_html(story.context),
        trades_link=_link(trades_csv(trades)) if trades else None,
    )
    check_page(page, story.facts)
    return page


def _fact(fact: Fact) -> Markup:
    return Markup('<data data-f="{}">{}</data>').format(fact.key, fact.text)


def _prose(prose: Prose) -> Markup:
    return Markup("").join(_fact(part) if isinstance(part, Fact) else escape(part) for part in prose.parts)


def _quote(found: Quote, tag: str = "span") -> Markup:
    return Markup('<{tag} data-q="{key}">{text}</{tag}>').format(tag=Markup(tag), key=found.key, text=found.text)  # noqa: S704


def _alignment(facts: Facts) -> Markup:
    """Return the rules that set columns of numbers to the right: shorter than a class on each cell."""
    rules = [
        f"#t-{table.key} tr>:nth-child({place})"
        for table in facts.tables.values()
        for place, column in enumerate(table.columns, 1)
        if column.is_number
    ]
    return Markup(",".join(rules) + "{text-align:right}" if rules else "")  # noqa: S704 (our own keys)


def _tint(table: FactTable, row: int, place: int) -> str:
    """Return the class that tints a month: four steps to each side; the sign stands in the text."""
    value, _ = table.rows[row][place]
    if not isinstance(value, float) or not abs(value) >= 0.0005:
        return ""
    step = 1 + sum(abs(value) >= limit for limit in (0.02, 0.05, 0.1))
    return f"{'up' if value > 0 else 'down'}{'abcd'[step - 1]}"


def _link(text: str) -> str | None:
    """Return the text as a link that holds it; None where the page would grow too large by it."""
    link = "data:text/csv;charset=utf-8," + quote(text, safe=" ,:-./+()=;'\"")
    return link.replace('"', "%22") if len(link) <= _LARGEST_LINK else None
