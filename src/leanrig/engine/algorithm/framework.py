"""The models of the Algorithm Framework, and insights."""

from typing import Any

from leanrig.engine.errors import NullReferenceException
from leanrig.engine.framework.alphas.base import CompositeAlphaModel, NullAlphaModel, checked_alpha, name_of
from leanrig.engine.framework.calls import own
from leanrig.engine.framework.construction.base import NullPortfolioConstructionModel, PortfolioConstructionModel
from leanrig.engine.framework.construction.python_model import checked_construction
from leanrig.engine.framework.execution.base import checked_execution
from leanrig.engine.framework.execution.immediate import ImmediateExecutionModel
from leanrig.engine.framework.insight import Insight
from leanrig.engine.framework.insight_manager import InsightManager
from leanrig.engine.framework.risk.base import CompositeRiskManagementModel, NullRiskManagementModel, checked_risk
from leanrig.engine.framework.rounds import Rounds
from leanrig.engine.framework.selection.base import (
    CompositeUniverseSelectionModel,
    NullUniverseSelectionModel,
    checked_selection,
)
from leanrig.engine.indicators.event import Event
from leanrig.engine.naming import Dotnet, override

__all__ = ["FrameworkMixin"]

_DELISTED = "QCAlgorithm.EmitInsights(): Warning: cannot emit insights for delisted securities, these will be discarded"
_WARMING = "Warning: insights emitted during algorithm warmup are ignored."


