"""What is shown of one judged symbol, part by part. Pure."""

from collections.abc import Iterator

from leanrig.report import formats
from leanrig.report.fact import Fact, Facts, Prose, say
from leanrig.report.sheet.kinds.judge_charts import (
    calibration_chart,
    costs_chart,
    decay_chart,
    equity_picture,
    foreseen_chart,
)
from leanrig.report.sheet.kinds.judge_inputs import JudgedSymbol, Said
from leanrig.report.sheet.kinds.judge_tables import (
    accounts_table,
    ahead_table,
    capacity_table,
    luck_table,
    regimes_table,
)
from leanrig.report.sheet.sheet import Block, Bullets

__all__ = ["symbol_parts"]

_Part = tuple[str, str, tuple[Block, ...]]


def symbol_parts(
    facts: Facts, key: str, one: JudgedSymbol, *, cost_bps: float, most_points: int = 2_000
) -> Iterator[_Part]:
    """Yield heading, anchor and blocks of each part; nothing where the symbol could not be judged."""
    said = one.said
    if said is None:
        return
    yield "Beside buy and hold", "accounts", tuple(_accounts(facts, key, said, cost_bps, most_points))
    yield "How much may be luck", "luck", (_luck_words(facts, key, said), _luck(facts, key, said))
    yield "What the strength foresees", "foresees", tuple(_foreseen(facts, key, said))
    yield "Costs and capacity", "costs", tuple(_costs(facts, key, said, one.currency))
    yield "By regime", "regimes", tuple(_regimes(facts, key, said))
    yield "Is the confidence right", "confidence", tuple(_confidence(facts, key, said))
    if said.remarks:
        yield "To know beside the figures", "remarks", (_remarks(facts, key, said),)


def _accounts(facts: Facts, key: str, said: Said, cost_bps: float, most: int) -> Iterator[Block]:
    cost = facts.add(f"{key}.cost", cost_bps, f"{cost_bps:g} basis points", source="command")
    yield say(
        "Over {bars} bars, at {cost} of what is traded, every account by the same rules: a weight known at a close"
        " earns the return to the next. Figures are of a year, but for drawdown, trades and switches.",
        bars=facts.add(f"{key}.bars", said.bars, formats.count(said.bars), source="signal rows and closes"),
        cost=cost,
    )
    picture = equity_picture(facts, key, said.times, said.accounts, most=most)
    if picture is not None:
        yield picture
    yield accounts_table(facts, key, said)
    yield say("How far the signal's Sharpe ratio lies ahead, by a block bootstrap of both on the same bars.")
    yield ahead_table(facts, key, said.baselines)


def _luck_words(facts: Facts, key: str, said: Said) -> Prose:
    luck = said.luck
    needed = facts.add(f"{key}.track", luck.track_years, formats.ratio(luck.track_years, decimals=1), source="judge")
    if needed.text == formats.NOTHING:
        return say("No length of record would put such a ratio above nothing.")
    years = said.bars / said.bars_per_year
    return say(
        "Such a ratio takes {needed} years to lie above nothing by more than luck; there are {there}.",
        needed=needed,
        there=facts.add(f"{key}.years", years, formats.ratio(years, decimals=1), source="signal rows"),
    )


def _luck(facts: Facts, key: str, said: Said) -> Block:
    return luck_table(facts, key, said.luck, said.figures.sharpe, said.bars)


def _foreseen(facts: Facts, key: str, said: Said) -> Iterator[Block]:
    yield say(
        "The correlation of a row's strength with the return of the bars after it; its error allows for windows that"
        " overlap."
    )
    chart = foreseen_chart(facts, key, said)
    yield chart if chart is not None else facts.tables[f"{key}-foreseen"]
    half = facts.add(f"{key}.half_life", said.half_life, formats.count(said.half_life), source="judge")
    if half.text == formats.NOTHING:
        yield say("It does not stand out at the first bar, or never falls to half of that: no half-life is known.")
    else:
        yield say("It has fallen to half of that of the first bar after {half} bars.", half=half)
    decay = decay_chart(facts, key, said)
    yield decay if decay is not None else facts.tables[f"{key}-decay"]


def _costs(facts: Facts, key: str, said: Said, currency: str) -> Iterator[Block]:
    zero = _cost(facts, f"{key}.break_even", said.costs.break_even_bps)
    over_hold = _cost(facts, f"{key}.break_even_hold", said.costs.break_even_hold_bps)
    if zero.text == formats.NOTHING:
        yield say("It earns nothing even where trading costs nothing.")
    else:
        yield say("The mean return is nothing at {cost} of what is traded.", cost=zero)
    if over_hold.text == formats.NOTHING:
        yield say("At no cost does it earn more than buying and holding.")
    else:
        yield say("It earns what holding earns at {cost}.", cost=over_hold)
    chart = costs_chart(facts, key, said)
    if chart is not None:
        yield chart
    tables = list(capacity_table(facts, key, said, currency))
    if tables:
        yield say("The largest account whose trades stay within a share of the next bar's volume.")
        yield from tables
    else:
        yield say("Capacity is not known: nothing was traded, or no bar has a volume.")


def _cost(facts: Facts, key: str, value: float) -> Fact:
    shown = formats.ratio(value, decimals=1)
    text = shown if shown == formats.NOTHING else f"{shown} basis points"
    return facts.add(key, value, text, unit="bp", source="judge")


def _regimes(facts: Facts, key: str, said: Said) -> Iterator[Block]:
    switches, a_year, median = said.switching
    yield say(
        "The regime changed {switches} times, {a_year} times a year; half of its stays are {median} bars or shorter.",
        switches=facts.add(f"{key}.switches", switches, formats.count(switches), source="signal rows"),
        a_year=facts.add(f"{key}.switches_a_year", a_year, formats.ratio(a_year, decimals=1), source="signal rows"),
        median=facts.add(f"{key}.stay", median, formats.ratio(median, decimals=0), source="signal rows"),
    )
    yield regimes_table(facts, key, said)


def _confidence(facts: Facts, key: str, said: Said) -> Iterator[Block]:
    found = said.calibration
    brier = facts.add(f"{key}.brier", found.brier, formats.ratio(found.brier, decimals=3), source="signal rows")
    if brier.text == formats.NOTHING:
        yield say("There are too few rows to hold the confidence against what came.")
        return
    yield say(
        "As a forecast that {outcome}, the confidence has a Brier score of {brier}; saying always how often that"
        " happens ({rate}) has {base}. Nothing is best.",
        outcome=facts.name(f"{key}.outcome", found.outcome),
        brier=brier,
        rate=facts.add(f"{key}.base_rate", found.base_rate, formats.percent(found.base_rate), source="signal rows"),
        base=facts.add(
            f"{key}.base_brier", found.base_brier, formats.ratio(found.base_brier, decimals=3), source="signal rows"
        ),
    )
    chart = calibration_chart(facts, key, said)
    if chart is not None:
        yield chart


def _remarks(facts: Facts, key: str, said: Said) -> Bullets:
    told = [
        say("{remark}.", remark=facts.name(f"{key}.remark.{place}", words[:1].upper() + words[1:].rstrip(".")))
        for place, words in enumerate(said.remarks)
    ]
    return Bullets(tuple(told))
