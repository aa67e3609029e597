"""Amounts of a currency, fees, and how Lean writes them."""

from decimal import Decimal
from typing import Any, ClassVar

from leanrig.engine.naming import Dotnet, Shown
from leanrig.engine.number import ZERO, exact, normalize, text

__all__ = ["NULL_CURRENCY", "CashAmount", "OrderFee", "currency_symbol"]

NULL_CURRENCY = "QCC"
_SIGNS = {
    "USD": "$", "GBP": "₤", "JPY": "¥", "EUR": "€", "NZD": "$", "AUD": "$", "CAD": "$", "CHF": "Fr", "HKD": "$",
    "SGD": "$", "XAG": "Ag", "XAU": "Au", "CNH": "¥", "CNY": "¥", "CZK": "Kč", "DKK": "kr", "HUF": "Ft", "INR": "₹",
    "MXN": "$", "NOK": "kr", "PLN": "zł", "SAR": "﷼", "SEK": "kr", "THB": "฿", "TRY": "₺", "TWD": "NT$", "ZAR": "R",
    "RUB": "₽", "BRL": "R$", "GNF": "Fr", "IDR": "Rp", "KRW": "₩", "BTC": "₿", "BCH": "Ƀ", "BSV": "Ɓ", "LTC": "Ł",
    "ETH": "Ξ", "EOS": "ε", "XRP": "✕", "XLM": "*", "ETC": "ξ", "ZRX": "ZRX", "USDT": "₮", "ADA": "₳", "XTZ": "ꜩ",
    "DAI": "◈", "XMR": "ɱ", "SOL": "◎", "DOT": "●", "DOGE": "Ð", "ALGO": "Ⱥ", "ICP": "∞", "IOTA": "ɨ", "MIOTA": "ɨ",
    "MKR": "Μ", "ZEC": "ⓩ", "DASH": "Đ", "XNO": "Ӿ", "REP": "Ɍ", "STEEM": "ȿ", "THETA": "ϑ", "FIL": "⨎", "BAT": "⟁",
    "LSK": "Ⱡ", "NAV": "Ꞥ",
}  # fmt: skip


def currency_symbol(currency: str) -> str:
    """The sign of a currency; its code when it has none."""
    return _SIGNS.get(currency, currency)


class CashAmount(Dotnet):
    """So much of a currency."""

    __slots__ = ("currency", "exact_amount")
    amount = Shown("exact_amount")

    def __init__(self, amount: object = 0, currency: str = NULL_CURRENCY) -> None:
        self.exact_amount = exact(amount)
        self.currency = currency

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, CashAmount)
            and self.exact_amount == other.exact_amount
            and self.currency == other.currency
        )

    def __hash__(self) -> int:
        return hash((self.exact_amount, self.currency))

    def __str__(self) -> str:
        return f"{text(normalize(self.exact_amount))} {self.currency}"


class OrderFee(Dotnet):
    """What a broker takes for an order.

    `base_currency` says that the fee was already taken out of the bought coins: cash of the quote currency is spared.
    """

    __slots__ = ("taken_from_fill", "value")
    ZERO: ClassVar["OrderFee"]

    def __init__(self, value: CashAmount) -> None:
        self.value = value
        # (quote currency, contract multiplier) when the fill was reduced by the fee.
        self.taken_from_fill: tuple[str, Decimal] | None = None

    def apply_to_portfolio(self, portfolio: Any, fill: Any) -> None:
        """Take the fee from the cash."""
        if self.taken_from_fill is not None:
            quote, multiplier = self.taken_from_fill
            spent = self.value.exact_amount * fill.exact_fill_price * multiplier
            portfolio.cash_book[quote].add_exact(-spent)
            return
        if self.value.currency != NULL_CURRENCY:
            portfolio.cash_book[self.value.currency].add_exact(-self.value.exact_amount)

    def __str__(self) -> str:
        return str(self.value)


OrderFee.ZERO = OrderFee(CashAmount(ZERO, NULL_CURRENCY))
