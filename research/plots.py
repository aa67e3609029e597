"""Pictures and tables for notebooks, one call each; plotly draws them. Pure but for importing plotly.

    regimes_figure(closes, rows)
    judged_figure(judged)
    runs_figure({"as it is": run.daily, "half": other.daily})

Every figure is a plain `plotly.graph_objects.Figure`: it may be changed further, saved, or put into a page. They need
nothing that Lean's research image does not have (plotly 5.24 there, 6 or later elsewhere).
"""

from research.plotting.judging import costs_figure, information_figure, judged_figure, reliability_figure
from research.plotting.leaks import doubt_figure, premium_figure, revision_figure
from research.plotting.regimes import regimes_figure
from research.plotting.runs import runs_figure
from research.plotting.sweeps import heat_map, luck_figure
from research.plotting.tables import baselines_table, leaks_table, regimes_table

__all__ = [
    "baselines_table",
    "costs_figure",
    "doubt_figure",
    "heat_map",
    "information_figure",
    "judged_figure",
    "leaks_table",
    "luck_figure",
    "premium_figure",
    "regimes_figure",
    "regimes_table",
    "reliability_figure",
    "revision_figure",
    "runs_figure",
]
