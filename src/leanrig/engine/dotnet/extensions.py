"""Lean's helpers on numbers that algorithms call by the name of their class."""

from leanrig.engine.naming import Dotnet
from leanrig.engine.number import exact, shown, significant, smart_round

__all__ = ["Extensions"]


class Extensions(Dotnet):
    """QuantConnect.Extensions, as far as algorithms use it."""

    @staticmethod
    def round_to_significant_digits(value: object, digits: int) -> float:
        return shown(significant(exact(value), int(digits)))

    @staticmethod
    def smart_rounding(value: object) -> float:
        return shown(smart_round(exact(value)))
