"""A sheet as one JSON object: what is said and shown, and every fact with its source. Pure."""

import json
from typing import Any

from leanrig.report.context_page import Block as Cited
from leanrig.report.fact import FactTable, Prose
from leanrig.report.judging_chart import Chart
from leanrig.report.sheet.cited import said
from leanrig.report.sheet.sheet import Block, Bullets, Picture, Sheet
from leanrig.report.sheet.traced import prose_text, quote_text, table_cells, word_text

__all__ = ["json_of"]


def json_of(sheet: Sheet) -> str:
    """Return the JSON text; raise `UntracedNumber` where a sentence shows a number that is no fact."""
    facts, written = sheet.facts, sheet.credits
    found: dict[str, Any] = {
        "kind": sheet.kind,
        "title": sheet.title.text,
        "subtitle": prose_text(sheet.subtitle, facts),
        "label": sheet.label.text,
        "headline": [prose_text(sentence, facts) for sentence in sheet.headline],
        "parts": [
            {
                "heading": word_text(part.heading),
                "anchor": part.anchor,
                "blocks": [_block(block, sheet) for block in part.blocks],
            }
            for part in sheet.parts
        ],
        "context": [_cited(block) for block in sheet.context],
        "credits": prose_text(written.line, facts) if written is not None else "",
        "failures": [quote_text(quote, facts) for quote in written.failures] if written is not None else [],
    }
    return json.dumps(found | facts.as_json(), indent=1, ensure_ascii=False, default=str) + "\n"


def _block(block: Block, sheet: Sheet) -> dict[str, Any]:
    facts = sheet.facts
    if isinstance(block, Prose):
        return {"text": prose_text(block, facts), "cites": [fact.key for fact in block.facts]}
    if isinstance(block, Bullets):
        return {"bullets": [prose_text(item, facts) for item in block.items]}
    if isinstance(block, FactTable):
        table_cells(block, facts)
        return {"table": block.key}
    if isinstance(block, Picture | Chart):
        table_cells(block.table, facts)
        return {"picture": word_text(block.title), "table": block.table.key}
    quote_text(block, facts)
    return {"quote": block.key}


def _cited(block: Cited) -> dict[str, Any]:
    return {
        "kind": block.kind,
        "heading": said(block.heading),
        "note": said(block.note),
        "items": [
            {
                "words": item.words.text,
                "more": item.more.text if item.more else "",
                "sources": [{"host": found.host.text, "url": found.url} for found in item.references],
            }
            for item in block.items
        ],
    }
