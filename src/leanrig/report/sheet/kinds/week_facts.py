"""A week in facts: runs, changes of regime, data, and what models cost. Pure."""

import math
from collections.abc import Iterator

from leanrig.report import formats
from leanrig.report.cite import shown
from leanrig.report.cite.citable import Citable
from leanrig.report.cite.make import Source, cite, reading
from leanrig.report.sheet.kinds.doubts import Doubt
from leanrig.report.sheet.kinds.regime_facts import words
from leanrig.report.sheet.kinds.week_inputs import WeekChange, WeekInputs, WeekRun

__all__ = ["week_doubts", "week_facts"]

_MOST_TOLD = 5


def week_facts(inputs: WeekInputs) -> Iterator[Citable]:
    """Yield week.*, week_run.<n>.*, regime.change.<n> and models.*."""
    span = f"from {inputs.first:%Y-%m-%d} to {inputs.last:%Y-%m-%d}"
    source = Source("artifacts")
    if inputs.is_quiet:
        yield reading("week.quiet", f"a quiet week {span}: no run, no change of regime, no call of a model",
                      source=source, how="nothing of the kind lies in the workspace")  # fmt: skip
    good = sum(run.judgement == "good" for run in inputs.runs)
    gapped = [gap for gap in inputs.gaps if gap.missing]
    for key, value, thing, origin in (
        ("runs", len(inputs.runs), "run", source),
        ("good", good, "run that is whole", source),
        ("bad", len(inputs.runs) - good, "run that its own files speak against", source),
        ("changes", len(inputs.changes), "change of regime", Source("storage/signals")),
        ("gapped", len(gapped), "symbol with missing sessions", Source("data")),
    ):
        things = _plural(thing)
        yield cite(
            f"week.{key}", value, shown.count(value), f"number of {things}", source=origin, period=span,
            measure=f"{things} a week", how="counted in the workspace",
            whole=f"{shown.counted(value, thing, things=things)} {span}",
        )  # fmt: skip
    for place, run in enumerate(inputs.runs, 1):
        yield from _run(place, run)
    for place, change in enumerate(inputs.changes, 1):
        yield _change(place, change)
    yield from _spent(inputs, span)


def _plural(thing: str) -> str:
    first, _, rest = thing.partition(" ")
    rest = rest.replace("is whole", "are whole").replace("its own files speak", "their own files speak")
    return f"{first}s {rest}".strip()


def _run(place: int, run: WeekRun) -> Iterator[Citable]:
    source = Source(f"{run.folder}/facts.json")
    subject = f"{shown.name(run.title).text} ({run.started:%Y-%m-%d %H:%M})"
    for key, value, text, noun in (
        ("sharpe", run.sharpe, shown.ratio(run.sharpe), "Sharpe ratio"),
        ("return", run.total, shown.signed(run.total), "return a year"),
        ("drawdown", run.drawdown, shown.percent(run.drawdown), "drawdown"),
    ):
        yield cite(
            f"week_run.{place}.{key}", value, text, noun, source=source, subject=subject, measure=noun,
            group=f"week_run.{key}", how="as the run's own report has it",
            sense="less" if key == "drawdown" else "more",
            is_change=key == "return", is_size=key == "drawdown",
        )  # fmt: skip


def _change(place: int, change: WeekChange) -> Citable:
    noun = (
        f"change of {change.symbol} from the {words(change.before.regime)} to the {words(change.row.regime)} regime"
        f" by {change.recipe}"
    )
    return cite(
        f"regime.change.{place}", change.row.stamp, shown.day(change.row.stamp), noun,
        source=Source(f"storage/signals/{change.recipe}"), measure="day of a signal row",
        how="first row of the new regime, UTC",
    )  # fmt: skip


def _spent(inputs: WeekInputs, span: str) -> Iterator[Citable]:
    calls = sum(item.calls for item in inputs.spending)
    costs = [item.cost for item in inputs.spending]
    source = Source("the ledger of spending")
    yield cite(
        "models.calls", calls, shown.count(calls), "number of calls of language models", source=source, period=span,
        measure="calls", how="lines of the ledger", whole=f"{shown.counted(calls, 'call')} of language models {span}",
    )  # fmt: skip
    if calls:
        cost = sum(item for item in costs if item is not None) if None not in costs else math.nan
        yield cite(
            "models.cost", cost, shown.Shown(f"${cost:,.4f}" if math.isfinite(cost) else formats.NOTHING, "USD", 4),
            "cost of language models", source=source, period=span,
            measure="cost", how="sum of the ledger",
        )  # fmt: skip
        tokens = sum(item.sent + item.received for item in inputs.spending)
        yield cite(
            "models.tokens", tokens, shown.count(tokens), "number of tokens", source=source, period=span,
            measure="tokens", how="sent and received", whole=f"{shown.counted(tokens, 'token')} {span}",
        )  # fmt: skip


def week_doubts(inputs: WeekInputs) -> Iterator[Doubt]:
    """Yield runs that are not whole, and data with holes."""
    for place, run in enumerate([run for run in inputs.runs if run.judgement != "good"][:_MOST_TOLD]):
        told = run.judgement.replace("_", " ") or "without a verdict"
        named = f"{shown.name(run.title).text} of {run.started:%Y-%m-%d %H:%M}"
        yield Doubt(f"run_{place}", f"{named}, a run that is {told}", "the same run, whole", ("week.bad",))
    for gap in [gap for gap in inputs.gaps if gap.missing][:_MOST_TOLD]:
        yield Doubt(
            f"gap_{gap.symbol.lower().replace('.', '-')}_{gap.resolution}",
            f"{shown.counted(gap.missing, 'missing session')} of {gap.symbol} ({gap.resolution})", "bars without a gap",
            ("week.gapped",),
        )  # fmt: skip
