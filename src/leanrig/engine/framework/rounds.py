"""One round of the framework after another: insights, targets, risk, execution."""

from typing import Any

from leanrig.engine.data.base_data import micros
from leanrig.engine.framework.alphas.base import NullAlphaModel
from leanrig.engine.framework.arrays import insights_array, targets_array
from leanrig.engine.framework.calls import Model, enumerated
from leanrig.engine.framework.insight import Insight
from leanrig.engine.framework.insight_manager import GeneratedInsightsCollection
from leanrig.engine.framework.risk.base import preferring
from leanrig.engine.framework.selection.base import (
    UniverseSelectionModel,
    next_refresh_of,
    universes_of,
)
from leanrig.engine.models.python_models import is_ours
from leanrig.engine.orders.base import aware
from leanrig.engine.portfolio.targets import PortfolioTarget

__all__ = ["Rounds"]

_TOLD = ("alpha", "portfolio_construction", "execution", "risk_management")


class Rounds:
    """Calls the models of an algorithm in Lean's order."""

    def __init__(self, algorithm: Any) -> None:
        self._algorithm = algorithm
        self._insights = algorithm.insights
        self._models: dict[str, Model] = {}
        self._selecting = False
        self._selected: dict[Any, None] = {}
        for part, model in algorithm._lean_models.items():
            self.take(part, model)

    def take(self, part: str, model: Any) -> None:
        """Use another model from now on."""
        if part == "universe_selection":
            # Lean's own models never ask to be called again, except those that join others.
            self._selecting = not is_ours(model) or type(model).get_next_refresh_time_utc is not (
                UniverseSelectionModel.get_next_refresh_time_utc
            )
            return
        self._models[part] = Model(model, self._algorithm)

    def begin(self) -> None:
        """Make the universes that the run begins with."""
        for universe in universes_of(self._algorithm.universe_selection, self._algorithm):
            self._algorithm.add_universe(universe)
            self._selected[universe.symbol] = None

    def changed(self, changes: Any) -> None:
        """Tell the models of securities that came and went."""
        for part in _TOLD:
            self._models[part].changed(changes)

    def round(self, slice_: Any) -> None:
        """What comes after `on_data`."""
        algorithm = self._algorithm
        now_us = algorithm.now_us
        if self._selecting and now_us >= micros(next_refresh_of(algorithm.universe_selection)):
            self._renew()
        self._insights.step_at(now_us)
        if not slice_.has_data:
            return
        alpha = self._models["alpha"]
        insights: list[Insight] = []
        if type(alpha.model) is not NullAlphaModel:
            insights = enumerated(alpha.call("update", slice_), "update", Insight, "Insight")
        if insights:
            insights = algorithm._lean_furnish_insights(insights)
            self.generated(insights)
        self.process(insights)

    def generated(self, insights: list[Insight]) -> None:
        """Keep insights, and tell those who listen."""
        algorithm = self._algorithm
        self._insights.add_range(insights)
        if algorithm.insights_generated:
            collection = GeneratedInsightsCollection(aware(algorithm.now_us), insights)
            algorithm.insights_generated(algorithm, collection)

    def process(self, insights: list[Insight]) -> None:
        """Make targets, let risk change them, and execute."""
        targets = self._targets("portfolio_construction", "create_targets", insights_array(insights))
        changed = self._targets("risk_management", "manage_risk", targets_array(targets))
        self._models["execution"].call("execute", targets_array(preferring(changed, targets)))

    def _targets(self, part: str, method: str, given: list[Any]) -> list[PortfolioTarget]:
        model = self._models[part]
        targets = enumerated(model.call(method, given), method, PortfolioTarget, "IPortfolioTarget")
        for target in targets:
            self._algorithm.securities[target.symbol].holdings.target = target
        return targets

    def _renew(self) -> None:
        """Make universes anew: those that are not made again are emptied, and forgotten in the next round."""
        algorithm = self._algorithm
        universes = algorithm.universe_manager
        for universe in list(universes.values()):
            if universe.dispose_requested:
                universes.remove(universe.symbol)
                self._selected.pop(universe.symbol, None)
        before = dict(self._selected)
        for universe in universes_of(algorithm.universe_selection, algorithm):
            self._selected[universe.symbol] = None
            algorithm.add_universe(universe)
            before.pop(universe.symbol, None)
        for symbol in before:
            universes[symbol].dispose()
