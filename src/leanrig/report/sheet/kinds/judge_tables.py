"""The tables of a page about a judged signal. Pure."""

from collections.abc import Iterator

from leanrig.report import formats
from leanrig.report.fact import Facts, FactTable, Row
from leanrig.report.sheet.kinds.judge_cells import (
    bars,
    chance,
    count,
    interval,
    money,
    numbers,
    percent,
    ratio,
    share,
    signed,
    small,
    text,
    texts,
)
from leanrig.report.sheet.kinds.judge_inputs import Beside, Difference, Figures, Luck, Said

__all__ = [
    "FIGURES",
    "SIGNAL",
    "accounts_table",
    "ahead_row",
    "ahead_table",
    "calibration_table",
    "capacity_table",
    "costs_table",
    "decay_table",
    "figures_row",
    "foreseen_table",
    "luck_table",
    "regimes_table",
]

SIGNAL = "the signal"
_SOURCE = "signal rows and closes"
FIGURES = ("Sharpe", "Return", "Volatility", "Drawdown", "In market", "Turnover", "Trades", "Switches")
"""Headings of `figures_row`."""


def accounts_table(facts: Facts, key: str, said: Said) -> FactTable:
    """Return the signal's account beside the baselines'."""
    rows = [figures_row(SIGNAL, said.figures), *(figures_row(one.words, one.figures) for one in said.baselines)]
    return facts.table(
        f"{key}-accounts", "Signal and baselines", (*texts("Account"), *numbers(*FIGURES)), rows, _SOURCE
    )


def figures_row(words: str, figures: Figures) -> Row:
    """Return an account's figures in the order of the tables here."""
    return (
        text(words),
        ratio(figures.sharpe),
        percent(figures.annual_return),
        percent(figures.volatility),
        percent(figures.drawdown),
        share(figures.invested),
        (figures.turnover, formats.ratio(figures.turnover, decimals=1)),
        count(figures.trades),
        count(figures.switches),
    )


def ahead_table(facts: Facts, key: str, baselines: tuple[Beside, ...]) -> FactTable:
    """Return how far the signal is ahead of each baseline."""
    rows = [ahead_row(one.words, one.ahead) for one in baselines]
    columns = (*texts("Sharpe ratio against"), *numbers("Difference", "95 % interval", "p"))
    return facts.table(f"{key}-ahead", "How far the signal is ahead", columns, rows, _SOURCE)


def ahead_row(words: str, ahead: Difference) -> Row:
    """Return a difference with its interval and its chance."""
    return (text(words), signed(ahead.value), interval(ahead.low, ahead.high), chance(ahead.p))


def foreseen_table(facts: Facts, key: str, said: Said) -> FactTable:
    """Return what the strength says of each horizon."""
    titles = ("Windows apart", "IC", "Error", "p", "Rank IC", "Error of rank", "Hit rate", "By chance", "95 % interval")
    rows = [
        (
            count(one.bars),
            count(one.windows),
            small(one.linear.value),
            small(_error(one.linear.newey_west, one.linear.hansen_hodrick)),
            chance(one.linear.p),
            small(one.rank.value),
            small(_error(one.rank.newey_west, one.rank.hansen_hodrick)),
            percent(one.hits.rate),
            percent(one.hits.expected),
            interval(100 * one.hits.low, 100 * one.hits.high, decimals=1),
        )
        for one in said.horizons
    ]
    return facts.table(f"{key}-foreseen", "Coefficients by horizon", numbers("Bars ahead", *titles), rows, _SOURCE)


def decay_table(facts: Facts, key: str, said: Said) -> FactTable:
    """Return the coefficient with a single bar further and further off."""
    rows = [(count(lag), small(value), small(error)) for lag, value, error in said.decay]
    return facts.table(f"{key}-decay", "Decay", numbers("Bars later", "IC", "Error"), rows, _SOURCE)


def costs_table(facts: Facts, key: str, said: Said) -> FactTable:
    """Return what is left at each cost."""
    rows = [(bars(cost), ratio(sharpe), percent(earned)) for cost, sharpe, earned in said.costs.points]
    columns = numbers("Basis points", "Sharpe", "Return a year")
    return facts.table(f"{key}-costs", "What is left after costs", columns, rows, _SOURCE)