class FrameworkMixin(Dotnet):
    """`set_alpha` and its siblings, `emit_insights`, `insights`."""

    securities: Any
    settings: Any
    is_warming_up: bool
    _lean_said: set[str]

    def _lean_make_framework(self) -> None:
        """State of this part of the algorithm."""
        self._lean_framework: Rounds | None = None
        self._lean_view: Any = None
        self._lean_models: dict[str, Any] = {
            "universe_selection": NullUniverseSelectionModel(),
            "alpha": NullAlphaModel(),
            "portfolio_construction": NullPortfolioConstructionModel(),
            "execution": ImmediateExecutionModel(),
            "risk_management": NullRiskManagementModel(),
        }
        self._lean_insights = InsightManager(self)
        self.insights_generated = Event()
        self._lean_insight_errors: set[str] = set()
        self.debug_mode = False

    def _lean_plain(self) -> Any:
        """The algorithm as models written in Python are given it."""
        if self._lean_view is None:
            from leanrig.engine.framework.plain import plain_of

            self._lean_view = plain_of(self)
        return self._lean_view

    def _lean_finish_framework(self) -> None:
        """What comes after the user's `initialize`: universes are made."""
        self._lean_rebalance_by_settings()
        if self._lean_framework is not None:
            self._lean_framework.begin()

    def _lean_rebalance_by_settings(self) -> None:
        model, settings = self.portfolio_construction, self.settings
        on_securities = settings.rebalance_portfolio_on_security_changes
        on_insights = settings.rebalance_portfolio_on_insight_changes
        if isinstance(model, PortfolioConstructionModel):
            if on_securities is not None:
                model.rebalance_on_security_changes = on_securities
            if on_insights is not None:
                model.rebalance_on_insight_changes = on_insights

    def _lean_framework_wanted(self) -> None:
        """From now on there are rounds."""
        if self._lean_framework is None:
            self._lean_framework = Rounds(self)

    def _lean_set_model(self, part: str, model: Any) -> None:
        self._lean_models[part] = model
        self._lean_framework_wanted()
        assert self._lean_framework is not None
        self._lean_framework.take(part, model)

    # -- models

    @property
    def universe_selection(self) -> Any:
        return self._lean_models["universe_selection"]

    @universe_selection.setter
    def universe_selection(self, model: Any) -> None:
        self.set_universe_selection(model)

    @property
    def alpha(self) -> Any:
        return self._lean_models["alpha"]

    @alpha.setter
    def alpha(self, model: Any) -> None:
        self.set_alpha(model)

    @property
    def portfolio_construction(self) -> Any:
        return self._lean_models["portfolio_construction"]

    @portfolio_construction.setter
    def portfolio_construction(self, model: Any) -> None:
        self.set_portfolio_construction(model)

    @property
    def execution(self) -> Any:
        return self._lean_models["execution"]

    @execution.setter
    def execution(self, model: Any) -> None:
        self.set_execution(model)

    @property
    def risk_management(self) -> Any:
        return self._lean_models["risk_management"]

    @risk_management.setter
    def risk_management(self, model: Any) -> None:
        self.set_risk_management(model)

    def set_universe_selection(self, universe_selection: Any) -> None:
        self._lean_set_model("universe_selection", checked_selection(universe_selection))

    def add_universe_selection(self, universe_selection: Any) -> None:
        """Select by this model, too."""
        present, model = self.universe_selection, checked_selection(universe_selection)
        if isinstance(present, CompositeUniverseSelectionModel):
            present.add_universe_selection(model)
        elif type(present) is NullUniverseSelectionModel:
            self._lean_set_model("universe_selection", model)
        else:
            self._lean_set_model("universe_selection", CompositeUniverseSelectionModel(present, model))

    def set_alpha(self, alpha: Any) -> None:
        self._lean_set_model("alpha", checked_alpha(alpha))

    def add_alpha(self, alpha: Any) -> None:
        """Generate insights by this model, too."""
        present, model = self.alpha, checked_alpha(alpha)
        if isinstance(present, CompositeAlphaModel):
            present.add_alpha(model)
        elif type(present) is NullAlphaModel:
            self._lean_set_model("alpha", model)
        else:
            self._lean_set_model("alpha", CompositeAlphaModel(present, model))

    def set_portfolio_construction(self, portfolio_construction: Any) -> None:
        self._lean_set_model("portfolio_construction", checked_construction(portfolio_construction))

    def set_execution(self, execution: Any) -> None:
        self._lean_set_model("execution", checked_execution(execution))

    def set_risk_management(self, risk_management: Any) -> None:
        self._lean_set_model("risk_management", checked_risk(risk_management))

    def add_risk_management(self, risk_management: Any) -> None:
        """Manage risk by this model, too."""
        present, model = self.risk_management, checked_risk(risk_management)
        if isinstance(present, CompositeRiskManagementModel):
            present.add_risk_management(model)
        elif type(present) is NullRiskManagementModel:
            self._lean_set_model("risk_management", model)
        else:
            self._lean_set_model("risk_management", CompositeRiskManagementModel(present, model))

    # -- insights

    @property
    def insights(self) -> InsightManager:
        return self._lean_insights

    def emit_insights(self, *insights: Any) -> None:
        """Emit insights by hand: targets, risk and execution follow at once."""
        if len(insights) == 1 and insights[0] is None:
            raise NullReferenceException("Object reference not set to an instance of an object.")
        if len(insights) == 1 and not isinstance(insights[0], Insight):
            insights = tuple(insights[0])
        if self.is_warming_up:
            self._lean_say_of_insights(_WARMING)
            return
        self._lean_framework_wanted()
        assert self._lean_framework is not None
        valid = self._lean_furnish_insights(list(insights))
        self._lean_framework.generated(valid)
        self._lean_framework.process(valid)

    def _lean_say_of_insights(self, text: str) -> None:
        if text not in self._lean_insight_errors:
            self._lean_insight_errors.add(text)
            self.error(text)

    def _lean_furnish_insights(self, insights: list[Insight]) -> list[Insight]:
        """Give insights their time, reference, source and end; those of delisted securities are dropped."""
        valid = []
        for insight in insights:
            security = self.securities[insight.symbol]
            if security.is_delisted:
                self._lean_say_of_insights(_DELISTED)
                continue
            self._lean_furnish_insight(insight, security)
            valid.append(insight)
        return valid

    def _lean_furnish_insight(self, insight: Insight, security: Any) -> None:
        insight.generated_us = self.now_us
        if insight.type == 0:
            insight.exact_reference_value = security.exact_price
        else:
            insight.reference_value = security.volatility_model.volatility
        insight.source_model = insight.source_model or name_of(self.alpha)
        insight.set_period_and_close_time(security.exchange.hours)

    def _lean_tell_execution(self, event: Any) -> None:
        """Let the execution model know of an order event, before the user's own handler."""
        model = self.execution
        if override(model, "on_order_event") is not None:
            self._lean_stop.guard("OnOrderEvent", own, model, "on_order_event", self._lean_plain(), event)
