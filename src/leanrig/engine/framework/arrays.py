"""What models are handed: lists that print as the arrays they are in .NET."""

from typing import Any

__all__ = ["insights_array", "targets_array"]


class _Array(list[Any]):
    @property
    def length(self) -> int:
        return len(self)

    Length = length


class _Insights(_Array):
    pass


class _Targets(_Array):
    pass


_Insights.__name__ = _Insights.__qualname__ = "Insight[]"
_Targets.__name__ = _Targets.__qualname__ = "IPortfolioTarget[]"


def insights_array(items: Any = ()) -> list[Any]:
    """Insights as a model gets them."""
    return _Insights(items)


def targets_array(items: Any = ()) -> list[Any]:
    """Targets as a model gets them."""
    return _Targets(items)
