"""What a reader should look at before believing the figures: rules, the gravest first. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from leanrig.report import formats
from leanrig.report.fact import Facts, Prose, say
from leanrig.report.inputs import ReportInputs
from leanrig.report.measures import Measures
from leanrig.report.regimes import InRegime
from leanrig.report.tags import ahead_of_their_row

__all__ = ["Look", "looks_of"]

_FEW_TRADES = 30
_LARGE_SHARE = 0.5
_DEAR = 0.25
_THIN_DAYS = 90
_THIN_SHARE = 0.05
_SHORT_YEARS = 3.0


@dataclass(frozen=True, slots=True)
class Look:
    """One thing to look at, and the section of the page where it can be seen."""

    text: Prose
    section: str


def looks_of(
    facts: Facts, inputs: ReportInputs, found: Measures | None, regimes: dict[str, list[InRegime]], years: float
) -> list[Look]:
    """Return everything worth a look; the page shows the first three, `--why` all."""
    return [
        *_ahead(facts, inputs),
        *_same_close(inputs),
        *_unchecked(facts, inputs),
        *_simulated(inputs),
        *_few_trades(facts, inputs),
        *_one_trade(facts, inputs),
        *_dear(facts, inputs, found),
        *_free(inputs),
        *_thin(facts, regimes),
        *_short(facts, inputs, years),
        *_origin(inputs),
    ]


def _ahead(facts: Facts, inputs: ReportInputs) -> Iterator[Look]:
    early = ahead_of_their_row(inputs.result.orders)
    if early:
        number = facts.add("looks.ahead", len(early), formats.count(len(early)), source="orders")
        yield Look(
            say("Look-ahead: {number} orders were sent before the row they rest on was known.", number=number), "orders"
        )


def _same_close(inputs: ReportInputs) -> Iterator[Look]:
    if inputs.act == "same_close":
        yield Look(say("Orders fill at the close their row was computed from: nobody can trade that fast."), "from")


def _unchecked(facts: Facts, inputs: ReportInputs) -> Iterator[Look]:
    for origin in inputs.origins:
        if origin.lacks_check:
            symbol = facts.name(f"looks.unchecked.{origin.symbol}.symbol", origin.symbol, source="run.json")
            why = facts.name(f"looks.unchecked.{origin.symbol}", origin.checked, source="crosscheck.json")
            yield Look(say("Prices of {symbol} were {why}.", symbol=symbol, why=why), "from")


def _simulated(inputs: ReportInputs) -> Iterator[Look]:
    if any("simulat" in origin.label.lower() for origin in inputs.origins):
        yield Look(say("The prices are simulated: nothing here says anything of a market."), "from")


def _few_trades(facts: Facts, inputs: ReportInputs) -> Iterator[Look]:
    if 0 < len(inputs.result.trades) < _FEW_TRADES:
        yield Look(
            say("Few trades: {number} closed. Any of the figures may be luck.", number=facts["figure.trades"]), "trades"
        )


def _one_trade(facts: Facts, inputs: ReportInputs) -> Iterator[Look]:
    profits = [trade.profit - trade.fees for trade in inputs.result.trades]
    total = sum(profits)
    if len(profits) > 1 and total > 0 and max(profits) > _LARGE_SHARE * total:
        part = facts.add(
            "looks.largest", max(profits) / total, formats.share(max(profits) / total),
            how="largest net profit of a trade by the sum of all", source="result",
        )  # fmt: skip
        yield Look(say("One trade made {part} of the profit of all closed trades.", part=part), "trades")


def _free(inputs: ReportInputs) -> Iterator[Look]:
    filled = [order for order in inputs.result.orders if order.fills]
    if filled and not any(order.fees for order in filled):
        yield Look(say("No fee was taken: the chosen broker model has none for these orders."), "orders")


def _dear(facts: Facts, inputs: ReportInputs, found: Measures | None) -> Iterator[Look]:
    gross = sum(trade.profit for trade in inputs.result.trades)
    if found is None or found.fees <= 0:
        return
    if gross > 0 and found.fees > _DEAR * gross:
        part = facts.add(
            "looks.costs", found.fees / gross, formats.share(found.fees / gross),
            how="fees by profit of closed trades before fees", source="result",
        )  # fmt: skip
        yield Look(say("Fees took {part} of what closed trades made before them.", part=part), "trades")


def _thin(facts: Facts, regimes: dict[str, list[InRegime]]) -> Iterator[Look]:
    for symbol, found in regimes.items():
        for regime in found:
            if 0 < regime.days < _THIN_DAYS or 0 < regime.share < _THIN_SHARE:
                key = f"looks.thin.{symbol}.{regime.regime}"
                days = facts.add(key, regime.days, formats.count(regime.days), unit="days", source="signals")
                name = facts.name(f"{key}.name", regime.regime.replace("_", " "), source="signals")
                of = facts.name(f"{key}.symbol", f" of {symbol}" if len(regimes) > 1 else "", source="signals")
                words = "Thin regime: {name}{of} was in force on {days} days only."
                yield Look(say(words, name=name, of=of, days=days), "regimes")


def _short(facts: Facts, inputs: ReportInputs, years: float) -> Iterator[Look]:
    if 0 < years < _SHORT_YEARS and inputs.result.orders:
        length = facts.add("looks.days", years * 365, formats.count(years * 365), unit="days", source="result")
        if years >= 1:
            length = facts.add("looks.years", years, formats.ratio(years, decimals=1), unit="years", source="result")
        yield Look(say(f"A short sample: {{length}} {length.unit}.", length=length), "charts")


def _origin(inputs: ReportInputs) -> Iterator[Look]:
    if not inputs.origins:
        yield Look(say("Nothing here says where the prices came from."), "from")
