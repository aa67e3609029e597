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
# # Read a backtest, and compare two
#
# **What did the algorithm do, may its figures be believed, and what does one parameter change?**
#
# `%leanrig` is the command line: what it prints comes as it comes, and its result is an object that shows itself.

# %%
try:
    from leanrig.notebook import open_run, start
except ModuleNotFoundError as error:
    raise SystemExit(f"no {error.name} here: choose leanrig's kernel, or pip install 'leanrig[notebook]'") from None

# %load_ext leanrig
study = start("aapl_regime")
study

# %% [markdown]
# ## The whole way once
#
# Bars, signals, project, backtest, report.

# %%
# run = %leanrig run aapl_regime
run

# %% [markdown]
# ## Its parts
#
# The six figures are those of the report. Orders and trades are the engine's own.

# %%
run.figures

# %%
run.orders[["created", "symbol", "quantity", "status", "price", "tag"]].tail()

# %%
run.trades[["entered", "exited", "profit", "fees", "mae", "mfe"]].sort_values("profit").iloc[[0, 1, -2, -1]]

# %% [markdown]
# ## Half the exposure
#
# The same project with another parameter. What is compared: orders first, then equity, statistics and inputs.

# %%
# half = %leanrig backtest algorithms/aapl_regime --parameter exposure 0.5

# %%
# compared = %leanrig compare {run.folder} {half.folder}
compared

# %%
from research.plots import runs_figure

runs_figure({"exposure 1.0": run.equity, "exposure 0.5": half.equity}, benchmark=run.benchmark)

# %% [markdown]
# ## Earlier runs
#
# All backtests of a recipe are kept; any of them can be opened.

# %%
print(*(folder.relative_to(study.space.root) for folder in study.runs), sep="\n")
open_run(study.runs[0]).figures
