"""What stands behind the algorithm's calls: subscriptions, securities and their coming and going."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from leanrig.engine.algorithm.assets import data_types_of
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
from leanrig.engine.loop.conversions import Conversions
from leanrig.engine.loop.corporate import CorporateActions
from leanrig.engine.loop.custom_assets import add_custom
from leanrig.engine.loop.margin import call_margin
from leanrig.engine.loop.selection import Selection
from leanrig.engine.number import ZERO
from leanrig.engine.securities.security import Security
from leanrig.engine.securities.types import class_of
from leanrig.engine.universe.changes import SecurityChanges

__all__ = ["Services"]

# How often bars are repeated before there is any subscription.
_MINUTE_US = 60_000_000


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
        self._users: dict[SubscriptionDataConfig, list[Any]] = {}
        self._retired: set[Symbol] = set()
        self._fresh: list[tuple[Security, SubscriptionDataConfig, bool]] = []
        self._internal: list[tuple[Security, SubscriptionDataConfig]] = []
        self._step_us = 0
        self._conversions = Conversions(algorithm, self, feed)
        actions = CorporateActions(algorithm)
        self.pay, self.split = actions.pay, actions.split
        self.pending = False
        self.selection = Selection(algorithm, self)
        timeline.add(self.selection)

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
        self,
        symbol: Symbol,
        configs: list[SubscriptionDataConfig],
        leverage: Decimal,
        *,
        internal: bool = False,
        is_named: bool = True,
    ) -> Security:
        """The security of a symbol with these subscriptions; the one that exists, if it does."""
        existing = self._algorithm.securities.by_symbol(symbol)
        if existing is not None:
            existing.subscription_list += [config for config in configs if config not in existing.subscription_list]
            if not internal:
                existing.is_tradable = True
            security: Security = existing
            if symbol not in self._retired:
                return security
            # It was here before: its initializers run anew, and the leverage asked for is passed over.
            self._retired.discard(symbol)
            leverage = ZERO
        else:
            security = self._made(symbol)
            security.subscription_list += configs
            security.is_tradable = security.is_tradable and not internal
        if is_named:
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
            security.base_currency = base
        self._algorithm._lean_furnish_security(security)
        return security

    # -- coming and going

    def join(self, security: Security, configs: list[SubscriptionDataConfig]) -> Security:
        """Put a security among the algorithm's; its data begins with the next universe moment."""
        self._algorithm.securities.add(security)
        for config in [config for config in security.subscription_list if config.is_internal_feed]:
            self._end_config(security, config)
        self.selection.joined(security, configs)
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
        self.selection.left(security)
        return True

    def end_of_step(self) -> None:
        """Let what was added or removed in this step take effect."""
        if self.selection.collect() or self._algorithm.portfolio.cash_book.has_unsettled:
            self.pending = True

    def apply(self, moment: int) -> tuple[int, SecurityChanges]:
        """Let universes select; return how many did, and who came and went."""
        self.pending = False
        count, changes = self.selection.select(moment)
        fresh, self._fresh = self._fresh, []
        self._set_step([config for _, config, _ in fresh], moment)
        for security in changes.added_securities:
            self._algorithm.securities.add(security)
        for security, config, is_whole in fresh:
            self._begin(security, config, moment, moment if is_whole else self._algorithm.start_of(moment))
        self._add_benchmark(moment)
        self.convert_currencies()
        for security, config in self._internal:
            if config in security.subscription_list:
                self._begin(security, config, moment, moment)
        self._internal.clear()
        self._timeline.touch()
        return count, changes

    # -- what universes ask for

    def configs_by(self, symbol: Symbol, settings: Any) -> list[SubscriptionDataConfig]:
        """Configurations of a symbol by a universe's settings."""
        resolution = Resolution(int(settings.resolution))
        return self.configs(
            symbol,
            resolution,
            data_types_of(symbol.security_type, resolution),
            fill_forward=settings.fill_forward,
            extended=settings.extended_market_hours,
            mode=DataNormalizationMode(int(settings.data_normalization_mode)),
        )

    def live_configs(self, symbol: Symbol) -> list[SubscriptionDataConfig]:
        """The user's own subscriptions of a symbol that are there already."""
        security = self._algorithm.securities.by_symbol(symbol)
        if security is None:
            return []
        return [config for config in security.subscription_list if not config.is_internal_feed]

    def selected_security(self, symbol: Symbol, configs: list[SubscriptionDataConfig], leverage: Decimal) -> Security:
        """The security of a symbol that a universe selected."""
        # Its ticker alone does not find it: nobody has added it by name.
        security = self.security(symbol, configs, leverage, is_named=False)
        for config in [config for config in security.subscription_list if config.is_internal_feed]:
            self._end_config(security, config)
        return security

    def subscribe(self, universe: Any, security: Security, configs: list[SubscriptionDataConfig]) -> bool:
        """Note that a universe uses subscriptions; whether any of them is new."""
        is_new = False
        for config in configs:
            users = self._users.setdefault(config, [])
            if not users:
                is_new = True
                self._fresh.append((security, config, universe.is_selecting))
            if universe not in users:
                users.append(universe)
        return is_new

    def unsubscribe(self, universe: Any, security: Security, configs: list[SubscriptionDataConfig]) -> None:
        """End the subscriptions that no other universe uses."""
        for config in configs:
            users = self._users.get(config, [])
            if universe in users:
                users.remove(universe)
            if not users:
                self._users.pop(config, None)
                self._fresh = [entry for entry in self._fresh if entry[1] is not config]
                if config in security.subscription_list:
                    self._end_config(security, config)

    def retire(self, security: Security) -> None:
        """No universe has it any more: it cannot be traded, has no prices and is not among the securities."""
        security.is_tradable = False
        security.subscription_list.clear()
        # What the feeds have left pending is taken in first: else it would come back after the reset.
        security.cache.settle()
        security.cache.reset()
        self._retired.add(security.symbol)
        self._algorithm.securities.remove(security.symbol)

    def _begin(self, security: Security, config: SubscriptionDataConfig, moment: int, start: int) -> None:
        algorithm = self._algorithm
        streams = streams_with_warm_up(algorithm, security, config, start, algorithm.end_us, self._step_us)
        self._streams[config] = streams
        for stream in streams:
            self._timeline.add(stream)
            if config.type is TradeBar and not stream.is_event:
                security.cache.feeding.append(stream)

    def _drop(self, stream: BarStream) -> None:
        self._timeline.remove(stream)
        feeding = stream.security.cache.feeding
        if stream in feeding:
            feeding.remove(stream)

    def convert_currencies(self) -> None:
        """See to it that new currencies get a rate; their feeds begin with the next universe moment."""
        self._internal += self._conversions.ensure()

    def _end_config(self, security: Security, config: SubscriptionDataConfig) -> None:
        for stream in self._streams.pop(config, ()):
            self._drop(stream)
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
        if step != (self._step_us or _MINUTE_US):
            self.selection.restart(moment + 1)
        self._step_us = step
        for config, streams in list(self._streams.items()):
            if config.fill_data_forward and config.resolution is not Resolution.TICK and not config.is_internal_feed:
                security = streams[0].security
                for stream in streams:
                    self._drop(stream)
                self._begin(security, config, moment, moment + 1)

    def _add_benchmark(self, moment: int) -> None:
        """The benchmark's own hour bars, from the day before."""
        benchmark = getattr(self._algorithm.benchmark, "security", None)
        if self._algorithm._lean_benchmark_begun:
            return
        self._algorithm._lean_benchmark_begun = True
        if benchmark is None:
            return
        symbol = benchmark.symbol
        kinds: list[tuple[type, TickType]] = [(TradeBar, TickType.TRADE)]
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
            while stream is not self.selection and stream.next_us <= moment:
                points.append((stream, stream.page, stream.row))
                stream.step()
        return points

    def announce(self, changes: SecurityChanges) -> None:
        """Tell the engine's rooms of the changes, before the user hears of them."""
        for listener in self._algorithm._lean_change_listeners:
            listener(changes)
