"""True reports to make lies of: tables of facts over a simulated run, written here and not by leanrig's builders."""

import hashlib
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from report.lies.market import Run, Spec, compounded, deviation, falls_of, sharpe, simulate

from leanrig.report.cite.citable import Citable, CitableTable, Sense

__all__ = ["REPORTS", "Report", "report", "reports"]

_THIN = "\u202f"
_SHA = hashlib.sha256(b"result.json").hexdigest()

REPORTS = (
    Spec("winner", 11, date(2014, 1, 1), 1000, ("AAPL", "MSFT"), drift=0.0011, p=0.012, in_market=0.85),
    Spec("loser", 12, date(2006, 12, 31), 780, ("XOM",), drift=-0.0008, p=0.31),
    Spec("flat", 13, date(2018, 5, 1), 300, ("SPY",), trades=False, p=None),
    Spec("several", 14, date(2010, 1, 1), 1300, ("AAPL", "IBM", "SPY", "GE"), drift=0.0002, p=0.55),
    Spec("calm", 15, date(2012, 6, 30), 520, ("KO",), drift=0.0003, regimes=("calm",), p=0.2),
    Spec("volatile", 16, date(2008, 1, 1), 520, ("BTCUSD",), drift=0.001, regimes=("volatile", "trending"), p=0.07),
    Spec("long", 17, date(2000, 1, 1), 2600, ("SPY",), drift=0.0001, p=0.88, in_market=0.5),
    Spec("short", 18, date(2021, 3, 1), 90, ("EURUSD",), p=None),
    Spec("no_benchmark", 19, date(2016, 1, 1), 620, ("ETHUSD", "TWLO"), has_benchmark=False, p=None),
    Spec("worse", 20, date(2009, 1, 1), 1500, ("AAPL", "GOOG", "AMZN"), drift=0.0008, in_market=0.15, p=0.003),
    Spec("single", 21, date(2017, 1, 1), 760, ("TSLA",), drift=0.0009, in_market=0.9, p=0.62, turn=0.04),
    Spec("sinking", 22, date(2007, 6, 1), 520, ("C", "GM"), drift=-0.0018, in_market=0.9, p=0.044),
)


@dataclass(frozen=True, slots=True)
class Report:
    """A made report."""

    name: str
    table: CitableTable
    symbols: tuple[str, ...]


def reports() -> tuple[Report, ...]:
    """Return all of them."""
    return tuple(report(spec.name) for spec in REPORTS)


@cache
def report(name: str) -> Report:
    """Return one by its name."""
    spec = next(spec for spec in REPORTS if spec.name == name)
    run = simulate(spec)
    table = CitableTable()
    for part in (_whole_run, _earlier, _symbols, _regimes, _months, _years, _falls, _trading, _names):
        table.add(part(spec, run))
    return Report(name, table, spec.symbols)


def _minus(text: str) -> str:
    bare = text.lstrip("-")
    return f"−{bare}" if text.startswith("-") and bare.strip("0.,") else bare


def _percent(value: float, decimals: int = 1) -> str:
    return f"{_minus(f'{value * 100:,.{decimals}f}')}{_THIN}%"


def _money(value: float) -> str:
    text = _minus(f"{value:,.2f}")
    return f"−${text[1:]}" if text.startswith("−") else f"${text}"


def _trades(text: str) -> str:
    return f"{text} trade" if text == "1" else f"{text} trades"


def _shown(unit: str) -> tuple[Callable[[float], str], int]:
    """Return how a unit is shown, and with how many decimals."""
    return {
        "%": (_percent, 1),
        "USD": (_money, 2),
        "days": (lambda value: f"{value:,.0f} day{'' if value == 1 else 's'}", 0),
        "trades": (lambda value: f"{value:,.0f}", 0),
        "p": (lambda value: f"{value:.3f}" if value < 0.1 else f"{value:.2f}", 3),
        "": (lambda value: _minus(f"{value:,.2f}"), 2),
    }[unit]


