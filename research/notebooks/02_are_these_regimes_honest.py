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
# # Are these regimes honest?
#
# **What would the same detector earn if it could see the future, and how does one notice?**
#
# Libraries return *smoothed* probabilities by default: what is believed of a day once all later days are known. A chart
# of them looks wonderful, and nobody could have traded it. `research.judging.leaky` holds such mistakes on purpose.

# %%
try:
    from leanrig.notebook import start
except ModuleNotFoundError as error:
    raise SystemExit(f"no {error.name} here: choose leanrig's kernel, or pip install 'leanrig[notebook]'") from None

study = start("aapl_regime")
study

# %% [markdown]
# ## Known then, known later
#
# Two laws for the returns, fitted over the whole sample, looked at in two ways. The smoothed line turns before the
# market does.

# %%
import numpy as np
import pandas as pd

from research.judging.leaky import smoothed
from signals.regimes.switching import filtered, fit

returns = np.log(study.closes).diff().dropna()
law = fit(returns.to_numpy())
then = pd.Series(filtered(returns.to_numpy(), law), returns.index)
later = pd.Series(smoothed(returns.to_numpy(), law), returns.index)

# %%
from research.plots import doubt_figure

days = slice("2008-06-01", "2009-08-01")
doubt_figure(study.closes[days], {"until that day": then[days], "with all later days": later[days]})

# %% [markdown]
# ## Truncation
#
# The test needs no theory: f(x[:t]) must be f(x)[:t]. What was said of a day is said again, word for word, once more
# days are known; else it was made with them.

# %%
from research.audit import find_leak


def fitted_over_all(known: pd.Series) -> np.ndarray:
    return filtered(known.to_numpy(), fit(known.to_numpy()))


print("the recipe's detector:", find_leak(study.says, study.closes, cuts=[700, 1400]) or "no leak")
print("smoothed:             ", find_leak(lambda known: smoothed(known.to_numpy(), law), returns, cuts=[1400]))
print("fitted over all:      ", find_leak(fitted_over_all, returns, cuts=[1400]))

# %%
from research.plots import revision_figure

end = returns.index.get_loc(returns["2008-10-15":].index[0])
lengths = {"all bars": len(returns), "until 15 October 2008": end, "until 10 days before": end - 10}
said = {name: pd.Series(smoothed(returns.to_numpy()[:n], law), returns.index[:n]) for name, n in lengths.items()}
window = slice("2008-08-15", "2008-10-15")
revision_figure({name: values[window] for name, values in said.items()}, title="P(volatile): taken back later")

# %% [markdown]
# ## The leak premium
#
# In the market while the detector says calm, out of it else; honest, and with each leak. The premium is the leak's
# Sharpe ratio less the honest one's, with a 95 % interval (block bootstrap): where it holds 0, chance may have made it.

# %%
from research.plots import leaks_table, premium_figure

premium = study.premium()
leaks_table(premium)

# %%
premium_figure(premium)

# %% [markdown]
# ## What to take from it
#
# A backtest that rests on a smoothed or full-sample series shows the premium and calls it skill. `leanrig audit` looks
# for such leaks in files, recipes and algorithms.
