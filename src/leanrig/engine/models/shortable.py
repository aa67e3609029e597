"""How many shares a broker has to lend."""

from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar

from leanrig.engine.naming import Dotnet

__all__ = [
    "InteractiveBrokersShortableProvider",
    "LocalDiskShortableProvider",
    "NullShortableProvider",
    "set_data_folder",
]

_DATA_FOLDER: list[Path] = []


def set_data_folder(folder: Path) -> None:
    """Where lists of shortable shares are looked for from now on."""
    _DATA_FOLDER[:] = [folder]


class NullShortableProvider(Dotnet):
    """As many as one wants."""

    INSTANCE: ClassVar["NullShortableProvider"]

    def shortable_quantity(self, symbol: Any, local_time: datetime) -> int | None:
        """None where there is no limit."""
        return None

    def fee_rate(self, symbol: Any, local_time: datetime) -> float:
        return 0.0

    def rebate_rate(self, symbol: Any, local_time: datetime) -> float:
        return 0.0


NullShortableProvider.INSTANCE = NullShortableProvider()


class LocalDiskShortableProvider(NullShortableProvider):
    """Reads `<type>/<market>/shortable/<brokerage>/symbols/<ticker>.csv`: date, quantity, rebate and fee in percent."""

    def __init__(self, brokerage: str) -> None:
        self.brokerage = brokerage.lower()
        self._by_ticker: dict[str, dict[date, tuple[int | None, float, float]]] = {}

    def _row(self, symbol: Any, local_time: datetime) -> tuple[int | None, float, float]:
        ticker = symbol.value
        if ticker not in self._by_ticker:
            self._by_ticker[ticker] = self._read(symbol)
        return self._by_ticker[ticker].get(local_time.date(), (None, 0.0, 0.0))

    def _read(self, symbol: Any) -> dict[date, tuple[int | None, float, float]]:
        kind, market = symbol.security_type.to_string().lower(), symbol.id.market
        below = f"{kind}/{market}/shortable/{self.brokerage}/symbols/{symbol.value.lower()}.csv"
        path = _DATA_FOLDER[0] / below if _DATA_FOLDER else Path(below)
        rows: dict[date, tuple[int | None, float, float]] = {}
        if not path.is_file():
            return rows
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line or line.startswith("#"):
                continue
            day, quantity, *rates = line.split(",")
            rebate, fee = ([float(rate or 0) / 100 for rate in rates] + [0.0, 0.0])[:2]
            rows[datetime.strptime(day, "%Y%m%d").date()] = (int(quantity) if quantity else None, rebate, fee)
        return rows

    def shortable_quantity(self, symbol: Any, local_time: datetime) -> int | None:
        return self._row(symbol, local_time)[0]

    def rebate_rate(self, symbol: Any, local_time: datetime) -> float:
        return self._row(symbol, local_time)[1]

    def fee_rate(self, symbol: Any, local_time: datetime) -> float:
        return self._row(symbol, local_time)[2]


class InteractiveBrokersShortableProvider(LocalDiskShortableProvider):
    """Interactive Brokers' list."""

    def __init__(self) -> None:
        super().__init__("interactivebrokers")
