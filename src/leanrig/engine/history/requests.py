"""What a call of `history` asks for: one request for each stream of data that answers it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from leanrig.engine.algorithm.assets import data_types_of
from leanrig.engine.data.base_data import BaseData
from leanrig.engine.data.config import SubscriptionDataConfig, span_us
from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.tick import Tick
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import DataNormalizationMode, Resolution, SecurityType, TickType
from leanrig.engine.errors import InvalidOperationException
from leanrig.engine.history.window import has_strict_days, start_of_bars
from leanrig.engine.hours.zones import to_local, to_us
from leanrig.engine.identity import Symbol

__all__ = ["Options", "Request", "by_count", "by_dates", "refuse_ticks", "resolution_for"]

UNCOUNTED = "History functions that accept a 'periods' parameter can not be used with Resolution.Tick"
_COMMON = (TradeBar, QuoteBar, Tick)


@dataclass(frozen=True, slots=True)
class Request:
    """A stream over (start, end], in microseconds UTC; the configuration says how it is read."""

    config: SubscriptionDataConfig
    hours: Any
    start_us: int
    end_us: int

    @property
    def symbol(self) -> Symbol:
        return self.config.symbol


@dataclass(frozen=True, slots=True)
class Options:
    """What may be asked of every form; None leaves it to the subscription."""

    resolution: Resolution | None = None
    fill_forward: bool | None = None
    extended: bool | None = None
    mode: DataNormalizationMode | None = None


def by_count(
    algorithm: Any,
    symbols: Iterable[Symbol],
    kind: type | None,
    periods: int,
    options: Options,
    *,
    everything: bool = False,
) -> list[Request]:
    """Requests for the last `periods` bars of each stream, at the stream's own resolution unless one is given."""
    made = []
    for symbol in symbols:
        for config in _matching(algorithm, symbol, kind, options.resolution, everything=everything):
            resolution = config.resolution if options.resolution is None else options.resolution
            start = start_of_count(algorithm, config, resolution, periods, options.extended)
            made.append(_request(algorithm, config, start, algorithm.now_us, options))
    return made


def by_dates(
    algorithm: Any, symbols: Iterable[Symbol], kind: type | None, start_us: int, end_us: int, options: Options
) -> list[Request]:
    """Requests for all streams over (start, end]."""
    return [
        _request(algorithm, config, start_us, end_us, options)
        for symbol in symbols
        for config in _matching(algorithm, symbol, kind, options.resolution)
    ]


def start_of_count(
    algorithm: Any,
    config: SubscriptionDataConfig,
    resolution: Resolution,
    periods: int,
    extended: bool | None = None,
    *,
    end_us: int | None = None,
) -> int:
    """Moment from which `periods` bars fit before now (or `end_us`)."""
    hours = _hours(algorithm, config.symbol)
    wide = False
    if resolution < Resolution.HOUR:
        wide = (
            any(own.extended_market_hours for own in _own(algorithm, config.symbol)) if extended is None else extended
        )
    strict = algorithm.settings.daily_precise_end_time and config.type in (TradeBar, QuoteBar)
    local = start_of_bars(
        hours,
        to_local(algorithm.now_us if end_us is None else end_us, hours.zone),
        span_us(resolution),
        periods,
        extended=wide,
        data_zone=config.data_zone,
        strict=strict and has_strict_days(config.security_type, config.market, hours),
    )
    return to_us(local, hours.zone)


def resolution_for(algorithm: Any, symbol: Symbol, given: Resolution | None, kind: type | None) -> Resolution:
    """The resolution given, else the finest of the user's subscriptions, else the universe settings'."""
    if given is not None:
        return given
    configs = _own(algorithm, symbol)
    users = [config for config in configs if not config.is_internal_feed] or configs
    finest = min((config.resolution for config in users), default=None)
    custom = kind is not None and kind not in _COMMON
    if finest is not None and (finest is not Resolution.TICK or kind is Tick or custom):
        return finest
    if custom and issubclass(kind, BaseData):  # type: ignore[arg-type]  # not None where custom
        return kind().default_resolution()  # type: ignore[misc, no-any-return]
    chosen: Resolution = algorithm.universe_settings.resolution
    return chosen


def refuse_ticks(algorithm: Any, symbols: Iterable[Symbol], given: Resolution | None, kind: type | None) -> None:
    """Ticks cannot be counted.

    Raises
    ------
    InvalidOperationException
        With Lean's text.
    """
    if any(resolution_for(algorithm, symbol, given, kind) is Resolution.TICK for symbol in symbols):
        raise InvalidOperationException(UNCOUNTED)


def _own(algorithm: Any, symbol: Symbol) -> list[SubscriptionDataConfig]:
    """The algorithm's subscriptions of a symbol; of its benchmark also the hourly one that no user asked for."""
    security = algorithm.securities.by_symbol(symbol)
    configs: list[SubscriptionDataConfig] = [] if security is None else list(security.subscription_list)
    benchmark = getattr(getattr(algorithm, "benchmark", None), "security", None)
    if algorithm._lean_benchmark_begun and benchmark is not None and benchmark.symbol == symbol:
        configs += _hourly(algorithm, symbol)
    return configs


def _hourly(algorithm: Any, symbol: Symbol) -> list[SubscriptionDataConfig]:
    data_zone, hours = algorithm._lean_feed.market(symbol)
    return [
        SubscriptionDataConfig(
            kind,
            symbol,
            Resolution.HOUR,
            data_zone=data_zone,
            exchange_zone=hours.zone,
            fill_data_forward=False,
            is_internal_feed=True,
            tick_type=tick_type,
        )
        for kind, tick_type in data_types_of(symbol.security_type, Resolution.HOUR)[:1]
    ]


