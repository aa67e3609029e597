"""What stands behind the algorithm's calls: subscriptions, securities and their coming and going."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from leanrig.engine.data.config import SubscriptionDataConfig, span_us
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import DataNormalizationMode, Resolution, SecurityType, TickType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.feed.stream import BarStream
from leanrig.engine.feed.timeline import Point, Timeline
from leanrig.engine.history.seeding import seed
from leanrig.engine.history.warm_up import streams_with_warm_up
from leanrig.engine.hours.zones import to_local, to_us
from leanrig.engine.identity import Symbol, SymbolCache
from leanrig.engine.loop.changes import SecurityChanges
from leanrig.engine.loop.conversions import Conversions
from leanrig.engine.loop.corporate import CorporateActions
from leanrig.engine.loop.custom_assets import add_custom
from leanrig.engine.loop.margin import call_margin
from leanrig.engine.securities.security import Security
from leanrig.engine.securities.types import class_of

__all__ = ["Services"]


class Services:
    """Makes configurations and securities, and moves streams in and out of the timeline.

    Parameters
    ----------
    algorithm
        Whose securities they are.
    timeline
        Where the streams go.
    feed
        Makes pages for a configuration (feed.reading).
    """

    def __init__(self, algorithm: Any, timeline: Timeline, feed: Any) -> None:
        self._algorithm = algorithm
        self._timeline = timeline
        self._feed = feed
        self._streams: dict[SubscriptionDataConfig, list[BarStream]] = {}
        self._known: dict[tuple[Any, ...], SubscriptionDataConfig] = {}
        self._adding: list[tuple[Security, list[SubscriptionDataConfig]]] = []
        self._removing: list[Security] = []
        self._members: dict[Symbol, tuple[Any, str]] = {}
        self._internal: list[tuple[Security, SubscriptionDataConfig]] = []
        self._benchmark_added = False
        self._step_us = 0
        self._conversions = Conversions(algorithm, self, feed)
        actions = CorporateActions(algorithm)
        self.pay, self.split = actions.pay, actions.split
        self.pending = False

    # -- making

    def configs(
        self,
        symbol: Symbol,
        resolution: Resolution,
        kinds: list[tuple[type, TickType]],
        *,
        fill_forward: bool,
        extended: bool,
        mode: DataNormalizationMode,
        internal: bool = False,
    ) -> list[SubscriptionDataConfig]:
        """Configurations of a symbol, the same objects when they exist already."""
        data_zone, hours = self._feed.market(symbol)
        if symbol.security_type in (SecurityType.INDEX, SecurityType.CRYPTO, SecurityType.FOREX):
            mode = DataNormalizationMode.RAW if symbol.security_type is SecurityType.INDEX else mode
        made = []
        for data_type, tick_type in kinds:
            key = (symbol, data_type, tick_type, resolution, fill_forward, extended, internal, mode)
            if key not in self._known:
                self._known[key] = SubscriptionDataConfig(
                    data_type,
                    symbol,
                    resolution,
                    data_zone=data_zone,
                    exchange_zone=hours.zone,
                    fill_data_forward=fill_forward,
                    extended_market_hours=extended,
                    is_internal_feed=internal,
                    tick_type=tick_type,
                    data_normalization_mode=mode,
                )
            made.append(self._known[key])
        return made

    def add_custom(self, data_type: type, ticker: Any, *arguments: Any, **keywords: Any) -> Security:
        """Subscribe to a user's own type of data (loop.custom_assets)."""
        found: Security = add_custom(self, self._feed, data_type, ticker, arguments, keywords)
        return found

    def security(
        self, symbol: Symbol, configs: list[SubscriptionDataConfig], leverage: Decimal, *, internal: bool = False
    ) -> Security:
        """The security of a symbol with these subscriptions; the one that exists, if it does."""
        existing = self._algorithm.securities.by_symbol(symbol)
        if existing is not None:
            existing.subscription_list += [config for config in configs if config not in existing.subscription_list]
            if not internal:
                existing.is_tradable = True
            return existing  # type: ignore[no-any-return]
        security = self._made(symbol)
        security.subscription_list += configs
        security.is_tradable = security.is_tradable and not internal
        SymbolCache.set(symbol.value, symbol)
        if self._algorithm.settings.seed_initial_prices and not internal:
            # Its own subscriptions are looked at for the last price: it must be known by now.
            self._algorithm.securities.add(security)
            seed(self._algorithm, [security])
        self._algorithm._lean_initialize_security(security)
        if leverage:
            security.set_leverage(leverage)
        return security

    def benchmark_security(self, symbol: Symbol) -> Security:
        """A security of its own, apart from the user's."""
        return self._made(symbol)

    def _made(self, symbol: Symbol) -> Security:
        _, hours = self._feed.market(symbol)
        book = self._algorithm.portfolio.cash_book
        properties = self._feed.properties(symbol, book.account_currency)
        if properties is None:
            raise ArgumentException(
                f"{symbol.security_type.to_string()} '{symbol.value}' symbol could not be found in the database for "
                f"{symbol.id.market} market."
            )
        quote = book.get(properties.quote_currency) or book.add(properties.quote_currency, 0, 0)
        base = None
        if symbol.security_type in (SecurityType.CRYPTO, SecurityType.FOREX, SecurityType.CRYPTO_FUTURE):
            code = symbol.value[: -len(properties.quote_currency)]
            base = book.get(code) or book.add(code, 0, 0)
        security = class_of(symbol.security_type)(
            symbol,
            hours=hours,
            symbol_properties=properties,
            quote_currency=quote,
            clock=self._algorithm._lean_clock,
        )
        if base is not None:
            security.base_currency = base  # type: ignore[attr-defined]  # pairs have one
        self._algorithm._lean_furnish_security(security)
        return security

    # -- coming and going

    def join(self, security: Security, configs: list[SubscriptionDataConfig]) -> Security:
        """Put a security among the algorithm's; its data begins with the next universe moment."""
        self._algorithm.securities.add(security)
        for config in [config for config in security.subscription_list if config.is_internal_feed]:
            self._end_config(security, config)
        self._adding.append((security, configs))
        return security

    def leave(self, symbol: Symbol, tag: str) -> bool:
        """Take a security out: orders cancelled, position closed, subscriptions ended."""
        algorithm = self._algorithm
        security = algorithm.securities.by_symbol(symbol)
        if security is None:
            return False
        if not algorithm.is_warming_up:
            algorithm.transactions.cancel_open_orders(symbol, tag)
        if security.invested:
            algorithm.liquidate(symbol, tag=tag)
        security.is_tradable = False
        self._adding = [entry for entry in self._adding if entry[0] is not security]
        self._removing.append(security)
        return True

    def end_of_step(self) -> None:
        """Let what was added or removed in this step take effect."""
        if self._adding or self._removing or self._algorithm.portfolio.cash_book.has_unsettled:
            self.pending = True

    def apply(self, moment: int) -> tuple[int, SecurityChanges]:
        """Perform pending changes; return how many universe points that counts, and who came and went."""
        adding, removing, self._adding, self._removing, self.pending = self._adding, self._removing, [], [], False
        changes = SecurityChanges()
        universes = {(security.type, security.symbol.id.market) for security, _ in adding}
        universes |= {(security.type, security.symbol.id.market) for security in removing}
        for security in removing:
            self._end(security)
            changes.removed_securities.append(security)
        self._set_step([config for _, configs in adding for config in configs], moment)
        for security, configs in adding:
            fresh = [config for config in configs if config not in self._streams]
            for config in fresh:
                self._begin(security, config, moment, self._algorithm.start_of(moment))
            if fresh:
                changes.added_securities.append(security)
        self._add_benchmark(moment)
        self.convert_currencies()
        for security, config in self._internal:
            if config in security.subscription_list:
                self._begin(security, config, moment, moment)
        self._internal.clear()
        self._timeline.touch()
        return len(universes), changes

    def _begin(self, security: Security, config: SubscriptionDataConfig, moment: int, start: int) -> None:
        algorithm = self._algorithm
        streams = streams_with_warm_up(algorithm, security, config, start, algorithm.end_us, self._step_us)
        self._streams[config] = streams
        for stream in streams:
            self._timeline.add(stream)

    def convert_currencies(self) -> None:
        """See to it that new currencies get a rate; their feeds begin with the next universe moment."""
        self._internal += self._conversions.ensure()

    def _end(self, security: Security) -> None:
        for config in list(security.subscription_list):
            self._end_config(security, config)

    def _end_config(self, security: Security, config: SubscriptionDataConfig) -> None:
        for stream in self._streams.pop(config, ()):
            self._timeline.remove(stream)
        security.subscription_list.remove(config)

    def market_of_index(self, ticker: str) -> str:
        """The market of an index by its ticker."""
        return str(self._feed.market_of_index(ticker))

    def margin_calls(self) -> None:
        """Sell what the margin no longer carries; warn where it is short."""
        call_margin(self._algorithm)

    def _set_step(self, configs: list[SubscriptionDataConfig], moment: int) -> None:
        """The finest resolution of the user's subscriptions decides how often bars are repeated."""
        everyone = [*self._streams, *configs]
        spans = [
            span_us(config.resolution)
            for config in everyone
            if config.resolution is not Resolution.TICK and not config.is_internal_feed
        ]
        step = min(spans, default=0)
        if step == self._step_us:
            return
        self._step_us = step
        for config, streams in list(self._streams.items()):
            if config.fill_data_forward and config.resolution is not Resolution.TICK and not config.is_internal_feed:
                security = streams[0].security
                for stream in streams:
                    self._timeline.remove(stream)
                self._begin(security, config, moment, moment + 1)

    def _add_benchmark(self, moment: int) -> None:
        """The benchmark's own hour bars, from the day before."""
        benchmark = getattr(self._algorithm.benchmark, "security", None)
        if self._benchmark_added or benchmark is None:
            self._benchmark_added = True
            return
        self._benchmark_added = True
        symbol = benchmark.symbol
        kinds = [(TradeBar, TickType.TRADE)]
        config = self.configs(
            symbol,
            Resolution.HOUR,
            self._feed.first_kind(symbol, Resolution.HOUR) or kinds,
            fill_forward=False,
            extended=False,
            mode=DataNormalizationMode.ADJUSTED,
            internal=True,
        )[0]
        self._begin(benchmark, config, moment, self._before(benchmark, moment))

    def _before(self, security: Security, moment: int) -> int:
        """Start of the last trading day before a moment."""
        hours = security.exchange.hours
        day: date = to_local(moment, hours.zone).date() - timedelta(days=1)
        for _ in range(30):
            if hours.is_date_open(day, False):
                break
            day -= timedelta(days=1)
        return to_us(datetime(day.year, day.month, day.day), hours.zone)

    def due(self, moment: int) -> list[Point]:
        """Rows that are due at a universe moment."""
        points: list[Point] = []
        for stream in self._timeline.streams:
            while stream.next_us <= moment:
                points.append((stream, stream.page, stream.row))
                stream.step()
        return points

    def announce(self, changes: SecurityChanges) -> None:
        """Tell the engine's rooms of the changes, before the user hears of them."""
        for listener in self._algorithm._lean_change_listeners:
            listener(changes)
