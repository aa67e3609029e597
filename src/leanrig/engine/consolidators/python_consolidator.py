"""Consolidators that users write from nothing."""

from datetime import datetime
from typing import Any

from leanrig.engine.indicators.event import Event
from leanrig.engine.indicators.rolling_window import RollingWindow
from leanrig.engine.naming import Dotnet

__all__ = ["PythonConsolidator"]


class PythonConsolidator(Dotnet):
    """Base of a user's own consolidator, which sets its types and calls `on_data_consolidated(self, bar)`.

    State is made in `__new__`: users may define `__init__` without calling this one.
    """

    input_type: Any = None
    output_type: Any = None
    consolidated: Any = None
    working_data: Any = None

    def __new__(cls, *_: Any, **__: Any) -> Any:
        self = super().__new__(cls)
        self.data_consolidated = Event()
        self.window = RollingWindow(2)
        return self

    def __init__(self) -> None:
        self.data_consolidated: Event
        self.window: RollingWindow[Any]

    @property
    def current(self) -> Any:
        """The newest bar that is complete."""
        return self.window[0]

    @property
    def previous(self) -> Any:
        return self.window[1] if self.window.count > 1 else None

    def __getitem__(self, index: int) -> Any:
        return self.window[index]

    def on_data_consolidated(self, consolidator: Any, data: Any) -> None:
        """Tell of a bar."""
        if data is not None:
            self.window.add(data)
        self.data_consolidated(consolidator, data)

    def update(self, data: Any) -> None:
        """Nothing: users' consolidators have their own."""

    def scan(self, current_local_time: datetime) -> None:
        """Nothing: users' consolidators have their own."""

    def reset(self) -> None:
        self.consolidated = self.working_data = None
        self.window.reset()

    def dispose(self) -> None:
        """Nothing is held."""
