"""Indicators and consolidators of an algorithm: making, registering, feeding, warming up."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from leanrig.engine.consolidators import bars as period_bars
from leanrig.engine.consolidators.market_hours import MarketHourAwareConsolidator
from leanrig.engine.data.config import SubscriptionDataConfig, span_of
from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.tick import Tick
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import Resolution, TickType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.identity import Symbol, as_symbol
from leanrig.engine.indicators.python_indicator import wrapped
from leanrig.engine.indicators.shortcuts import SHORTCUTS, plan
from leanrig.engine.loop.consolidation import Consolidation, IntoBarIndicator, IntoConsolidator, IntoIndicator
from leanrig.engine.naming import Dotnet, snake
from leanrig.engine.number import exact

__all__ = ["IndicatorsMixin"]

_SHORT = {"TICK": "tick", "SECOND": "sec", "MINUTE": "min", "HOUR": "hr", "DAILY": "day"}


class IndicatorsMixin(Dotnet):
    """`sma`, `register_indicator`, `consolidate` and their kin."""

    _lean_consolidation: Consolidation
    securities: Any
    settings: Any

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
            self._lean_register(found, indicator, asked.resolution, asked.selector, asked.field)
            if self.settings.automatic_indicator_warm_up:
                self.warm_up_indicator(found, indicator, asked.resolution, asked.selector, field=asked.field)
            return indicator

        return make

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

    def _lean_config_of(self, symbol: Symbol, tick_type: TickType | None = None) -> SubscriptionDataConfig:
        """The subscription that consolidators of a symbol listen to: trades where there are trades."""
        security = self.securities.by_symbol(symbol)
        configs = [] if security is None else [c for c in security.subscription_list if not c.is_internal_feed]
        if tick_type is not None:
            configs = [config for config in configs if config.tick_type is tick_type]
        if not configs:
            raise ArgumentException(
                f"Please register to receive data for symbol '{symbol}' using the AddSecurity() function."
            )
        return min(configs, key=lambda config: (config.resolution._value_, config.tick_type._value_))

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

        consolidator.data_consolidated += take

    def unregister_indicator(self, indicator: Any) -> None:
        """Stop feeding an indicator."""
        for consolidator in list(getattr(indicator, "consolidators", ())):
            self._lean_detach(consolidator)
        self._lean_detach(indicator)

    deregister_indicator = unregister_indicator

    def resolve_consolidator(self, symbol: Any, resolution: Any = None, data_type: type | None = None) -> Any:
        """A consolidator of a symbol's data to a resolution or span."""
        config = self._lean_config_of(self._lean_symbol_of(symbol))
        made = None if resolution is None else self._lean_consolidator_for(config, resolution)
        return made or _for_type(config)(config.increment)

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
        extended = self.settings.daily_consolidation_use_extended_market_hours and config.extended_market_hours
        hours = self.securities[config.symbol].exchange.hours
        return MarketHourAwareConsolidator(
            timedelta(days=1),
            config.type,
            config.tick_type,
            hours_of=lambda _: hours,
            strict=self.settings.daily_precise_end_time,
            extended=extended,
        )

    def consolidate(self, symbol: Any, period: Any, *rest: Any) -> Any:
        """`(symbol, period, handler)` or `(symbol, period, tick_type, handler)`."""
        handler = rest[-1]
        tick_type = rest[0] if len(rest) > 1 and isinstance(rest[0], TickType) else None
        config = self._lean_config_of(self._lean_symbol_of(symbol), tick_type)
        made = self._lean_consolidator_for(config, period)
        if made is None:
            made = _for_type(config)(config.increment)
        made.data_consolidated += lambda _, bar: handler(bar)
        self._lean_consolidation.add(config, IntoConsolidator(made, config.exchange_zone))
        return made

    def _lean_attach(self, symbol: Symbol, consolidator: Any, tick_type: TickType | None = None) -> None:
        """Feed a consolidator with the first of a symbol's subscriptions that suits it."""
        security = self.securities.by_symbol(symbol)
        configs = [] if security is None else [c for c in security.subscription_list if not c.is_internal_feed]
        if not configs:
            raise ArgumentException(
                f"Please subscribe to this symbol before adding a consolidator for it. Symbol: {symbol.value}"
            )
        wanted = getattr(consolidator, "input_type", None)
        for config in configs:
            suits = wanted is None or issubclass(config.type, wanted) or wanted not in (TradeBar, QuoteBar, Tick)
            if suits and (tick_type is None or config.tick_type is tick_type):
                self._lean_consolidation.add(config, IntoConsolidator(consolidator, config.exchange_zone))
                return
        raise ArgumentException(
            f"Type mismatch found between consolidator and symbol. Symbol: {symbol.value} does not support input type: "
            f"{getattr(wanted, '__name__', wanted)}. "
            f"Supported types: {','.join(config.type.__name__ for config in configs)}."
        )

    def _lean_detach(self, item: Any) -> None:
        configs = [config for security in self.securities.total for config in security.subscription_list]
        self._lean_consolidation.remove(configs, item)


def _span(resolution: Resolution | None) -> timedelta:
    return span_of(resolution or Resolution.MINUTE)


def _for_type(config: SubscriptionDataConfig) -> Any:
    if issubclass(config.type, TradeBar):
        return period_bars.TradeBarConsolidator
    if issubclass(config.type, QuoteBar):
        return period_bars.QuoteBarConsolidator
    if issubclass(config.type, Tick):
        quote = config.tick_type is TickType.QUOTE
        return period_bars.TickQuoteBarConsolidator if quote else period_bars.TickConsolidator
    return period_bars.BaseDataConsolidator


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

    def take(self, page: Any, row: int, clock: Any) -> None:  # noqa: ARG002  # the protocol's
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
