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
# # From notebook to `algorithms/`
#
# **An idea, a recipe, a Lean project, and a run that anybody can repeat.**
#
# Nothing of the notebook is in the algorithm: it is rendered from the recipe, with the signal's own files beside it.

# %%
try:
    from leanrig.notebook import keep_recipe, start
except ModuleNotFoundError as error:
    raise SystemExit(f"no {error.name} here: choose leanrig's kernel, or pip install 'leanrig[notebook]'") from None

# %load_ext leanrig
path = keep_recipe("""
name = "aapl_trend"
description = "AAPL, held while its price is above its mean, by the strength of its momentum"
symbols = ["AAPL"]
resolution = "daily"

[data]
vendor = "sample"
start = 2004-01-02
end = 2009-12-31

[signals]
regime = "trend"
strength = "momentum"

[trade]
act = "next_open"
regime_weights = {trending = 1.0, volatile = 0.0}
minimum_confidence = 0.5
rebalance_band = 0.1

[backtest]
start = 2006-01-03
end = 2009-12-30
benchmark = "AAPL"
brokerage = "interactive_brokers"
""")
study = start("aapl_trend")
study

# %% [markdown]
# ## Look before it is rendered

# %%
from research.judge import verdict_of
from research.plots import regimes_figure

print(verdict_of(study.judged()).words)
regimes_figure(study.closes, study.rows)

# %% [markdown]
# ## Bars and signal file
#
# The rows as a running algorithm will read them.

# %%
# %leanrig fetch AAPL --vendor sample

# %%
# signals = %leanrig signals aapl_trend
signals

# %%
assert (signals.rows["regime"].to_numpy() == study.rows["regime"].to_numpy()).all()

# %% [markdown]
# ## Project
#
# Checked by ruff, by mypy against Lean's stubs and by the lists of Lean's members before it is written.

# %%
# %leanrig render aapl_trend

# %%
print((study.space.algorithms / "aapl_trend" / "main.py").read_text()[:1500])

# %% [markdown]
# ## Backtest

# %%
# run = %leanrig backtest algorithms/aapl_trend
run

# %% [markdown]
# ## The same on every engine that is here
#
# The embedded engine is always here. Where it is alone, nothing could be compared, and `verify` says so.

# %%
# %leanrig verify aapl_trend

# %% [markdown]
# ## Next
#
# `lean backtest algorithms/aapl_trend` runs the same files in Lean; `leanrig report` writes the page.
