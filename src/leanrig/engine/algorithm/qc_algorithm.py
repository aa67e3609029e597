"""QCAlgorithm: what the user's class derives from."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from leanrig.engine.algorithm.assets import AssetsMixin
from leanrig.engine.algorithm.benchmark import BenchmarkMixin
from leanrig.engine.algorithm.charts import Chart, ChartsMixin
from leanrig.engine.algorithm.dates import DatesMixin
from leanrig.engine.algorithm.environment import environment
from leanrig.engine.algorithm.framework import FrameworkMixin
from leanrig.engine.algorithm.history import HistoryMixin
from leanrig.engine.algorithm.identifiers import IdentifiersMixin
from leanrig.engine.algorithm.indicators import IndicatorsMixin
from leanrig.engine.algorithm.measuring import MeasuringMixin
from leanrig.engine.algorithm.money import MoneyMixin
from leanrig.engine.algorithm.notes import NotesMixin
from leanrig.engine.algorithm.object_store import ObjectStore
from leanrig.engine.algorithm.parameters import ParametersMixin
from leanrig.engine.algorithm.scheduling import SchedulingMixin
from leanrig.engine.algorithm.settings import AlgorithmSettings, UniverseSettings
from leanrig.engine.algorithm.special_indicators import SpecialIndicatorsMixin
from leanrig.engine.algorithm.trading import TradingMixin
from leanrig.engine.algorithm.universes import UniversesMixin
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
    SpecialIndicatorsMixin,
    IndicatorsMixin,
    SchedulingMixin,
    BenchmarkMixin,
    HistoryMixin,
    MoneyMixin,
    TradingMixin,
    MeasuringMixin,
    IdentifiersMixin,
    UniversesMixin,
    FrameworkMixin,
):
    """An algorithm. State is made in `__new__`: users may define `__init__` without calling this one."""

    def __new__(cls, *_: Any, **__: Any) -> "QCAlgorithm":
        self = super().__new__(cls)
        self._lean_make()
        return self

    def __init__(self) -> None:
        """Nothing: see `__new__`."""

    def _lean_make(self) -> None:
        around = environment()
        self.today = around.today
        self._lean_zone = "America/New_York"
        self._lean_clock = Clock()
        self._lean_locked = False
        self._lean_time_cache = (-1, "", datetime.min)
        self.set_start_date(1998, 1, 1)
        self.set_end_date(datetime(around.today.year, around.today.month, around.today.day))
        self._lean_notes = around.log
        self._lean_parameters = dict(around.parameters)
        self._lean_charts: dict[str, Chart] = {}
        self._lean_runtime_statistics: dict[str, str] = {}
        self._lean_summary_statistics: dict[str, str] = {}
        self.name = type(self).__name__
        self.tags = []
        self.algorithm_id = around.algorithm_id
        self.project_id = 0
        self.live_mode = False
        self.algorithm_mode = AlgorithmMode.BACKTESTING
        self.deployment_target = DeploymentTarget.LOCAL_PLATFORM
        self.is_warming_up = True
        self._lean_warm_up_us: int | None = None
        self._lean_settings = AlgorithmSettings()
        self._lean_universe_settings = UniverseSettings()
        self._lean_securities = SecurityManager(self._lean_clock)
        self._lean_object_store = ObjectStore(around.store)
        self.current_slice: Any = None
        self._lean_order_listeners: list[Callable[[Any], None]] = []
        around.furnish(self)

    def _lean_finish_initialize(self) -> None:
        """What comes after the user's `initialize`: the benchmark, and the present of the run's or warm-up's start."""
        if self._lean_end < self._lean_start:
            raise ArgumentException("Please select an algorithm end date greater than start date.")
        if self.settings.trading_days_per_year is None:
            self.settings.trading_days_per_year = self.brokerage_model.trading_days_per_year
        if self._lean_benchmark is None:
            self._lean_benchmark = self._lean_default_benchmark()
        start = self.warm_up_start_us()
        if start is None:
            self.set_finished_warming_up()
        else:
            self._lean_warm_up_us = to_us(self._lean_start, self._lean_zone)
            self._lean_clock.now_us = start

    @property
    def settings(self) -> AlgorithmSettings:
        return self._lean_settings

    @property
    def universe_settings(self) -> UniverseSettings:
        return self._lean_universe_settings

    @universe_settings.setter
    def universe_settings(self, settings: UniverseSettings) -> None:
        self._lean_universe_settings = settings

    @property
    def securities(self) -> SecurityManager:
        return self._lean_securities

    @property
    def object_store(self) -> ObjectStore:
        return self._lean_object_store

    def deliver(self, event: Any) -> None:
        """Hand an order event to the results, then to the user."""
        for listener in self._lean_order_listeners:
            listener(event)
        self._lean_stop.guard("OnOrderEvent", self._lean_handlers.on_order_event, event)

    def get_locked(self) -> bool:
        return self._lean_locked

    def set_locked(self) -> None:
        self._lean_locked = True

    def set_finished_warming_up(self) -> None:
        self.is_warming_up = False

    def quit(self, message: object = "") -> None:
        """End the run after this moment."""
        self._lean_notes.message(f"Quit(): {message}")
        self._lean_stop.quit_message = str(message)
        self._lean_stop.end()

    def set_run_time_error(self, error: BaseException, context: str = "") -> None:
        """End the run with an error."""
        self._lean_stop.fail(error, context)
