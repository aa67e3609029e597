"""Calling models: Lean's own and those that users write in Python, in whichever casing."""

from collections.abc import Callable, Iterable
from typing import Any

from leanrig.engine.errors import InvalidCastException, NotImplementedException
from leanrig.engine.models.python_models import is_ours
from leanrig.engine.naming import Dotnet, override, pascal

__all__ = ["Model", "enumerated", "method_of", "own", "require_each"]


def method_of(model: Any, name: str) -> Callable[..., Any]:
    """A model's method: the user's in either casing, else the base's."""
    found = override(model, name) or getattr(model, name, None)
    if found is None:
        raise AttributeError(f"'{type(model).__name__}' object has no attribute '{pascal(name)}'")
    return found


def own(model: Any, name: str, *given: Any) -> Any:
    """Call a method of a model of Lean's that users may override."""
    if type(model).__module__.startswith("leanrig."):
        return getattr(model, name)(*given)
    return method_of(model, name)(*given)


def require_each(model: Any, interface: str, *names: str) -> None:
    """Refuse a user's model that lacks a method."""
    for name in names:
        if not hasattr(model, name) and not hasattr(model, pascal(name)):
            raise NotImplementedException(
                f"{interface}.{pascal(name)} must be implemented. Please implement this missing method on {type(model)}"
            )


def enumerated(result: Any, name: str, kind: type, kind_name: str) -> list[Any]:
    """What a user's method gave, as a list; Lean's error if it is something else."""
    if result is None or isinstance(result, kind) or not isinstance(result, Iterable):
        raise InvalidCastException(
            f"Invalid return type from method '{name}'. Expected an iterable type of '{kind_name}' items but was "
            f"'{type(result).__name__}'"
        )
    items = list(result)
    for item in items:
        if not isinstance(item, kind):
            raise InvalidCastException(
                f"Invalid return type from method '{name}'. Expected all the items in the iterator to be of type "
                f"'{kind_name}' but found '{type(item).__name__}'"
            )
    return items


class Model(Dotnet):
    """One of the algorithm's models, with its methods found once and for all.

    `model` is the object itself; `algorithm` is what its methods are given: the plain algorithm if the user wrote it.
    """

    def __init__(self, model: Any, algorithm: Any) -> None:
        self.model = model
        self.is_ours = is_ours(model)
        self.algorithm = algorithm if self.is_ours else algorithm._lean_plain()
        self._bound: dict[str, Callable[..., Any]] = {}

    def call(self, name: str, *given: Any) -> Any:
        """Call a method with the algorithm and what is given."""
        bound = self._bound.get(name)
        if bound is None:
            bound = self._bound[name] = method_of(self.model, name)
        return bound(self.algorithm, *given)

    def changed(self, changes: Any) -> None:
        """Tell the model of securities that came and went."""
        self.call("on_securities_changed", changes)
