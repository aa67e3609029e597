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
# # Judge a signal
#
# **Is it worth anything, after costs, beside what anybody could have done, and after all that was tried?**
#
# Every figure comes from `research.judge`; its papers are named there.

# %%
try:
    from leanrig.notebook import start
except ModuleNotFoundError as error:
    raise SystemExit(f"no {error.name} here: choose leanrig's kernel, or pip install 'leanrig[notebook]'") from None

study = start("aapl_regime")
study

# %%
from research.judge import verdict_of

judged = study.judged(cost_bps=10)
verdict_of(judged).words

# %% [markdown]
# ## Beside the baselines
#
# The same accounting, over the same bars, at the same cost. `ahead` is the signal's Sharpe ratio less the baseline's,
# from `low` to `high` at 95 %.

# %%
from research.plots import baselines_table, judged_figure

baselines_table(judged)

# %%
judged_figure(judged, study.account(cost_bps=10), study.history.ends)

# %% [markdown]
# ## Does the strength say anything?
#
# Rank correlation with the return after it, by horizon; the whiskers are two standard errors that know that windows
# overlap. What they reach over 0 is not information.

# %%
from research.plots import costs_figure, information_figure, reliability_figure

information_figure(judged)

# %% [markdown]
# ## Is the confidence one?

# %%
reliability_figure(judged.calibration)

# %%
print(f"Brier score {judged.calibration.brier:.3f}, of always saying the base rate {judged.calibration.base_brier:.3f}")
print(f"skill {judged.calibration.skill:.1%} as a forecast of: {judged.calibration.outcome}")

# %% [markdown]
# ## What costs leave of it

# %%
costs_figure(judged.costs)

# %% [markdown]
# ## Luck
#
# `deflated` is the chance that the true ratio is above what the best of so many trials would have had by luck. Trials
# are counted by the ledger in `artifacts/trials`, not by memory.

# %%
judged.luck

# %%
for remark in judged.remarks:
    print("-", remark.words)

# %% [markdown]
# ## Next
#
# `04_read_a_backtest` runs the algorithm on an engine with orders, fees and fills; `05_sweep_and_overfitting` varies
# its parameters.
