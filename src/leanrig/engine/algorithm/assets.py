"""Adding and removing securities."""

from typing import Any

from leanrig.engine.data.auxiliary import MarginInterestRate
from leanrig.engine.data.config import SubscriptionDataConfig
from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.tick import Tick
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import DataNormalizationMode, Resolution, SecurityType, TickType
from leanrig.engine.errors import ArgumentException, NotThereYet
from leanrig.engine.identity import Symbol, SymbolCache, as_symbol
from leanrig.engine.naming import Dotnet
from leanrig.engine.number import exact
from leanrig.engine.securities.security import Security

__all__ = ["SUBSCRIBABLE", "AssetsMixin", "data_types_of"]

SUBSCRIBABLE = frozenset(
    (
        SecurityType.EQUITY,
        SecurityType.CRYPTO,
        SecurityType.FOREX,
        SecurityType.CFD,
        SecurityType.INDEX,
        SecurityType.CRYPTO_FUTURE,
        SecurityType.BASE,
    )
)
_MARKETS = {
    SecurityType.FOREX: "oanda",
    SecurityType.CFD: "oanda",
    SecurityType.CRYPTO: "coinbase",
    SecurityType.CRYPTO_FUTURE: "binance",
}


def data_types_of(kind: SecurityType, resolution: Resolution) -> list[tuple[type, TickType]]:
    """The streams that a security of a type is subscribed with."""
    both = [(TradeBar, TickType.TRADE), (QuoteBar, TickType.QUOTE)]
    if kind in (SecurityType.FOREX, SecurityType.CFD):
        wanted = both[1:]
    elif kind is SecurityType.INDEX or (
        kind is SecurityType.EQUITY and resolution in (Resolution.HOUR, Resolution.DAILY)
    ):
        wanted = both[:1]
    else:
        wanted = both
    is_tick = resolution is Resolution.TICK
    found: list[tuple[type, TickType]] = [(Tick if is_tick else made, tick_type) for made, tick_type in wanted]
    if kind is SecurityType.CRYPTO_FUTURE:
        found.append((MarginInterestRate, TickType.QUOTE))
    return found


