"""The same past with another future: bars after a cut are put in another order, or replaced. Pure."""

from collections.abc import Callable

import numpy as np
import pandas as pd

__all__ = ["FUTURES"]

_PRICES = ("open", "high", "low", "close")
_MIRRORED = -1.6
_JUMP = 4.0  # the first bar differs most: a look of one bar ahead is enough to see it


def shuffled(bars: pd.DataFrame, cut: int, seed: int = 1) -> pd.DataFrame:
    """Return the bars with those from number `cut` on in another order, as moves from close to close."""
    order = cut + np.random.default_rng(seed).permutation(len(bars) - cut)
    return _shuffled_bars(bars, cut, order) if "close" in bars else _other_panel(bars, cut, order, 1.0)


def mirrored(bars: pd.DataFrame, cut: int, seed: int = 2) -> pd.DataFrame:
    """Return the bars with wilder moves, the other way, in another order, with other splits and quiet bars."""
    draw = np.random.default_rng(seed)
    order = cut + draw.permutation(len(bars) - cut)
    if "close" not in bars:
        return _other_panel(bars, cut, order, _MIRRORED)
    moves = _moves(bars).iloc[order]
    moves.iloc[:1] **= _JUMP
    new = {"split": np.ones(len(order))} if "split" in bars else {}
    if "split" in bars:
        moves = moves.div(bars["split"].iloc[order].to_numpy(), axis=0)
        new["split"][draw.choice(len(order), min(3, len(order)), replace=False)] = 0.5
    turned = pd.DataFrame(
        {
            name: moves[source] ** _MIRRORED
            for name, source in zip(_PRICES, ("open", "low", "high", "close"), strict=True)
        }
    ).mul(new.get("split", 1.0), axis=0)
    if "volume" in bars:
        new["volume"] = bars["volume"].iloc[order].to_numpy() * np.where(draw.random(len(order)) < 0.1, 0.0, 1.7)
    return _grown(bars, cut, turned.to_numpy(), new)


FUTURES: dict[str, Callable[[pd.DataFrame, int], pd.DataFrame]] = {
    "with other bars": mirrored,
    "with the bars in another order": shuffled,
}


def _shuffled_bars(bars: pd.DataFrame, cut: int, order: np.ndarray) -> pd.DataFrame:
    others = {name: bars[name].iloc[order].to_numpy() for name in bars.columns if name not in _PRICES}
    return _grown(bars, cut, _moves(bars).iloc[order].to_numpy(), others)


def _moves(bars: pd.DataFrame) -> pd.DataFrame:
    """Prices over the close before: of each bar the shape alone."""
    before = bars["close"].shift(1).fillna(bars["open"].iloc[0])
    return bars[list(_PRICES)].div(before, axis=0)


def _grown(bars: pd.DataFrame, cut: int, moves: np.ndarray, others: dict[str, np.ndarray]) -> pd.DataFrame:
    """The past, and a future that grows out of its last close."""
    last = float(bars["close"].iloc[cut - 1]) if cut else 100.0
    before = last * np.concatenate([[1.0], np.cumprod(moves[:-1, 3])])
    future = bars.iloc[cut:].copy()
    future[list(_PRICES)] = before[:, None] * moves
    for name, values in others.items():
        future[name] = values
    return pd.concat([bars.iloc[:cut], future])


def _other_panel(panel: pd.DataFrame, cut: int, order: np.ndarray, power: float) -> pd.DataFrame:
    """Each symbol goes on as its neighbour has, lives and dies as that one."""
    ratios = panel.ffill().pct_change(fill_method=None).fillna(0.0).to_numpy()[order] + 1
    turned = np.roll(ratios**power, 1, axis=1)
    alive = np.roll(panel.notna().to_numpy()[cut:], 1, axis=1)
    last = panel.iloc[:cut].ffill().iloc[-1].fillna(100.0).to_numpy()
    future = np.where(alive, last * np.cumprod(turned, axis=0), np.nan)
    return pd.concat([panel.iloc[:cut], pd.DataFrame(future, panel.index[cut:], panel.columns)])
