"""How each vendor spells a symbol, and what a person may type: the one place that knows.

Inside leanrig a symbol is Lean's ticker with its type: `BTCUSD` crypto, `EURUSD` forex, `BRK.B` equity.
"""

import re

from leanrig.errors import BadInput
from leanrig.model.symbol import SecurityType, Symbol

__all__ = ["FIAT", "QUOTES", "pair_of", "parse_symbol", "to_alpaca", "to_coinbase", "to_polygon"]

FIAT = frozenset(
    {"AED", "ARS", "AUD", "BRL", "CAD", "CHF", "CLP", "CNH", "CNY", "COP", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF"}
    | {"IDR", "ILS", "INR", "JPY", "KRW", "MXN", "MYR", "NOK", "NZD", "PEN", "PHP", "PLN", "RON", "RUB", "SAR", "SEK"}
    | {"SGD", "THB", "TRY", "TWD", "USD", "ZAR"}
)
QUOTES = ("USDT", "USDC", "USD", "EUR", "GBP", "JPY", "BTC", "ETH")
"""Quote currencies of crypto pairs, longest first."""

_PREFIXES = {"X:": SecurityType.CRYPTO, "C:": SecurityType.FOREX}
_SEPARATORS = re.compile(r"[-/_]")
_PAIR_LETTERS = 6


def parse_symbol(text: str, security_type: SecurityType | None = None, market: str | None = None) -> Symbol:
    """Return the symbol that a person or a vendor means.

    Parameters
    ----------
    text
        `AAPL`, `BTCUSD`, `X:BTCUSD`, `BTC/USD`, `BTC-USD`, `EURUSD`, `C:EURUSD`, `EUR/USD`, in any case.
    security_type
        Given, it decides; else the spelling does: two currencies of states are forex, any other pair with a known
        quote currency is crypto, everything else is a stock.

    Raises
    ------
    BadInput
        If the text is no ticker, or its prefix says another type than `security_type`.
    """
    plain = text.strip().upper()
    said = _PREFIXES.get(plain[:2])
    if said is not None and security_type not in (None, said):
        raise BadInput(f"{text!r} is {said}, not {security_type}", cure="leave the prefix or the type away")
    plain = plain[2:] if said is not None else plain
    halves = _SEPARATORS.split(plain)
    is_pair = len(halves) == 2 and (said is not None or halves[1] in FIAT or halves[1] in QUOTES)
    if is_pair:
        plain = "".join(halves)
    elif len(halves) == 2 and len(halves[1]) == 1:
        plain = ".".join(halves)  # BRK-B and BRK/B are ways to write BRK.B
    found = security_type or said or _guessed(plain, is_pair=is_pair)
    return Symbol.parse(plain, found, market)


def pair_of(symbol: Symbol) -> tuple[str, str]:
    """Return base and quote currency of a pair; raise `BadInput` where the quote currency is not known."""
    ticker = symbol.ticker
    if symbol.security_type is SecurityType.FOREX and len(ticker) == _PAIR_LETTERS:
        return ticker[:3], ticker[3:]
    for quote in QUOTES:
        if ticker.endswith(quote) and len(ticker) > len(quote):
            return ticker.removesuffix(quote), quote
    raise BadInput(f"{symbol} is no pair whose quote currency is known", cure=f"use a pair that ends in {_listed()}")


def to_polygon(symbol: Symbol) -> str:
    """`AAPL`, `BRK.B`, `X:BTCUSD`, `C:EURUSD`."""
    prefix = {SecurityType.CRYPTO: "X:", SecurityType.FOREX: "C:"}.get(symbol.security_type, "")
    return prefix + symbol.ticker


def to_alpaca(symbol: Symbol) -> str:
    """`AAPL`, `BRK.B`, `BTC/USD`."""
    return symbol.ticker if symbol.security_type is SecurityType.EQUITY else "/".join(pair_of(symbol))


def to_coinbase(symbol: Symbol) -> str:
    """`BTC-USD`."""
    return "-".join(pair_of(symbol))


def _guessed(plain: str, *, is_pair: bool) -> SecurityType:
    if len(plain) == _PAIR_LETTERS and plain[:3] in FIAT and plain[3:] in FIAT:
        return SecurityType.FOREX
    if is_pair or (len(plain) >= _PAIR_LETTERS and plain.endswith(QUOTES)):
        return SecurityType.CRYPTO
    return SecurityType.EQUITY


def _listed() -> str:
    return ", ".join(QUOTES)
