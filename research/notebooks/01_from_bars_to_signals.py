# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # From bars to signals
#
# **What does a signal file say about AAPL, and can it be believed?**
#
# Bars of the sample become regimes and strengths by the same code that `leanrig signals` and a running algorithm use.
# Nothing is written: the file itself is made by `leanrig signals aapl_regime`.

# %%
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from leanrig.workspace import find_workspace

space = find_workspace(Path.cwd())
space.enter()  # the workspace's own signals/, research/ and generator/ are imported from here on

# %%
from generator.recipe import load_recipe
from leanrig.pipeline.check import from_vendor
from leanrig.pipeline.vendors import provider_of
from research.audit import find_leak
from research.produce import produce
from research.pull import closes_of
from signals.catalogue import make_detector
from signals.contract import Regime
from signals.frames import frame_of, text_of
from signals.regimes.switching import filtered, fit

recipe = load_recipe(space.recipes / "aapl_regime.toml")
recipe

# %% [markdown]
# ## Bars
#
# Raw prices as they were quoted, each stamped with the moment it is known: the session's close, in UTC. Signals are
# computed on closes adjusted for splits and dividends as Lean shows them.

# %%
(symbol,) = recipe.securities
bars_of = from_vendor(provider_of(recipe.data.vendor, seed=recipe.data.seed))
bar_set = bars_of(symbol, recipe.bar_size, recipe.data.start, recipe.data.end)
closes = closes_of(recipe, bar_set)
print(f"{len(closes):,} daily bars of {symbol}: {bar_set.provenance.label}")
pd.DataFrame({"raw": bar_set.bars["close"], "adjusted": closes}).iloc[[0, 1250, 1251, -1]]

# %% [markdown]
# ## Rows
#
# One row a bar, from the first fit on. Each may be acted on from its timestamp, and rests on nothing later.

# %%
made = produce(recipe, symbol.ticker, closes)
rows = frame_of(list(made.rows))
print(text_of(rows.tail(3), has_sessions=recipe.has_sessions))
rows.describe()

# %% [markdown]
# ## Regimes
#
# How often, for how long, and what the market did in them. Returns are those of the bar *after* the row: what one
# could still have had.

# %%
after = np.log(closes).diff().shift(-1).reindex(rows["timestamp"]).to_numpy()
table = pd.DataFrame({"regime": rows["regime"], "return after": after})
spells = (table["regime"] != table["regime"].shift()).cumsum()
by_regime = table.groupby("regime")["return after"].agg(["count", "mean", "std"])
by_regime["return a year"] = by_regime["mean"] * 252
by_regime["volatility a year"] = by_regime["std"] * np.sqrt(252)
by_regime["bars a spell"] = table.groupby("regime")["regime"].count() / table.groupby("regime")["regime"].apply(
    lambda part: spells[part.index].nunique()
)
by_regime

# %%
figure, (top, middle, bottom) = plt.subplots(3, 1, figsize=(11, 7), sharex=True, height_ratios=[3, 1, 1])
top.plot(closes.index, closes, color="0.2", linewidth=0.8)
top.set_yscale("log")
top.set_ylabel("adjusted close")
wild = (rows["regime"] == Regime.VOLATILE).to_numpy()
top.fill_between(
    rows["timestamp"], 0, 1, where=wild, transform=top.get_xaxis_transform(), alpha=0.25, hatch="//", label="volatile"
)
top.legend(loc="upper left")
middle.plot(rows["timestamp"], rows["confidence"], linewidth=0.5, color="0.2")
middle.set_ylabel("confidence")
bottom.plot(rows["timestamp"], rows["signal_strength"], linewidth=0.5, color="0.2")
bottom.set_ylabel("strength")
bottom.set_xlabel(bar_set.provenance.label)
figure.tight_layout()

# %% [markdown]
# ## Does it look ahead?
#
# What was said of the first bars must not change when later bars are added. The detector passes; a fit over the whole
# history, as many a notebook does it, is caught.


# %%
def detector(known: pd.Series) -> list[object]:
    """What the recipe's detector says of each bar."""
    machine = make_detector(recipe.signals.regime, recipe.signals.regime_parameters)
    return [machine.update(close) for close in known]


def hindsight(known: pd.Series) -> np.ndarray:
    """The same law, fitted once over everything."""
    returns = np.log(known).diff().fillna(0.0).to_numpy()
    return filtered(returns, fit(returns))


cuts = [800, 1600, 2400]
honest, caught = find_leak(detector, closes, cuts=cuts), find_leak(hindsight, closes, cuts=cuts)
print("the detector:", honest or "no leak")
print("in hindsight:", caught)
assert honest is None
assert caught is not None

# %% [markdown]
# ## What the fits found
#
# Each was made on what was known then and used from the next bar on.

# %%
fits = pd.DataFrame(made.fits).set_index("known")
calm, volatile = (fits["variance"].str[state].pow(0.5) * np.sqrt(252) for state in (0, 1))
pd.DataFrame({"calm, a year": calm, "volatile, a year": volatile, "stays volatile": fits["stay"].str[1]}).round(3)

# %% [markdown]
# ## Next
#
# `leanrig signals aapl_regime` writes the file, `leanrig render aapl_regime` the algorithm that trades it, and
# `leanrig run aapl_regime` goes all the way to a report.
