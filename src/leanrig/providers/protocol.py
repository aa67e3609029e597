"""What every source of bars can do."""

from datetime import date
from typing import Protocol

from leanrig.model.bars import BarSet
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import Symbol

__all__ = ["BarProvider"]


class BarProvider(Protocol):
    """A vendor, a package or a simulator, behind one method."""

    name: str

    def bars(self, symbol: Symbol, resolution: Resolution, start: date, end: date) -> BarSet:
        """Return raw bars of the sessions from `start` to `end`, both included.

        Raises
        ------
        BadInput
            If the provider does not know the symbol or resolution, or has nothing in the range; says what it has.
        VendorFailed
            If a vendor did not answer.
        """
        ...
