"""From rows to the weights that they ask for: plain, or by a recipe's limits through the sizer of the algorithms."""

import numpy as np

from research.judging.history import Floats, History
from signals.contract import Regime, Row
from signals.sizing import Limits, Sizer

__all__ = ["weights_of"]


def weights_of(history: History, *, limits: Limits | None = None, cost_bps: float = 0.0) -> Floats:
    """Return the weight in force at each bar that has an outcome, (outcomes,).

    Parameters
    ----------
    limits
        The recipe's; then the very `Sizer` of the algorithms decides, fed with the equity of this account. By default
        the weight is the strength.
    cost_bps
        Of the account whose equity the sizer sees.
    """
    if limits is None:
        return history.strength[: history.outcomes].copy()
    return _sized(history, Sizer(limits), cost_bps * 1e-4)


def _sized(history: History, sizer: Sizer, cost: float) -> Floats:
    weights, equity, held = np.zeros(history.outcomes), 1.0, 0.0
    stamp = history.ends[0].to_pydatetime()
    regimes = [Regime(word) for word in history.regime]
    steps = zip(
        history.is_fresh.tolist(),
        regimes,
        history.confidence.tolist(),
        history.strength.tolist(),
        history.ahead.tolist(),
        strict=False,  # the last row's bar may have no outcome
    )
    for bar, (is_fresh, regime, confidence, strength, change) in enumerate(steps):
        if is_fresh:
            sizer.decide(Row(stamp, history.symbol, regime, confidence, strength), equity)
        weights[bar] = sizer.weight
        equity *= 1 + sizer.weight * change - abs(sizer.weight - held) * cost
        held = sizer.weight
    return weights
