"""Judges a run from its files: Lean says `Completed` of runs without data, of refusals and of bankruptcy too. Pure."""

from collections.abc import Callable, Iterator

from leanrig.backtest.verdict_data import missing_data, without_data
from leanrig.backtest.verdict_endings import crashed, failed, stopped, unfinished
from leanrig.backtest.verdict_trading import bankrupt, cut_short, refused, without_orders
from leanrig.model.result import Result
from leanrig.model.verdict import Judgement, Reason, Verdict

__all__ = ["judge"]

_RULES: tuple[Callable[[Result], Iterator[Reason]], ...] = (
    crashed,
    stopped,
    unfinished,
    failed,
    without_data,
    bankrupt,
    refused,
    cut_short,
    without_orders,
    missing_data,
)
# After one of these nothing else in the files can be trusted to mean what it says.
_FINAL = {Judgement.CRASHED, Judgement.INITIALIZE_ERROR}


def judge(result: Result) -> Verdict:
    """Return the verdict on a run; its reasons come in order of gravity, each with what to do about it."""
    reasons: list[Reason] = []
    for rule in _RULES:
        reasons.extend(rule(result))
        if reasons and reasons[0].judgement in _FINAL:
            break
    order = list(Judgement)
    reasons.sort(key=lambda reason: order.index(reason.judgement))
    return Verdict(reasons[0].judgement if reasons else Judgement.GOOD, tuple(reasons))
