"""QCAlgorithm: what the user's class derives from."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from leanrig.engine.algorithm.assets import AssetsMixin
from leanrig.engine.algorithm.benchmark import BenchmarkMixin
from leanrig.engine.algorithm.charts import Chart, ChartsMixin
from leanrig.engine.algorithm.dates import DatesMixin
from leanrig.engine.algorithm.environment import environment
from leanrig.engine.algorithm.history import HistoryMixin
from leanrig.engine.algorithm.indicators import IndicatorsMixin
from leanrig.engine.algorithm.measuring import MeasuringMixin
from leanrig.engine.algorithm.money import MoneyMixin
from leanrig.engine.algorithm.notes import NotesMixin
from leanrig.engine.algorithm.object_store import ObjectStore
from leanrig.engine.algorithm.parameters import ParametersMixin
from leanrig.engine.algorithm.scheduling import SchedulingMixin
from leanrig.engine.algorithm.settings import AlgorithmSettings, UniverseSettings
from leanrig.engine.algorithm.trading import TradingMixin
from leanrig.engine.enums import AlgorithmMode, DeploymentTarget
from leanrig.engine.errors import ArgumentException
from leanrig.engine.hours.zones import to_us
from leanrig.engine.securities.clock import Clock
from leanrig.engine.securities.security_manager import SecurityManager

__all__ = ["QCAlgorithm"]


class QCAlgorithm(
    DatesMixin,
    AssetsMixin,
    ChartsMixin,
    NotesMixin,
    ParametersMixin,
    IndicatorsMixin,
    SchedulingMixin,
    BenchmarkMixin,
    HistoryMixin,
    MoneyMixin,
    TradingMixin,
    MeasuringMixin,
):
    """An algorithm. State is made in `__new__`: users may define `__init__` without calling this one."""

    def __new__(cls, *_: Any, **__: Any) -> "QCAlgorithm":
        self = super().__new__(cls)
        self._make()
        return self

    def __init__(self) -> None:
        """Nothing: see `__new__`."""

    def _make(self) -> None:
        around = environment()
        self.today = around.today
        self._zone = "America/New_York"
        self._clock = Clock()
        self._locked = False
        self._time_cache = (-1, "", datetime.min)
        self.set_start_date(1998, 1, 1)
        self.set_end_date(datetime(around.today.year, around.today.month, around.today.day))
        self._notes = around.log
        self._parameters = dict(around.parameters)
        self._charts: dict[str, Chart] = {}
        self._runtime_statistics: dict[str, str] = {}
        self._summary_statistics: dict[str, str] = {}
        self.name = type(self).__name__
        self.tags = []
        self.algorithm_id = around.algorithm_id
        self.project_id = 0
        self.live_mode = False
        self.algorithm_mode = AlgorithmMode.BACKTESTING
        self.deployment_target = DeploymentTarget.LOCAL_PLATFORM
        self.is_warming_up = True
        self._warm_up_us: int | None = None
        self._settings = AlgorithmSettings()
        self._universe_settings = UniverseSettings()
        self._securities = SecurityManager(self._clock)
        self._object_store = ObjectStore(around.store)
        self.current_slice: Any = None
        self._order_listeners: list[Callable[[Any], None]] = []
        around.furnish(self)

    def _finish_initialize(self) -> None:
        """What comes after the user's `initialize`: the benchmark, and the present of the run's or warm-up's start."""
        if self._end < self._start:
            raise ArgumentException("Please select an algorithm end date greater than start date.")
        if self.settings.trading_days_per_year is None:
            self.settings.trading_days_per_year = self.brokerage_model.trading_days_per_year
        if self._benchmark is None:
            self._benchmark = self._default_benchmark()
        start = self.warm_up_start_us()
        if start is None:
            self.set_finished_warming_up()
        else:
            self._warm_up_us = to_us(self._start, self._zone)
            self._clock.now_us = start

    @property
    def settings(self) -> AlgorithmSettings:
        return self._settings

    @property
    def universe_settings(self) -> UniverseSettings:
        return self._universe_settings

    @universe_settings.setter
    def universe_settings(self, settings: UniverseSettings) -> None:
        self._universe_settings = settings

    @property
    def securities(self) -> SecurityManager:
        return self._securities

    @property
    def active_securities(self) -> SecurityManager:
        return self._securities

    @property
    def object_store(self) -> ObjectStore:
        return self._object_store

    def deliver(self, event: Any) -> None:
        """Hand an order event to the results, then to the user."""
        for listener in self._order_listeners:
            listener(event)
        self._stop.guard("OnOrderEvent", self._handlers.on_order_event, event)

    def get_locked(self) -> bool:
        return self._locked

    def set_locked(self) -> None:
        self._locked = True

    def set_finished_warming_up(self) -> None:
        self.is_warming_up = False

    def quit(self, message: object = "") -> None:
        """End the run after this moment."""
        self._notes.message(f"Quit(): {message}")
        self._stop.quit_message = str(message)
        self._stop.end()

    def set_run_time_error(self, error: BaseException, context: str = "") -> None:
        """End the run with an error."""
        self._stop.fail(error, context)
