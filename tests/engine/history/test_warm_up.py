"""Warm-up, seeding and indicators' past."""

from datetime import datetime, timedelta

import pytest
from engine.history.stage import Stage, utc

from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import Resolution
from leanrig.engine.errors import InvalidOperationException
from leanrig.engine.history.seeding import FuncSecuritySeeder, SecuritySeeder, seed
from leanrig.engine.history.warm_up import streams_with_warm_up
from leanrig.engine.hours.zones import to_local
from leanrig.engine.indicators.bands import BollingerBands
from leanrig.engine.indicators.moving_averages import SimpleMovingAverage

START = datetime(2024, 3, 6)


@pytest.fixture
def stage() -> Stage:
    return Stage(START, datetime(2024, 3, 8))


@pytest.fixture
def days() -> Stage:
    return Stage(datetime(2010, 6, 15), datetime(2010, 6, 30))


def test_the_earliest_start_of_all_securities_counts(stage: Stage) -> None:
    stage.add_equity("TST", Resolution.MINUTE)
    stage.set_warm_up(20)
    assert stage.warm_up_start_us() == utc(datetime(2024, 3, 5, 15, 40))
    stage.add_equity("IBM", Resolution.DAILY)
    assert stage.warm_up_start_us() == utc(datetime(2024, 2, 7))


def test_a_span_is_taken_off_the_calendar(stage: Stage) -> None:
    stage.add_equity("TST", Resolution.MINUTE)
    stage.set_warmup(timedelta(days=3))
    assert stage.warm_up_start_us() == utc(datetime(2024, 3, 3))


def test_without_securities_the_market_never_closes(stage: Stage) -> None:
    stage.set_warm_up(3, Resolution.DAILY)
    assert stage.warm_up_start_us() == utc(datetime(2024, 3, 3))


def test_no_warm_up_was_asked_for(stage: Stage) -> None:
    stage.add_equity("TST", Resolution.MINUTE)
    assert stage.warm_up_start_us() is None
    assert stage.start_of(utc(START)) == utc(START)
    assert stage.start_of(utc(START) + 60_000_000) == utc(START) + 60_000_001


def test_it_cannot_be_asked_for_later(stage: Stage) -> None:
    stage._lean_locked = True
    with pytest.raises(InvalidOperationException, match="cannot be used after algorithm initialized"):
        stage.set_warm_up(3)


def test_daily_bars_come_before_the_start_and_minutes_after_it(stage: Stage) -> None:
    security = stage.add_equity("TST", Resolution.MINUTE)
    stage.set_warm_up(2, Resolution.HOUR)
    start = stage.warm_up_start_us()
    config = security.subscription_list[0]
    stream = streams_with_warm_up(stage, security, config, start, utc(datetime(2024, 3, 6, 10)), 60_000_000)[0]
    ends = []
    while len(ends) < 5:
        ends.append(to_local(stream.next_us, "America/New_York"))
        stream.step()
    # The bar that ends at the warm-up's start is given too, as real Lean does.
    assert ends[:3] == [datetime(2024, 3, 5, 14), datetime(2024, 3, 5, 15), datetime(2024, 3, 5, 16)]
    assert ends[3:] == [datetime(2024, 3, 6, 9, 31), datetime(2024, 3, 6, 9, 32)]


def test_prices_are_seeded_with_the_last_known_ones(stage: Stage) -> None:
    security = stage.add_equity("TST", Resolution.MINUTE)
    bars = list(stage.history[TradeBar](security.symbol, 1))
    seed(stage, [security])
    assert security.price == bars[0].close
    assert security.ask_price > security.bid_price > 0
    assert stage.get_last_known_price(security).close == bars[0].close


def test_a_price_that_is_there_is_kept(stage: Stage) -> None:
    security = stage.add_equity("TST", Resolution.MINUTE)
    security.set_market_price(TradeBar(START, security.symbol, 1, 1, 1, 1, 1))
    seed(stage, [security])
    assert security.price == 1.0


def test_the_users_own_seeder(stage: Stage) -> None:
    security = stage.add_equity("TST", Resolution.MINUTE)
    assert FuncSecuritySeeder(stage.get_last_known_prices).seed_security(security)
    assert security.price > 0
    assert SecuritySeeder.NULL.seed_security(security)

    def none(_: object) -> list[TradeBar]:
        return []

    def fails(_: object) -> TradeBar:
        raise ValueError("no price today")

    assert not FuncSecuritySeeder(none).seed_security(security)
    assert not FuncSecuritySeeder(fails).seed_security(security)


def test_an_indicator_is_ready_after_its_warm_up(stage: Stage) -> None:
    symbol = stage.add_equity("TST", Resolution.MINUTE).symbol
    average = SimpleMovingAverage(7)
    stage.warm_up_indicator(symbol, average)
    closes = [bar.close for bar in stage.history[TradeBar](symbol, 7)]
    assert average.is_ready
    assert average.samples == 7
    assert average.current.value == pytest.approx(sum(closes) / 7, rel=1e-12)


def test_a_span_is_consolidated_for_the_warm_up(stage: Stage) -> None:
    symbol = stage.add_equity("TST", Resolution.MINUTE).symbol
    average = SimpleMovingAverage(4)
    stage.warm_up_indicator(symbol, average, timedelta(minutes=15))
    closes = [bar.close for bar in stage.history[TradeBar](symbol, 60)][14::15]
    assert average.samples == 4
    assert average.current.value == pytest.approx(sum(closes) / 4, rel=1e-12)


def test_automatic_warm_up_is_done_when_an_indicator_is_made(days: Stage) -> None:
    symbol = days.add_equity("IBM", Resolution.DAILY).symbol
    days.settings.automatic_indicator_warm_up = True
    highest = days.max(symbol, 10)
    assert highest.samples == 10
    assert highest.current.value == max(bar.high for bar in days.history[TradeBar](symbol, 10))


def test_an_indicators_past_in_a_frame(days: Stage) -> None:
    symbol = days.add_equity("IBM", Resolution.DAILY).symbol
    past = days.indicator_history(BollingerBands(3, 2), symbol, 5)
    frame = past.data_frame
    assert len(past) == past.count == len(frame) == 5
    assert frame.index.name is None
    assert list(frame.columns) == [
        "bandwidth",
        "current",
        "lowerband",
        "middleband",
        "movingaveragetype",
        "percentb",
        "price",
        "standarddeviation",
        "upperband",
    ]
    assert frame.movingaveragetype.tolist() == ["Simple"] * 5
    assert [point.value for point in past["upper_band"]] == frame.upperband.tolist()
    assert frame.price.tolist() == [bar.close for bar in days.history[TradeBar](symbol, 5)]


def test_a_market_that_never_closes_repeats_its_first_bar_at_the_start() -> None:
    """Real Lean's slice at the start of BareCoinCash: a bar whose security has no price yet."""
    stage = Stage(datetime(2024, 3, 4), datetime(2024, 3, 5))
    stage.set_time_zone("UTC")
    security = stage.add_crypto("BTCUSD", Resolution.MINUTE, "coinbase")
    stage.set_warm_up(240)
    start = stage.warm_up_start_us()
    assert start is not None
    for config in security.subscription_list:
        stream = streams_with_warm_up(stage, security, config, start, start + 20_000_000_000, 60_000_000)[0]
        first = stream.page.item(stream.row)
        assert first.is_fill_forward
        assert first.end_time == datetime(2024, 3, 4)
        stream.step()
        second = stream.page.item(stream.row)
        assert not second.is_fill_forward
        assert second.end_time == datetime(2024, 3, 4, 0, 1)
        assert second.close == first.close
