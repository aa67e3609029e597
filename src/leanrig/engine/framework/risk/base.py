"""What all risk models have, and the ones that do nothing or join others."""

from typing import Any

from leanrig.engine.errors import ArgumentException, NotImplementedException
from leanrig.engine.framework.calls import enumerated, method_of, own
from leanrig.engine.models.python_models import is_ours, require
from leanrig.engine.naming import Dotnet
from leanrig.engine.portfolio.targets import PortfolioTarget

__all__ = [
    "CompositeRiskManagementModel",
    "NullRiskManagementModel",
    "RiskManagementModel",
    "checked_risk",
    "managed",
    "preferring",
]


class RiskManagementModel(Dotnet):
    """Changes targets. Users derive from it."""

    def manage_risk(self, algorithm: Any, targets: Any) -> Any:  # for users to override
        raise NotImplementedException(
            "Types deriving from 'RiskManagementModel' must implement the "
            "'IEnumerable<IPortfolioTarget> ManageRisk(QCAlgorithm, IPortfolioTarget[]) method."
        )

    def on_securities_changed(self, algorithm: Any, changes: Any) -> None:
        """Nothing unless overridden."""


class NullRiskManagementModel(RiskManagementModel):
    """Changes nothing."""

    def manage_risk(self, algorithm: Any, targets: Any) -> list[PortfolioTarget]:
        return []


def checked_risk(model: Any) -> Any:
    """A model that the user gave; Lean's error if it cannot manage risk."""
    if not is_ours(model):
        require(model, "IRiskManagementModel", "manage_risk")
    return model


def managed(model: Any, algorithm: Any, targets: list[PortfolioTarget]) -> list[PortfolioTarget]:
    """The targets that a model sets now."""
    return enumerated(
        method_of(model, "manage_risk")(algorithm, targets), "manage_risk", PortfolioTarget, "IPortfolioTarget"
    )


def preferring(first: list[PortfolioTarget], second: list[PortfolioTarget]) -> list[PortfolioTarget]:
    """One target a symbol, the earliest of both lists."""
    found: dict[Any, PortfolioTarget] = {}
    for target in (*first, *second):
        found.setdefault(target.symbol, target)
    return list(found.values())


class CompositeRiskManagementModel(RiskManagementModel):
    """Several models, each working on the targets of the one before."""

    def __init__(self, *risk_management_models: Any) -> None:
        models = risk_management_models
        if len(models) == 1 and isinstance(models[0], (list, tuple)):
            models = tuple(models[0])
        if not models:
            raise ArgumentException(
                "Must specify at least 1 risk management model for the CompositeRiskManagementModel"
            )
        self._models = [checked_risk(model) for model in models]

    def manage_risk(self, algorithm: Any, targets: Any) -> list[PortfolioTarget]:
        present = list(targets)
        for model in self._models:
            given = algorithm if is_ours(model) else algorithm._lean_plain()
            present = preferring(managed(model, given, present), present)
        return present

    def on_securities_changed(self, algorithm: Any, changes: Any) -> None:
        for model in self._models:
            own(model, "on_securities_changed", algorithm if is_ours(model) else algorithm._lean_plain(), changes)

    def add_risk_management(self, risk_management_model: Any) -> None:
        self._models.append(checked_risk(risk_management_model))
