"""What all execution models have, and the one that does nothing."""

from typing import Any

from leanrig.engine.errors import NotImplementedException
from leanrig.engine.framework.calls import require_each
from leanrig.engine.models.python_models import is_ours
from leanrig.engine.naming import Dotnet

__all__ = ["ExecutionModel", "NullExecutionModel", "checked_execution"]


class ExecutionModel(Dotnet):
    """Turns targets into orders. Users derive from it."""

    asynchronous = True

    def __init__(self, asynchronous: bool = True) -> None:
        self.asynchronous = asynchronous

    def execute(self, algorithm: Any, targets: Any) -> None:  # for users to override
        raise NotImplementedException(
            "Types deriving from 'ExecutionModel' must implement the 'void Execute(QCAlgorithm, IPortfolioTarget[]) "
            "method."
        )

    def on_securities_changed(self, algorithm: Any, changes: Any) -> None:
        """Nothing unless overridden."""

    def on_order_event(self, algorithm: Any, order_event: Any) -> None:
        """Nothing unless overridden."""


class NullExecutionModel(ExecutionModel):
    """Orders nothing."""

    def execute(self, algorithm: Any, targets: Any) -> None:
        """Do nothing."""


def checked_execution(model: Any) -> Any:
    """A model that the user gave; Lean's error if a method is missing."""
    if not is_ours(model):
        require_each(model, "IExecutionModel", "execute", "on_securities_changed")
    return model
