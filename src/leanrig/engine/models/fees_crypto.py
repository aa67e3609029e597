"""Fees of exchanges for coins: a share of the value, less for orders that wait in the book."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from leanrig.engine.data.base_data import micros
from leanrig.engine.enums import OrderType, SecurityType
from leanrig.engine.errors import InvalidCastException
from leanrig.engine.models.fee import FeeModel, OrderFeeParameters, fee_of, is_maker, unsupported
from leanrig.engine.number import ONE, ZERO, exact
from leanrig.engine.orders.money import OrderFee

__all__ = [
    "AlpacaFeeModel",
    "BinanceCoinFuturesFeeModel",
    "BinanceFeeModel",
    "BinanceFuturesFeeModel",
    "BitfinexFeeModel",
    "BybitFeeModel",
    "BybitFuturesFeeModel",
    "CoinbaseFeeModel",
    "FTXFeeModel",
    "FTXUSFeeModel",
    "GDAXFeeModel",
    "KrakenFeeModel",
    "dYdXFeeModel",
]

_STABLE_ON_COINBASE = frozenset(
    (
        "DAIUSDC", "DAIUSD", "GYENUSD", "PAXUSD", "PAXUSDT", "MUSDUSD", "USDCEUR", "USDCGBP", "USDTEUR", "USDTGBP",
        "USDTUSD", "USDTUSDC", "USTEUR", "USTUSD", "USTUSDT", "WBTCBTC",
    )
)  # fmt: skip
_STABLE_PAIRS_CHANGE_US = micros(datetime(2022, 6, 1))
_FIRST_CHANGE_US = micros(datetime(2019, 3, 23, 1, 30))
_SECOND_CHANGE_US = micros(datetime(2019, 10, 8, 0, 30))


def base_of(security: Any) -> str:
    """The coin that is bought."""
    value, quote = security.symbol.value, security.quote_currency.symbol
    return str(value[: -len(quote)] if value.endswith(quote) else value)


def side_price(security: Any, order: Any) -> Decimal:
    """The limit of a limit order, else the ask for a buy and the bid for a sell; times the contract's size."""
    if order.type is OrderType.LIMIT:
        price = order.exact_limit_price
    else:
        price = security.exact_ask_price if order.exact_quantity > 0 else security.exact_bid_price
    return price * security.symbol_properties.exact_contract_multiplier  # type: ignore[no-any-return]


def position_fee(security: Any, order: Any, rate: Decimal) -> OrderFee:
    """A share of a contract's value, in the currency of its collateral."""
    value = security.holdings.quantity_value(abs(order.exact_quantity), security.exact_price)
    return fee_of(value.exact_amount * rate, value.cash.symbol)


class _MakerTakerFeeModel(FeeModel):
    """Two rates. A buy of coins pays in the coin, a sell in the quote currency."""

    MAKER: ClassVar[Decimal] = ZERO
    TAKER: ClassVar[Decimal] = ZERO

    def __init__(self, m_fee: object = None, t_fee: object = None) -> None:
        self._maker = self.MAKER if m_fee is None else exact(m_fee)
        self._taker = self.TAKER if t_fee is None else exact(t_fee)

    def rate(self, security: Any, order: Any) -> Decimal:
        return self._maker if is_maker(order) else self._taker

    def get_order_fee(self, parameters: OrderFeeParameters) -> OrderFee:
        security, order = parameters.security, parameters.order
        rate = self.rate(security, order)
        if security.type is SecurityType.CRYPTO_FUTURE:
            return position_fee(security, order, rate)
        if order.exact_quantity > 0:
            return fee_of(abs(order.exact_quantity) * rate, paying_coin(security))
        return fee_of(side_price(security, order) * abs(order.exact_quantity) * rate, security.quote_currency.symbol)


def paying_coin(security: Any) -> str:
    """The base of a pair; other types have none."""
    if security.type not in (SecurityType.CRYPTO, SecurityType.FOREX, SecurityType.CFD, SecurityType.CRYPTO_FUTURE):
        raise unsupported(security)
    return base_of(security)


class BinanceFeeModel(_MakerTakerFeeModel):
    """Binance and Binance.US, first tier."""

    MAKER = TAKER = Decimal("0.001")
    MAKER_TIER_1_FEE = TAKER_TIER_1_FEE = 0.001


class BinanceFuturesFeeModel(BinanceFeeModel):
    """Contracts in USDT, and in BUSD."""

    def __init__(
        self,
        m_usdt_fee: object = Decimal("0.0002"),
        t_usdt_fee: object = Decimal("0.0004"),
        m_busd_fee: object = Decimal("0.00012"),
        t_busd_fee: object = Decimal("0.00036"),
    ) -> None:
        super().__init__(m_usdt_fee, t_usdt_fee)
        self._busd = exact(m_busd_fee), exact(t_busd_fee)

    def rate(self, security: Any, order: Any) -> Decimal:
        paying_coin(security)
        if security.quote_currency.symbol == "BUSD":
            return self._busd[0] if is_maker(order) else self._busd[1]
        return super().rate(security, order)


class BinanceCoinFuturesFeeModel(BinanceFeeModel):
    """Contracts in coins."""

    MAKER, TAKER = Decimal("0.0001"), Decimal("0.0005")


class BitfinexFeeModel(_MakerTakerFeeModel):
    """Hidden orders always take."""

    MAKER, TAKER = Decimal("0.001"), Decimal("0.002")

    def __init__(self) -> None:
        super().__init__()

    def rate(self, security: Any, order: Any) -> Decimal:
        return self._taker if bool(getattr(order.properties, "hidden", False)) else super().rate(security, order)


