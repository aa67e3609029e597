"""Exchanges by name, for order properties."""

from typing import ClassVar

from leanrig.engine.enums import SecurityType
from leanrig.engine.naming import Dotnet

__all__ = ["Exchange"]


class Exchange(Dotnet):
    """Where an order is to be executed: `Exchange.NSE`."""

    UNKNOWN: ClassVar["Exchange"]

    def __init__(self, name: str, code: str, market: str, *security_types: SecurityType) -> None:
        self.name = name
        self.code = code
        self.market = market
        self.security_types = list(security_types)

    def __str__(self) -> str:
        return self.name

    def __eq__(self, other: object) -> bool:
        mine = (self.code, self.market)
        return (isinstance(other, Exchange) and mine == (other.code, other.market)) or self.name == other

    def __hash__(self) -> int:
        return hash((self.code, self.market))


# Shares: name and code on the US tape.
_USA = {
    "MEMX": "MM", "LTSE": "L", "NASDAQ": "Q", "NASDAQ_SC": "S", "BATS": "Z", "ARCA": "P", "NYSE": "N",
    "SMART": "SMART", "OTCX": "OTCX", "IEX": "IEX", "FINRA": "D", "ISE": "I", "CSE": "M", "CBOE": "W",
    "NASDAQ_BX": "B", "SIAC": "SIAC", "EDGA": "J", "EDGX": "K", "NASDAQ_PSX": "X", "BATS_Y": "Y", "BOSTON": "BB",
    "AMEX": "A", "CSFB": "CSFB",
}  # fmt: skip
_INDIA = ("BSE", "NSE")

Exchange.UNKNOWN = Exchange("", "", "")
for _name, _code in _USA.items():
    setattr(Exchange, _name, Exchange(_name, _code, "usa", SecurityType.EQUITY))
for _name in _INDIA:
    setattr(Exchange, _name, Exchange(_name, _name, "india", SecurityType.EQUITY))
