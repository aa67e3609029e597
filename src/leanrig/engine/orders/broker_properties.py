"""What single brokers may be told of an order besides."""

from typing import Any

from leanrig.engine.enums import IndiaProductType
from leanrig.engine.orders.properties import OrderProperties

__all__ = [
    "AlpacaOrderProperties",
    "BinanceOrderProperties",
    "BitfinexOrderProperties",
    "BybitOrderProperties",
    "CharlesSchwabOrderProperties",
    "CoinbaseOrderProperties",
    "EzeOrderProperties",
    "FTXOrderProperties",
    "FixOrderProperties",
    "GDAXOrderProperties",
    "IndiaOrderProperties",
    "InteractiveBrokersFixOrderProperties",
    "InteractiveBrokersOrderProperties",
    "KrakenOrderProperties",
    "PublicOrderProperties",
    "RBIOrderProperties",
    "TDAmeritradeOrderProperties",
    "TastytradeOrderProperties",
    "TradeStationOrderProperties",
    "TradierOrderProperties",
    "WebullOrderProperties",
]


class AlpacaOrderProperties(OrderProperties):
    """For Alpaca."""

    outside_regular_trading_hours = False


class BinanceOrderProperties(OrderProperties):
    """For Binance."""

    post_only = False


class BitfinexOrderProperties(OrderProperties):
    """For Bitfinex."""

    post_only = False
    hidden = False


class BybitOrderProperties(OrderProperties):
    """For Bybit."""

    post_only = False
    reduce_only: bool | None = None


class CharlesSchwabOrderProperties(OrderProperties):
    """For Charles Schwab."""

    extended_regular_trading_hours = False


class CoinbaseOrderProperties(OrderProperties):
    """For Coinbase."""

    post_only = False
    self_trade_prevention_id = False


class GDAXOrderProperties(CoinbaseOrderProperties):
    """For Coinbase under its older name."""

    post_only = False
    self_trade_prevention_id = False


class EzeOrderProperties(OrderProperties):
    """For Eze."""

    route: str | None = None
    account: str | None = None
    notes: str | None = None
    account_type: str | None = None

    def __init__(self, route: str | None = None, account: str | None = None, *rest: Any) -> None:
        super().__init__()
        self.route, self.account = route, account
        if rest:
            self.exchange = rest[0]
        if len(rest) > 1:
            self.notes = rest[1]


class FTXOrderProperties(OrderProperties):
    """For FTX."""

    post_only = False
    reduce_only = False


class FixOrderProperties(OrderProperties):
    """For brokers that are reached over FIX."""

    handle_instruction: str | None = None
    notes: str | None = None


class IndiaOrderProperties(OrderProperties):
    """For Indian brokers: the exchange, and the kind of product."""

    product_type: str | None = None

    def __init__(self, exchange: Any = None, product_type: IndiaProductType | None = None) -> None:
        super().__init__(exchange)
        if product_type is not None:
            self.product_type = product_type.to_string()


class InteractiveBrokersOrderProperties(OrderProperties):
    """For Interactive Brokers."""

    account: str | None = None
    fa_group: str | None = None
    fa_method: str | None = None
    fa_percentage = 0
    fa_profile: str | None = None
    outside_regular_trading_hours = False


class InteractiveBrokersFixOrderProperties(OrderProperties):
    """For Interactive Brokers over FIX."""

    account: str | None = None


class KrakenOrderProperties(OrderProperties):
    """For Kraken. A fee is taken in the base or in the quote currency, never in both."""

    post_only = False
    no_market_price_protection = False
    conditional_order: Any = None
    _in_base = False
    _in_quote = False

    @property
    def fee_in_base(self) -> bool:
        return self._in_base

    @fee_in_base.setter
    def fee_in_base(self, wanted: bool) -> None:
        if wanted:
            self._in_base, self._in_quote = True, False

    @property
    def fee_in_quote(self) -> bool:
        return self._in_quote

    @fee_in_quote.setter
    def fee_in_quote(self, wanted: bool) -> None:
        if wanted:
            self._in_base, self._in_quote = False, True


class PublicOrderProperties(OrderProperties):
    """For Public."""

    outside_regular_trading_hours = False
    use_margin: bool | None = None


class RBIOrderProperties(OrderProperties):
    """For RBI."""


class TastytradeOrderProperties(OrderProperties):
    """For Tastytrade."""


class TDAmeritradeOrderProperties(OrderProperties):
    """For TD Ameritrade."""


class TradeStationOrderProperties(OrderProperties):
    """For TradeStation."""

    all_or_none = False
    outside_regular_trading_hours = False
    post_only = False


class TradierOrderProperties(OrderProperties):
    """For Tradier."""

    outside_regular_trading_hours = False


class WebullOrderProperties(OrderProperties):
    """For Webull."""

    outside_regular_trading_hours = False