class BybitFeeModel(_MakerTakerFeeModel):
    """Bybit, no VIP."""

    MAKER = TAKER = Decimal("0.001")


class BybitFuturesFeeModel(BybitFeeModel):
    """Bybit's contracts."""

    MAKER, TAKER = Decimal("0.0002"), Decimal("0.00055")


class dYdXFeeModel(_MakerTakerFeeModel):  # noqa: N801  # Lean's name
    """Always a share of the contract's value."""

    MAKER, TAKER = Decimal("0.0001"), Decimal("0.0005")

    def get_order_fee(self, parameters: OrderFeeParameters) -> OrderFee:
        return position_fee(parameters.security, parameters.order, self.rate(parameters.security, parameters.order))


class CoinbaseFeeModel(_MakerTakerFeeModel):
    """Rates that changed with time; the constructor's count after October 2019."""

    MAKER, TAKER = Decimal("0.006"), Decimal("0.008")

    def __init__(self, maker_fee: object = None, taker_fee: object = None) -> None:
        super().__init__(maker_fee, taker_fee)

    def _rate_at(self, order: Any, *, stable: bool) -> Decimal:
        maker = is_maker(order)
        if stable:
            if order.time_us < _STABLE_PAIRS_CHANGE_US:
                return ZERO if maker else Decimal("0.001")
            return ZERO if maker else Decimal("0.00001")
        if order.time_us < _FIRST_CHANGE_US:
            return ZERO if maker else Decimal("0.003")
        if order.time_us < _SECOND_CHANGE_US:
            return Decimal("0.0015") if maker else Decimal("0.0025")
        return self._maker if maker else self._taker

    def get_order_fee(self, parameters: OrderFeeParameters) -> OrderFee:
        security, order = parameters.security, parameters.order
        rate = self._rate_at(order, stable=security.symbol.value in _STABLE_ON_COINBASE)
        price = security.exact_ask_price if order.exact_quantity > 0 else security.exact_bid_price
        price *= security.symbol_properties.exact_contract_multiplier
        return fee_of(price * abs(order.exact_quantity) * rate, security.quote_currency.symbol)


class GDAXFeeModel(CoinbaseFeeModel):
    """Coinbase's old name."""


class AlpacaFeeModel(FeeModel):
    """Nothing for shares; coins in the coin that is bought."""

    _MAKER, _TAKER = Decimal("0.0015"), Decimal("0.0025")

    def get_order_fee(self, parameters: OrderFeeParameters) -> OrderFee:
        security, order = parameters.security, parameters.order
        if security.type is not SecurityType.CRYPTO:
            return fee_of(ZERO, "USD")
        waits = order.type is OrderType.LIMIT and not order.is_marketable
        rate = self._MAKER if waits else self._TAKER
        quantity = abs(order.exact_quantity)
        if order.exact_quantity > 0:
            return fee_of(quantity * rate, base_of(security))
        return fee_of(quantity * security.exact_price * rate, security.quote_currency.symbol)


class FTXFeeModel(FeeModel):
    """A buy that waits pays in the coin."""

    MAKER, TAKER = Decimal("0.0002"), Decimal("0.0007")

    def get_order_fee(self, parameters: OrderFeeParameters) -> OrderFee:
        security, order = parameters.security, parameters.order
        buys = order.exact_quantity > 0
        price = security.exact_ask_price if buys else security.exact_bid_price
        price *= security.symbol_properties.exact_contract_multiplier
        currency, rate = security.quote_currency.symbol, self.TAKER
        if is_maker(order):
            rate = self.MAKER
            if buys:
                price, currency = ONE, _base_cash(security).symbol
        return fee_of(price * abs(order.exact_quantity) * rate, currency)


def _base_cash(security: Any) -> Any:
    base = getattr(security, "base_currency", None)
    if base is None:
        kind = type(security).__name__
        raise InvalidCastException(
            f"Unable to cast object of type 'QuantConnect.Securities.{kind}.{kind}' to type "
            "'QuantConnect.Securities.IBaseCurrencySymbol'."
        )
    return base


class FTXUSFeeModel(FTXFeeModel):
    """FTX in the United States."""

    MAKER, TAKER = Decimal("0.001"), Decimal("0.004")


class KrakenFeeModel(FeeModel):
    """A buy pays in the quote currency, a sell in the coin, unless the order says otherwise."""

    _MAKER, _TAKER, _CURRENCIES = Decimal("0.0016"), Decimal("0.0026"), Decimal("0.002")
    fx_stablecoin_list = ("CAD", "EUR", "GBP", "JPY", "USD", "USDT", "DAI", "USDC")

    def get_order_fee(self, parameters: OrderFeeParameters) -> OrderFee:
        security, order = parameters.security, parameters.order
        price = side_price(security, order)
        in_quote = order.exact_quantity > 0
        rate = self._MAKER if is_maker(order) else self._TAKER
        if in_quote and getattr(order.properties, "fee_in_base", False):
            in_quote = False
        if not in_quote and getattr(order.properties, "fee_in_quote", False):
            in_quote = True
        if security.symbol.value.startswith(self.fx_stablecoin_list):
            rate = self._CURRENCIES
        base = paying_coin(security)
        if in_quote:
            return fee_of(price * abs(order.exact_quantity) * rate, security.quote_currency.symbol)
        return fee_of(abs(order.exact_quantity) * rate, base)
