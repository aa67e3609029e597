"""Indicators and consolidators of an algorithm: making, registering, feeding, warming up."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from leanrig.engine.algorithm.assets import SUBSCRIBABLE
from leanrig.engine.algorithm.subscriptions import SubscriptionManager
from leanrig.engine.consolidators import bars as period_bars
from leanrig.engine.consolidators.base import listen
from leanrig.engine.consolidators.market_hours import MarketHourAwareConsolidator
from leanrig.engine.consolidators.passing import DynamicDataConsolidator, IdentityDataConsolidator
from leanrig.engine.consolidators.renko import RenkoConsolidator, VolumeRenkoConsolidator
from leanrig.engine.consolidators.timeless import RangeConsolidator
from leanrig.engine.data.base_data import BaseData
from leanrig.engine.data.built_bars import RangeBar, RenkoBar, VolumeRenkoBar
from leanrig.engine.data.config import SubscriptionDataConfig, span_of
from leanrig.engine.data.python_data import DynamicData
from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.tick import Tick
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import Resolution, TickType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.identity import Symbol, as_symbol
from leanrig.engine.indicators.python_indicator import wrapped
from leanrig.engine.indicators.shortcuts import SHORTCUTS, plan
from leanrig.engine.loop.consolidation import Consolidation, IntoBarIndicator, IntoIndicator
from leanrig.engine.naming import Dotnet, snake
from leanrig.engine.number import exact

__all__ = ["IndicatorsMixin"]

_SHORT = {"TICK": "tick", "SECOND": "sec", "MINUTE": "min", "HOUR": "hr", "DAILY": "day"}


class IndicatorsMixin(Dotnet):
    """`sma`, `register_indicator`, `consolidate` and their kin."""

    _lean_consolidation: Consolidation
    securities: Any
    settings: Any
    add_security: Any
    debug: Any

    def __getattr__(self, name: str) -> Any:
        short = snake(name) if name[:1].isupper() else name
        if short in SHORTCUTS:
            return self._lean_shortcut(short if short in SHORTCUTS else name)
        return super().__getattr__(name)

    def _lean_shortcut(self, name: str) -> Callable[..., Any]:
        def make(symbol: Any, *arguments: Any, **keywords: Any) -> Any:
            asked = plan(name, arguments, keywords)
            found = self._lean_symbol_of(symbol)
            indicator = asked.build(self.create_indicator_name(found, asked.form, asked.resolution))
            return self._lean_start_indicator((found,), indicator, asked.resolution, asked.selector, asked.field)

        return make

    def _lean_start_indicator(
        self, symbols: tuple[Symbol, ...], indicator: Any, resolution: Any, selector: Any, field: str
    ) -> Any:
        """Feed an indicator with symbols, and warm it up where that is asked for; return it."""
        for symbol in symbols:
            self._lean_register(symbol, indicator, resolution, selector, field)
        if self.settings.automatic_indicator_warm_up:
            whose = symbols[0] if len(symbols) == 1 else list(symbols)
            self.warm_up_indicator(whose, indicator, resolution, selector, field=field)
        return indicator

    def _lean_symbol_of(self, symbol: Any) -> Symbol:
        found = as_symbol(symbol)
        if found is None:
            raise ArgumentException(
                f"Please register to receive data for symbol '{symbol}' using the AddSecurity() function."
            )
        return found

    def create_indicator_name(self, symbol: Any, type: str, resolution: Resolution | None = None) -> str:
        """`SMA(20` and SPY give `SMA(20,SPY_day)`."""
        found = as_symbol(symbol)
        known = found is not None and found not in (Symbol.NONE, Symbol.EMPTY)
        chosen = resolution if isinstance(resolution, Resolution) else None
        if chosen is None and known and found is not None and not isinstance(resolution, timedelta):
            chosen = self._lean_config_of(found).resolution
        parts = [str(found)] if known else []
        parts.append(_SHORT[chosen._name_] if chosen is not None else "")
        label = type if type.endswith(")") or "(" not in type else f"{type})"
        return f"{label}({'_'.join(parts)})".replace(")(", ",")

    @property
    def subscription_manager(self) -> SubscriptionManager:
        """All subscriptions, and the consolidators that listen to them."""
        made = self.__dict__.get("_lean_subscriptions")
        if made is None:
            made = self._lean_subscriptions = SubscriptionManager(self.securities, self._lean_consolidation)
        return made

    def _lean_config_of(self, symbol: Symbol, tick_type: TickType | None = None) -> SubscriptionDataConfig:
        """The subscription that consolidators of a symbol listen to: Lean's own types first, trades before quotes.

        A symbol without one is added, as an order would add it.
        """
        configs = self._lean_configs_of(symbol)
        if not configs and symbol.security_type in SUBSCRIBABLE:
            self.add_security(symbol)
            configs = self._lean_configs_of(symbol)
        if not configs:
            raise ArgumentException(
                f"Please register to receive data for symbol '{symbol}' using the AddSecurity() function."
            )
        configs.sort(key=_by_rank)
        return next((config for config in configs if tick_type in (None, config.tick_type)), configs[0])

    def _lean_configs_of(self, symbol: Symbol) -> list[SubscriptionDataConfig]:
        security = self.securities.by_symbol(symbol)
        return [] if security is None else [c for c in security.subscription_list if not c.is_internal_feed]

    def register_indicator(self, symbol: Any, indicator: Any, *rest: Any, **keywords: Any) -> None:
        """`(symbol, indicator)` and then a resolution, a span or a consolidator, and a selector."""
        names = ("resolution", "selector")
        given = dict(zip(names, rest, strict=False)) | keywords
        how = given.get("consolidator", given.get("resolution"))
        self._lean_register(self._lean_symbol_of(symbol), wrapped(indicator), how, given.get("selector"), "value")

    def _lean_register(self, symbol: Symbol, indicator: Any, how: Any, selector: Any, field: str) -> None:
        if how is not None and hasattr(how, "data_consolidated"):
            self._lean_hear(how, indicator, selector)
            self._lean_attach(symbol, how)
            return
        config = self._lean_config_of(symbol, getattr(selector, "tick_type", None))
        consolidator = None if how is None else self._lean_consolidator_for(config, how)
        if consolidator is not None:
            self._lean_hear(consolidator, indicator, selector, field)
            self._lean_attach(symbol, consolidator)
        else:
            self._lean_consolidation.add(config, _direct(indicator, selector, field))

    def _lean_hear(self, consolidator: Any, indicator: Any, selector: Any, field: str = "value") -> None:
        indicator.consolidators.add(consolidator)

        def take(_: Any, bar: Any) -> None:
            _give(indicator, bar, selector, field)

        listen(consolidator, take)

    def unregister_indicator(self, indicator: Any) -> None:
        """Stop feeding an indicator."""
        for consolidator in list(getattr(indicator, "consolidators", ())):
            self._lean_detach(consolidator)
        self._lean_detach(indicator)

    deregister_indicator = unregister_indicator

    def resolve_consolidator(self, symbol: Any, resolution: Any = None, data_type: type | None = None) -> Any:
        """A consolidator of a symbol's data to a resolution or span."""
        tick_type = None if data_type is None else TickType.QUOTE if data_type is QuoteBar else TickType.TRADE
        config = self._lean_config_of(self._lean_symbol_of(symbol), tick_type)
        made = None if resolution is None else self._lean_consolidator_for(config, resolution)
        return made or _identity(config)

    def _lean_consolidator_for(self, config: SubscriptionDataConfig, how: Any) -> Any:
        """None where the data has that length already."""
        span = how if isinstance(how, timedelta) else None
        resolution = how if isinstance(how, Resolution) else None
        if callable(how) and span is None and resolution is None:
            return _for_type(config)(how)
        too_fine = span is not None and span < config.increment
        if too_fine or (resolution is not None and resolution._value_ < config.resolution._value_):
            raise ArgumentException(
                f"Unable to create {config.symbol} consolidator because {config.symbol} is registered for "
                f"{config.resolution.to_string()} data. Consolidators require higher resolution data to produce lower "
                "resolution data."
            )
        if span == config.increment or resolution is config.resolution:
            return None
        if resolution is Resolution.DAILY:
            return self._lean_daily(config)
        return _for_type(config)(span if span is not None else _span(resolution))

    def _lean_daily(self, config: SubscriptionDataConfig) -> Any:
        settings = self.settings
        wide = settings.daily_consolidation_use_extended_market_hours
        if config.extended_market_hours and not wide and not self.__dict__.get("_lean_daily_warned"):
            self._lean_daily_warned = True
            self.debug(
                f"Warning: The subscription for {config.symbol} has ExtendedMarketHours=true, but "
                "Settings.DailyConsolidationUseExtendedMarketHours=false. Daily consolidations will exclude extended "
                "market hours. Enable algorithm.Settings.DailyConsolidationUseExtendedMarketHours to include them."
            )
        return MarketHourAwareConsolidator(
            settings.daily_precise_end_time,
            timedelta(days=1),
            config.type,
            config.tick_type,
            wide and config.extended_market_hours,
        )

    def consolidate(self, *arguments: Any, **keywords: Any) -> Any:
        """`(symbol, period, handler)`, with a tick type before the handler; or `(type of bar, symbol, size, ...)`."""
        names: tuple[str, ...] = ("symbol", "period", "handler")
        if len(arguments) > 3:
            names = ("symbol", "period", "tick_type", "handler")
        if arguments and isinstance(arguments[0], type):
            names = ("type", "symbol", "size", "tick_type", "handler")
        given = dict(zip(names, arguments, strict=False)) | keywords
        period = given.get("period", given.get("calendar"))
        symbol, tick_type, handler = self._lean_symbol_of(given["symbol"]), given.get("tick_type"), given.get("handler")
        if "type" not in given and not (isinstance(period, (Resolution, timedelta)) or callable(period)):
            kinds = ", ".join(str(type(value)) for value in arguments)
            raise TypeError(f"No method matches given arguments for consolidate: ({kinds})")
        if "type" in given:
            made = _sized(self._lean_config_of(symbol), given["type"], given["size"], tick_type)
        else:
            config = self._lean_config_of(symbol, tick_type)
            made = self._lean_consolidator_for(config, period) or _identity(config)
        if handler is not None:
            listen(made, lambda _, bar: handler(bar))
            self.subscription_manager.add_consolidator(symbol, made, tick_type)
        return made

    def _lean_attach(self, symbol: Symbol, consolidator: Any, tick_type: TickType | None = None) -> None:
        self._lean_config_of(symbol)
        self.subscription_manager.add_consolidator(symbol, consolidator, tick_type)

    def _lean_detach(self, item: Any) -> None:
        configs = [config for security in self.securities.total for config in security.subscription_list]
        self._lean_consolidation.remove(configs, item)


