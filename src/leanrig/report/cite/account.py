"""What the account and its benchmark came to: the figures at the top of the page, as facts. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from leanrig.report.cite import shown
from leanrig.report.cite.citable import Citable
from leanrig.report.cite.make import cite, reading
from leanrig.report.cite.sources import Sources
from leanrig.report.daily import Daily
from leanrig.report.facts import Story
from leanrig.report.inputs import ReportInputs
from leanrig.report.measures import Measures
from leanrig.report.risk import deviation

__all__ = ["account_facts", "benchmark_name"]

_LUCK = 0.05


def account_facts(inputs: ReportInputs, story: Story, sources: Sources) -> Iterator[Citable]:
    """Yield account.*, benchmark.* and comparison.*; of a run without samples what its orders say."""
    yield from _counts(inputs, sources)
    daily, found = story.daily, story.measures
    if daily is None or found is None:
        return
    yield from _side(_account(daily, found), sources)
    yield from _span(daily, sources)
    yield from _values(daily, story.currency, sources)
    yield from _costs(found, story.currency, sources)
    if daily.benchmark is not None:
        yield from _side(_benchmark(inputs, daily, found), sources)
    yield from _comparison(found, sources)


def benchmark_name(inputs: ReportInputs) -> str:
    """Return what sentences call the benchmark."""
    return "buy and hold" if inputs.is_held_against_itself else inputs.benchmark or "the benchmark"


@dataclass(frozen=True, slots=True)
class _Side:
    key: str
    subject: str
    growth: float
    total: float
    sharpe: float
    drawdown: float
    deviation: float
    in_market: float


def _account(daily: Daily, found: Measures) -> _Side:
    return _Side(
        "account",
        "the account",
        found.growth,
        _total(float(daily.equity[0]), float(daily.equity[-1])),
        found.sharpe,
        found.drawdown,
        deviation(daily.returns(), days_per_year=found.days_per_year),
        found.in_market,
    )


def _benchmark(inputs: ReportInputs, daily: Daily, found: Measures) -> _Side:
    held, market = daily.benchmark, daily.benchmark_returns()
    nothing = float("nan")
    return _Side(
        "benchmark",
        benchmark_name(inputs),
        found.benchmark_growth,
        nothing if held is None else _total(float(held[0]), float(held[-1])),
        found.benchmark_sharpe,
        found.benchmark_drawdown,
        nothing if market is None else deviation(market, days_per_year=found.days_per_year),
        1.0,
    )


def _total(first: float, last: float) -> float:
    return last / first - 1 if first > 0 else float("nan")


def _side(side: _Side, sources: Sources) -> Iterator[Citable]:
    key, subject, source = side.key, side.subject, sources.result
    yield cite(
        f"{key}.return", side.growth, shown.signed(side.growth), "return a year", source=source, subject=subject,
        how="compound growth a year of 365 days, first to last daily value", sense="more", is_change=True,
    )  # fmt: skip
    yield cite(
        f"{key}.total_return", side.total, shown.signed(side.total), "return over the whole run", source=source,
        subject=subject, how="last daily value by the first, less one", sense="more", is_change=True,
    )  # fmt: skip
    yield cite(
        f"{key}.sharpe", side.sharpe, shown.ratio(side.sharpe), "Sharpe ratio", source=source, subject=subject,
        sense="more",
        how="Lean's rule: annual return above the risk-free rate by annual deviation, all calendar days",
    )  # fmt: skip
    yield cite(
        f"{key}.drawdown", side.drawdown, shown.percent(side.drawdown), "drawdown", source=source, subject=subject,
        how="deepest fall from an earlier peak", sense="less", is_size=True,
    )  # fmt: skip
    yield cite(
        f"{key}.deviation", side.deviation, shown.percent(side.deviation), "deviation a year", source=source,
        subject=subject, how="deviation of daily returns (all calendar days), scaled to a year", sense="less",
    )  # fmt: skip
    yield cite(
        f"{key}.market", side.in_market, shown.whole_percent(side.in_market), "time in the market", source=source,
        subject=subject, how="share of days at whose end anything was held",
    )  # fmt: skip


def _span(daily: Daily, sources: Sources) -> Iterator[Citable]:
    days, source = daily.days, sources.result
    length = (days[-1] - days[0]).days
    yield cite(
        "account.start", days[1], shown.day(days[1]), "first day", source=source, subject="the run",
        how="day that the first change tells of", measure="day of the run",
    )  # fmt: skip
    yield cite(
        "account.end", days[-1], shown.day(days[-1]), "last day", source=source, subject="the run",
        how="day that the last sample tells of", measure="day of the run",
    )  # fmt: skip
    yield cite(
        "account.days", length, shown.days(length), "length", source=source, subject="the run",
        how="calendar days of the samples", measure="length of a run", whole=shown.days(length).text,
    )  # fmt: skip
    years = shown.ratio(daily.years, decimals=1)
    yield cite(
        "account.years", daily.years, shown.Shown(f"{years.text} years", "years", 1), "length in years", source=source,
        subject="the run", how="years of 365 days from first to last sample", measure="length of a run in years",
        whole=f"{years.text} years",
    )  # fmt: skip


def _values(daily: Daily, currency: str, sources: Sources) -> Iterator[Citable]:
    for key, noun, value in (("first", "first value", daily.equity[0]), ("last", "last value", daily.equity[-1])):
        yield cite(
            f"account.equity.{key}", float(value), shown.money(float(value), currency), noun, source=sources.result,
            subject="the account", how="daily samples of the account", measure="account value",
        )  # fmt: skip


def _costs(found: Measures, currency: str, sources: Sources) -> Iterator[Citable]:
    yield cite(
        "account.fees", found.fees, shown.money(found.fees, currency, decimals=0), "fees", source=sources.events,
        subject="the account", how="sum of the fees of all orders", measure="fees", sense="less",
    )  # fmt: skip
    yield cite(
        "account.costs", found.cost_a_year, shown.percent(found.cost_a_year, decimals=2), "costs a year",
        source=sources.both(sources.events, sources.result), subject="the account",
        how="fees by mean account value and years", sense="less",
    )  # fmt: skip
    if found.is_rate_known:
        yield cite(
            "account.rate", found.rate, shown.percent(found.rate, decimals=2), "risk-free rate a year",
            source=sources.result, how="worked back from Lean's own Sharpe ratio",
        )  # fmt: skip


def _comparison(found: Measures, sources: Sources) -> Iterator[Citable]:
    compared = found.comparison
    if compared is None:
        return
    source, noun = sources.result, "p-value of the difference in Sharpe ratio"
    yield cite(
        "comparison.difference", compared.difference, shown.ratio(compared.difference),
        "difference between the Sharpe ratios of account and benchmark", source=source,
        how="account's Sharpe ratio less the benchmark's", sense="more",
    )  # fmt: skip
    yield cite(
        "comparison.p", compared.p, shown.chance(compared.p), noun, source=source,
        how="two-sided, circular block bootstrap of paired daily returns with a fixed seed",
    )  # fmt: skip
    yield reading(
        "comparison.reading",
        f"a difference that chance alone {'may explain' if compared.p >= _LUCK else 'would rarely give'}",
        source=source, how=f"p-value of the difference against {_LUCK}",
    )  # fmt: skip
    yield cite(
        "comparison.draws", compared.draws, shown.count(compared.draws), "number of draws of the bootstrap",
        source=source, how="fixed",
    )  # fmt: skip
    yield cite(
        "comparison.block", compared.block, shown.days(compared.block), "length of the bootstrap's blocks",
        source=source, how="fixed, a quarter of a shorter run",
    )  # fmt: skip


def _counts(inputs: ReportInputs, sources: Sources) -> Iterator[Citable]:
    trades, orders = len(inputs.result.trades), len(inputs.result.orders)
    if not inputs.result.has_json:
        return
    yield cite(
        "account.trades", trades, shown.count(trades), "number of closed trades", source=sources.result,
        how="closed trades of the result", whole=shown.counted(trades, "closed trade"), measure="closed trades",
    )  # fmt: skip
    yield cite(
        "account.orders", orders, shown.count(orders), "number of orders", source=sources.result,
        how="orders of the result, refused and cancelled ones too", measure="orders",
        whole=shown.counted(orders, "order"),
    )  # fmt: skip
