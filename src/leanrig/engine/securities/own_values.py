"""A user's own values on a security: as attributes, by index, or by `add` and `get[T]`."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from leanrig.engine.errors import KeyNotFoundException
from leanrig.engine.naming import Dotnet, has_own, snake

if TYPE_CHECKING:
    from leanrig.engine.securities.price_cache import PriceCache

__all__ = ["OwnValues"]


class _Generic:
    """A method that may be called with a type in brackets, which says nothing in Python."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function

    def __getitem__(self, _: Any) -> Callable[..., Any]:
        return self._function

    def __call__(self, *given: Any) -> Any:
        return self._function(*given)


class OwnValues(Dotnet):
    """All three ways lead to the dictionary of the price cache; `_values_are_users` opens it after construction."""

    cache: "PriceCache"
    _values_are_users = False

    @property
    def properties(self) -> dict[str, Any]:
        found: dict[str, Any] = self.cache.properties
        return found

    def __setattr__(self, name: str, value: Any) -> None:
        if name[:1].isupper() and has_own(self, snake(name)):
            name = snake(name)
        if not self._values_are_users or name[:1] == "_" or name in self.__dict__ or hasattr(type(self), name):
            object.__setattr__(self, name, value)
        else:
            self.cache.properties[name] = value

    def __getattr__(self, name: str) -> Any:
        if name[:1] != "_" and name != "cache" and name in self.cache.properties:
            return self.cache.properties[name]
        return super().__getattr__(name)

    def __getitem__(self, key: str) -> Any:
        try:
            return self.cache.properties[key]
        except KeyError:
            raise KeyNotFoundException(f"The given key '{key}' was not present in the dictionary.") from None

    def __setitem__(self, key: str, value: Any) -> None:
        self.cache.properties[key] = value

    def add(self, key: str, value: Any) -> None:
        self.cache.properties[key] = value

    set = add

    @property
    def get(self) -> _Generic:
        return _Generic(self.__getitem__)

    @property
    def try_get(self) -> _Generic:
        return _Generic(lambda key, _=None: (key in self.cache.properties, self.cache.properties.get(key)))

    def remove(self, key: str) -> bool:
        return self.cache.properties.pop(key, self) is not self

    def clear(self) -> None:
        self.cache.properties.clear()