def _fact(
    key: str, value: float | None, noun: str, *, unit: str = "", measure: str = "", subject: str = "",
    period: str = "", group: str = "", sense: Sense = "", change: bool = False, size: bool = False, whole: bool = False,
) -> Citable:  # fmt: skip
    show, precision = _shown(unit)
    is_there = value is not None and math.isfinite(value)
    text = show(value) if is_there and value is not None else "–"
    return Citable(
        key=key, value=value, text=text, unit=unit, noun=noun, measure=measure or noun, how="simulated",
        source="result", sha256=_SHA, precision=precision, subject=subject, period=period, group=group, sense=sense,
        is_change=change, is_size=size, whole=_trades(text) if whole and is_there else "",
    )  # fmt: skip


def _day(key: str, value: date | None, noun: str, *, subject: str = "", period: str = "", group: str = "") -> Citable:
    text = f"{value:%Y-%m-%d}" if value is not None else "–"
    return Citable(
        key=key, value=value, text=text, unit="date", noun=noun, measure="date", how="simulated", source="result",
        sha256=_SHA, subject=subject, period=period, group=group,
    )  # fmt: skip


def _four(who: str, subject: str, returns: list[float], worst: float) -> Iterator[Citable]:
    yield _fact(
        f"{who}.return", compounded(returns), "return", unit="%", subject=subject, sense="more", change=True,
    )  # fmt: skip
    yield _fact(f"{who}.sharpe", sharpe(returns), "Sharpe ratio", subject=subject, measure="sharpe", sense="more")
    yield _fact(f"{who}.volatility", deviation(returns), "volatility", unit="%", subject=subject, sense="less")
    yield _fact(f"{who}.drawdown", worst, "drawdown", unit="%", subject=subject, sense="less", size=True)


def _whole_run(spec: Spec, run: Run) -> Iterator[Citable]:
    own = falls_of(run, run.account)
    yield from _four("account", "the account", run.account, own[0].depth if own else 0.0)
    if spec.has_benchmark:
        theirs = falls_of(run, run.benchmark)
        yield from _four("benchmark", "the benchmark", run.benchmark, theirs[0].depth)
    else:
        yield from _four("benchmark", "the benchmark", [], math.nan)
    end = spec.cash * (1 + compounded(run.account))
    yield _fact("account.start", spec.cash, "starting cash", unit="USD", measure="money", subject="the account")
    yield _fact("account.end", end, "final value", unit="USD", measure="money", subject="the account")
    yield _fact(
        "account.profit", end - spec.cash, "profit", unit="USD", subject="the account", sense="more", change=True
    )
    if spec.p is not None:
        yield _fact("comparison.p", spec.p, "p value", unit="p", measure="p", subject="the comparison")