def _span(resolution: Resolution | None) -> timedelta:
    return span_of(resolution or Resolution.MINUTE)


def _by_rank(config: SubscriptionDataConfig) -> tuple[bool, int, int]:
    return config.is_custom_data, config.resolution._value_, config.tick_type._value_


def _for_type(config: SubscriptionDataConfig) -> Any:
    if issubclass(config.type, TradeBar):
        return period_bars.TradeBarConsolidator
    if issubclass(config.type, QuoteBar):
        return period_bars.QuoteBarConsolidator
    if issubclass(config.type, Tick):
        quote = config.tick_type is TickType.QUOTE
        return period_bars.TickQuoteBarConsolidator if quote else period_bars.TickConsolidator
    if issubclass(config.type, DynamicData):
        return DynamicDataConsolidator
    return period_bars.BaseDataConsolidator


def _identity(config: SubscriptionDataConfig) -> Any:
    """A consolidator that passes a subscription's data on."""
    kind = next((kind for kind in (TradeBar, QuoteBar, Tick) if issubclass(config.type, kind)), BaseData)
    if kind is BaseData and issubclass(config.type, DynamicData):
        return DynamicDataConsolidator(1)
    return IdentityDataConsolidator.__class_getitem__(kind)()


def _sized(config: SubscriptionDataConfig, kind: type, size: Any, tick_type: TickType | None) -> Any:
    """A consolidator whose bars have a size: of a brick, of a range, or a number of data points."""
    if kind is VolumeRenkoBar:
        return VolumeRenkoConsolidator(size)
    if kind is RenkoBar:
        return RenkoConsolidator(size)
    if kind is RangeBar:
        return RangeConsolidator(int(size))
    if config.resolution is Resolution.TICK:
        quote = tick_type is TickType.QUOTE
        return (period_bars.TickQuoteBarConsolidator if quote else period_bars.TickConsolidator)(int(size))
    if kind is TradeBar:
        return period_bars.TradeBarConsolidator(int(size))
    if kind is QuoteBar:
        return period_bars.QuoteBarConsolidator(int(size))
    return period_bars.BaseDataConsolidator(int(size))


def _direct(indicator: Any, selector: Any, field: str) -> Any:
    if selector is not None:
        return _Selected(indicator, selector)
    if hasattr(indicator, "advance"):
        return IntoIndicator(indicator, "value" if field == "bar" else field)
    return IntoBarIndicator(indicator)


class _Selected:
    """Feeds an indicator with what the user's selector takes from each bar."""

    def __init__(self, indicator: Any, selector: Any) -> None:
        self.indicator = indicator
        self._selector = selector

    def take(self, page: Any, row: int, clock: Any) -> None:  # the protocol's
        _give(self.indicator, page.item(row), self._selector, "value")


def _give(indicator: Any, bar: Any, selector: Any, field: str) -> None:
    if selector is not None:
        chosen = getattr(selector, "exact", selector)(bar)
        if hasattr(chosen, "end_us"):
            indicator.advance_bar(chosen)
        else:
            indicator.advance(bar.end_us, exact(chosen), bar.symbol)
    elif field in ("value", "bar") or not hasattr(indicator, "advance"):
        indicator.advance_bar(bar)
    else:
        indicator.advance(bar.end_us, getattr(bar, f"exact_{field}"), bar.symbol)
