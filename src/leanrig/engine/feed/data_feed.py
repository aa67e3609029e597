"""What the data folder gives to a run: streams of prices and events, and what is known of symbols."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from leanrig.engine.data.auxiliary import Dividend, MarginInterestRate, Split, SymbolChangedEvent
from leanrig.engine.data.base_data import BaseData
from leanrig.engine.data.config import SubscriptionDataConfig
from leanrig.engine.data.tick import Tick
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import DataNormalizationMode, Resolution, SecurityType, TickType
from leanrig.engine.feed.custom import CustomReading
from leanrig.engine.feed.events import corporate_events
from leanrig.engine.feed.filtered import passed
from leanrig.engine.feed.late_starts import LateStarts
from leanrig.engine.feed.pages import ListPage
from leanrig.engine.feed.price_files import PriceFiles
from leanrig.engine.feed.rates import rate_pages
from leanrig.engine.feed.reading import PriceReading
from leanrig.engine.feed.references import References
from leanrig.engine.feed.scaling import Scaling
from leanrig.engine.feed.stream import BarStream
from leanrig.engine.feed.ticks import tick_pages
from leanrig.engine.feed.window import Window
from leanrig.engine.files.data_folder import DataFolder
from leanrig.engine.hours.sessions import tradable_days
from leanrig.engine.hours.zones import to_local, to_us
from leanrig.engine.identity import Symbol
from leanrig.engine.models.data_filter import user_filter
from leanrig.engine.naming import override
from leanrig.engine.number import ONE, ZERO

__all__ = ["DataFeed"]

_EQUITY_UNITS = Decimal(10_000)
_DAY = timedelta(days=1)


class DataFeed(References):
    """Reads Lean's data folder for one run.

    Parameters
    ----------
    data_folder
        Where it lies.
    settings
        The algorithm's; daily_precise_end_time counts.
    store
        The Object Store, for user-defined types whose lines lie there.
    report
        Takes Lean's error lines.
    warn
        Takes our warnings of what Lean would pass over in silence.

    Attributes
    ----------
    monitor
        What was asked for (files.requests).
    """

    def __init__(
        self,
        data_folder: Path,
        settings: Any,
        *,
        store: Any = None,
        report: Callable[[str], None] = lambda _: None,
        warn: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.folder = DataFolder(data_folder, report=report, warn=warn)
        super().__init__(self.folder, warn=warn)
        self.monitor = self.folder.monitor
        self.store = store
        self._settings = settings
        self._late = LateStarts()
        self.closing_lines = self._late.lines

    def first_kind(self, symbol: Symbol, resolution: Resolution) -> list[tuple[type, TickType]] | None:
        """None: the first kind of data is the one that every subscription of a type begins with."""
        return None

    def streams(
        self, security: Any, config: SubscriptionDataConfig, start_us: int, end_us: int, step_us: int
    ) -> list[BarStream]:
        """The streams of a subscription: its prices, and a share's corporate events."""
        pages = self._pages(config, self._window(config, start_us, end_us, step_us, remember=True))
        chosen = user_filter(getattr(security, "data_filter", None))
        if chosen is not None:
            pages = passed(pages, security, chosen)
        streams = [BarStream(config, security, pages)]
        if _follows_tickers(config):
            streams += self._renamings(security, config, start_us, end_us)
        if _has_events(config):
            events = [event for event in self._events(config, start_us, end_us) if _is_shown(event, config)]
            if events:
                emits = [to_us(event.end_time, config.exchange_zone) for event in events]
                streams.append(BarStream(config, security, iter([ListPage(config.symbol, emits, events)]), event=True))
        return streams

    def _renamings(self, security: Any, config: SubscriptionDataConfig, start_us: int, end_us: int) -> list[BarStream]:
        """New tickers of the share that a user's type belongs to."""
        data_zone, hours = self.market(config.symbol)
        dates = tradable_days(hours, start_us, end_us, data_zone, extended=config.extended_market_hours)
        maps = self.map_file(_share_of(config))
        found = corporate_events(config.symbol, dates=dates, factors=[], maps=maps.rows, last_price=lambda _: ZERO)
        events = [event for event in found if isinstance(event, SymbolChangedEvent)]
        emits = [to_us(event.end_time, config.exchange_zone) for event in events]
        page = iter([ListPage(config.symbol, emits, list(events))])
        return [BarStream(config, security, page, event=True)] if events else []

    def pages(
        self,
        config: SubscriptionDataConfig,
        start_us: int,
        end_us: int,
        step_us: int,
        *,
        mode: DataNormalizationMode | None = None,
        extended: bool | None = None,
    ) -> Iterator[Any]:
        """Pages of a subscription's data between two moments.

        Parameters
        ----------
        step_us
            Spacing at which the last bar is repeated where nothing came; 0 for none.
        mode, extended
            Instead of the subscription's own normalisation and hours.
        """
        window = self._window(config, start_us, end_us, step_us, remember=False)
        return self._pages(config, window, mode=mode, extended=extended)

    def _window(
        self, config: SubscriptionDataConfig, start_us: int, end_us: int, step_us: int, *, remember: bool
    ) -> Window:
        maps, factors = self.map_file(config.symbol), self.factor_file(config.symbol)
        return Window(
            start_us,
            end_us,
            step_us,
            precise=bool(self._settings.daily_precise_end_time),
            first_us=self._late.first_us(config, maps, factors, start_us, remember=remember),
            over_us=_midnight_us(maps.delisting_date + _DAY, config.exchange_zone),
        )

    def _pages(
        self,
        config: SubscriptionDataConfig,
        window: Window,
        *,
        mode: DataNormalizationMode | None = None,
        extended: bool | None = None,
    ) -> Iterator[Any]:
        _, hours = self.market(config.symbol)
        if issubclass(config.type, MarginInterestRate):
            return rate_pages(config, self.folder, window)
        if config.is_custom_data:
            maps = self.map_file(_share_of(config)) if _follows_tickers(config) else None
            return CustomReading(config, hours, self.folder, self.store, window, maps).pages()
        files = PriceFiles(self.folder, config, self.map_file(config.symbol), warn=self._warn)
        scaling = self._scaling(config, window, config.data_normalization_mode if mode is None else mode)
        wide = config.extended_market_hours if extended is None else extended
        if config.type is Tick:
            return tick_pages(config, hours, files, scaling, window, extended=wide)
        return PriceReading(config, hours, files, scaling, window, extended=wide).pages()

    def _scaling(self, config: SubscriptionDataConfig, window: Window, mode: DataNormalizationMode) -> Scaling:
        if config.security_type is not SecurityType.EQUITY:
            return Scaling(ONE)
        paid = []
        if mode is DataNormalizationMode.TOTAL_RETURN:
            events = self._events(config, window.start_us, window.end_us)
            paid = [(event.time.date(), event.exact_value) for event in events if isinstance(event, Dividend)]
        return Scaling(
            _EQUITY_UNITS,
            self.factor_file(config.symbol),
            mode,
            until=to_local(window.end_us, config.exchange_zone).date(),
            divided=config.type is Tick,
            paid=paid,
        )

    def _events(self, config: SubscriptionDataConfig, start_us: int, end_us: int) -> Iterator[BaseData]:
        data_zone, hours = self.market(config.symbol)
        maps, factors = self.map_file(config.symbol), self.factor_file(config.symbol)
        files = PriceFiles(self.folder, config, maps, warn=self._warn)
        dates = tradable_days(hours, start_us, end_us, data_zone, extended=config.extended_market_hours)

        def last_price(day: date) -> Decimal:
            before = [other for other in dates if other < day]
            found = files.last_close(before[-1]) if before and config.type is TradeBar else None
            return ZERO if found is None else found[0] * ONE.scaleb(-found[1]) / _EQUITY_UNITS

        rows = [] if factors is None else factors.rows
        return corporate_events(config.symbol, dates=dates, factors=rows, maps=maps.rows, last_price=last_price)


def _has_events(config: SubscriptionDataConfig) -> bool:
    """Corporate events come beside the trades of a share."""
    if config.security_type is not SecurityType.EQUITY:
        return False
    return config.type is TradeBar or (config.type is Tick and config.tick_type is TickType.TRADE)


def _share_of(config: SubscriptionDataConfig) -> Symbol:
    return config.symbol.underlying or config.symbol


def _follows_tickers(config: SubscriptionDataConfig) -> bool:
    """Whether a user's type changes its ticker with the share that it belongs to."""
    if not config.is_custom_data or config.symbol.underlying is None:
        return False
    instance = config.type()
    return bool((override(instance, "requires_mapping") or instance.requires_mapping)())


def _is_shown(event: BaseData, config: SubscriptionDataConfig) -> bool:
    """Feeds of the engine's own say nothing of splits and dividends."""
    return not (config.is_internal_feed and isinstance(event, (Split, Dividend)))


def _midnight_us(day: date, zone: str) -> int:
    return to_us(datetime(day.year, day.month, day.day), zone)
