"""History, last known prices, warm-up and indicators' past, as an algorithm asks for them."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from leanrig.engine.consolidators.base import listen
from leanrig.engine.enums import Resolution
from leanrig.engine.errors import InvalidOperationException
from leanrig.engine.history.answers import History
from leanrig.engine.history.forms import Question, requests_for, symbols_of
from leanrig.engine.history.indicator_history import IndicatorHistory, feeding, play
from leanrig.engine.history.last_prices import last_known_prices
from leanrig.engine.history.reading import slices
from leanrig.engine.history.requests import Options, by_dates, start_of_count, wall_us
from leanrig.engine.history.warm_up import warm_up_start_us
from leanrig.engine.hours.zones import to_us
from leanrig.engine.indicators.python_indicator import wrapped
from leanrig.engine.naming import Dotnet

__all__ = ["HistoryMixin"]


class HistoryMixin(Dotnet):
    """`history`, `get_last_known_prices`, `set_warm_up`, `warm_up_indicator`, `indicator_history`."""

    _lean_history_points = 0
    _lean_warm_up_bars: int | None = None
    _lean_warm_up_span: timedelta | None = None
    _lean_first_us: int | None = None
    settings: Any
    securities: Any
    universe_settings: Any

    # -- history

    @property
    def history(self) -> History:
        """`history(symbols, 5)`, `history[TradeBar](symbol, 5)` and their kin."""
        return History(self)

    def get_last_known_prices(self, subject: Any) -> Any:
        """The newest point of each kind: a list for one symbol or security, a dictionary for several."""
        symbols = symbols_of(self, subject)
        found = last_known_prices(self, symbols)
        if isinstance(subject, Iterable) and not isinstance(subject, str) and not hasattr(subject, "symbol"):
            return found
        return found.get(symbols[0], [])

    def get_last_known_price(self, subject: Any) -> Any:
        """The newest point, a trade rather than a quote; None where there is none."""
        points = self.get_last_known_prices(subject)
        return min(points, key=lambda point: point.data_type._value_) if points else None

    # -- warm-up

    def set_warm_up(self, period: int | timedelta, resolution: Resolution | None = None) -> None:
        """Stream this many bars, or this span of the calendar, before the start date."""
        if self._lean_locked:
            raise InvalidOperationException(
                "QCAlgorithm.SetWarmup(): This method cannot be used after algorithm initialized"
            )
        self._lean_warm_up_bars = None if isinstance(period, timedelta) else int(period)
        self._lean_warm_up_span = period if isinstance(period, timedelta) else None
        self.settings.warmup_resolution = None if resolution is None else Resolution(int(resolution))

    set_warmup = set_warm_up
    SetWarmup = set_warm_up

    def warm_up_start_us(self) -> int | None:
        """When the warm-up begins; None where there is none. Asked once, when `initialize` is over."""
        early = warm_up_start_us(self)
        self._lean_first_us = self._lean_begin_us() if early is None else early
        return early

    def _lean_begin_us(self) -> int:
        return to_us(self.start_date, self.zone)

    def start_of(self, moment_us: int) -> int:
        """From when on subscriptions are read that begin at a moment: whole at the run's start, later what follows."""
        first = self._lean_begin_us() if self._lean_first_us is None else self._lean_first_us
        return moment_us if moment_us <= first else moment_us + 1

    # -- indicators

    def indicator_history(self, indicator: Any, subject: Any, *window: Any, **given: Any) -> IndicatorHistory:
        """`(indicator, symbol, periods | span | start, end, resolution, selector)`, or `(indicator, slices)`."""
        fed = wrapped(indicator)
        rest = list(window)
        if not rest and not {"period", "span", "start"} & set(given):
            return play(fed, subject, given.get("selector"))
        moments = [rest.pop(0)] if rest else [given[name] for name in ("period", "span", "start") if name in given]
        if not isinstance(moments[0], (int, timedelta)):
            moments.append(rest.pop(0) if rest else given["end"])
        resolution = rest.pop(0) if rest else given.get("resolution")
        selector = rest.pop(0) if rest else given.get("selector")
        return self._lean_play(fed, symbols_of(self, subject), moments, resolution, selector)

    def _lean_play(
        self,
        indicator: Any,
        symbols: list[Any],
        moments: list[Any],
        resolution: Any,
        selector: Any,
        field: str = "value",
    ) -> IndicatorHistory:
        needed = indicator.warm_up_period
        options = Options(resolution=None if resolution is None else Resolution(int(resolution)))
        window: Any = moments[0]
        if isinstance(window, int):
            window += needed - 1 if needed and window else needed
            question = Question(symbols, None, window, options, is_bare=False)
            requests = requests_for(self, question, symbols, None)
        else:
            start, end = (self.time - window, self.time) if isinstance(window, timedelta) else moments
            start_us, end_us = wall_us(self, start), wall_us(self, end)
            start_us = self._lean_earlier(symbols, start_us, end_us, options, needed - 1)
            requests = by_dates(self, symbols, None, start_us, end_us, options)
        return play(indicator, slices(self, requests), selector, field)

    def _lean_earlier(self, symbols: list[Any], start_us: int, end_us: int, options: Options, bars: int) -> int:
        """The start moved back so that an indicator is ready at it."""
        first = start_us
        for request in by_dates(self, symbols, None, start_us, end_us, options) if bars > 0 else ():
            config = request.config
            early = start_of_count(
                self, config, config.resolution, bars, config.extended_market_hours, end_us=request.start_us
            )
            first = min(first, early)
        return first

    def warm_up_indicator(
        self, symbol: Any, indicator: Any, resolution: Any = None, selector: Any = None, *, field: str = "value"
    ) -> None:
        """Feed an indicator with as many bars as it needs to be ready; a span is consolidated."""
        fed = wrapped(indicator)
        if not fed.warm_up_period:
            self._lean_cannot_warm(indicator)
            return
        symbols = symbols_of(self, symbol)
        if isinstance(resolution, timedelta):
            self._lean_warm_by_span(symbols, fed, resolution, selector, field)
        else:
            self._lean_play(fed, symbols, [0], resolution, selector, field)

    def _lean_cannot_warm(self, indicator: Any) -> None:
        if self.__dict__.get("_lean_cannot_warm_was_said"):
            return
        self._lean_cannot_warm_was_said = True
        self.debug(
            "Warning: the 'WarmUpIndicator' feature only works with indicators which inherit from "
            "'IIndicatorWarmUpPeriodProvider' and define a warm up period, setting property 'WarmUpPeriod' with "
            "a value > 0. "
            f"The provided indicator of type '{type(indicator).__name__}' will not be warmed up."
        )

    def _lean_warm_by_span(
        self, symbols: list[Any], indicator: Any, span: timedelta, selector: Any, field: str
    ) -> None:
        """History of the resolution below the span, through consolidators of the span."""
        resolution, periods = _finer(span)
        options = Options(resolution=resolution)
        question = Question(symbols, None, indicator.warm_up_period * periods, options, is_bare=False)
        requests = requests_for(self, question, symbols, None)
        feed = feeding(indicator, selector, field)
        consolidators = {symbol: self.resolve_consolidator(symbol, span) for symbol in symbols}
        for consolidator in consolidators.values():
            listen(consolidator, lambda _, bar: feed(bar))
        for slice_ in slices(self, requests):
            for symbol, consolidator in consolidators.items():
                wanted = getattr(consolidator, "input_type", None)
                point = slice_.get(symbol) if wanted is None else slice_.of_type(wanted).get(symbol)
                if point is not None:
                    consolidator.update(point)
        for symbol, consolidator in consolidators.items():
            if consolidator.working_data is not None:
                consolidator.scan(self.securities[symbol].local_time)


def _finer(span: timedelta) -> tuple[Resolution, int]:
    """The coarsest resolution that a span is made of, and how many of its bars."""
    for resolution, length in (
        (Resolution.DAILY, timedelta(days=1)),
        (Resolution.HOUR, timedelta(hours=1)),
        (Resolution.MINUTE, timedelta(minutes=1)),
        (Resolution.SECOND, timedelta(seconds=1)),
    ):
        if span >= length:
            return resolution, span // length
    return Resolution.TICK, 1
