"""Funding rates of perpetual contracts."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation

from leanrig.engine.data.auxiliary import MarginInterestRate
from leanrig.engine.data.config import SubscriptionDataConfig
from leanrig.engine.feed.pages import ListPage
from leanrig.engine.feed.window import Window
from leanrig.engine.files.data_folder import DataFolder
from leanrig.engine.hours.zones import to_us

__all__ = ["rate_pages"]


def rate_pages(config: SubscriptionDataConfig, folder: DataFolder, window: Window) -> Iterator[ListPage]:
    """Yield the rates of a contract between two moments, in one page."""
    kind, symbol = config.security_type.to_string().lower(), config.symbol
    emits: list[int] = []
    points: list[MarginInterestRate] = []
    latest = -1
    for line in folder.lines(f"{kind}/{symbol.id.market}/margin_interest/{symbol.id.symbol.lower()}.csv") or []:
        cells = line.split(",")
        try:
            moment, rate = datetime.strptime(cells[0].strip(), "%Y%m%d %H:%M:%S"), Decimal(cells[1].strip())
        except (ValueError, IndexError, InvalidOperation):
            folder.report(f"Error invoking {symbol} data reader. Line: {line}")
            continue
        emit = to_us(moment, config.exchange_zone)
        if emit <= latest:
            continue
        latest = emit
        if window.start_us <= emit <= window.end_us:
            point = MarginInterestRate(symbol, moment)
            point.exact_value = rate
            emits.append(emit)
            points.append(point)
    if points:
        yield ListPage(symbol, emits, list(points), data_type=MarginInterestRate)
