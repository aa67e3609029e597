"""Lean's own types as readers of lines, for users whose types are built on them: `TradeBar().get_source(...)`."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from leanrig.engine.data.base_data import SubscriptionDataSource
from leanrig.engine.enums import FileFormat, Resolution, SecurityType, SubscriptionTransportMedium
from leanrig.engine.number import ONE, ZERO

__all__ = ["quote_bar", "source_of", "trade_bar"]

_EQUITY_UNIT = Decimal("0.0001")
_SCALED = (SecurityType.EQUITY, SecurityType.OPTION, SecurityType.INDEX_OPTION)
_NO_VOLUME = (SecurityType.FOREX, SecurityType.CFD)


def source_of(config: Any, date: datetime, is_live_mode: bool) -> SubscriptionDataSource:
    """Where the data folder has the lines of a subscription and date."""
    if is_live_mode:
        return SubscriptionDataSource("", SubscriptionTransportMedium.STREAMING)
    from leanrig.engine.dotnet.globals import Globals
    from leanrig.engine.dotnet.lean_data import LeanData

    path = LeanData.generate_zip_file_path(
        Globals.data_folder, config.symbol, date, config.resolution, config.tick_type
    )
    return SubscriptionDataSource(path, SubscriptionTransportMedium.LOCAL_FILE, FileFormat.CSV)


def trade_bar(made: Any, config: Any, line: str, date: datetime, *, unit: Decimal | None = None) -> Any:
    """Fill a trade bar with what a line says."""
    cells = line.split(",")
    made._time, made.period = _time(cells[0], config, date), config.increment
    made.symbol = config.symbol
    factor = _unit(config) if unit is None else unit
    prices = [Decimal(cell) * factor for cell in cells[1:5]]
    made.exact_open, made.exact_high, made.exact_low, made.exact_close = prices
    has_volume = len(cells) > 5 and config.security_type not in _NO_VOLUME
    made.exact_volume = Decimal(cells[5]) if has_volume else ZERO
    return made


def quote_bar(made: Any, config: Any, line: str, date: datetime, *, unit: Decimal | None = None) -> Any:
    """Fill a quote bar with what a line says; a side of zeros is none."""
    from leanrig.engine.data.trade_bar import Bar

    cells = line.split(",")
    made._time, made.period = _time(cells[0], config, date), config.increment
    made.symbol = config.symbol
    factor = _unit(config) if unit is None else unit
    sides = []
    for first in (1, 6):
        prices = [Decimal(cell or 0) * factor for cell in cells[first : first + 4]]
        sides.append(Bar(*prices) if any(prices) else None)
    made.bid, made.ask = sides
    made.exact_last_bid_size = Decimal(cells[5] or 0) if len(cells) > 5 else ZERO
    made.exact_last_ask_size = Decimal(cells[10] or 0) if len(cells) > 10 else ZERO
    return made


def _unit(config: Any) -> Decimal:
    return _EQUITY_UNIT if config.security_type in _SCALED else ONE


def _time(cell: str, config: Any, date: datetime) -> datetime:
    from leanrig.engine.hours.zones import to_local, to_us

    if config.resolution >= Resolution.HOUR:
        moment = datetime.strptime(cell.strip(), "%Y%m%d %H:%M")
    else:
        day = datetime(date.year, date.month, date.day)
        moment = day + timedelta(microseconds=round(float(cell) * 1000))
    if config.data_zone == config.exchange_zone:
        return moment
    return to_local(to_us(moment, config.data_zone), config.exchange_zone)
