"""Gathers everything that a page may show: each figure once, as a fact with its source. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from leanrig.report import formats
from leanrig.report.context_page import Block
from leanrig.report.daily import Daily, as_of, daily_of
from leanrig.report.fact import Fact, Facts, FactTable, Prose, Quote, say
from leanrig.report.figures import Figure, figures_of
from leanrig.report.inputs import ReportInputs
from leanrig.report.looks import Look, looks_of
from leanrig.report.measures import Measures, measure
from leanrig.report.narrate.credits import Credits
from leanrig.report.narrate.told import Told
from leanrig.report.records import files_table, origin_table, runtime_table, statistics_table
from leanrig.report.regimes import InRegime, summed_by_regime
from leanrig.report.sentences import Headline, ToldReason, headline_of, told_reasons
from leanrig.report.series import series_table
from leanrig.report.stack import Stack, exposure_at, stack_of
from leanrig.report.tables import months_table, regimes_table, spells_tables
from leanrig.report.trading import orders_table, refusals_table, trades_table

__all__ = ["Remark", "Story", "gather"]

_LOG_LINES = 200
_LONGEST_QUOTE = 60_000


@dataclass(frozen=True, slots=True)
class Remark:
    """One of Lean's own remarks, word for word."""

    name: Quote
    issue: Quote
    sample: Quote | None
    solutions: tuple[Quote, ...]


@dataclass(slots=True)
class Story:
    """The whole page, before it is laid out. What the run has nothing of is None."""

    facts: Facts
    title: Fact
    subtitle: Prose
    label: Fact
    command: Quote
    headline: Headline
    reasons: tuple[ToldReason, ...]
    looks: list[Look]
    currency: str
    versus: str = "benchmark"
    figures: tuple[Figure, ...] = ()
    method: Prose | None = None
    stack: Stack | None = None
    regimes: FactTable | None = None
    months: FactTable | None = None
    rises: FactTable | None = None
    falls: FactTable | None = None
    series: FactTable | None = None
    orders: FactTable | None = None
    refusals: FactTable | None = None
    trades: FactTable | None = None
    shown_orders: Prose | None = None
    shown_trades: Prose | None = None
    statistics: FactTable | None = None
    runtime: FactTable | None = None
    remarks: tuple[Remark, ...] = ()
    origin: FactTable | None = None
    files: FactTable | None = None
    notes: tuple[tuple[Fact, Fact], ...] = ()
    quotes: tuple[tuple[Fact, Quote], ...] = ()
    log: Quote | None = None
    told: Told | None = None
    credits: Credits | None = None
    context: tuple[Block, ...] = ()
    near: tuple[Quote, ...] = ()
    daily: Daily | None = field(default=None, repr=False)
    measures: Measures | None = field(default=None, repr=False)
    in_regimes: Mapping[str, Sequence[InRegime]] = field(default_factory=dict, repr=False)


def gather(inputs: ReportInputs, *, most_rows: int = 1_000) -> Story:
    """Return everything there is to say of a run; its tables of orders and trades have `most_rows` rows at most."""
    facts = Facts()
    result = inputs.result
    currency = (result.configuration.currency if result.configuration else "") or "USD"
    daily = daily_of(result)
    found = measure(inputs, daily) if daily is not None else None
    figures = (
        figures_of(facts, inputs, daily, found, currency=currency) if daily is not None and found is not None else ()
    )
    regimes = _regimes(inputs, daily) if daily is not None else {}
    reasons = told_reasons(facts, inputs.verdict.reasons)
    story = Story(
        facts=facts,
        title=facts.name("title", inputs.title or result.algorithm_id),
        subtitle=_subtitle(facts, inputs),
        label=_label(facts, inputs),
        command=facts.quote("command", inputs.command, "this page"),
        headline=headline_of(facts, inputs, reasons, found),
        reasons=reasons,
        looks=looks_of(facts, inputs, found, regimes, daily.years if daily is not None else 0.0),
        currency=currency,
        versus="held" if inputs.is_held_against_itself else "benchmark",
        figures=figures,
        daily=daily,
        measures=found,
        in_regimes=regimes,
    )
    if daily is not None and found is not None:
        story.method = _method(facts)
        story.stack = stack_of(inputs, daily)
        _keep_labels(facts, story.stack)
        story.series = series_table(facts, story.stack, currency)
        story.months = months_table(facts, daily)
        story.rises, story.falls = spells_tables(facts, daily)
        if regimes:
            story.regimes = regimes_table(facts, inputs, regimes, found, currency)
    _add_trading(story, inputs, most_rows)
    _add_statistics(story, inputs)
    _add_origin(story, inputs)
    return story


def _subtitle(facts: Facts, inputs: ReportInputs) -> Prose:
    result = inputs.result
    symbols = inputs.symbols or tuple(sorted({order.symbol for order in result.orders}))
    shown = ", ".join(symbols[:6]) + (" and more" if len(symbols) > 6 else "")
    name = facts.name("symbols", shown or "no symbol", source="run.json")
    engine = facts.name("engine", _engine(inputs), source="run.json")
    start, end = result.start, result.end
    if start is None or end is None:
        return say("{name} · {engine}", name=name, engine=engine)
    first = facts.add("start", start, formats.day(start), source="result")
    last = facts.add("end", end, formats.day(end), source="result")
    return say("{name} · {first} to {last} · {engine}", name=name, first=first, last=last, engine=engine)


def _engine(inputs: ReportInputs) -> str:
    version = inputs.result.lean_version
    return inputs.engine or (f"LEAN {version}" if version else "engine unknown")


