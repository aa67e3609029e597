"""What all alpha models have, and the ones that do nothing or join others."""

import uuid
from typing import Any

from leanrig.engine.errors import ArgumentException, NotImplementedException
from leanrig.engine.framework.calls import enumerated, method_of, own, require_each
from leanrig.engine.framework.insight import Insight
from leanrig.engine.models.python_models import is_ours
from leanrig.engine.naming import Dotnet

__all__ = ["AlphaModel", "CompositeAlphaModel", "NullAlphaModel", "checked_alpha", "insights_of", "name_of"]


class AlphaModel(Dotnet):
    """Generates insights. Users derive from it."""

    name: str

    def __new__(cls, *_: Any, **__: Any) -> "AlphaModel":
        # Here, not in __init__: users' classes need not call it.
        self = super().__new__(cls)
        self.name = str(uuid.uuid4())
        return self

    def update(self, algorithm: Any, data: Any) -> Any:  # for users to override
        raise NotImplementedException(
            "Types deriving from 'AlphaModel' must implement the 'IEnumerable<Insight> Update(QCAlgorithm, Slice) "
            "method."
        )

    def on_securities_changed(self, algorithm: Any, changes: Any) -> None:
        """Nothing unless overridden."""


class NullAlphaModel(AlphaModel):
    """Generates nothing."""

    def update(self, algorithm: Any, data: Any) -> list[Insight]:  # Lean's signature
        return []


def checked_alpha(model: Any) -> Any:
    """A model that the user gave; Lean's error if a method is missing."""
    if not is_ours(model):
        require_each(model, "IAlphaModel", "update", "on_securities_changed")
    return model


def name_of(model: Any) -> str:
    """What a model calls itself; its class where it has no name."""
    name = vars(model).get("Name") or getattr(model, "name", None) or getattr(model, "Name", None)
    return str(name) if name is not None else type(model).__name__


def insights_of(model: Any, algorithm: Any, data: Any) -> list[Insight]:
    """The insights that a model generates now."""
    return enumerated(method_of(model, "update")(algorithm, data), "update", Insight, "Insight")


class CompositeAlphaModel(AlphaModel):
    """Several models as one."""

    def __init__(self, *alpha_models: Any) -> None:
        if not alpha_models:
            raise ArgumentException("Must specify at least 1 alpha model for the CompositeAlphaModel")
        self._models = [checked_alpha(model) for model in alpha_models]

    def update(self, algorithm: Any, data: Any) -> list[Insight]:
        found = []
        for model in self._models:
            insights = insights_of(model, algorithm if is_ours(model) else algorithm._lean_plain(), data)
            for insight in insights:
                insight.source_model = insight.source_model or name_of(model)
            found += insights
        return found

    def on_securities_changed(self, algorithm: Any, changes: Any) -> None:
        for model in self._models:
            own(model, "on_securities_changed", algorithm if is_ours(model) else algorithm._lean_plain(), changes)

    def add_alpha(self, alpha_model: Any) -> None:
        self._models.append(checked_alpha(alpha_model))
