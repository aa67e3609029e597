"""What is traded: ticker, market and security type."""

import re
from dataclasses import dataclass
from enum import StrEnum

from leanrig.errors import BadInput

__all__ = ["SecurityType", "Symbol"]

_TICKER = re.compile(r"[A-Z][A-Z0-9.]{0,19}")
_DEFAULT_MARKETS = {"equity": "usa", "crypto": "coinbase", "forex": "oanda"}


class SecurityType(StrEnum):
    """The kinds of security that leanrig fetches and renders."""

    EQUITY = "equity"
    CRYPTO = "crypto"
    FOREX = "forex"


@dataclass(frozen=True, slots=True, order=True)
class Symbol:
    """Lean's ticker with its market and type, for example `Symbol.parse("BTCUSD", SecurityType.CRYPTO)`."""

    ticker: str
    security_type: SecurityType
    market: str

    @classmethod
    def parse(cls, text: str, security_type: SecurityType, market: str | None = None) -> "Symbol":
        """Return the symbol that `text` names; raise `BadInput` where it is not a ticker in Lean's form."""
        ticker = text.strip().upper()
        if not _TICKER.fullmatch(ticker):
            raise BadInput(
                f"{text!r} is not a ticker",
                cure="use Lean's form: letters, digits and dots, such as AAPL, BRK.B or BTCUSD",
            )
        return cls(ticker, security_type, market or _DEFAULT_MARKETS[security_type])

    def __str__(self) -> str:
        return self.ticker
