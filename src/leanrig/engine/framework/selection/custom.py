"""A selector of the user's own at a regular interval, and tickers that begin to be traded one after another."""

from datetime import datetime, timedelta
from typing import Any

from leanrig.engine.enums import SecurityType
from leanrig.engine.errors import ArgumentNullException
from leanrig.engine.framework.calls import own
from leanrig.engine.framework.selection.base import UniverseSelectionModel
from leanrig.engine.identity import Symbol
from leanrig.engine.universe.universe import Universe
from leanrig.engine.universe.user_defined import CustomUniverse

__all__ = ["CustomUniverseSelectionModel", "InceptionDateUniverseSelectionModel"]


class CustomUniverseSelectionModel(UniverseSelectionModel):
    """`(name, selector)`, or `(security_type, name, market, selector, universe_settings, interval)`."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        names: tuple[str, ...] = ("security_type", "name", "market", "selector", "universe_settings", "interval")
        if arguments and isinstance(arguments[0], str):
            names = ("name", "selector")
        given = dict(zip(names, arguments, strict=False)) | named
        kind = SecurityType(int(given.get("security_type", SecurityType.EQUITY)))
        market = given.get("market") or "usa"
        self._selector = given.get("selector")
        self._settings = given.get("universe_settings")
        self._interval: timedelta = given.get("interval") or timedelta(days=1)
        self._symbol = Symbol.create(f"{given['name']}-{kind.to_string()}-{market}", kind, market)

    def create_universes(self, algorithm: Any) -> list[Universe]:
        settings = algorithm.universe_settings if self._settings is None else self._settings
        config = algorithm._lean_universe_config(self._symbol, settings.resolution)
        config.fill_data_forward = settings.fill_forward
        config.extended_market_hours = settings.extended_market_hours

        def selector(local: datetime) -> Any:
            return own(self, "select", algorithm, local)

        return [CustomUniverse(config, settings, self._interval, selector)]

    def select(self, algorithm: Any, date: datetime) -> Any:
        """Tickers wanted now; users may override it."""
        if self._selector is None:
            raise ArgumentNullException("Value cannot be null. (Parameter '_selector')")
        return self._selector(date)

    def __str__(self) -> str:
        return self._symbol.value


class InceptionDateUniverseSelectionModel(CustomUniverseSelectionModel):
    """Tickers with the date from which each is selected."""

    def __init__(self, name: str, tickers_by_date: Any) -> None:
        super().__init__(name, None)
        self._waiting = [(str(ticker), first) for ticker, first in dict(tickers_by_date).items()]
        self._present: list[str] = []

    def select(self, algorithm: Any, date: datetime) -> Any:
        added = []
        while self._waiting and self._waiting[0][1] <= date:
            added.append(self._waiting.pop(0)[0])
        if not added:
            return Universe.UNCHANGED
        self._present += added
        return list(self._present)
