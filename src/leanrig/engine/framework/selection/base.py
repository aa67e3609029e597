"""What all universe selection models have, and the ones that select nothing or join others."""

from datetime import datetime
from typing import Any

from leanrig.engine.data.base_data import micros
from leanrig.engine.errors import ArgumentException, NotImplementedException
from leanrig.engine.framework.calls import enumerated, method_of, require_each
from leanrig.engine.models.python_models import is_ours
from leanrig.engine.naming import Dotnet
from leanrig.engine.universe.universe import Universe

__all__ = [
    "CompositeUniverseSelectionModel",
    "NullUniverseSelectionModel",
    "UniverseSelectionModel",
    "checked_selection",
    "next_refresh_of",
    "universes_of",
]


class UniverseSelectionModel(Dotnet):
    """Makes universes. Users derive from it."""

    def get_next_refresh_time_utc(self) -> datetime:
        """When universes are to be made anew."""
        return datetime.max

    def create_universes(self, algorithm: Any) -> Any:  # for users to override
        raise NotImplementedException(
            "Types deriving from 'UniverseSelectionModel' must implement the 'IEnumerable<Universe> "
            "CreateUniverses(QCAlgorithm) method."
        )


class NullUniverseSelectionModel(UniverseSelectionModel):
    """Makes no universe."""

    def create_universes(self, algorithm: Any) -> list[Universe]:  # Lean's signature
        return []


def checked_selection(model: Any) -> Any:
    """A model that the user gave; Lean's error if it cannot make universes."""
    if not is_ours(model):
        require_each(model, "UniverseSelectionModel", "create_universes")
    return model


def universes_of(model: Any, algorithm: Any) -> list[Universe]:
    """The universes that a model makes now."""
    given = algorithm if is_ours(model) else algorithm._lean_plain()
    return enumerated(method_of(model, "create_universes")(given), "create_universes", Universe, "Universe")


def next_refresh_of(model: Any) -> datetime:
    """When a model wants to be asked again; never, if it does not say."""
    if not hasattr(model, "get_next_refresh_time_utc") and not hasattr(model, "GetNextRefreshTimeUtc"):
        return datetime.max
    return method_of(model, "get_next_refresh_time_utc")()  # type: ignore[no-any-return]


class CompositeUniverseSelectionModel(UniverseSelectionModel):
    """Several models as one."""

    def __init__(self, *universe_selection_models: Any) -> None:
        if not universe_selection_models:
            raise ArgumentException(
                "Must specify at least 1 universe selection model for the CompositeUniverseSelectionModel"
            )
        self._models = [checked_selection(model) for model in universe_selection_models]
        self._was_asked = False

    def get_next_refresh_time_utc(self) -> datetime:
        return min((next_refresh_of(model) for model in self._models), key=micros)

    def create_universes(self, algorithm: Any) -> list[Universe]:
        made = []
        for model in self._models:
            refresh = next_refresh_of(model)
            if not self._was_asked or algorithm.now_us >= micros(refresh) or refresh.year == datetime.max.year:
                made += universes_of(model, algorithm)
        self._was_asked = True
        return made

    def add_universe_selection(self, universe_selection_model: Any) -> None:
        self._models.append(checked_selection(universe_selection_model))
