"""Recipes of currency pairs: a market that closes for the weekend, quotes made of prices, a dollar on one side."""

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from played import Order, bars_of, lay_data, parse_recipe, play, recipe_text, rendered
from shared_reference import shared

from leanrig.model.bars import BarSet

FILLED = 3
END = {"end": "2024-04-12"}
YEN = END | {"symbols": '["USDJPY"]', "benchmark": '"USDJPY"'}
HOURS = "market-hours/market-hours-database.json"


@pytest.fixture(scope="module")
def euros() -> Mapping[str, BarSet]:
    return bars_of(parse_recipe(recipe_text("eur_regime", **END)))


def test_the_algorithm_asks_oanda_for_quotes_and_never_by_a_rule_of_market_hours() -> None:
    main = rendered(recipe_text("eur_regime", variant='"inline"'))[1]["main.py"]
    assert "self.add_forex(ticker, Resolution.HOUR, Market.OANDA)" in main
    assert "data.quote_bars.get(symbol)" in main
    assert "self.set_time_zone(TimeZones.UTC)" in main
    assert "BrokerageName.OANDA_BROKERAGE, AccountType.MARGIN" in main
    assert not [word for word in ("schedule", "before_market", "after_market") if word in main]


def test_a_row_of_fridays_last_bars_waits_for_sunday(euros: Mapping[str, BarSet], tmp_path: Path) -> None:
    """A row of Friday's last bars waits: an order while the market is closed would be one for the open."""
    orders = play(recipe_text("eur_regime", **END), euros, tmp_path)
    assert {order.status for order in orders} == {FILLED}
    over_a_weekend = [order for order in orders if order.stamp.weekday() == 4 and order.created.weekday() != 4]
    assert over_a_weekend
    assert all(order.created.weekday() == 6 for order in over_a_weekend)
    assert not [order for order in orders if is_closed(order)]


def is_closed(order: Order) -> bool:
    local = pd.Timestamp(order.created).tz_convert("America/New_York")
    return (local.day_of_week, local.hour) >= (4, 17) and (local.day_of_week, local.hour) < (6, 17)


def test_with_leans_own_hours_and_their_daily_pause_nothing_is_refused(
    euros: Mapping[str, BarSet], tmp_path: Path
) -> None:
    lay_data(euros, tmp_path / "data")
    shutil.copy(shared("lean-data", *HOURS.split("/")), tmp_path / "data" / HOURS)
    orders = play(recipe_text("eur_regime", **END), euros, tmp_path)
    assert len(orders) > 20
    assert {order.status for order in orders} == {FILLED}


def test_a_pair_that_begins_with_the_dollar_is_measured_by_its_price(tmp_path: Path) -> None:
    text = recipe_text("eur_regime", **YEN)
    bars = bars_of(parse_recipe(text))
    orders = play(text, bars, tmp_path)
    assert len(orders) > 20
    assert {order.status for order in orders} == {FILLED}
    result = json.loads((tmp_path / "out" / "file" / "eur_regime.json").read_text())
    values = dict(result["charts"]["Benchmark"]["series"]["Benchmark"]["values"])
    closes = bars["USDJPY"].bars["close"]
    for day in (date(2024, 3, 6), date(2024, 3, 27)):
        moment = pd.Timestamp(day, tz="UTC")
        assert values[int(moment.timestamp())] == pytest.approx(closes[moment])
