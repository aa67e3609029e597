"""A recipe as a notebook works on it: its bars, its rows, what they are worth. Nothing of it is written."""

import json
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from generator.recipe import Recipe
from leanrig.errors import BadInput
from leanrig.model.symbol import Symbol
from leanrig.pipeline.judge_material import limits_of
from leanrig.pipeline.notebook_bars import Closes, closes_here
from leanrig.pipeline.notebook_html import block, table
from leanrig.pipeline.recipes import find_recipe
from leanrig.workspace import Workspace
from research.judge import Counted, Judged, judge
from research.judging.account import Account, account_of
from research.judging.history import History, history_of
from research.judging.leak_premium import LeakPremium, premium_of_detector
from research.judging.weights import weights_of
from research.produce import Produced, produce
from research.trials import Trials, trials_of
from signals.catalogue import make_detector
from signals.detector import Detector
from signals.frames import frame_of
from signals.sizing import Limits

__all__ = ["Study", "study_of"]


class Study:
    """One symbol of a recipe. What takes time is worked out when it is first asked for, and kept.

    Parameters
    ----------
    space
        The workspace whose recipe, signals and store are used.
    """

    def __init__(self, space: Workspace, recipe: Recipe, symbol: Symbol) -> None:
        self.space = space
        self.recipe = recipe
        self.symbol = symbol

    @cached_property
    def found(self) -> Closes:
        """The closes and where they come from."""
        return closes_here(self.space, self.recipe, self.symbol)

    @property
    def closes(self) -> "pd.Series[float]":
        """Adjusted closes as Lean shows them, by end_time in UTC, within the recipe's days."""
        return self.found.closes

    @property
    def bars(self) -> pd.DataFrame:
        """Bars as they were quoted, with the adjusted close beside them; in Lean's image that close alone."""
        adjusted = self.closes.rename("adjusted")
        kept = self.found.bar_set
        return adjusted.to_frame() if kept is None else kept.bars.reindex(adjusted.index).assign(adjusted=adjusted)

    @cached_property
    def made(self) -> Produced:
        """Rows and fits, by the code that `leanrig signals` and the algorithm use."""
        return produce(self.recipe, self.symbol.ticker, self.closes)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """One row a bar from the first fit on; each may be acted on from its timestamp."""
        return frame_of(list(self.made.rows))

    @property
    def fits(self) -> pd.DataFrame:
        """What was fitted and when; used from the bar after `known` on."""
        return pd.DataFrame(list(self.made.fits)).set_index("known") if self.made.fits else pd.DataFrame()

    @property
    def limits(self) -> Limits:
        """The recipe's limits, for the sizer of the algorithms."""
        return limits_of(self.recipe)

    @cached_property
    def history(self) -> History:
        """Rows and closes by bar, as the judge has them."""
        return history_of(self.rows, self.closes)

    @property
    def trials(self) -> Trials:
        """How often luck had its chance with this recipe, by the ledger."""
        return trials_of(self.space.artifacts, self.recipe.name)

    def detector(self) -> Detector:
        """Return a fresh detector as the recipe has it."""
        return make_detector(self.recipe.signals.regime, self.recipe.signals.regime_parameters)

    def says(self, closes: "pd.Series[float]") -> list[tuple[str, float] | None]:
        """Return what a fresh detector says of each close, in order: regime and confidence; None until it knows."""
        said = self.detector().over(closes.to_numpy())
        pairs = zip(said.regimes, said.confidence.tolist(), strict=True)
        return [None if regime is None else (str(regime), confidence) for regime, confidence in pairs]

    def account(self, *, cost_bps: float = 10.0) -> Account:
        """Return the account that the rows make under the recipe's limits."""
        weights = weights_of(self.history, limits=self.limits, cost_bps=cost_bps)
        return account_of(weights, self.history.ahead, cost_bps=cost_bps)

    def judged(self, *, cost_bps: float = 10.0, overfitting: float = np.nan) -> Judged:
        """Return all that can be said of the rows; trials are counted by the ledger, this one among them."""
        known = self.trials
        counted = Counted(max(1, known.count), known.variance, overfitting)
        return judge(self.rows, self.closes, limits=self.limits, cost_bps=cost_bps, counted=counted)

    def premium(self, *, cost_bps: float = 10.0) -> LeakPremium:
        """Return what seeing the future would be worth to the recipe's detector."""
        return premium_of_detector(
            self.detector,
            np.asarray(self.closes, dtype=np.float64),
            cost_bps=cost_bps,
            bars_per_year=self.history.bars_per_year,
        )

    @property
    def runs(self) -> list[Path]:
        """Folders of this recipe's backtests, the oldest first."""
        return sorted(path.parent for path in _records(self.space.artifacts, self.recipe.name))

    def _repr_html_(self) -> str:
        return block(table(self.described().items()))

    def described(self) -> dict[str, str]:
        """Return what it is, for display."""
        closes, signals = self.closes, self.recipe.signals
        return {
            "recipe": f"{self.recipe.name}: {self.recipe.description}",
            "bars": f"{len(closes):,} {self.recipe.resolution} of {self.symbol}, {closes.index[0]:%Y-%m-%d} to "
            f"{closes.index[-1]:%Y-%m-%d}",
            "source": self.found.source,
            "signals": f"{signals.regime} and {signals.strength}",
            "backtests": f"{len(self.runs)} kept, {self.trials.count} trials counted",
        }


def study_of(space: Workspace, name: str, ticker: str | None = None) -> Study:
    """Return the study of a recipe's symbol; without `ticker`, of its first.

    Raises
    ------
    Missing, BadInput
        If there is no such recipe, or it does not have that symbol.
    """
    recipe = find_recipe(space, name)
    chosen = [symbol for symbol in recipe.securities if ticker is None or symbol.ticker == ticker.upper()]
    if not chosen:
        raise BadInput(f"{recipe.name} does not have {ticker}", cure=f"one of: {', '.join(recipe.symbols)}")
    return Study(space, recipe, chosen[0])


def _records(artifacts: Path, recipe: str) -> Iterable[Path]:
    return (path for path in artifacts.glob("*/*/*/run.json") if _recipe_of(path) == recipe)


def _recipe_of(record: Path) -> str | None:
    try:
        found = json.loads(record.read_text(encoding="utf-8")).get("recipe")
    except (OSError, ValueError, AttributeError):
        return None
    return found if isinstance(found, str) else None
