"""A sheet as a PDF, by fpdf2 alone."""

from leanrig.report.fact import FactTable, Prose, Quote, say
from leanrig.report.judging_chart import Chart
from leanrig.report.judging_paper import draw_chart
from leanrig.report.paper import Paper
from leanrig.report.paper_charts import draw_charts
from leanrig.report.sheet.cited import HEADING, NOTE
from leanrig.report.sheet.sheet import Block, Bullets, Picture, Sheet

__all__ = ["pdf_of_sheet"]

_A_FEW_ROWS = 18.0


def pdf_of_sheet(sheet: Sheet) -> bytes:
    """Return the PDF; every number on it goes through the same facts as the page."""
    paper = Paper(sheet.facts)
    paper.words(Prose((sheet.title,)), size=20, bold=True)
    paper.words(sheet.subtitle, grey=True)
    paper.words(Prose((sheet.label,)), size=9, grey=True)
    paper.pdf.ln(2)
    for sentence in sheet.headline:
        paper.words(sentence, size=12)
    for part in sheet.parts:
        paper.heading(part.heading)
        for block in part.blocks:
            _block(paper, block)
    _context(paper, sheet)
    if sheet.credits is not None:
        paper.pdf.ln(4)
        paper.words(sheet.credits.line, size=7, grey=True)
        for quote in sheet.credits.failures:
            paper.quote(quote, size=7)
    return bytes(paper.pdf.output())


def _context(paper: Paper, sheet: Sheet) -> None:
    if not sheet.context:
        return
    paper.heading(HEADING)
    paper.words(say(NOTE), size=8, grey=True)
    for block in sheet.context:
        for part in (*block.heading, *block.note):
            if isinstance(part, Quote):
                paper.quote(part)
            else:
                paper.words(say(part), size=8)
        for item in block.items:
            for quote in (item.words, item.more, *(found.host for found in item.references)):
                if quote is not None:
                    paper.quote(quote)


def _block(paper: Paper, block: Block) -> None:
    if isinstance(block, Prose):
        paper.words(block)
    elif isinstance(block, Bullets):
        for item in block.items:
            paper.words(Prose(("- ", *item.parts)))
    elif isinstance(block, FactTable):
        if block.rows:
            paper.need(_A_FEW_ROWS)
            paper.table(block)
    elif isinstance(block, Chart):
        draw_chart(paper, block)
        paper.table(block.table)
    elif isinstance(block, Picture):
        draw_charts(paper, block.stack, heading="")
    else:
        paper.quote(block)
    paper.pdf.ln(2)
