"""Coins that stand for a currency because no market has a pair of the two."""

from leanrig.engine.naming import Dotnet
from leanrig.engine.orders.money import currency_symbol

__all__ = ["Currencies", "is_stand_in", "stands_for"]

_DOLLARS = ("USDT", "USDC", "USD")
_STAND_INS: dict[str, frozenset[str]] = {
    "binance": frozenset(
        (
            "USDCUSD",
            "USDTUSD",
            "USDPUSD",
            "SUSDUSD",
            "BUSDUSD",
            "USTUSD",
            "TUSDUSD",
            "FDUSDUSD",
            "DAIUSD",
            "IDRTIDR",
            "BNFCRUSD",
        )
    ),
    "bitfinex": frozenset(("EURSEUR", "XCHFCHF")),
    "coinbase": frozenset(("USDCUSD",)),
    "bybit": frozenset(("USDCUSD", "USDTUSD", "USDPUSD", "SUSDUSD", "BUSDUSD", "USTUSD", "TUSDUSD", "DAIUSD")),
    "dydx": frozenset(("USDCUSD",)),
}


class Currencies(Dotnet):
    """Codes of the currencies that Lean names."""

    USD = "USD"
    EUR = "EUR"
    GBP = "GBP"
    INR = "INR"
    IDR = "IDR"
    CNH = "CNH"
    CHF = "CHF"
    HKD = "HKD"
    JPY = "JPY"
    KRW = "KRW"
    NULL_CURRENCY = "QCC"

    @staticmethod
    def get_currency_symbol(currency: str) -> str:
        """The sign of a currency, else its code."""
        return currency_symbol(currency)


def is_stand_in(pair: str, market: str) -> bool:
    """Whether the two currencies of `pair` count as one on `market`."""
    return pair in _STAND_INS.get(market, ())


def stands_for(account_currency: str, currency: str, market: str) -> bool:
    """Whether `currency` is worth exactly one unit of the account's currency on `market`."""
    others = [account_currency]
    if account_currency in _DOLLARS:
        others = [dollar for dollar in _DOLLARS if dollar != currency]
    return any(is_stand_in(other + currency, market) or is_stand_in(currency + other, market) for other in others)
