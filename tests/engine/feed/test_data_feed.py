"""The feed as a whole: damaged files, new tickers, events, normalisation, what was asked for."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest

from leanrig.engine.data.auxiliary import Delisting, Dividend, Split, SymbolChangedEvent
from leanrig.engine.data.config import SubscriptionDataConfig, span_us
from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.tick import Tick
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import DataNormalizationMode, Resolution, SecurityType, TickType
from leanrig.engine.feed.data_feed import DataFeed
from leanrig.engine.feed.timeline import NEVER
from leanrig.engine.hours.zones import to_us
from leanrig.engine.identity import Symbol
from tests.shared_reference import shared

ZONE = "America/New_York"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
HOURS = (
    '{"entries": {"Equity-usa-[*]": {"dataTimeZone": "America/New_York", "exchangeTimeZone": "America/New_York", '
    + ", ".join(f'"{day}": [{{"start": "09:30:00", "end": "16:00:00", "state": "market"}}]' for day in WEEKDAYS)
    + "}}}"
)
Mode = DataNormalizationMode


class Folder:
    """A data folder that a test writes."""

    def __init__(self, root):
        self.root = root
        self.errors, self.warnings = [], []
        self.write("market-hours/market-hours-database.json", HOURS)
        self.write("equity/usa/map_files/none.csv", "19980102,none,N\n20501231,none,N\n")

    def write(self, name, content):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def zipped(self, name, text):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("any.csv", text)
        self.write(name, packed.getvalue())

    def feed(self):
        settings = SimpleNamespace(daily_precise_end_time=True)
        return DataFeed(self.root, settings, report=self.errors.append, warn=self.warnings.append)


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def _config(feed, ticker, resolution, data_type=TradeBar, **options):
    symbol = Symbol.create(ticker, SecurityType.EQUITY, "usa")
    zone, hours = feed.market(symbol)
    return SubscriptionDataConfig(data_type, symbol, resolution, data_zone=zone, exchange_zone=hours.zone, **options)


def _window(first, last):
    return to_us(datetime(*first), ZONE), to_us(datetime(*last), ZONE) - 1


def _bars(feed, config, first, last, *, step=None):
    spacing = span_us(config.resolution) if step is None else step
    pages = feed.pages(config, *_window(first, last), spacing)
    return [page.item(row) for page in pages for row in range(len(page))]


def _events(feed, config, first, last):
    events = []
    for stream in feed.streams(None, config, *_window(first, last), 0):
        while stream.is_event and stream.next_us < NEVER:
            events.append(stream.page.item(stream.row))
            stream.step()
    return events


# -- damaged files


def test_rows_in_wrong_order_are_dropped(folder):
    folder.zipped(
        "equity/usa/daily/a.zip",
        "20240304 00:00,10000,10000,10000,10000,1\n20240306 00:00,30000,30000,30000,30000,3\n"
        "20240305 00:00,20000,20000,20000,20000,2\n20240307 00:00,40000,40000,40000,40000,4\n",
    )
    feed = folder.feed()
    bars = _bars(feed, _config(feed, "A", Resolution.DAILY), (2024, 3, 4), (2024, 3, 8), step=0)
    assert [bar.close for bar in bars] == [1.0, 3.0, 4.0]


def test_text_in_a_price_becomes_a_number_as_in_lean_and_is_warned_of(folder):
    folder.zipped("equity/usa/daily/a.zip", "20240304 00:00,abc,20000,10000,10000,5\n")
    feed = folder.feed()
    (bar,) = _bars(feed, _config(feed, "A", Resolution.DAILY), (2024, 3, 4), (2024, 3, 5))
    assert bar.open == 0.5451
    assert folder.errors == []
    assert "equity/usa/daily/a.zip" in folder.warnings[0]


def test_a_header_and_a_torn_zip_are_errors_of_lean_and_warnings_of_ours(folder):
    folder.zipped(
        "equity/usa/daily/a.zip", "date,open,high,low,close,volume\n20240304 00:00,10000,10000,10000,10000,5\n"
    )
    folder.write("equity/usa/daily/b.zip", b"PK\x03\x04 not a whole zip")
    feed = folder.feed()
    assert len(_bars(feed, _config(feed, "A", Resolution.DAILY), (2024, 3, 4), (2024, 3, 5))) == 1
    assert _bars(feed, _config(feed, "B", Resolution.DAILY), (2024, 3, 4), (2024, 3, 5)) == []
    assert folder.errors[0].startswith("TradeBar.Reader(): Error parsing stream")
    assert folder.errors[1].startswith("Corrupt zip file/entry")
    assert len(folder.warnings) == 2
    assert feed.monitor.failed == []


def test_a_missing_file_is_recorded_once_a_date(folder):
    feed = folder.feed()
    assert _bars(feed, _config(feed, "A", Resolution.MINUTE), (2024, 3, 8), (2024, 3, 12)) == []
    names = [f"/equity/usa/minute/a/{day}_trade.zip" for day in ("20240308", "20240311")]
    assert feed.monitor.failed == names


# -- quotes and ticks


def test_a_quote_without_a_side_has_the_last_one_where_bars_are_repeated(folder):
    text = "34200000,10000,10000,10000,10000,7,20000,20000,20000,20000,9\n34260000,11000,11000,11000,11000,8,,,,,\n"
    folder.zipped("equity/usa/minute/a/20240304_quote.zip", text)
    feed = folder.feed()
    config = _config(feed, "A", Resolution.MINUTE, QuoteBar)
    second = _bars(feed, config, (2024, 3, 4), (2024, 3, 5))[1]
    assert (second.bid.close, second.ask.close) == (1.1, 2.0)
    alone = _bars(feed, config, (2024, 3, 4), (2024, 3, 5), step=0)[1]
    assert (alone.bid.close, alone.ask) == (1.1, None)


def test_ticks_have_exchange_condition_and_suspicion(folder):
    folder.zipped(
        "equity/usa/tick/a/20240304_trade.zip",
        "34199999,10000,1,P,0,0\n34200000,1230000,200,Q,80,1\n34200000.5,1235000,300,N,,0\n",
    )
    feed = folder.feed()
    config = _config(feed, "A", Resolution.TICK, Tick, tick_type=TickType.TRADE)
    ticks = _bars(feed, config, (2024, 3, 4), (2024, 3, 5))
    assert [(str(tick.exact_value), tick.quantity, tick.exchange, tick.suspicious) for tick in ticks] == [
        ("123", 200.0, "NASDAQ", True),
        ("123.5", 300.0, "NYSE", False),
    ]
    assert ticks[0].sale_condition == "80"
    assert ticks[1].time == datetime(2024, 3, 4, 9, 30, 0, 500)


# -- tickers, events and factors of Lean's own data


def _lean():
    return DataFeed(shared("lean-data"), SimpleNamespace(daily_precise_end_time=True))


def test_each_ticker_has_its_own_file_and_the_change_is_an_event():
    feed = _lean()
    config = _config(feed, "GOOGL", Resolution.DAILY)
    events = _events(feed, config, (2014, 3, 31), (2014, 4, 8))
    changes = [event for event in events if isinstance(event, SymbolChangedEvent)]
    assert [(event.old_symbol, event.new_symbol, event.time.date()) for event in changes] == [
        ("GOOG", "GOOGL", date(2014, 4, 3))
    ]


def test_a_split_is_announced_the_day_before_with_the_last_price():
    feed = _lean()
    warning, split = _events(feed, _config(feed, "AAPL", Resolution.DAILY), (2014, 6, 5), (2014, 6, 11))
    assert isinstance(warning, Split)
    assert (warning.time.date(), split.time.date()) == (date(2014, 6, 6), date(2014, 6, 9))
    assert split.exact_split_factor == warning.exact_split_factor == Decimal("0.1428572")
    raw = _bars(
        feed, _config(feed, "AAPL", Resolution.DAILY, data_normalization_mode=Mode.RAW), (2014, 6, 5), (2014, 6, 6)
    )
    assert warning.exact_value == raw[-1].exact_close


def test_the_end_of_a_share_is_announced_on_its_last_day_and_nothing_is_repeated_after_it():
    feed = _lean()
    config = _config(feed, "AAA.1", Resolution.DAILY)
    warning, delisted = _events(feed, config, (2007, 5, 15), (2007, 5, 26))
    assert isinstance(delisted, Delisting)
    assert (warning.time.date(), delisted.time.date()) == (date(2007, 5, 18), date(2007, 5, 19))
    bars = _bars(feed, config, (2007, 5, 15), (2007, 5, 26))
    assert bars[-1].end_time == datetime(2007, 5, 18, 16)


def test_normalisation_modes_of_one_bar():
    feed = _lean()
    close = {}
    for mode in (Mode.RAW, Mode.ADJUSTED, Mode.SPLIT_ADJUSTED, Mode.SCALED_RAW):
        config = _config(feed, "AAPL", Resolution.DAILY, data_normalization_mode=mode)
        close[mode] = _bars(feed, config, (2014, 6, 2), (2014, 6, 12))[0].close
    # As real Lean's history answered for 2014-06-02.
    assert close[Mode.RAW] == 628.65
    assert round(close[Mode.SCALED_RAW], 8) == 89.80717878
    assert close[Mode.ADJUSTED] < close[Mode.SPLIT_ADJUSTED] < close[Mode.RAW]


def test_total_return_adds_what_was_paid_since_the_start():
    feed = _lean()
    first, last = (2013, 6, 17), (2013, 6, 26)
    options = {"data_normalization_mode": Mode.TOTAL_RETURN}
    split = _config(feed, "SPY", Resolution.DAILY, data_normalization_mode=Mode.SPLIT_ADJUSTED)
    paid = [event for event in _events(feed, split, first, last) if isinstance(event, Dividend)]
    total = _bars(feed, _config(feed, "SPY", Resolution.DAILY, **options), first, last)
    plain = _bars(feed, split, first, last)
    added = {bar.time.date(): bar.exact_close - other.exact_close for bar, other in zip(total, plain, strict=True)}
    ex_date = paid[0].time.date()
    assert {amount for day, amount in added.items() if day < ex_date} == {0}
    assert {amount for day, amount in added.items() if day >= ex_date} == {paid[0].exact_value}


def test_data_before_the_files_begin_is_said_at_the_end():
    feed = _lean()
    config = _config(feed, "GOOG", Resolution.DAILY)
    feed.streams(None, config, *_window((2000, 1, 3), (2000, 2, 1)), 0)
    assert feed.closing_lines()[-1] == (
        "The starting dates for the following symbols have been adjusted to match their map files first date: "
        "[GOOG, 2014-03-27]"
    )
