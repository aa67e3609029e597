"""Which data of a security the feeds let through."""

from typing import Any

from leanrig.engine.naming import Dotnet, override

__all__ = ["SecurityDataFilter", "user_filter"]


class SecurityDataFilter(Dotnet):
    """Everything; users' own filters derive from it."""

    def filter(self, vehicle: Any, data: Any) -> bool:
        return True


def user_filter(data_filter: Any) -> Any:
    """The method of a user's own filter; None where everything passes."""
    return None if data_filter is None else override(data_filter, "filter", SecurityDataFilter)
