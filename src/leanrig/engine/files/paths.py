"""Where prices lie in the data folder."""

from datetime import date

from leanrig.engine.enums import Resolution, SecurityType, TickType
from leanrig.engine.identity import Symbol

__all__ = ["price_file"]

# Types whose hour and daily files do not say what kind of data they hold.
_ONE_KIND = frozenset(
    (SecurityType.BASE, SecurityType.EQUITY, SecurityType.INDEX, SecurityType.FOREX, SecurityType.CFD)
)
_KIND = {TickType.TRADE: "trade", TickType.QUOTE: "quote", TickType.OPEN_INTEREST: "openinterest"}


def price_file(symbol: Symbol, ticker: str, resolution: Resolution, day: date | None, kind: TickType) -> str:
    """Return the relative path of a day's zip, of the whole history for hour and daily data.

    Parameters
    ----------
    ticker
        The name at that date.
    """
    security_type = symbol.security_type
    name = (symbol.id.symbol if security_type is SecurityType.CRYPTO_FUTURE else ticker).lower()
    folder = f"{security_type.to_string().lower()}/{symbol.id.market}/{resolution.to_string().lower()}"
    if resolution >= Resolution.HOUR:
        return f"{folder}/{name}.zip" if security_type in _ONE_KIND else f"{folder}/{name}_{_KIND[kind]}.zip"
    return f"{folder}/{name}/{day:%Y%m%d}_{_KIND[kind]}.zip"
