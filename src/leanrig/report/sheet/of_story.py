"""The back-test's page as a sheet, so that Markdown, mail and JSON say what the page says. Pure."""

from collections.abc import Iterator

from leanrig.report.context import Context
from leanrig.report.context_page import context_blocks
from leanrig.report.fact import Column, Facts, FactTable, Prose, say
from leanrig.report.facts import Story
from leanrig.report.sheet.draft import told_block
from leanrig.report.sheet.sheet import Block, Bullets, Part, Picture, Sheet

__all__ = ["sheet_of_story"]

_LOOKS = 3


def sheet_of_story(story: Story, *, context: Context | None = None) -> Sheet:
    """Return the sheet of a back-test; the story itself stays as it is.

    Parameters
    ----------
    context
        What others say, if anybody was asked.
    """
    kept = story.facts
    facts = Facts(dict(kept.facts), dict(kept.tables), dict(kept.quotes), set(kept.ticks))
    headline = (*story.headline.sentences, *_summary(story))
    parts = (*_looks(story), *_tried(story), *_figures(story, facts), *_told(story), *_charts(story), *_tables(story))
    return Sheet(
        kind="backtest",
        facts=facts,
        title=story.title,
        subtitle=story.subtitle,
        label=story.label,
        headline=tuple(dict.fromkeys(headline)),
        parts=(*parts, *_origin(story)),
        credits=story.credits,
        context=context_blocks(context, facts) if context is not None else story.context,
    )


def _summary(story: Story) -> tuple[Prose, ...]:
    section = story.told.section("summary") if story.told is not None else None
    return tuple(sentence.prose for sentence in section.sentences) if section is not None else ()


def _looks(story: Story) -> Iterator[Part]:
    reasons = tuple(Prose((*reason.text.parts, " What to do: ", *reason.cure.parts, ".")) for reason in story.reasons)
    looks = (*reasons, *(look.text for look in story.looks[:_LOOKS]))
    if looks:
        yield Part("Look at", "looks", (Bullets(looks),))


def _tried(story: Story) -> Iterator[Part]:
    section = story.told.section("history") if story.told is not None else None
    blocks = (*((told_block(section),) if section is not None else ()), *story.near)
    if blocks:
        yield Part("Have we tried this?", "tried", blocks)


def _told(story: Story) -> Iterator[Part]:
    for section in story.told.sections if story.told is not None else ():
        if section.name not in ("summary", "history"):
            yield Part(section.title, f"told-{section.name}", (told_block(section),))


def _figures(story: Story, facts: Facts) -> Iterator[Part]:
    if not story.figures:
        return
    columns = (
        Column("figure", "Figure", is_number=False),
        Column("account", "Account"),
        Column("other", story.versus.capitalize()),
    )
    rows = [
        (
            (figure.title, figure.title),
            (figure.value.value, figure.value.text),
            (figure.other.value, figure.other.text) if figure.other is not None else ("", ""),
        )
        for figure in story.figures
    ]
    yield Part("Figures", "figures", (facts.table("figures", "Figures", columns, rows, "result"),))


def _charts(story: Story) -> Iterator[Part]:
    if story.stack is not None and story.series is not None:
        title = "Price, account and benchmark"
        yield Part("When and why", "charts", (Picture(title, story.stack, story.series),))


def _tables(story: Story) -> Iterator[Part]:
    blocks: list[tuple[str, str, tuple[FactTable | Prose | None, ...]]] = [
        ("By regime", "regimes", (story.regimes,)),
        ("Months", "months", (story.months, story.rises, story.falls)),
        ("Refused orders", "refusals", (story.refusals,)),
        ("Trades", "trades", (story.shown_trades, story.trades)),
    ]
    for heading, anchor, found in blocks:
        there: tuple[Block, ...] = tuple(block for block in found if block is not None and _is_filled(block))
        if there:
            yield Part(heading, anchor, there)


def _is_filled(block: FactTable | Prose) -> bool:
    return isinstance(block, Prose) or bool(block.rows)


def _origin(story: Story) -> Iterator[Part]:
    lines = tuple(Prose((name, ": ", fact)) for name, fact in story.notes)
    table = (story.origin,) if story.origin is not None else (say("The folder has no record of its bars."),)
    yield Part("From what", "from", (*table, Bullets(lines), story.command))
