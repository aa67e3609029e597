"""The made-up market is a function of seed, symbol and time, and keeps the laws of bars and of the calendar."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from leanrig.standins.market import LISTINGS, Market

START = datetime(2024, 6, 3, tzinfo=UTC)


@pytest.mark.parametrize("ticker", [item.ticker for item in LISTINGS])
def test_bars_keep_their_laws(ticker: str) -> None:
    market = Market()
    bars = market.minutes(market.listing(ticker), START, START + timedelta(days=7), venue="any")
    assert len(bars) > 1000
    assert (np.diff(bars.start_ms) >= 60_000).all()
    assert (bars.high >= np.maximum(bars.open, bars.close)).all()
    assert (bars.low <= np.minimum(bars.open, bars.close)).all()
    assert (bars.low > 0).all()
    assert (bars.volume > 0).all()


def test_any_piece_is_the_same_as_the_whole() -> None:
    whole = Market().minutes(Market().listing("BTCUSD"), START, START + timedelta(days=5))
    late = Market().minutes(Market().listing("BTCUSD"), START + timedelta(days=3, hours=5), START + timedelta(days=4))
    at = int(np.searchsorted(whole.start_ms, late.start_ms[0]))
    assert whole.close[at : at + len(late)].tolist() == late.close.tolist()
    assert len(whole) == 5 * 1440


def test_a_split_divides_the_raw_price() -> None:
    market = Market()
    bars = market.minutes(market.listing("AAPL"), datetime(2024, 6, 7, tzinfo=UTC), datetime(2024, 6, 11, tzinfo=UTC))
    split = int(datetime(2024, 6, 10, tzinfo=UTC).timestamp()) * 1000
    before, after = bars.close[bars.start_ms < split][-1], bars.open[bars.start_ms >= split][0]
    assert before / after == pytest.approx(4, rel=0.1)


def test_stocks_rest_on_holidays_and_trade_before_and_after_hours() -> None:
    market = Market()
    day = datetime(2024, 7, 4, tzinfo=UTC)
    bars = market.minutes(market.listing("SPY"), day, day + timedelta(days=2))
    first = datetime.fromtimestamp(bars.start_ms[0] / 1000, UTC)
    assert first == datetime(2024, 7, 5, 8, 0, tzinfo=UTC)  # 04:00 in New York, the day after the holiday
    assert len(bars) == 16 * 60


def test_currencies_rest_on_saturday() -> None:
    market = Market()
    bars = market.minutes(market.listing("EURUSD"), datetime(2024, 6, 7, tzinfo=UTC), datetime(2024, 6, 10, tzinfo=UTC))
    days = {datetime.fromtimestamp(ms / 1000, UTC).date() for ms in bars.start_ms}
    assert days == {date(2024, 6, 7), date(2024, 6, 9)}
