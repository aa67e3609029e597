"""One moment after another: what happens in which order when data arrives."""

from collections.abc import Callable
from typing import Any

from leanrig.engine.data.slices import Slice
from leanrig.engine.enums import SplitType
from leanrig.engine.feed.timeline import NEVER, Point, Timeline
from leanrig.engine.loop.stops import Stop

__all__ = ["Moments"]

_MARGIN_EVERY_US = 300_000_000
_HOUR_US = 3_600_000_000


class Moments:
    """Runs an algorithm over its timeline.

    Parameters
    ----------
    algorithm
        Set up and warmed: `initialize` has run.
    timeline
        Its subscriptions.
    services
        Adds and removes securities (loop.services).
    results
        Samples, logs and writes (loop.watch).
    """

    def __init__(self, algorithm: Any, timeline: Timeline, services: Any, results: Any) -> None:
        self._algorithm = algorithm
        self._timeline = timeline
        self._services = services
        self._results = results
        self._clock = algorithm._lean_clock
        self._schedule = algorithm._lean_events
        self._transactions = algorithm.transactions
        self._portfolio = algorithm.portfolio
        self._book = algorithm.portfolio.cash_book
        self._consolidation = algorithm._lean_consolidation
        self._stop: Stop = algorithm._lean_stop
        self._on_data: Callable[[Slice], None] = algorithm._lean_handlers.on_data
        self._selection = services.selection
        self._next_margin = 0
        self._next_models = (self._clock.now_us // _HOUR_US + 1) * _HOUR_US
        self._begun_us = self._clock.now_us
        self.data_points = 0

    def run(self) -> None:
        """Go to the end, a stop or an error; then the closing callbacks."""
        algorithm, stop = self._algorithm, self._stop
        if not algorithm.is_warming_up:
            stop.guard("OnWarmupFinished", algorithm._lean_handlers.on_warmup_finished)
        else:
            algorithm.debug("Algorithm starting warm up...")
        if self._services.pending:
            self._universe_moment(self._clock.now_us)
        # Subscriptions end by themselves, some a little after the last day's midnight.
        for moment, points in self._timeline.moments(NEVER - 1):
            if stop.now:
                break
            if self._selection.is_due:
                self._universe_moment(moment, [point for point in points if point[0] is not self._selection])
            else:
                self._moment(moment, points)
            while self._services.pending and not stop.now:
                self._universe_moment(self._clock.now_us)
        self._finish()

    def _finish(self) -> None:
        algorithm, stop = self._algorithm, self._stop
        if stop.error is None:
            self._results.log.trace("AlgorithmManager.Run(): Firing On End Of Algorithm...")
            stop.guard("OnEndOfAlgorithm", algorithm._lean_handlers.on_end_of_algorithm)
        if stop.error is None:
            self._results.step(self._clock.now_us, force=True)
            # A moment that was begun counts, even if the account was found empty before the clock moved on.
            self._results.sample(self._begun_us)

    def _universe_moment(self, moment: int, points: list[Point] | None = None) -> None:
        """Securities come and go: select, then deliver what already is there for this time."""
        warm = self._algorithm._lean_warm_up_us
        if warm is not None and moment >= warm:
            self._end_of_warm_up(warm)
        if self._schedule.next_us < moment:
            self._schedule.fire_before(moment)
        if self._consolidation.next_scan_us < moment:
            self._consolidation.scan_past(moment)
        self._clock.now_us = moment
        chosen = self._stop.guard("Universe selection", self._services.apply, moment)
        if chosen is None:
            return
        count, changes = chosen
        # What was read of a subscription that has ended since is dropped.
        there = set(map(id, self._timeline.streams))
        kept = [point for point in points or () if id(point[0]) in there]
        self._moment(moment, kept + self._services.due(moment), count=count, changes=changes)

    def _moment(self, moment: int, points: list[Point], *, count: int = 0, changes: Any = None) -> None:
        warm = self._algorithm._lean_warm_up_us
        if warm is not None and moment > warm:
            self._end_of_warm_up(warm)
        self.data_points += len(points) + count
        self._begun_us = moment
        if self._portfolio.may_be_broke and self._portfolio.exact_total_portfolio_value <= 0:
            self._results.broke()
            self._stop.end()
            return
        if self._schedule.next_us < moment:
            self._schedule.fire_before(moment)
        if self._consolidation.next_scan_us < moment:
            self._consolidation.scan_past(moment)
        self._clock.now_us = moment
        external, events = self._take(points)
        slice_ = Slice(moment, self._algorithm.zone, external)
        self._algorithm.current_slice = slice_
        if changes is not None:
            self._services.announce(changes)
        if moment >= self._next_models:
            self._next_models = (moment // _HOUR_US + 1) * _HOUR_US
            self._portfolio.scan_models(moment)
        if self._book.has_foreign:
            self._book.update_conversion_rates()
        self._portfolio.prices_changed()
        if self._algorithm._lean_warm_up_us is not None and moment >= self._algorithm._lean_warm_up_us:
            self._warm()
        if events:
            self._symbol_changes(slice_)
        if events or self._transactions.has_work:
            self._transactions.process_synchronous_events()
        if self._schedule.next_us <= moment:
            self._schedule.fire_until(moment)
        if self._stop.now:
            return
        if moment >= self._next_margin:
            self._margin(moment)
        if changes is not None:
            self._announced(changes)
        if events:
            self._corporate_actions(slice_)
        if self._consolidation.active:
            self._consolidate(points)
        if events:
            self._event_handlers(slice_)
        if external:
            self._stop.guard("OnData", self._on_data, slice_)
        framework = self._algorithm._lean_framework
        if framework is not None and self._stop.error is None:
            self._stop.guard("OnData", framework.round, slice_)
        if self._stop.error is not None:
            return
        if self._transactions.has_work:
            self._transactions.process_synchronous_events()
        if moment > self._results.next_sample_us:
            self._results.step(moment)
        self._services.end_of_step()

    def _take(self, points: list[Point]) -> tuple[list[Point], bool]:
        """Tell price caches of new rows; return what the algorithm may see, and whether there are events."""
        events = internal = False
        for stream, page, row in points:
            if stream.is_internal:
                internal = True
            if stream.is_event:
                events = True
                continue
            filled = page.filled
            if filled is None or not filled[row]:
                stream.seen_page, stream.seen_row = page, row
                if page.has_zero:
                    stream.security.cache.settle_now(stream)
                elif not stream.waiting:
                    stream.waiting = True
                    stream.security.cache.pending.append(stream)
        if internal:
            return [point for point in points if not point[0].is_internal], events
        return points, events

    def _consolidate(self, points: list[Point]) -> None:
        try:
            for stream, page, row in points:
                feeders = stream.config.consolidators
                if feeders and not stream.is_event:
                    self._consolidation.feed(stream, page, row)
        except Exception as err:
            self._stop.fail(err, "Consolidators update")

    def _end_of_warm_up(self, moment: int) -> None:
        """Stop at the start date on the way to the first data after it: the warm-up ends there."""
        if self._schedule.next_us < moment:
            self._schedule.fire_before(moment)
        if self._consolidation.next_scan_us < moment:
            self._consolidation.scan_past(moment)
        self._clock.now_us = moment
        self._warm()

    def _warm(self) -> None:
        algorithm = self._algorithm
        algorithm._lean_warm_up_us = None
        algorithm.set_finished_warming_up()
        self._results.warmed()
        self._stop.guard("OnWarmupFinished", algorithm._lean_handlers.on_warmup_finished)
        algorithm.debug("Algorithm finished warming up.")

    def _margin(self, moment: int) -> None:
        self._next_margin = moment + _MARGIN_EVERY_US
        if self._portfolio.may_be_called:
            self._stop.guard("OnMarginCall", self._services.margin_calls)

    def _announced(self, changes: Any) -> None:
        if not changes:
            return
        told = changes.without_custom()
        self._stop.guard("OnSecuritiesChanged", self._algorithm._lean_handlers.on_securities_changed, told)
        if self._algorithm._lean_framework is not None:
            self._stop.guard("OnSecuritiesChanged", self._algorithm._lean_framework.changed, told)

    def _symbol_changes(self, slice_: Slice) -> None:
        changed = slice_.symbol_changed_events
        if len(changed):
            self._stop.guard("OnSymbolChangedEvents", self._algorithm._lean_handlers.on_symbol_changed_events, changed)
            for symbol in changed.keys():  # noqa: SIM118  # iterating gives pairs
                self._transactions.cancel_for_symbol_change(symbol)

    def _corporate_actions(self, slice_: Slice) -> None:
        for dividend in slice_.dividends.values():
            self._services.pay(dividend)
        for split in slice_.splits.values():
            if split.type is SplitType.SPLIT_OCCURRED:
                self._services.split(split)

    def _event_handlers(self, slice_: Slice) -> None:
        handlers = self._algorithm._lean_handlers
        for name, handler, happened in (
            ("OnSplits", handlers.on_splits, slice_.splits),
            ("OnDividends", handlers.on_dividends, slice_.dividends),
            ("OnDelistings", handlers.on_delistings, slice_.delistings),
        ):
            if len(happened):
                self._stop.guard(name, handler, happened)