def _label(facts: Facts, inputs: ReportInputs) -> Fact:
    labels = sorted({origin.label for origin in inputs.origins if origin.label})
    return facts.name("label", " · ".join(labels) or "data of unknown origin", source="run.json")


def _method(facts: Facts) -> Prose | None:
    if "comparison.p" not in facts:
        return None
    return say(
        "p is the chance of a difference at least as large if there were none in truth: {draws} draws of daily returns"
        " in blocks of {block} days, account and benchmark together, with a fixed seed.",
        draws=facts["comparison.draws"],
        block=facts["comparison.block"],
    )


def _regimes(inputs: ReportInputs, daily: Daily) -> dict[str, list[InRegime]]:
    found = {}
    for symbol, rows in inputs.signals.items():
        price = inputs.prices.get(symbol)
        market = daily.benchmark if inputs.benchmark in ("", symbol) else None
        if market is None and price is not None:
            market = as_of(price.times, price.closes, daily.times)
            market = market if bool(np.all(np.isfinite(market)) and np.all(market > 0)) else None
        exposure = exposure_at(inputs, daily.times)
        found[symbol] = summed_by_regime(rows, daily.times, equity=daily.equity, market=market, exposure=exposure)
    return {symbol: regimes for symbol, regimes in found.items() if regimes}


def _keep_labels(facts: Facts, stack: Stack) -> None:
    for line in stack.lines.values():
        facts.name(f"line.{line.key}", line.label)
    for ribbon in stack.ribbons:
        facts.name(f"ribbon.{ribbon.symbol}", ribbon.symbol)
    facts.ticks |= {tick.text for pane in stack.panes for tick in pane.ticks} | {tick.text for tick in stack.ticks}


def _add_trading(story: Story, inputs: ReportInputs, most: int) -> None:
    facts, result = story.facts, inputs.result
    if result.orders:
        story.refusals = refusals_table(facts, result)
        story.orders = orders_table(facts, result, story.currency, most=most)
        story.shown_orders = _shown(facts, "orders", len(story.orders.rows), len(result.orders))
    if result.trades:
        story.trades = trades_table(facts, result, story.currency, most=most)
        story.shown_trades = _shown(facts, "trades", len(story.trades.rows), len(result.trades))


def _shown(facts: Facts, key: str, shown: int, total: int) -> Prose:
    every = facts.add(f"{key}.total", total, formats.count(total), source="result")
    if shown == total:
        return say("All {every}.", every=every)
    some = facts.add(f"{key}.shown", shown, formats.count(shown), source="result")
    return say("{some} of {every}; the CSV has all.", some=some, every=every)


def _add_statistics(story: Story, inputs: ReportInputs) -> None:
    facts, result = story.facts, inputs.result
    if result.statistics:
        story.statistics = statistics_table(facts, inputs)
    if result.runtime_statistics:
        story.runtime = runtime_table(facts, inputs)
    story.remarks = tuple(
        Remark(
            facts.quote(f"analysis.{number}.name", remark.name, "result"),
            facts.quote(f"analysis.{number}.issue", remark.issue, "result"),
            facts.quote(f"analysis.{number}.sample", remark.sample[:400], "result") if remark.sample else None,
            tuple(
                facts.quote(f"analysis.{number}.{place}", text, "result") for place, text in enumerate(remark.solutions)
            ),
        )
        for number, remark in enumerate(result.analysis)
    )
    if result.log:
        story.log = facts.quote("log", "\n".join(result.log[-_LOG_LINES:]), "log")


def _add_origin(story: Story, inputs: ReportInputs) -> None:
    facts = story.facts
    if inputs.origins:
        story.origin = origin_table(facts, inputs)
    if inputs.files or inputs.result_files or inputs.origins:
        story.files = files_table(facts, inputs)
    story.notes = tuple(
        (facts.name(f"note.{number}.title", title), facts.name(f"note.{number}", text, source="run.json"))
        for number, (title, text) in enumerate(_notes(inputs))
    )
    story.quotes = tuple(
        (
            facts.name(f"file.{number}.name", file.name),
            facts.quote(f"file.{number}", file.text[:_LONGEST_QUOTE], file.name),
        )
        for number, file in enumerate(inputs.files)
        if file.text
    )


def _notes(inputs: ReportInputs) -> list[tuple[str, str]]:
    result = inputs.result
    notes = [("Engine", _engine(inputs)), ("Algorithm", result.algorithm_id)]
    if inputs.started:
        notes.append(("Started", inputs.started[:16].replace("T", " ")))
    if inputs.seconds is not None:
        notes.append(("Took", f"{inputs.seconds:,.1f}\u202fs"))
    if result.configuration and result.configuration.parameters:
        notes.append(
            ("Parameters", ", ".join(f"{key} = {value}" for key, value in result.configuration.parameters.items()))
        )
    for symbol, described in inputs.signal_notes.items():
        notes.extend((f"Signals of {symbol}: {what}", text) for what, text in described.items())
    if inputs.packages:
        notes.append(("Versions", ", ".join(f"{name} {version}" for name, version in inputs.packages.items())))
    if inputs.version:
        notes.append(("leanrig", inputs.version))
    notes.append(("Page made", f"{inputs.made_at:%Y-%m-%d %H:%M} UTC"))
    failed = result.requests.failed
    if failed is not None:
        notes.append(("Data files not found", ", ".join(failed[:8]) + (" …" if len(failed) > 8 else "") or "none"))
    return notes
