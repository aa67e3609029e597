"""The tables of performance: by regime, by month and year, best and worst spells."""

from collections.abc import Mapping

from leanrig.model.result import ClosedTrade
from leanrig.report import formats
from leanrig.report.daily import Daily
from leanrig.report.fact import Column, Facts, FactTable, Row
from leanrig.report.inputs import ReportInputs
from leanrig.report.measures import Measures
from leanrig.report.months import growth_by
from leanrig.report.regimes import InRegime, regimes_at
from leanrig.report.risk import sharpe
from leanrig.report.spells import Spell, spells_of

__all__ = ["entered_by_regime", "months_table", "regimes_table", "spells_tables"]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MOST_SPELLS = 5


def regimes_table(
    facts: Facts, inputs: ReportInputs, regimes: Mapping[str, list[InRegime]], found: Measures, currency: str
) -> FactTable:
    """Return account and buy and hold in each regime; of several symbols what can be said of each alone."""
    single = len(regimes) == 1
    columns = [
        *([] if single else [Column("symbol", "Symbol", is_number=False)]),
        Column("regime", "Regime", is_number=False),
        Column("share", "Share of time"),
        Column("spells", "Spells"),
        Column("dwell", "Mean length", "days", "calendar days from change to change"),
        *([Column("growth", "Account", how="growth over all its days together")] if single else []),
        Column("held", "Buy and hold", how="growth of the market over the same days"),
        *([Column("sharpe", "Sharpe"), Column("held_sharpe", "Sharpe, held")] if single else []),
        *([Column("exposure", "Exposure", how="mean net exposure")] if single else []),
        Column("trades", "Trades", how="closed trades entered in it"),
        Column("profit", "Their profit", how="net of fees"),
    ]
    rows: list[Row] = []
    for symbol, items in regimes.items():
        entered_in = entered_by_regime(inputs, symbol)
        for item in items:
            entered = entered_in.get(item.regime, [])
            profit = sum(trade.profit - trade.fees for trade in entered)
            cells: list[tuple[object, str]] = [] if single else [(symbol, symbol)]
            cells += [
                (item.regime, item.regime.replace("_", " ")),
                (item.share, formats.share(item.share)),
                (item.spells, formats.count(item.spells)),
                (item.mean_days, formats.ratio(item.mean_days, decimals=0 if item.mean_days >= 10 else 1)),
            ]
            if single:
                cells.append((item.growth, formats.change(item.growth)))
            cells.append((item.benchmark_growth, formats.change(item.benchmark_growth)))
            if single:
                own, held = (
                    sharpe(values, days_per_year=found.days_per_year, rate=found.rate)
                    for values in (item.returns, item.benchmark_returns)
                )
                cells += [(own, formats.ratio(own)), (held, formats.ratio(held))]
                cells.append((item.exposure, formats.share(item.exposure)))
            cells += [
                (len(entered), formats.count(len(entered))),
                (profit, formats.money(profit, currency, decimals=0)),
            ]
            rows.append(tuple(cells))  # type: ignore[arg-type]
    return facts.table("regimes", "By regime", columns, rows, "signals")


def months_table(facts: Facts, daily: Daily) -> FactTable:
    """Return growth by month, year after year, beside the benchmark's years."""
    days = daily.days
    months = {(item.year, item.month): item.change for item in growth_by(days, daily.equity, months=True)}
    years = {item.year: item.change for item in growth_by(days, daily.equity, months=False)}
    held = {} if daily.benchmark is None else {g.year: g.change for g in growth_by(days, daily.benchmark, months=False)}
    columns = [
        Column("year", "Year", is_number=False),
        *(Column(name.lower(), name, "%") for name in _MONTHS),
        Column("whole", "Year", "%"),
        *([Column("held", "Benchmark", "%")] if held else []),
    ]
    rows: list[Row] = []
    for year, change in sorted(years.items()):
        cells: list[tuple[float | str | None, str]] = [(year, str(year))]
        for month in range(1, 13):
            value = months.get((year, month))
            cells.append((value, _signed_percent(value)))
        cells.append((change, _signed_percent(change)))
        if held:
            cells.append((held.get(year), _signed_percent(held.get(year))))
        rows.append(tuple(cells))
    return facts.table("months", "Growth by month", columns, rows, "result")


def spells_tables(facts: Facts, daily: Daily) -> tuple[FactTable, FactTable]:
    """Return the best rises and the worst falls of the account."""
    spells = spells_of(daily.days, daily.equity)
    rises = sorted((spell for spell in spells if spell.change > 0), key=lambda spell: -spell.change)[:_MOST_SPELLS]
    falls = sorted((spell for spell in spells if spell.change < 0), key=lambda spell: spell.change)[:_MOST_SPELLS]
    return _spell_table(facts, "rises", "Best rises", rises), _spell_table(facts, "falls", "Worst falls", falls)


def _spell_table(facts: Facts, key: str, title: str, spells: list[Spell]) -> FactTable:
    columns = [
        Column("start", "From", is_number=False),
        Column("end", "To", is_number=False),
        Column("days", "Days"),
        Column("change", "Change"),
    ]
    rows: list[Row] = [
        (
            (spell.start, f"{spell.start:%Y-%m-%d}"),
            (spell.end, f"{spell.end:%Y-%m-%d}"),
            ((spell.end - spell.start).days, formats.count((spell.end - spell.start).days)),
            (spell.change, formats.change(spell.change)),
        )
        for spell in spells
    ]
    return facts.table(key, title, columns, rows, "result")


def _signed_percent(value: float | None) -> str:
    text = formats.percent(value).removesuffix("\u202f%")
    return f"+{text}" if value is not None and value > 0 and text.strip("0.") else text


def entered_by_regime(inputs: ReportInputs, symbol: str) -> dict[str, list[ClosedTrade]]:
    """Return the closed trades by the regime of the symbol in which they were entered."""
    trades = [trade for trade in inputs.result.trades if len(inputs.signals) == 1 or symbol in trade.symbols]
    found: dict[str, list[ClosedTrade]] = {}
    regimes = regimes_at(inputs.signals[symbol], [trade.entered for trade in trades])
    for trade, regime in zip(trades, regimes, strict=True):
        found.setdefault(regime, []).append(trade)
    return found
