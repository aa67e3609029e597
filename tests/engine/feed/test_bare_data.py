"""The feed on the data folder that comes with the tests: nothing else is needed."""

from collections import Counter
from datetime import datetime
from types import SimpleNamespace

from engine.history.stage import BARE_DATA

from leanrig.engine.data.config import SubscriptionDataConfig, span_us
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import Resolution, SecurityType
from leanrig.engine.feed.data_feed import DataFeed
from leanrig.engine.hours.zones import to_us
from leanrig.engine.identity import Symbol
from leanrig.engine.number import shown

ZONE = "America/New_York"


def _pages(ticker, resolution, first, last):
    feed = DataFeed(BARE_DATA, SimpleNamespace(daily_precise_end_time=True))
    symbol = Symbol.create(ticker, SecurityType.EQUITY, "usa")
    zone, hours = feed.market(symbol)
    config = SubscriptionDataConfig(TradeBar, symbol, resolution, data_zone=zone, exchange_zone=hours.zone)
    window = to_us(datetime(*first), ZONE), to_us(datetime(*last), ZONE) - 1
    return feed, list(feed.pages(config, *window, span_us(resolution)))


def test_every_session_of_two_weeks_has_390_minutes_through_the_change_of_clocks():
    feed, pages = _pages("TST", Resolution.MINUTE, (2024, 3, 4), (2024, 3, 16))
    days = Counter(page.time(row).date() for page in pages for row in range(len(page)))
    assert len(days) == 10
    assert set(days.values()) == {390}
    assert len(feed.monitor.opened) == 10
    first = [
        page.emit[row] for page in pages for row in range(len(page)) if page.time(row).time().isoformat() == "09:30:00"
    ]
    # New York is five hours behind UTC up to the 10th, four from then on.
    assert [emit // 3_600_000_000 % 24 for emit in first] == [14] * 5 + [13] * 5


def test_floats_are_the_exact_values_as_dotnet_shows_them():
    _, pages = _pages("AAPL", Resolution.DAILY, (2000, 3, 1), (2013, 3, 2))
    rows = [(page, row) for page in pages for row in range(len(page))]
    assert rows
    assert [page.close_floats[row] for page, row in rows] == [shown(page.exact_close(row)) for page, row in rows]
    assert [page.volume_floats[row] for page, row in rows] == [shown(page.exact_volume(row)) for page, row in rows]