def _earlier(spec: Spec, run: Run) -> Iterator[Citable]:
    """An earlier run: its Sharpe ratio is another one, and shows the same figure."""
    own = sharpe(run.account)
    if math.isnan(own):
        return
    near = round(own, 2)
    value = near - 0.003 if own > near else near + 0.003
    yield _fact("earlier.sharpe", value, "Sharpe ratio", subject="the earlier run", measure="sharpe", sense="more")
    yield _fact(
        "earlier.return", compounded(run.account[: len(run.account) * 2 // 3]), "return", unit="%",
        subject="the earlier run", sense="more", change=True,
    )  # fmt: skip


def _symbols(spec: Spec, run: Run) -> Iterator[Citable]:
    for symbol in spec.symbols:
        key = f"symbol.{symbol.lower()}"
        returns = run.by_symbol[symbol]
        yield _fact(
            f"{key}.return", compounded(returns), "return", unit="%", subject=symbol, group="symbol.return",
            sense="more", change=True,
        )  # fmt: skip
        yield _fact(
            f"{key}.volatility", deviation(returns), "volatility", unit="%", subject=symbol,
            group="symbol.volatility", sense="less",
        )  # fmt: skip


def _regimes(spec: Spec, run: Run) -> Iterator[Citable]:
    for regime in ("calm", "trending", "volatile"):
        inside = [value for value, name in zip(run.account, run.regimes, strict=True) if name == regime]
        where = f"in {regime} markets"
        key = f"regime.{regime}"
        yield _fact(
            f"{key}.return", compounded(inside), "return", unit="%", measure="regime return", subject="the account",
            period=where, group="regime.return", sense="more", change=True,
        )  # fmt: skip
        yield _fact(
            f"{key}.sharpe", sharpe(inside), "Sharpe ratio", measure="regime sharpe", subject="the account",
            period=where, group="regime.sharpe", sense="more",
        )  # fmt: skip
        yield _fact(f"{key}.days", len(inside), "time", unit="days", measure="regime days", subject="the account",
                    period=where, group="regime.days")  # fmt: skip


def _months(spec: Spec, run: Run) -> Iterator[Citable]:
    for month in sorted({f"{day:%Y-%m}" for day in run.days}):
        inside = [value for value, day in zip(run.account, run.days, strict=True) if f"{day:%Y-%m}" == month]
        yield _fact(
            f"month.{month}.return", compounded(inside), "return", unit="%", measure="month return",
            subject="the account", period=f"in {date.fromisoformat(month + '-01'):%B %Y}", group="month.return",
            sense="more", change=True,
        )  # fmt: skip


def _years(spec: Spec, run: Run) -> Iterator[Citable]:
    for year in sorted({day.year for day in run.days}):
        inside = [value for value, day in zip(run.account, run.days, strict=True) if day.year == year]
        yield _fact(
            f"year.{year}.return", compounded(inside), "return", unit="%", measure="year return",
            subject="the account", period=f"in {year}", group="year.return", sense="more", change=True,
        )  # fmt: skip
        yield _fact(
            f"year.{year}.sharpe", sharpe(inside), "Sharpe ratio", measure="year sharpe", subject="the account",
            period=f"in {year}", group="year.sharpe", sense="more",
        )  # fmt: skip


def _falls(spec: Spec, run: Run) -> Iterator[Citable]:
    for place, fall in enumerate(falls_of(run, run.account)[:5], start=1):
        key, since = f"drawdown.{place}", f"from {fall.start:%Y-%m-%d} on"
        yield _fact(
            f"{key}.depth", fall.depth, "drawdown", unit="%", period=since, group="drawdown.depth", sense="less",
            size=True,
        )  # fmt: skip
        yield _fact(
            f"{key}.days", fall.days, "length of the drawdown", unit="days", measure="drawdown days", period=since,
            group="drawdown.days", sense="less",
        )  # fmt: skip
        yield _day(f"{key}.bottom", fall.bottom, "bottom of the drawdown", period=since, group="drawdown.bottom")


def _trading(spec: Spec, run: Run) -> Iterator[Citable]:
    trades = run.trades
    profits = [trade.profit for trade in trades]
    wins = [profit for profit in profits if profit > 0]
    whose = "the account"
    yield _fact("trades.count", len(trades), "number of trades", unit="trades", measure="trades", whole=True)
    yield _fact("trades.winning", len(wins), "number of winning trades", unit="trades", measure="trades", subject=whose)
    yield _fact("trades.losing", len(trades) - len(wins), "number of losing trades", unit="trades", measure="trades",
                subject=whose)  # fmt: skip
    share = len(wins) / len(trades) if trades else math.nan
    yield _fact("trades.win_rate", share, "share of winning trades", unit="%", subject=whose, sense="more")
    yield _fact("trades.best", max(profits, default=None), "best trade", unit="USD", measure="trade", subject=whose)
    yield _fact("trades.worst", min(profits, default=None), "worst trade", unit="USD", measure="trade", subject=whose)
    held = [(trade.exit - trade.entry).days for trade in trades]
    yield _fact(
        "trades.longest", max(held, default=None), "longest holding", unit="days", measure="holding", subject=whose
    )
    yield _fact("trades.shortest", min(held, default=None), "shortest holding", unit="days", measure="holding",
                subject=whose)  # fmt: skip
    yield _fact("fees.total", sum(trade.fee for trade in trades), "fees", unit="USD", subject=whose, sense="less")
    yield _day("trades.first", min((trade.entry for trade in trades), default=None), "first entry", subject=whose)
    yield _day("trades.last", max((trade.exit for trade in trades), default=None), "last exit", subject=whose)


def _names(spec: Spec, run: Run) -> Iterator[Citable]:
    yield _day("run.start", run.days[0], "first day", subject="the run")
    yield _day("run.end", run.days[-1], "last day", subject="the run")
    yield Citable(
        key="run.recipe", value=f"{spec.name} momentum", text=f"{spec.name} momentum", unit="name", noun="recipe",
        measure="name", how="as written", source="run.json", sha256=_SHA, subject="the run",
    )  # fmt: skip
