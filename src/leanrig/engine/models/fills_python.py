"""Fill models that users write in Python, as Lean wraps them."""

from typing import Any

from leanrig.engine.errors import InvalidOperationException
from leanrig.engine.models.fill_parameters import Fill, FillModelParameters
from leanrig.engine.models.fills_base import FillModel
from leanrig.engine.naming import override

__all__ = ["FillModelPythonWrapper", "fill_model"]


class FillModelPythonWrapper(FillModel):
    """A user's fill model: any of its methods may be its own, in either casing; the rest are its base's.

    Raises
    ------
    AttributeError
        When the model has no base of Lean's.
    """

    def __init__(self, model: Any) -> None:
        if not isinstance(model, FillModel):
            raise AttributeError(f"'{type(model).__name__}' object has no attribute 'SetPythonWrapper'")
        self.model = model
        model.set_python_wrapper(self)

    def fill(self, parameters: FillModelParameters) -> Fill:
        self.parameters = self.model.parameters = parameters
        made = (override(self.model, "fill") or self.model.fill)(parameters)
        if made is None:
            raise InvalidOperationException("Object reference not set to an instance of an object.")
        return made if isinstance(made, Fill) else Fill(made)


def fill_model(model: Any) -> Any:
    """The fill model that stands for what a user gave."""
    return model if type(model).__module__.startswith("leanrig.") else FillModelPythonWrapper(model)
