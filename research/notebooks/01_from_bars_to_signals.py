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
# Bars become regimes and strengths by the same code that `leanrig signals` and a running algorithm use. Nothing is
# written here.

# %%
try:
    from leanrig.notebook import start
except ModuleNotFoundError as error:
    raise SystemExit(f"no {error.name} here: choose leanrig's kernel, or pip install 'leanrig[notebook]'") from None

study = start("aapl_regime")
study

# %% [markdown]
# ## Bars
#
# Prices as they were quoted, each stamped with the moment it is known: the session's close, in UTC. Signals are
# computed on closes adjusted for splits and dividends as Lean shows them. The share was split in two in these days.

# %%
study.bars["2005-02-23":"2005-03-02"]

# %% [markdown]
# ## Rows
#
# One row a bar, from the first fit on. Each may be acted on from its timestamp, and rests on nothing later.

# %%
study.rows.tail()

# %%
from research.plots import regimes_figure

regimes_figure(study.closes, study.rows)

# %% [markdown]
# ## Regimes
#
# How often, for how long, and what market and account did in them: over the bar *after* each row, which is what one
# could still have had.

# %%
from research.plots import regimes_table

judged = study.judged()
regimes_table(judged)

# %%
print(f"{judged.switching.switches} changes of regime, {judged.switching.per_year:.1f} a year")
print(f"half of all stays last {judged.switching.median_dwell:.0f} bars or less")

# %% [markdown]
# ## What the fits found
#
# Each was made on what was known then and used from the next bar on. `regimes` is 1 where one law explains the returns
# as well as two do: what the detector says there rests on its prior more than on the market.

# %%
study.fits.tail()

# %% [markdown]
# ## Does it look ahead?
#
# What was said of the first bars must not change when later bars are added. `None` says that it did not.

# %%
from research.audit import find_leak

find_leak(study.says, study.closes, cuts=[700, 1400])

# %% [markdown]
# ## Next
#
# `leanrig signals aapl_regime` writes the file. `02_are_these_regimes_honest` asks what looking ahead would be worth,
# `03_judge_a_signal` whether the signal is worth anything.
