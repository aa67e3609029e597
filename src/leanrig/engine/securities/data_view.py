"""A security's newest data by type: `security.data`."""

from typing import Any

from leanrig.engine.errors import InvalidOperationException, KeyNotFoundException
from leanrig.engine.naming import Dotnet
from leanrig.engine.securities.price_cache import PriceCache

__all__ = ["DynamicSecurityData"]


class DynamicSecurityData(Dotnet):
    """A view on the price cache; nothing can be set."""

    def __init__(self, cache: PriceCache) -> None:
        self.__dict__["_cache"] = cache

    def has_data(self, data_type: type) -> bool:
        return bool(self._cache.has_data(data_type))

    def get(self, data_type: type) -> Any:
        """The newest point of a type; None where there is none."""
        found = self._cache.get_all(data_type)
        return found[-1] if found else None

    def get_all(self, data_type: type) -> list[Any]:
        """All points of a type that came at the last moment."""
        return list(self._cache.get_all(data_type))

    def has_property(self, name: str) -> bool:
        return bool(self._cache.of_name(name))

    def get_property(self, name: str) -> list[Any]:
        """All points of the type with that name."""
        found: list[Any] | None = self._cache.of_name(name)
        if found is None:
            raise KeyNotFoundException(
                f"Property with name '{name}' does not exist. DynamicSecurityData is a view of the SecurityCache."
            )
        return list(found)

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("_"):
            found = self._cache.of_name(name)
            if found is not None:
                return list(found)
        return super().__getattr__(name)

    def __setattr__(self, name: str, value: object) -> None:
        raise InvalidOperationException(
            "DynamicSecurityData is a view of the SecurityCache. It is readonly, properties can not be set"
        )
