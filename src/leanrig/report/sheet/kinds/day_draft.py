"""The report on one day of an account: live, on paper or of a back-test. Pure."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from leanrig.model.verdict import Judgement
from leanrig.report import formats
from leanrig.report.cite.citable import CitableTable
from leanrig.report.fact import Column, Facts, FactTable, Prose, say
from leanrig.report.narrate.language import Narrative, SectionName
from leanrig.report.narrate.rule_words import is_known, moved, number, ordered
from leanrig.report.sheet.draft import Draft
from leanrig.report.sheet.kinds.adding import add_distinct
from leanrig.report.sheet.kinds.day import Day
from leanrig.report.sheet.kinds.day_facts import day_facts
from leanrig.report.sheet.kinds.doubts import Doubt, doubt_citables, told_doubts
from leanrig.report.sheet.kinds.rules_words import narrative_of, there
from leanrig.report.sheet.picture import Drawn, picture_of
from leanrig.report.sheet.sheet import Block, Bullets, Part, Picture
from leanrig.report.trading import orders_table, refusals_table

__all__ = ["draft_of_day"]

_ONLY: tuple[SectionName, ...] = ("summary", "performance", "trading", "regimes", "doubts")
_DAYS_SHOWN = 90
_MOST_ORDERS = 100


def draft_of_day(day: Day, *, command: str) -> Draft:
    """Return everything that there is to say of a day."""
    facts, table = Facts(), CitableTable()
    add_distinct(table, day_facts(day))
    table.add(doubt_citables(_doubts(day), table))
    inputs = day.inputs
    labels = sorted({origin.label for origin in inputs.origins if origin.label})
    return Draft(
        kind="day",
        facts=facts,
        title=facts.name("title", f"{inputs.title or inputs.result.algorithm_id}, {day.date:%Y-%m-%d}"),
        subtitle=_subtitle(facts, day),
        label=facts.name("label", " · ".join(labels) or "data of unknown origin"),
        table=table,
        rules=_rules(table),
        headings={"performance": "The account", "trading": "Orders and positions", "regimes": "Regime"},
        blocks={"performance": tuple(_picture(facts, day)), "trading": tuple(_trading(facts, day))},
        missing=tuple(_missing(facts, day)),
        tail=(_tail(facts, day, command),),
        only=_ONLY,
    )


def _rules(table: CitableTable) -> Narrative:
    return narrative_of(
        {
            "summary": _summary(table),
            "performance": _performance(table),
            "trading": _orders(table),
            "regimes": _regimes(table),
            "doubts": told_doubts(table),
        }
    )


def _summary(table: CitableTable) -> Iterator[str | None]:
    if is_known(table, "day.change"):
        yield moved(table, "day.change")
        yield ordered(table, "day.size", "day.usual")
    yield there(table, "day.orders", "day.fills")
    if number(table, "day.refused"):
        yield "Keep in mind {day.refused}."
    doubt = next((key for key in table if key.startswith("doubt.")), None)
    if doubt is not None:
        yield f"To keep in mind is {{{doubt}}}."


def _performance(table: CitableTable) -> Iterator[str | None]:
    if is_known(table, "day.after", "day.before"):
        yield ordered(table, "day.after", "day.before")
        yield moved(table, "day.gain")
    if is_known(table, "day.below_peak"):
        yield "Keep in mind {day.below_peak}."


def _orders(table: CitableTable) -> Iterator[str | None]:
    if number(table, "day.fills"):
        yield "Keep in mind {day.traded} and {day.fees}."
    yield there(table, "day.positions")
    for key in [key for key in table if key.startswith("position.") and key.endswith(".quantity")][:5]:
        yield f"Read {{{key}}} together with {{{key.removesuffix('quantity')}price}}."


def _regimes(table: CitableTable) -> Iterator[str | None]:
    for key in [key for key in table if key.startswith("regime.") and key.endswith(".day")][:5]:
        yield f"The record has {{{key}}}, with {{{key}.since}} and {{{key}.confidence}}."


def _doubts(day: Day) -> Iterator[Doubt]:
    if not day.inputs.verdict.is_good and day.inputs.verdict.judgement is not Judgement.UNFINISHED:
        yield Doubt(
            "verdict", f"a run that its own files speak against: {day.inputs.verdict.word.replace('_', ' ')}",
            "a run that is whole", (),
        )  # fmt: skip
    refused = [order for order in day.orders if order.is_refused]
    if refused:
        yield Doubt(
            "refused", "refused orders: the account is not the one that was meant", "a day without a refused order",
            ("day.refused",),
        )  # fmt: skip
    if day.positions:
        yield Doubt(
            "positions", "positions that are counted from the fills of this folder alone",
            "the broker's own list of holdings", ("day.positions",),
        )  # fmt: skip


def _subtitle(facts: Facts, day: Day) -> Prose:
    result = day.inputs.result
    engine = facts.name(
        "engine", day.inputs.engine or (f"LEAN {result.lean_version}" if result.lean_version else "engine unknown")
    )
    state = facts.name("state", result.status or "no state told")
    return say("{engine} · {state}", engine=engine, state=state)


def _picture(facts: Facts, day: Day) -> Iterator[Picture]:
    equity = day.inputs.result.equity
    if equity is None:
        return
    end = int(day.end.timestamp()) + 43_200
    begin = end - _DAYS_SHOWN * 86_400
    chosen = [(at, value) for at, value in zip(equity.times, equity.values, strict=True) if begin <= at <= end]
    signals = next(iter(day.inputs.signals.items()), None) if len(day.inputs.signals) == 1 else None
    chart = Drawn("equity", "Account", "money", (("account", np.array([value for _, value in chosen])),))
    made = picture_of(
        facts, "equity", "The account up to that day", [at for at, _ in chosen], (chart,), currency=day.currency,
        regimes=signals, source="result",
    )  # fmt: skip
    if made is not None:
        yield made


def _trading(facts: Facts, day: Day) -> Iterator[Block]:
    if day.orders:
        result = replace(day.inputs.result, orders=day.orders)
        refused = refusals_table(facts, result)
        if refused is not None and refused.rows:
            yield refused
        yield orders_table(facts, result, day.currency, most=_MOST_ORDERS)
    if day.positions:
        yield _positions(facts, day)


def _positions(facts: Facts, day: Day) -> FactTable:
    columns = (Column("symbol", "Held at the day's end", is_number=False), Column("quantity", "Quantity"),
               Column("price", "Price of the last fill"))  # fmt: skip
    rows = [
        (
            (position.symbol, position.symbol),
            (position.quantity, formats.amount(position.quantity)),
            (position.price, formats.price(position.price)),
        )
        for position in day.positions
    ]
    return facts.table("positions", "Positions", columns, rows, "order events")


def _missing(facts: Facts, day: Day) -> Iterator[Prose]:
    result = day.inputs.result
    told = facts.name("missing.day", f"{day.date:%Y-%m-%d}")
    if not result.has_json:
        yield say("The run left no result file.")
    if not np.isfinite(day.after):
        yield say("No sample of the account tells of {day}.", day=told)
    elif not np.isfinite(day.before):
        yield say("No sample tells of the day before {day}: there is no change to tell.", day=told)
    if not day.orders:
        yield say("No order was sent, filled or ended on {day}.", day=told)
    if not day.inputs.signals:
        yield say("No signal file lies beside this result: the regime is not known.")


def _tail(facts: Facts, day: Day, command: str) -> Part:
    lines = [f"Folder: {day.inputs.result.folder.name}", f"Page made: {day.inputs.made_at:%Y-%m-%d %H:%M} UTC"]
    lines.append("Days are of UTC; a sample at midnight of the exchange tells of the day that has ended")
    bullets = Bullets(tuple(say("{line}", line=facts.name(f"source.{n}", text)) for n, text in enumerate(lines)))
    return Part("From what", "from", (bullets, facts.quote("command", command, "this page")))
