"""The same story as a PDF, by fpdf2 alone: vectors and the fonts that every reader has, no browser needed."""

from leanrig.report.fact import Prose
from leanrig.report.facts import Story
from leanrig.report.paper import MARGIN, Paper, plain, wordy
from leanrig.report.paper_charts import draw_charts

__all__ = ["pdf_of"]

_LOOKS = 3


def pdf_of(story: Story) -> bytes:
    """Return the PDF; every number on it goes through the same facts as the page."""
    paper = Paper(story.facts)
    _head(paper, story)
    _strip(paper, story)
    _told(paper, story)
    if story.stack is not None:
        draw_charts(paper, story.stack)
    tables = {
        "By regime": story.regimes,
        "Months": story.months,
        "Best rises": story.rises,
        "Worst falls": story.falls,
        "Trades": story.trades,
        "Refused orders": story.refusals,
        "Orders, refused ones first": story.orders,
        "Statistics, as Lean names them": story.statistics,
        "From what": story.origin,
        "Files": story.files,
    }
    for title, table in tables.items():
        if table is not None and table.rows:
            paper.heading(title)
            paper.table(table)
    _others(paper, story)
    paper.pdf.ln(3)
    for name, fact in story.notes:
        paper.words(Prose((name, ": ", fact)), size=8)
    return bytes(paper.pdf.output())


def _head(paper: Paper, story: Story) -> None:
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
    for look in story.looks[:_LOOKS]:
        paper.words(Prose(("- ", *look.text.parts)), size=9)
    if story.method is not None:
        paper.words(story.method, size=7, grey=True)


def _strip(paper: Paper, story: Story) -> None:
    if not story.figures:
        return
    pdf, width = paper.pdf, paper.pdf.epw / len(story.figures)
    pdf.ln(4)
    paper.need(20)
    top = pdf.get_y()
    for number, figure in enumerate(story.figures):
        other = f"{wordy(story.versus)} {figure.other.text}" if figure.other is not None else ""
        for offset, size, text in ((0.0, 7.0, wordy(figure.title)), (4.0, 12.0, figure.value.text), (10.0, 7.0, other)):
            paper.font(size, bold=size > 10, grey=size < 10)
            pdf.set_xy(MARGIN + number * width, top + offset)
            pdf.cell(width, size * 0.5, plain(text).strip())
    pdf.set_xy(MARGIN, top + 14)


def _told(paper: Paper, story: Story) -> None:
    if story.told is None:
        return
    for section in story.told.sections:
        paper.heading(section.title)
        for sentence in section.sentences:
            paper.words(sentence.prose, size=9)
        for near in story.near if section.name == "history" else ():
            paper.quote(near)
    if story.credits is not None:
        paper.words(story.credits.line, size=7, grey=True)


def _others(paper: Paper, story: Story) -> None:
    if story.context:
        paper.heading("What others say")
    for block in story.context:
        for item in block.items:
            for quote in (item.words, item.more, *(reference.host for reference in item.references)):
                if quote is not None:
                    paper.quote(quote)
