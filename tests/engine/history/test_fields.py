"""Fields that indicators are fed with."""

from datetime import datetime

import pytest
from engine.history.stage import Stage

from leanrig.engine.data.field import Field
from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.tick import Tick
from leanrig.engine.data.trade_bar import Bar, TradeBar
from leanrig.engine.enums import Resolution
from leanrig.engine.indicators.moving_averages import SimpleMovingAverage

TRADES = TradeBar(datetime(2024, 3, 6), None, 1, 8, 0.5, 4, 700)
QUOTES = QuoteBar(datetime(2024, 3, 6), None, Bar(1, 4, 1, 2), 10, Bar(3, 6, 3, 5), 20)


@pytest.mark.parametrize(
    ("name", "trades", "quotes"),
    [
        ("OPEN", 1.0, 2.0),
        ("HIGH", 8.0, 5.0),
        ("LOW", 0.5, 2.0),
        ("CLOSE", 4.0, 3.5),
        ("AVERAGE", 3.375, 3.125),
        ("MEDIAN", 4.25, 3.5),
        ("TYPICAL", 12.5 / 3, 3.5),
        ("WEIGHTED", 4.125, 3.5),
        ("SEVEN_BAR", 22.5 / 7, 21.5 / 7),
        ("VOLUME", 700.0, 3.5),
        ("BID_HIGH", 4.0, 4.0),
        ("ASK_LOW", 4.0, 3.0),
        ("ASK_PRICE", 4.0, 5.0),
    ],
)
def test_a_field_of_trades_and_of_quotes(name: str, trades: float, quotes: float) -> None:
    selector = getattr(Field, name)
    assert selector(TRADES) == pytest.approx(trades, rel=1e-15)
    assert selector(QUOTES) == pytest.approx(quotes, rel=1e-15)


def test_ticks_have_sides_and_a_quantity() -> None:
    tick = Tick(datetime(2024, 3, 6), None, 9.0, 11.0)
    assert (Field.BID_PRICE(tick), Field.ASK_PRICE(tick), Field.CLOSE(tick)) == (9.0, 11.0, 10.0)


def test_both_casings() -> None:
    assert Field.High is Field.HIGH
    assert Field.SevenBar is Field.SEVEN_BAR


def test_an_average_of_asks_is_made_of_quotes() -> None:
    stage = Stage(datetime(2024, 3, 6), datetime(2024, 3, 8))
    symbol = stage.add_equity("TST", Resolution.MINUTE).symbol
    average = SimpleMovingAverage(5)
    stage.warm_up_indicator(symbol, average, Resolution.MINUTE, Field.ASK_CLOSE)
    asks = [quote.ask.close for quote in stage.history[QuoteBar](symbol, 5)]
    assert average.samples == 5
    assert average.current.value == pytest.approx(sum(asks) / 5, rel=1e-12)
