"""Doubts whether there is more than luck: few trades, one that carries all, no difference, trials, the signal. Pure."""

from collections.abc import Iterator

from leanrig.report.bootstrap import FEWEST_DAYS
from leanrig.report.cite.doubt import Case, Doubt

__all__ = ["doubts_of_luck"]

_LUCK = 0.05
_FEW_TRADES = 30
_LARGE_SHARE = 0.5
_OVERFIT = 0.5
_ERRORS = 2.0


def doubts_of_luck(case: Case) -> Iterator[Doubt]:
    """Yield what chance alone may explain."""
    yield from _not_told_apart(case)
    yield from _few_trades(case)
    yield from _one_trade(case)
    yield from _best_months(case)
    yield from _searched(case)
    yield from _signal(case)


def _not_told_apart(case: Case) -> Iterator[Doubt]:
    chance, days = case.number("comparison.p"), case.number("account.days")
    if chance is not None and chance >= _LUCK:
        yield Doubt(
            "luck", 80,
            f"a difference to the benchmark that chance alone may explain (p = {case.text('comparison.p')})",
            "years or symbols that the recipe has never seen, with the same difference",
            ("comparison.p", "account.sharpe", "benchmark.sharpe"),
        )  # fmt: skip
    if days is not None and days < FEWEST_DAYS:
        yield Doubt(
            "untested", 85, f"a run of {case.text('account.days')}, too short to be held against anything",
            f"a run of at least {FEWEST_DAYS} days", ("account.days",),
        )  # fmt: skip


def _few_trades(case: Case) -> Iterator[Doubt]:
    trades = case.number("account.trades")
    if trades is not None and 0 < trades < _FEW_TRADES:
        yield Doubt(
            "few_trades", 75, f"figures that rest on few trades ({case.text('account.trades')})",
            f"at least {_FEW_TRADES} closed trades, from more years or more symbols", ("account.trades",),
        )  # fmt: skip


def _one_trade(case: Case) -> Iterator[Doubt]:
    share = case.number("trades.best_share")
    if share is not None and share > _LARGE_SHARE:
        yield Doubt(
            "one_trade", 78, f"one trade that made {case.text('trades.best_share')} of the profit",
            "a profit that stands without its best trade", ("trades.best_share", "trades.without_best"),
        )  # fmt: skip


def _best_months(case: Case) -> Iterator[Doubt]:
    whole, without = case.number("account.total_return"), case.number("month.without_best")
    if whole is not None and without is not None and whole > 0 and without < whole * _LARGE_SHARE:
        yield Doubt(
            "best_months", 70 if without <= 0 else 45,
            f"a return that rests on a few months: without the best three it is {case.text('month.without_best')}",
            "a return that stands without its best three months", ("month.without_best", "account.total_return"),
        )  # fmt: skip


def _searched(case: Case) -> Iterator[Doubt]:
    trials, luck, own = (case.number(key) for key in ("search.trials", "search.luck", "account.sharpe"))
    pbo = case.number("search.pbo")
    if "search.trials" in case.table and trials is None:
        yield Doubt(
            "uncounted", 30, "no count of the settings that were tried before these",
            "a ledger of all trials (leanrig optimize keeps one)", ("search.trials",),
        )  # fmt: skip
    if luck is not None and own is not None and own <= luck:
        yield Doubt(
            "searched", 82,
            f"a Sharpe ratio that {case.text('search.trials')} settings without any skill would reach by luck"
            f" ({case.text('search.luck')})",
            "years that no setting was chosen on", ("search.trials", "search.luck", "account.sharpe"),
        )  # fmt: skip
    if pbo is not None and pbo >= _OVERFIT:
        yield Doubt(
            "overfit", 84, f"a probability of backtest overfitting of {case.text('search.pbo')}",
            "years that no setting was chosen on", ("search.pbo",),
        )  # fmt: skip


def _signal(case: Case) -> Iterator[Doubt]:
    for key in case.table:
        ratio = case.number(key) if key.startswith("signal.") and key.endswith(".ic_ratio") else None
        if ratio is not None and abs(ratio) < _ERRORS:
            symbol = key.split(".")[1] if key.count(".") > 1 else ""
            yield Doubt(
                f"signal_{symbol}".rstrip("_"), 60,
                f"signals{f' of {symbol.upper()}' if symbol else ''} that say no more of the next bar than chance"
                f" (information coefficient of {case.text(key.removesuffix('_ratio'))},"
                f" {case.text(key)} standard errors)",
                "an information coefficient beyond two standard errors on years never seen", (key,),
            )  # fmt: skip
