"""Risk-free rates: of the data folder, constant, or by a function of the date."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from leanrig.engine.errors import InvalidOperationException
from leanrig.engine.naming import Dotnet, override
from leanrig.engine.number import exact, shown

__all__ = [
    "ConstantRiskFreeRateInterestRateModel",
    "FuncRiskFreeRateInterestRateModel",
    "InterestRateProvider",
    "rate_of",
    "rates_from",
]

_rates: list[Callable[[date], Decimal]] = []


def rates_from(lookup: Callable[[date], Decimal]) -> None:
    """Let the data folder's rates be found by date."""
    _rates[:] = [lookup]


class _Model(Dotnet):
    """The base: an exact rate by date."""

    def exact_rate(self, day: date) -> Decimal:
        raise NotImplementedError

    def get_interest_rate(self, date: datetime) -> float:
        """The rate of a date as a fraction."""
        return shown(self.exact_rate(date.date() if isinstance(date, datetime) else date))


class InterestRateProvider(_Model):
    """The primary credit rate of the United States."""

    def exact_rate(self, day: date) -> Decimal:
        if not _rates:
            raise InvalidOperationException("No data folder is in use.")
        return _rates[0](day)


class ConstantRiskFreeRateInterestRateModel(_Model):
    """Always the same."""

    def __init__(self, risk_free_rate: object) -> None:
        self._rate = exact(risk_free_rate)

    def exact_rate(self, day: date) -> Decimal:
        return self._rate


class FuncRiskFreeRateInterestRateModel(_Model):
    """What a function says."""

    def __init__(self, get_interest_rate_func: Callable[[datetime], Any]) -> None:
        self._function = get_interest_rate_func

    def exact_rate(self, day: date) -> Decimal:
        return exact(self._function(datetime(day.year, day.month, day.day)))

    def get_interest_rate(self, date: datetime) -> float:
        return shown(exact(self._function(date)))


def rate_of(model: Any, day: date) -> Decimal:
    """The rate that a model of ours or of the user's gives."""
    if isinstance(model, _Model) and override(model, "get_interest_rate", _Model) is None:
        return model.exact_rate(day)
    method = override(model, "get_interest_rate") or model.get_interest_rate
    return exact(method(datetime(day.year, day.month, day.day)))
