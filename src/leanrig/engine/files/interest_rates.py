"""The risk-free interest rate by date."""

from bisect import bisect_right
from datetime import date
from decimal import Decimal, InvalidOperation

from leanrig.engine.files.data_folder import DataFolder

__all__ = ["InterestRates"]

_PATH = "alternative/interest-rate/usa/interest-rate.csv"
_DEFAULT = Decimal("0.01")
_HUNDRED = Decimal(100)
# Lean knows no rate before this date and takes the one of this date for all earlier ones.
_FIRST = date(1998, 1, 1)


class InterestRates:
    """Rates as fractions; each holds until the next."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._rates: dict[date, Decimal] | None = None
        self._days: list[date] = []

    def rate(self, day: date) -> Decimal:
        """The rate of a date."""
        if self._rates is None:
            self._rates = self._read()
            self._days = sorted(self._rates)
        day = max(day, _FIRST)
        place = bisect_right(self._days, day)
        if place and self._days[place - 1] >= _FIRST:
            return self._rates[self._days[place - 1]]
        # Before the first date of the file Lean takes its first row, whatever its date.
        return next(iter(self._rates.values()), Decimal(0) if not self._rates else _DEFAULT)

    def _read(self) -> dict[date, Decimal]:
        rates: dict[date, Decimal] = {}
        for line in (self._folder.lines(_PATH) or [])[1:]:
            cells = line.split(",")
            try:
                day = date.fromisoformat(cells[0].strip())
                rates[day] = Decimal(cells[1].strip()) / _HUNDRED
            except (ValueError, IndexError, InvalidOperation):
                self._folder.report(f"Couldn't parse primary credit rate file. Line: {line}")
        if not rates:
            self._folder.report(
                "InterestRateProvider.FromCsvFile(): no interest rates were loaded, please make sure the file is "
                f"present '{self._folder.root / _PATH}'"
            )
        return rates
