"""Securities by type, as Lean names them."""

from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar

from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import DataNormalizationMode
from leanrig.engine.errors import InvalidOperationException
from leanrig.engine.securities.security import Security

__all__ = ["Cfd", "Crypto", "CryptoFuture", "Equity", "Forex", "Index", "class_of"]

_STABLE_COINS = ("USDT", "BUSD", "USDC")


class Equity(Security):
    """Shares."""

    # Trading days and local time after which a cash account has the money of a sale.
    DEFAULT_SETTLEMENT_DAYS: ClassVar[int] = 1
    DEFAULT_SETTLEMENT_TIME: ClassVar[timedelta] = timedelta(hours=6)

    def set_data_normalization_mode(self, mode: DataNormalizationMode) -> None:
        """Change how prices are adjusted."""
        super().set_data_normalization_mode(mode)

    @property
    def shortable(self) -> bool:
        return self.shortable_provider is not None

    @property
    def primary_exchange(self) -> Any:
        return ""


class _Pair(Security):
    """A pair of currencies: the base is bought, the quote is paid."""

    base_currency: Any = None

    def set_data_normalization_mode(self, mode: DataNormalizationMode) -> None:
        raise InvalidOperationException(
            f"Security.SetDataNormalizationMode(): {type(self).__name__} prices are always raw"
        )


class Forex(_Pair):
    """A pair of currencies."""


class Crypto(_Pair):
    """A coin against a currency or coin; its price is that of the last trade bar, where there has been one."""

    @property
    def exact_price(self) -> Decimal:
        bar = self.cache.get_data(TradeBar)
        return self.cache.exact_price if bar is None else bar.exact_close


class CryptoFuture(_Pair):
    """A perpetual or dated contract on a coin."""

    def is_crypto_coin_future(self) -> bool:
        """Whether the collateral is the coin itself."""
        return self.quote_currency.symbol not in _STABLE_COINS


class Cfd(Security):
    """A contract for difference."""


class Index(Security):
    """An index: prices, not tradable unless made so."""


_BY_NAME: dict[str, type[Security]] = {
    "EQUITY": Equity,
    "FOREX": Forex,
    "CRYPTO": Crypto,
    "CRYPTO_FUTURE": CryptoFuture,
    "CFD": Cfd,
    "INDEX": Index,
}


def class_of(security_type: Any) -> type[Security]:
    """The class of a security type."""
    return _BY_NAME.get(security_type._name_, Security)