def capacity_table(facts: Facts, key: str, said: Said, currency: str) -> Iterator[FactTable]:
    """Yield the sizes of account that volumes allow; nothing where no volume is known."""
    known = [one for one in said.capacity if one[4]]
    rows = [
        (share(part), money(least, currency), money(tenth, currency), money(median, currency), count(trades))
        for part, least, tenth, median, trades, _ in known
    ]
    if rows:
        columns = numbers("Share of volume", "For all trades", "For nine in ten", "For half", "Trades")
        yield facts.table(f"{key}-capacity", "Largest account", columns, rows, "volumes")


def regimes_table(facts: Facts, key: str, said: Said) -> FactTable:
    """Return market and account by regime."""
    titles = (
        "Bars", "Share", "Mean weight", "Market a year", "Its volatility", "Its Sharpe", "Signal a year",
        "Signal's Sharpe", "Stays", "Mean stay", "Median stay",
    )  # fmt: skip
    rows = [
        (
            text(one.regime.replace("_", " ")),
            count(one.bars),
            share(one.share),
            ratio(one.exposure),
            percent(one.market_return),
            percent(one.market_volatility),
            ratio(one.market_sharpe),
            percent(one.account_return),
            ratio(one.account_sharpe),
            count(one.spells),
            bars(one.mean_dwell),
            bars(one.median_dwell),
        )
        for one in said.regimes
    ]
    return facts.table(f"{key}-regimes", "By regime", (*texts("Regime"), *numbers(*titles)), rows, _SOURCE)


def calibration_table(facts: Facts, key: str, said: Said) -> FactTable:
    """Return forecast and frequency by how sure the signal was."""
    rows = [
        (interval(low, high, decimals=1), count(number), percent(forecast), percent(happened))
        for low, high, number, forecast, happened in said.calibration.table
    ]
    columns = numbers("Confidence", "Times", "Mean confidence", "Came true")
    return facts.table(f"{key}-calibration", "Reliability", columns, rows, "signal rows")


def luck_table(facts: Facts, key: str, luck: Luck, sharpe: float, bars_there: int) -> FactTable:
    """Return what may be luck in the Sharpe ratio, each figure with what it says."""
    rows: list[Row] = [
        (text("Sharpe ratio"), ratio(sharpe), text("a year, after costs, without a riskless rate")),
        (text("Trials"), count(luck.trials), text("settings of this recipe in the ledger, this one among them")),
        (text("Best by luck"), ratio(luck.by_luck), text("ratio to be expected of the best of so many without skill")),
        (
            text("Deflated Sharpe"),
            ratio(luck.deflated),
            text("chance that the true ratio lies above the best by luck (Bailey and Lopez de Prado 2014)"),
        ),
        (
            text("Probabilistic Sharpe"),
            ratio(luck.probabilistic),
            text("chance that the true ratio lies above 0 (Bailey and Lopez de Prado 2012)"),
        ),
        (text("Lean's PSR"), ratio(luck.lean), text("chance that it lies above 1 a year, by Lean's formula")),
        (text("Bars needed"), count(luck.track_bars), text("for such a ratio to lie above 0 at 95 %")),
        (text("Bars there are"), count(bars_there), text("with a row in force and an outcome")),
        (text("Spread of trials"), ratio(luck.spread), text("standard deviation of the trials' ratios a year")),
        (text("Skewness"), ratio(luck.skewness), text("of the returns; 0 for a normal law")),
        (text("Kurtosis"), ratio(luck.kurtosis), text("of the returns; 3 for a normal law")),
        (
            text("Overfitting"),
            share(luck.overfitting),
            text("probability that the best of the search ranks in the lower half on other days (PBO)"),
        ),
    ]
    columns = (*texts("Figure"), *numbers("Value"), *texts("What it says"))
    return facts.table(f"{key}-luck", "How much may be luck", columns, rows, "account and ledger")


def _error(*errors: float) -> float:
    return max((error for error in errors if error > 0), default=float("nan"))
