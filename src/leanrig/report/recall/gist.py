"""A sentence without its figures, headed by whose it is: what is embedded of it."""

import re
from collections.abc import Sequence

from leanrig.report.recall.glossary import in_other_words

__all__ = ["gist_of", "known_as"]

_FIGURE = re.compile(r"(?<!\w)[▲▼]?\s*[+\-−]?[$€£¥₹]?\d[\d,.:\-/Tx%]*(?:\s?%)?")
_MOST_SYMBOLS = 4
_COINS = {
    "ADA": "cardano", "AVAX": "avalanche", "BCH": "bitcoin cash", "BTC": "bitcoin", "DOGE": "dogecoin",
    "DOT": "polkadot", "ETH": "ethereum", "LINK": "chainlink", "LTC": "litecoin", "SOL": "solana", "XRP": "ripple",
}  # fmt: skip
_QUOTES = ("USDT", "USDC", "USD", "EUR", "GBP")


def gist_of(text: str, symbols: Sequence[str] = ()) -> str:
    """Return `text` without figures and dates, after the names of what was traded where these are part of it."""
    words = in_other_words(" ".join(_FIGURE.sub(" ", text).split()))
    names = ", ".join(known_as(symbol) for symbol in symbols[:_MOST_SYMBOLS])
    return f"{names}: {words}" if names else words


def known_as(symbol: str) -> str:
    """Return a coin's pair with the coin's own name, and any other symbol as it is."""
    coin = next((symbol.removesuffix(quote) for quote in _QUOTES if symbol.endswith(quote)), symbol)
    name = _COINS.get(coin.upper())
    return f"{symbol} {name}" if name else symbol
