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
# # Sweep and overfitting
#
# **Which parameters look best, and how much of that is luck?**
#
# Every point of a small grid is a backtest. The best of many on the same days is the one that luck favoured most; the
# question is what is left without it.

# %%
try:
    from leanrig.notebook import start
except ModuleNotFoundError as error:
    raise SystemExit(f"no {error.name} here: choose leanrig's kernel, or pip install 'leanrig[notebook]'") from None

# %load_ext leanrig
study = start("aapl_regime")
study

# %% [markdown]
# ## The grid
#
# A stopped sweep goes on where it was when the same command is given again.

# %%
# sweep = %leanrig optimize aapl_regime --parameter exposure 0.5 1.0 0.25 --parameter minimum_confidence 0.5 0.9 0.2
sweep

# %%
from research.sweep import luck_of, returns_of, sharpes, trials_of

trials = trials_of(sweep.folder)
trials[["trial", "exposure", "minimum_confidence", "target", "orders", "verdict"]]

# %%
from research.plots import heat_map, luck_figure

heat_map(trials, "exposure", "minimum_confidence")

# %% [markdown]
# A single high cell among low ones is luck; a plateau may be more than that.
#
# ## How much of the best one is luck?
#
# `by_luck` is the best Sharpe ratio to be expected of so many trials without skill, `deflated` the chance that the best
# one's true ratio is above it. `overfitting` is the share of ways to halve the days in which the best on one half ranks
# in the lower half on the other.

# %%
returns = returns_of(sweep.folder)
best = int(trials.loc[trials["is_best"], "trial"].iloc[0])
luck = luck_of(returns, best)
luck

# %%
import pandas as pd

luck_figure(pd.Series(sharpes(returns)), best=best, by_luck=luck.by_luck)

# %% [markdown]
# ## The ledger
#
# Each trial is counted, so that `03_judge_a_signal` holds the signal against all of them from now on.

# %%
study.trials
