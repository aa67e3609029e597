"""Lean's helpers on numbers and times that algorithms call by the name of their class."""

from datetime import datetime

from leanrig.engine.data.base_data import micros
from leanrig.engine.hours.zones import to_local, to_us
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

    @staticmethod
    def convert_from_utc(time: datetime, to: object) -> datetime:
        """A universal time as the wall clock of a zone shows it."""
        return to_local(micros(time), str(to))

    @staticmethod
    def convert_to_utc(time: datetime, zone: object) -> datetime:
        """A zone's wall clock as a naive universal time."""
        return to_local(to_us(time, str(zone)), "UTC")

    @staticmethod
    def convert_to(time: datetime, zone: object, to: object) -> datetime:
        """One zone's wall clock as another's."""
        return to_local(to_us(time, str(zone)), str(to))
