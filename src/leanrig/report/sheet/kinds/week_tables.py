"""The tables of a week. Pure."""

from collections.abc import Iterator

from leanrig.report import formats
from leanrig.report.fact import Column, Facts, FactTable
from leanrig.report.sheet.kinds.regime_facts import words
from leanrig.report.sheet.kinds.week_inputs import WeekInputs

__all__ = ["changes_table", "gaps_table", "runs_table", "spending_table"]

_MOST_ROWS = 100


def runs_table(facts: Facts, inputs: WeekInputs) -> Iterator[FactTable]:
    """Yield the runs, the newest first."""
    columns = (
        Column("started", "Started (UTC)", is_number=False),
        Column("title", "Run", is_number=False),
        Column("judgement", "Verdict", is_number=False),
        Column("sharpe", "Sharpe"),
        Column("total", "Return a year"),
        Column("drawdown", "Drawdown"),
        Column("folder", "Folder", is_number=False),
    )
    rows = [
        (
            (run.started, formats.moment(run.started)),
            (run.title, run.title),
            (run.judgement, run.judgement.replace("_", " ") or "not reported on"),
            (run.sharpe, formats.ratio(run.sharpe)),
            (run.total, formats.percent(run.total)),
            (run.drawdown, formats.percent(run.drawdown)),
            (run.folder, run.folder),
        )
        for run in inputs.runs[:_MOST_ROWS]
    ]
    if rows:
        yield facts.table("runs", "Runs", columns, rows, "artifacts")


def changes_table(facts: Facts, inputs: WeekInputs) -> Iterator[FactTable]:
    """Yield the changes of regime."""
    columns = (
        Column("date", "On", is_number=False),
        Column("symbol", "Symbol", is_number=False),
        Column("from", "From", is_number=False),
        Column("to", "To", is_number=False),
        Column("confidence", "Confidence"),
        Column("recipe", "Recipe", is_number=False),
    )
    rows = [
        (
            (change.row.stamp, formats.day(change.row.stamp)),
            (change.symbol, change.symbol),
            (change.before.regime, words(change.before.regime)),
            (change.row.regime, words(change.row.regime)),
            (change.row.confidence, formats.ratio(change.row.confidence)),
            (change.recipe, change.recipe),
        )
        for change in inputs.changes[:_MOST_ROWS]
    ]
    if rows:
        yield facts.table("changes", "Changes of regime", columns, rows, "storage/signals")


def gaps_table(facts: Facts, inputs: WeekInputs) -> Iterator[FactTable]:
    """Yield what is stored, and what is missing in it."""
    columns = (
        Column("symbol", "Symbol", is_number=False),
        Column("resolution", "Bars", is_number=False),
        Column("last", "Last bar (UTC)", is_number=False),
        Column("missing", "Missing sessions"),
    )
    rows = [
        (
            (gap.symbol, gap.symbol),
            (gap.resolution, gap.resolution),
            (gap.last, formats.moment(gap.last)),
            (gap.missing, formats.count(gap.missing)),
        )
        for gap in inputs.gaps[:_MOST_ROWS]
    ]
    if rows:
        yield facts.table("gaps", "Stored bars", columns, rows, "data")


def spending_table(facts: Facts, inputs: WeekInputs) -> Iterator[FactTable]:
    """Yield what each model took."""
    columns = (
        Column("model", "Model", is_number=False),
        Column("calls", "Calls"),
        Column("sent", "Tokens sent"),
        Column("received", "Received"),
        Column("cost", "US dollars"),
    )
    rows = [
        (
            (item.model, item.model),
            (item.calls, formats.count(item.calls)),
            (item.sent, formats.count(item.sent)),
            (item.received, formats.count(item.received)),
            (item.cost, f"{item.cost:,.4f}" if item.cost is not None else "not named"),
        )
        for item in inputs.spending
    ]
    if rows:
        yield facts.table("spending", "What models cost", columns, rows, "the ledger of spending")
