"""Subscriptions to users' own types of data: `add_data` in all its forms."""

from typing import Any

from leanrig.engine.data.base_data import BaseData
from leanrig.engine.data.config import SubscriptionDataConfig
from leanrig.engine.enums import DataNormalizationMode, Resolution, SecurityType, TickType
from leanrig.engine.errors import ArgumentException, InvalidOperationException
from leanrig.engine.hours.exchange_hours import SecurityExchangeHours
from leanrig.engine.identity import SecurityIdentifier, Symbol, SymbolCache, as_symbol
from leanrig.engine.naming import override
from leanrig.engine.number import exact

__all__ = ["add_custom"]

_SHORT = ("resolution", "time_zone", "fill_forward", "leverage")
_LONG = ("properties", "exchange_hours", "resolution", "fill_forward", "leverage")


def add_custom(
    services: Any,
    feed: Any,
    data_type: type,
    ticker: Any,
    arguments: tuple[Any, ...],
    keywords: dict[str, Any],
) -> Any:
    """Return the security of a user's type and a ticker or symbol; its data begins with the next universe moment."""
    if not (isinstance(data_type, type) and issubclass(data_type, BaseData)):
        raise ArgumentException(f"Cannot add custom data of type {data_type!r}: it must be a class")
    is_long = "properties" in keywords or (arguments and hasattr(arguments[0], "exact_lot_size"))
    given = dict(zip(_LONG if is_long else _SHORT, arguments, strict=False)) | keywords
    instance = data_type()
    symbol = _symbol_of(data_type, ticker, instance)
    SymbolCache.set(symbol.id.symbol, symbol)
    if is_long:
        _enter(feed, symbol, given)
    if given.get("time_zone") is not None:
        feed.set_market(symbol, str(given["time_zone"]))
    elif not feed.has_market(symbol):
        feed.hours.set_entry_always_open(
            symbol.id.market, f"TYPE.{data_type.__name__}", SecurityType.BASE, _answer(instance, "data_time_zone")
        )
    config = _config(services, symbol, data_type, instance, given)
    security = services.security(symbol, [config], exact(given.get("leverage", 1)))
    return services.join(security, [config])


def _symbol_of(data_type: type, ticker: Any, instance: Any) -> Symbol:
    underlying = ticker if isinstance(ticker, Symbol) else as_symbol(ticker) if not isinstance(ticker, str) else None
    if underlying is None and not _answer(instance, "requires_mapping"):
        sid = SecurityIdentifier.generate_base(data_type, ticker, "usa")
        return Symbol(sid, ticker)
    if underlying is None:
        underlying = SymbolCache.find(ticker)
        if underlying is None:
            raise InvalidOperationException(
                f"The custom data type {data_type.__name__} requires mapping, but the provided ticker is not in the "
                "cache. Please add this custom data type using a Symbol or perform this call after a Security has been "
                "added using AddEquity, AddForex, AddCfd, AddCrypto, AddFuture, AddOption or AddSecurity. An example "
                "use case can be found in CustomDataAddDataRegressionAlgorithm"
            )
    return Symbol.create_base(data_type, underlying)


def _enter(feed: Any, symbol: Symbol, given: dict[str, Any]) -> None:
    """Put properties and hours of the user's own into the databases."""
    key = symbol.id.symbol
    feed.properties_database.set_entry("usa", key, SecurityType.BASE, given["properties"])
    hours: SecurityExchangeHours = given["exchange_hours"]
    feed.hours.set_entry("usa", key, SecurityType.BASE, hours, hours.time_zone)


def _config(
    services: Any, symbol: Symbol, data_type: type, instance: Any, given: dict[str, Any]
) -> SubscriptionDataConfig:
    asked = given.get("resolution")
    resolution = _answer(instance, "default_resolution") if asked is None else Resolution(int(asked))
    supported = list(_answer(instance, "supported_resolutions"))
    if asked is not None and resolution not in supported:
        raise ArgumentException(
            f"Sorry {resolution.to_string()} is not a supported resolution for {data_type.__name__} and "
            f"SecurityType.{symbol.security_type.to_string()}. Please change your AddData to use one of the supported "
            f"resolutions ({','.join(one.to_string() for one in supported)})."
        )
    made: list[SubscriptionDataConfig] = services.configs(
        symbol,
        resolution,
        [(data_type, TickType.TRADE)],
        fill_forward=bool(given.get("fill_forward", False)),
        extended=True,
        mode=DataNormalizationMode.ADJUSTED,
    )
    made[0].is_custom_data = True
    return made[0]


def _answer(instance: Any, name: str) -> Any:
    return (override(instance, name) or getattr(instance, name))()