class AssetsMixin(Dotnet):
    """`add_equity` and its siblings, `add_data`, `remove_security`."""

    _lean_services: Any
    universe_settings: Any
    brokerage_model: Any
    securities: Any

    def add_equity(
        self,
        ticker: str,
        resolution: Resolution | None = None,
        market: str | None = None,
        fill_forward: bool = True,
        leverage: object = 0,
        extended_market_hours: bool = False,
        data_normalization_mode: DataNormalizationMode | None = None,
    ) -> Security:
        """Subscribe to a share."""
        return self._lean_add(
            SecurityType.EQUITY,
            ticker,
            resolution,
            market,
            fill_forward,
            leverage,
            extended_market_hours,
            data_normalization_mode,
        )

    def add_crypto(
        self,
        ticker: str,
        resolution: Resolution | None = None,
        market: str | None = None,
        fill_forward: bool = True,
        leverage: object = 0,
    ) -> Security:
        """Subscribe to a coin."""
        return self._lean_add(SecurityType.CRYPTO, ticker, resolution, market, fill_forward, leverage)

    def add_crypto_future(
        self,
        ticker: str,
        resolution: Resolution | None = None,
        market: str | None = None,
        fill_forward: bool = True,
        leverage: object = 0,
    ) -> Security:
        """Subscribe to a perpetual contract."""
        return self._lean_add(SecurityType.CRYPTO_FUTURE, ticker, resolution, market, fill_forward, leverage)

    def add_forex(
        self,
        ticker: str,
        resolution: Resolution | None = None,
        market: str | None = None,
        fill_forward: bool = True,
        leverage: object = 0,
    ) -> Security:
        """Subscribe to a pair of currencies."""
        return self._lean_add(SecurityType.FOREX, ticker, resolution, market, fill_forward, leverage)

    def add_cfd(
        self,
        ticker: str,
        resolution: Resolution | None = None,
        market: str | None = None,
        fill_forward: bool = True,
        leverage: object = 0,
    ) -> Security:
        """Subscribe to a contract for difference."""
        return self._lean_add(SecurityType.CFD, ticker, resolution, market, fill_forward, leverage)

    def add_index(
        self,
        ticker: str,
        resolution: Resolution | None = None,
        market: str | None = None,
        fill_forward: bool = True,
    ) -> Security:
        """Subscribe to an index."""
        return self._lean_add(SecurityType.INDEX, ticker, resolution, market, fill_forward, 1)

    def add_security(self, *args: Any, **kwargs: Any) -> Security:
        """`(symbol, resolution, ...)` or `(security_type, ticker, resolution, ...)`."""
        if args and isinstance(args[0], SecurityType):
            return self._lean_add_by_type(*args, **kwargs)
        symbol = as_symbol(kwargs.pop("symbol", None) or args[0])
        if symbol is None:
            raise ArgumentException(f"Unknown symbol '{args[0]}'")
        names = ("resolution", "fill_forward", "leverage", "extended_market_hours", "data_mapping_mode")
        given: dict[str, Any] = dict(zip((*names, "data_normalization_mode"), args[1:], strict=False)) | kwargs
        given.pop("data_mapping_mode", None)
        given.pop("contract_depth_offset", None)
        return self._lean_add_symbol(symbol, **given)

    def _lean_add_by_type(
        self, kind: SecurityType, ticker: str, resolution: Resolution | None = None, *args: Any, **kw: Any
    ) -> Security:
        """Lean has two orders of arguments: with a market after the resolution and without."""
        names: tuple[str, ...] = ("fill_forward", "extended_market_hours")
        if args and (isinstance(args[0], str) or args[0] is None):
            names = ("market", "fill_forward", "leverage", "extended_market_hours")
        elif len(args) > 2:
            names = ("fill_forward", "leverage", "extended_market_hours")
        given = dict(zip((*names, "data_mapping_mode", "data_normalization_mode"), args, strict=False)) | kw
        return self._lean_add(
            kind,
            ticker,
            resolution,
            given.get("market"),
            given.get("fill_forward", True),
            given.get("leverage", 0),
            given.get("extended_market_hours", False),
            given.get("data_normalization_mode"),
        )

    def _lean_add(
        self,
        kind: SecurityType,
        ticker: str,
        resolution: Resolution | None = None,
        market: str | None = None,
        fill_forward: bool = True,
        leverage: object = 0,
        extended: bool = False,
        mode: DataNormalizationMode | None = None,
    ) -> Security:
        if kind not in SUBSCRIBABLE:
            raise NotThereYet(f"QCAlgorithm.add_security for SecurityType.{kind}")
        ticker = str(ticker)  # a symbol is its ticker's text to .NET
        market = self._lean_market_of(kind, ticker, market)
        symbol = SymbolCache.find(ticker)
        if symbol is None or symbol.id.market != market or symbol.security_type is not kind:
            symbol = Symbol.create(ticker, kind, market)
        return self._lean_add_symbol(symbol, resolution, fill_forward, leverage, extended, mode)

    def _lean_market_of(self, kind: SecurityType, ticker: str, market: str | None) -> str:
        if market:
            return market.lower()
        if kind is SecurityType.INDEX:
            return str(self._lean_services.market_of_index(ticker))
        default: dict[SecurityType, str] = getattr(self.brokerage_model, "default_markets", _MARKETS)
        return default.get(kind, "usa")

    def _lean_add_symbol(
        self,
        symbol: Symbol,
        resolution: Resolution | None = None,
        fill_forward: bool | None = None,
        leverage: object = 0,
        extended_market_hours: bool | None = None,
        data_normalization_mode: DataNormalizationMode | None = None,
    ) -> Security:
        settings = self.universe_settings
        chosen = settings.resolution if resolution is None else Resolution(int(resolution))
        mode = settings.data_normalization_mode if data_normalization_mode is None else data_normalization_mode
        configs = self._lean_services.configs(
            symbol,
            chosen,
            data_types_of(symbol.security_type, chosen),
            fill_forward=settings.fill_forward if fill_forward is None else bool(fill_forward),
            extended=settings.extended_market_hours if extended_market_hours is None else bool(extended_market_hours),
            mode=DataNormalizationMode(int(mode)),
        )
        security: Security = self._lean_services.security(symbol, configs, exact(leverage))
        return self._lean_services.join(security, configs)  # type: ignore[no-any-return]

    def add_data(self, data_type: type, ticker: Any, *args: Any, **kwargs: Any) -> Security:
        """Subscribe to a user's own type of data."""
        found: Security = self._lean_services.add_custom(data_type, ticker, *args, **kwargs)
        return found

    def remove_security(self, symbol: object, tag: str | None = None) -> bool:
        """Cancel its orders, close its position and end its subscriptions."""
        found = as_symbol(symbol)
        return found is not None and bool(self._lean_services.leave(found, "Removed" if tag is None else tag))

    def configs_of(self, security: Security, *, internal: bool = False) -> list[SubscriptionDataConfig]:
        """Subscriptions of a security; the user's own unless `internal`."""
        return [config for config in security.subscription_list if internal or not config.is_internal_feed]

    def symbol(self, ticker: str) -> Symbol:
        """The symbol of a ticker that was added."""
        return SymbolCache.get_symbol(ticker)

    def ticker(self, symbol: Symbol) -> str:
        return str(symbol)
