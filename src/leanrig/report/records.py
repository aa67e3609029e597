"""The tables of record: statistics in Lean's names, where the bars came from, every file with its hash."""

from collections.abc import Mapping

from leanrig.report import formats
from leanrig.report.fact import Column, Facts, FactTable, Row
from leanrig.report.inputs import ReportInputs
from leanrig.report.meanings import MEANINGS, RUNTIME_MEANINGS

__all__ = ["files_table", "origin_table", "runtime_table", "statistics_table"]


def statistics_table(facts: Facts, inputs: ReportInputs) -> FactTable:
    """Return all statistics in Lean's names and Lean's text, with their meaning."""
    found = dict(inputs.result.statistics)
    if inputs.result.order_list_hash:
        found["OrderListHash"] = inputs.result.order_list_hash
    return _named_table(facts, "statistics", "Statistics", found, MEANINGS)


def runtime_table(facts: Facts, inputs: ReportInputs) -> FactTable:
    """Return what Lean showed while the run went on, as it stood at the end."""
    return _named_table(facts, "runtime", "At the end", inputs.result.runtime_statistics, RUNTIME_MEANINGS)


def _named_table(
    facts: Facts, key: str, title: str, found: Mapping[str, str], meanings: Mapping[str, str]
) -> FactTable:
    columns = [
        Column("name", "Name", is_number=False),
        Column("value", "Value"),
        Column("meaning", "Meaning", is_number=False),
    ]
    rows: list[Row] = [
        ((name, name), (text, text), ("", meanings.get(name, "Set by the algorithm."))) for name, text in found.items()
    ]
    return facts.table(key, title, columns, rows, "result")


def origin_table(facts: Facts, inputs: ReportInputs) -> FactTable:
    """Return who answered with which bars."""
    is_checked = any(origin.checked for origin in inputs.origins)
    columns = [
        Column(key, title, is_number=False)
        for key, title in (
            ("symbol", "Symbol"), ("vendor", "Vendor"), ("feed", "Feed"), ("label", "Label"),
            ("adjustment", "Adjustment"), ("as_of", "As of"), ("gaps", "Gaps"),
            *([("checked", "Second source")] if is_checked else []),
        )
    ]  # fmt: skip
    rows: list[Row] = [
        tuple(
            (text, text or formats.NOTHING)
            for text in (
                origin.symbol, origin.vendor, origin.feed, origin.label,
                origin.adjustment, origin.as_of[:16].replace("T", " "), origin.gaps,
                *([origin.checked] if is_checked else []),
            )
        )
        for origin in inputs.origins
    ]  # fmt: skip
    return facts.table("origin", "Bars", columns, rows, "run.json")


def files_table(facts: Facts, inputs: ReportInputs) -> FactTable:
    """Return what the run rested on and left behind, with hashes."""
    columns = [
        Column("role", "Part", is_number=False),
        Column("name", "File", is_number=False),
        Column("sha256", "SHA-256 of its bytes", is_number=False),
    ]
    bars = {name: digest for origin in inputs.origins for name, digest in origin.hashes.items()}
    found = [
        *(("bars", name, digest) for name, digest in bars.items()),
        *(("input", file.name, file.sha256) for file in inputs.files),
        *(("result", name, digest) for name, digest in inputs.result_files.items()),
    ]
    rows: list[Row] = [tuple((text, text) for text in row) for row in found]
    return facts.table("files", "Files", columns, rows, "run.json")
