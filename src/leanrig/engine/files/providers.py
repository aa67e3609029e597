"""Lean's providers of files, as algorithms make them: factor files and map files of the data folder."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from leanrig.engine.enums import DataNormalizationMode
from leanrig.engine.files.factor_files import FactorFile
from leanrig.engine.files.map_files import MapFile
from leanrig.engine.naming import Dotnet
from leanrig.engine.number import ONE, shown

__all__ = ["DefaultDataProvider", "LocalDiskFactorFileProvider", "LocalDiskMapFileProvider", "references_from"]

_references: list[Any] = []


def references_from(references: Any) -> None:
    """Let providers look into the run's data folder."""
    _references[:] = [references]


class DefaultDataProvider(Dotnet):
    """Files of this machine."""

    def fetch(self, key: str) -> Any:
        """The content of a file; None where there is none."""
        try:
            return Path(key).read_bytes()
        except OSError:
            return None


class _CorporateFactorProvider(Dotnet):
    """Factors of a share by date."""

    def __init__(self, rows: FactorFile | None) -> None:
        self._rows = rows or FactorFile(())

    def get_price_factor(
        self, search_date: datetime, data_normalization_mode: DataNormalizationMode, *_: object, **__: object
    ) -> float:
        """What a price of that date is multiplied by."""
        day = search_date.date() if isinstance(search_date, datetime) else search_date
        mode = DataNormalizationMode(int(data_normalization_mode))
        factor: Decimal = ONE if mode is DataNormalizationMode.RAW else self._rows.factor(self._rows.place(day), mode)
        return shown(factor)


class LocalDiskFactorFileProvider(Dotnet):
    """Factor files of the data folder."""

    def initialize(self, map_file_provider: object, data_provider: object) -> None:
        """Nothing: the run's own data folder is used."""

    def get(self, symbol: Any) -> _CorporateFactorProvider:
        return _CorporateFactorProvider(_references[0].factor_file(symbol) if _references else None)


class _Map(Dotnet):
    """Tickers of a share by date."""

    def __init__(self, rows: MapFile) -> None:
        self._rows = rows

    @property
    def permtick(self) -> str:
        return self._rows.name

    @property
    def delisting_date(self) -> datetime:
        day = self._rows.delisting_date
        return datetime(day.year, day.month, day.day)

    @property
    def first_date(self) -> datetime:
        day = self._rows.first_date
        return datetime(day.year, day.month, day.day)

    @property
    def first_ticker(self) -> str:
        return self._rows.first_ticker

    def get_mapped_symbol(self, search_date: datetime, default_return_value: str = "", *_: object) -> str:
        return self._rows.ticker(_day(search_date), default_return_value)

    def has_data(self, date: datetime) -> bool:
        return self._rows.has_data(_day(date))


class _Resolver(Dotnet):
    """The map files of a market."""

    def __init__(self, market: str) -> None:
        self._market = market

    def resolve_map_file(self, symbol: Any, date: datetime | None = None) -> _Map:
        """The file of a symbol, or of the share that had a ticker at a date."""
        if date is None:
            return _Map(_references[0].map_file(symbol))
        return _Map(_references[0].maps_of(self._market).at(str(symbol), _day(date)))


class LocalDiskMapFileProvider(Dotnet):
    """Map files of the data folder."""

    def initialize(self, data_provider: object) -> None:
        """Nothing: the run's own data folder is used."""

    def get(self, auxiliary_data_key: Any) -> _Resolver:
        return _Resolver(str(getattr(auxiliary_data_key, "market", auxiliary_data_key)))


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
