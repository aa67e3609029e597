"""A security's volatility as option models and others ask for it."""

from datetime import datetime
from typing import Any, ClassVar

from leanrig.engine.errors import NotThereYet
from leanrig.engine.naming import Dotnet

__all__ = ["BaseVolatilityModel", "NullVolatilityModel", "VolatilityModel"]


class NullVolatilityModel(Dotnet):
    """Zero."""

    volatility = 0.0

    def update(self, security: Any, data: Any) -> None:
        """Nothing to learn."""

    def get_history_requirements(self, security: Any, utc_time: datetime) -> list[Any]:
        return []


class VolatilityModel(Dotnet):
    """Where Lean keeps the model that does nothing."""

    NULL: ClassVar[NullVolatilityModel] = NullVolatilityModel()


class BaseVolatilityModel(NullVolatilityModel):
    """The base of models that users write."""


class StandardDeviationOfReturnsVolatilityModel(BaseVolatilityModel):
    """Standard deviation of returns."""

    def __init__(self, *_: object, **__: object) -> None:
        raise NotThereYet("StandardDeviationOfReturnsVolatilityModel")


class RelativeStandardDeviationVolatilityModel(BaseVolatilityModel):
    """Standard deviation over mean."""

    def __init__(self, *_: object, **__: object) -> None:
        raise NotThereYet("RelativeStandardDeviationVolatilityModel")