def _hours(algorithm: Any, symbol: Symbol) -> Any:
    """The security's own hours, which a user may have changed; else the database's."""
    security = algorithm.securities.by_symbol(symbol)
    return algorithm._lean_feed.market(symbol)[1] if security is None else security.exchange.hours


def _request(algorithm: Any, config: SubscriptionDataConfig, start_us: int, end_us: int, options: Options) -> Request:
    """The subscription with what was asked for in its place, over a window that ends now at the latest."""
    resolution = config.resolution if options.resolution is None else options.resolution
    kind = config.type
    if resolution is not config.resolution and kind in _COMMON:
        kind = _bars_of(resolution, config.tick_type)
    fill = config.fill_data_forward if options.fill_forward is None else options.fill_forward
    extended = config.extended_market_hours if options.extended is None else options.extended
    asked = SubscriptionDataConfig(
        kind,
        config.symbol,
        resolution,
        data_zone=config.data_zone,
        exchange_zone=config.exchange_zone,
        fill_data_forward=fill and resolution is not Resolution.TICK,
        extended_market_hours=extended,
        is_internal_feed=config.is_internal_feed,
        is_custom_data=config.is_custom_data,
        tick_type=config.tick_type,
        data_normalization_mode=options.mode or config.data_normalization_mode,
    )
    return Request(asked, _hours(algorithm, config.symbol), start_us, min(end_us, algorithm.now_us))


def _bars_of(resolution: Resolution, tick_type: TickType) -> type:
    if resolution is Resolution.TICK:
        return Tick
    return QuoteBar if tick_type is TickType.QUOTE else TradeBar


def _matching(
    algorithm: Any, symbol: Symbol, kind: type | None, resolution: Resolution | None, *, everything: bool = False
) -> list[SubscriptionDataConfig]:
    """Subscriptions that answer a request; made up where the algorithm has none. Quotes come before trades."""
    own = sorted(_own(algorithm, symbol), key=lambda config: (-config.resolution._value_, -config.tick_type._value_))
    fitting = _of_kind(own, kind)
    users = [config for config in fitting if not config.is_internal_feed]
    chosen = users or [config for config in fitting if config.is_internal_feed]
    if everything and users:
        chosen = users + [config for config in fitting if config.is_internal_feed]
    if not chosen:
        return _made_up(algorithm, symbol, kind, resolution, own)
    if resolution is None or symbol.security_type is not SecurityType.EQUITY:
        return chosen
    if resolution in (Resolution.DAILY, Resolution.HOUR):
        return [config for config in chosen if config.tick_type is not TickType.QUOTE]
    if kind in (None, Tick) and not any(config.tick_type is TickType.QUOTE for config in chosen):
        chosen = [_like(chosen[0], _bars_of(resolution, TickType.QUOTE), resolution, TickType.QUOTE), *chosen]
    return chosen


def _of_kind(configs: list[SubscriptionDataConfig], kind: type | None) -> list[SubscriptionDataConfig]:
    if kind is None:
        return configs
    if kind is Tick:
        return [
            config if config.type is Tick else _like(config, Tick, Resolution.TICK, config.tick_type)
            for config in configs
            if config.type in _COMMON
        ]
    return [config for config in configs if issubclass(config.type, kind)]


def _like(
    config: SubscriptionDataConfig, kind: type, resolution: Resolution, tick_type: TickType
) -> SubscriptionDataConfig:
    return SubscriptionDataConfig(
        kind,
        config.symbol,
        resolution,
        data_zone=config.data_zone,
        exchange_zone=config.exchange_zone,
        fill_data_forward=config.fill_data_forward,
        extended_market_hours=config.extended_market_hours,
        is_internal_feed=config.is_internal_feed,
        tick_type=tick_type,
        data_normalization_mode=config.data_normalization_mode,
    )


def _made_up(
    algorithm: Any, symbol: Symbol, kind: type | None, resolution: Resolution | None, own: list[SubscriptionDataConfig]
) -> list[SubscriptionDataConfig]:
    """Subscriptions as the universe settings would make them, or like the user's own of another kind."""
    settings = algorithm.universe_settings
    users = next((config for config in own if config.type in _COMMON and not config.is_internal_feed), None)
    chosen = resolution_for(algorithm, symbol, resolution, kind)
    if kind is not None and kind not in _COMMON and kind is not BaseData:
        kinds = [(kind, TickType.TRADE)]
    elif symbol.security_type is SecurityType.BASE:
        return []
    else:
        kinds = data_types_of(symbol.security_type, chosen)[::-1]
        kinds = [entry for entry in kinds if kind is None or issubclass(entry[0], kind)]
    data_zone, hours = algorithm._lean_feed.market(symbol)
    return [
        SubscriptionDataConfig(
            data_type,
            symbol,
            chosen,
            data_zone=data_zone,
            exchange_zone=hours.zone,
            fill_data_forward=settings.fill_forward,
            extended_market_hours=(users or settings).extended_market_hours,
            is_internal_feed=True,
            tick_type=tick_type,
            data_normalization_mode=(users or settings).data_normalization_mode,
        )
        for data_type, tick_type in kinds
    ]


def wall_us(algorithm: Any, moment: datetime) -> int:
    """A wall-clock time of the algorithm's zone; an aware one loses its own zone, as in Lean."""
    if hasattr(moment, "to_pydatetime"):
        moment = moment.to_pydatetime()
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    if moment.tzinfo is not None:
        algorithm._lean_notes.warn_besides(
            f"the zone of {moment} given to history() is ignored, as in Lean: its wall clock is read in "
            f"{algorithm.zone}. Give a naive time of that zone."
        )
    return to_us(moment.replace(tzinfo=None), algorithm.zone)
