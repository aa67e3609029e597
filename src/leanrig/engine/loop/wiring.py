"""Joins the engine's rooms into one run: who gets whom, and in which order a run is set up."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from leanrig.engine.algorithm.environment import Environment, enter
from leanrig.engine.algorithm.handlers import Handlers
from leanrig.engine.dotnet.globals import Globals
from leanrig.engine.feed.data_feed import DataFeed
from leanrig.engine.feed.timeline import Timeline
from leanrig.engine.files.providers import references_from
from leanrig.engine.loop.consolidation import Consolidation
from leanrig.engine.loop.moments import Moments
from leanrig.engine.loop.progress import Progress
from leanrig.engine.loop.services import Services
from leanrig.engine.loop.stops import Stop
from leanrig.engine.models.interest_rates import rates_from
from leanrig.engine.models.shortable import set_data_folder
from leanrig.engine.results.log import RunLog
from leanrig.engine.results.results import Results
from leanrig.engine.results.run_files import RunFiles
from leanrig.engine.schedule.end_of_day import EndOfDay
from leanrig.engine.schedule.events import Schedule
from leanrig.engine.schedule.manager import ScheduleManager

__all__ = ["Rooms"]

# What Lean allows a back-test outside of its cloud, whatever the user asked for in initialize.
_MOST_ORDERS = 2**31 - 1


class Rooms:
    """Everything that one run is made of.

    Parameters
    ----------
    job
        What is run, and where its files lie (loop.session.Job).
    log
        Takes the lines of the run.
    """

    def __init__(self, job: Any, log: RunLog) -> None:
        self.job = job
        self.log = log
        self.feed: DataFeed | None = None
        self.results: Results | None = None
        self._stop: Stop | None = None

    def open(self, fail: Any) -> None:
        """Prepare what an algorithm needs from the moment it is made."""
        self._stop = Stop(fail)
        enter(
            Environment(
                store=self.job.object_store,
                algorithm_id=self.job.algorithm_id,
                parameters=self.job.parameters,
                today=datetime.now(UTC).date(),
                log=self.log,
                furnish=self._furnish,
            )
        )

    def _furnish(self, algorithm: Any) -> None:
        """Give a new algorithm its rooms."""
        clock = algorithm._lean_clock
        algorithm._lean_stop = self._stop
        algorithm._lean_make_framework()
        algorithm._lean_make_universes()
        algorithm._lean_benchmark = None
        algorithm._lean_benchmark_begun = False
        algorithm._lean_change_listeners = []
        algorithm._lean_events = Schedule(clock, algorithm._lean_stop.fail)
        algorithm._lean_schedule = ScheduleManager(algorithm, algorithm._lean_events)
        algorithm._lean_consolidation = Consolidation(clock)
        algorithm._lean_timeline = Timeline()
        algorithm._lean_feed = self.feed = DataFeed(
            self.job.data_folder,
            algorithm.settings,
            report=self.log.error,
            warn=self.log.warn_besides,
            store=algorithm.object_store,
        )
        set_data_folder(self.job.data_folder)
        Globals.data_folder = Globals.cache_data_folder = f"{str(self.job.data_folder).rstrip('/')}/"
        Globals.results_destination_folder = str(self.job.output_folder)
        rates_from(self.feed.interest_rate)
        references_from(self.feed)
        algorithm._lean_services = Services(algorithm, algorithm._lean_timeline, self.feed)
        algorithm.securities.benchmark_maker = algorithm._lean_services.benchmark_security
        algorithm._lean_make_money()
        algorithm._lean_make_trading()
        algorithm._lean_make_measuring()
        self.results = Results(algorithm, feed=self.feed, log=self.log, job=self.job)
        algorithm._lean_order_listeners.append(self.results.order_event)
        algorithm._lean_order_listeners.append(algorithm._lean_tell_execution)
        algorithm._lean_statistics = self.results.statistics
        algorithm._lean_own_names = frozenset(algorithm.__dict__)

    def initialize(self, algorithm: Any) -> None:
        """Run the user's `initialize`, and what Lean does right after it."""
        algorithm._lean_handlers = Handlers(algorithm)
        algorithm._lean_handlers.initialize()
        algorithm._lean_finish_framework()
        algorithm._lean_finish_initialize()
        if algorithm._lean_handlers.on_end_of_day is not None:
            listener = EndOfDay(algorithm, algorithm._lean_events, algorithm._lean_handlers.on_end_of_day)
            algorithm._lean_change_listeners.append(listener.changed)
        algorithm._lean_services.convert_currencies()
        algorithm.portfolio.starting_value = algorithm.portfolio.exact_cash
        algorithm.set_maximum_orders(_MOST_ORDERS)
        algorithm.set_locked()
        algorithm._lean_events.start()
        algorithm._lean_services.end_of_step()

    def moments(self, algorithm: Any) -> Moments:
        """The loop, ready to run."""
        assert self.results is not None
        rules = algorithm._lean_schedule
        rules.on("Daily Sampling", rules.date_rules.every_day(), rules.time_rules.midnight, self._midnight(algorithm))
        return Moments(algorithm, algorithm._lean_timeline, algorithm._lean_services, self.results)

    def _midnight(self, algorithm: Any) -> Callable[[], None]:
        """What happens at each midnight: a sample, and a word on how far the run is."""
        assert self.results is not None
        sample = self.results.sample
        tell = Progress(algorithm.now_us, algorithm.end_us) if self.job.progress else None

        def at_midnight() -> None:
            sample(algorithm.now_us)
            if tell is not None:
                tell.at(algorithm.now_us)

        return at_midnight

    def closing_lines(self) -> list[str]:
        """What is said of the data when the run is over."""
        return [] if self.feed is None else self.feed.closing_lines()

    def write(self, session: Any) -> None:
        """Leave the run's files."""
        if self.results is not None:
            self.results.write(session)
        else:
            RunFiles(self.job, self.log).write_unloaded(session)
