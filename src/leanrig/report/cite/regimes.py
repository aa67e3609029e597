"""What account and market did in each regime, a day counted to the regime that was known before it began. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from leanrig.report.cite import shown
from leanrig.report.cite.citable import Citable
from leanrig.report.cite.make import Source, cite
from leanrig.report.cite.sources import Sources, slug
from leanrig.report.facts import Story
from leanrig.report.inputs import ReportInputs
from leanrig.report.measures import Measures
from leanrig.report.regimes import InRegime
from leanrig.report.risk import sharpe
from leanrig.report.tables import entered_by_regime

__all__ = ["regime_key", "regime_words", "regimes_facts"]

_HOW = "a day counts to the regime that was known before it began"


def regimes_facts(inputs: ReportInputs, story: Story, sources: Sources) -> Iterator[Citable]:
    """Yield regime.<name>.*; with several symbols regime.<symbol>.<name>.*, without the account's part."""
    is_single = len(story.in_regimes) == 1
    for symbol, regimes in story.in_regimes.items():
        entered = entered_by_regime(inputs, symbol)
        source = sources.both(sources.signals(symbol), sources.result)
        for item in regimes:
            of = _Of(
                regime_key(item.regime, symbol, is_single=is_single),
                regime_words(item.regime, symbol, is_single=is_single),
                symbol,
                "" if is_single else f" of {symbol}",
                source,
            )
            yield from _time(of, item)
            yield from _growth(of, item, is_single=is_single)
            if is_single and story.measures is not None:
                yield from _risk(of, item, story.measures)
            trades = entered.get(item.regime, [])
            profit = sum(trade.profit - trade.fees for trade in trades)
            yield from _trades(of, len(trades), profit, story.currency)


def regime_key(regime: str, symbol: str, *, is_single: bool) -> str:
    """Return the first part of a regime's keys."""
    return f"regime.{slug(regime)}" if is_single else f"regime.{slug(symbol)}.{slug(regime)}"


def regime_words(regime: str, symbol: str, *, is_single: bool) -> str:
    """Return what sentences call a regime."""
    return f"the {regime.replace('_', ' ')} regime" + ("" if is_single else f" of {symbol}")


@dataclass(frozen=True, slots=True)
class _Of:
    """One regime of one symbol: `key` and `words` name it; `suffix` tells the groups of several symbols apart."""

    key: str
    words: str
    symbol: str
    suffix: str
    source: Source

    @property
    def period(self) -> str:
        return f"in {self.words}"


def _time(of: _Of, item: InRegime) -> Iterator[Citable]:
    for key, value, text, noun, how in (
        ("share", item.share, shown.whole_percent(item.share), "share of time", f"share of days; {_HOW}"),
        ("days", item.days, shown.days(item.days), "number of days", f"daily samples; {_HOW}"),
        ("dwell", item.mean_days, shown.days(item.mean_days), "mean length",
         "mean calendar days from change to change, cut at the run's ends"),
        ("spells", item.spells, shown.count(item.spells), "number of spells", "spells within the run"),
    ):  # fmt: skip
        yield cite(
            f"{of.key}.{key}", value, text, noun, source=of.source, subject=of.words, how=how,
            measure=f"regime {noun}", group=f"regime.{key}{of.suffix}",
            whole=f"{text.text} {of.period}" if key == "days" else "",
        )  # fmt: skip


def _growth(of: _Of, item: InRegime, *, is_single: bool) -> Iterator[Citable]:
    sides = [("return", "the account", item.growth)] if is_single else []
    for key, subject, value in [*sides, ("held_return", of.symbol, item.benchmark_growth)]:
        yield cite(
            f"{of.key}.{key}", value, shown.signed(value), "return", source=of.source, subject=subject,
            period=of.period, measure="regime return", group=f"regime.{key}{of.suffix}", sense="more", is_change=True,
            how=f"growth over all its days together, not a year; {_HOW}",
        )  # fmt: skip


def _risk(of: _Of, item: InRegime, found: Measures) -> Iterator[Citable]:
    for key, subject, returns in (
        ("sharpe", "the account", item.returns),
        ("held_sharpe", of.symbol, item.benchmark_returns),
    ):
        value = sharpe(returns, days_per_year=found.days_per_year, rate=found.rate)
        yield cite(
            f"{of.key}.{key}", value, shown.ratio(value), "Sharpe ratio", source=of.source, subject=subject,
            period=of.period, measure="regime Sharpe ratio", group=f"regime.{key}{of.suffix}", sense="more",
            how=f"Lean's rule over its days alone; {_HOW}",
        )  # fmt: skip
    yield cite(
        f"{of.key}.exposure", item.exposure, shown.whole_percent(item.exposure), "mean net exposure", source=of.source,
        subject="the account", period=of.period, measure="regime exposure", group=f"regime.exposure{of.suffix}",
        how=f"mean of the days' ends; {_HOW}",
    )  # fmt: skip


def _trades(of: _Of, number: int, profit: float, currency: str) -> Iterator[Citable]:
    yield cite(
        f"{of.key}.trades", number, shown.count(number), "number of closed trades", source=of.source,
        period=f"entered {of.period}", measure="regime trades", group=f"regime.trades{of.suffix}",
        how="closed trades by the regime in force when they were entered",
        whole=f"{shown.counted(number, 'closed trade')} entered {of.period}",
    )  # fmt: skip
    yield cite(
        f"{of.key}.profit", profit, shown.money(profit, currency, decimals=0), "profit of closed trades",
        source=of.source, period=f"entered {of.period}", measure="regime profit", group=f"regime.profit{of.suffix}",
        sense="more", how="net of fees, by the regime in force when they were entered",
    )  # fmt: skip
