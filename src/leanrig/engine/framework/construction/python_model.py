"""Portfolio construction models that users write in Python."""

from typing import Any

from leanrig.engine.framework.calls import require_each
from leanrig.engine.framework.construction.base import PortfolioConstructionModel
from leanrig.engine.models.python_models import is_ours

__all__ = ["checked_construction"]


def checked_construction(model: Any) -> Any:
    """A model that the user gave; Lean's errors if it is none."""
    if not is_ours(model):
        require_each(model, "IPortfolioConstructionModel", "create_targets", "on_securities_changed")
        if not isinstance(model, PortfolioConstructionModel):
            raise AttributeError(f"'{type(model).__name__}' object has no attribute 'SetPythonWrapper'")
    return model
