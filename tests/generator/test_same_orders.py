"""The file and the inline project of one recipe give the same orders, and none acts before its row."""

import os
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from played import bars_of, parse_recipe, play, recipe_text, shaken, stamp_of

HOURS_OF_A_STOCK = {
    "name": '"stock_by_the_hour"',
    "symbols": '["TEST"]',
    "security_type": '"equity"',
    "exposure": "0.9\nlong_only = false",
    "benchmark": '"TEST"',
    "brokerage": '"alpaca"',
    "account": '"margin"',
}
CASES = {
    "one stock": ("aapl_regime", {}),
    "three stocks": ("three_stocks", {}),
    "three stocks, days missing": ("three_stocks", {}),
    "coin": ("btc_regime", {}),
    "coin, at the row's own bar": ("btc_regime", {"act": '"same_close"'}),
    "stock by the hour": ("btc_regime", HOURS_OF_A_STOCK),
    "stock by the hour, at the row's own bar": ("btc_regime", HOURS_OF_A_STOCK | {"act": '"same_close"'}),
}
LEAST = 12


@pytest.fixture(params=CASES, scope="module")
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    name, changes = CASES[request.param]
    bars = bars_of(parse_recipe(recipe_text(name, **changes)))
    if "missing" in request.param:
        draw = np.random.default_rng(5)
        bars = {ticker: frame[draw.random(len(frame)) > 0.1] for ticker, frame in bars.items()}
    folder = tmp_path_factory.mktemp("file")
    return name, changes, bars, play(recipe_text(name, **changes), bars, folder)


def test_inline_orders_are_those_of_the_file(case, tmp_path: Path) -> None:
    name, changes, bars, orders = case
    assert len(orders) >= LEAST
    assert play(recipe_text(name, variant='"inline"', **changes), bars, tmp_path) == orders


def test_prices_that_differ_in_the_ninth_digit_change_nothing(case, tmp_path: Path) -> None:
    name, changes, bars, orders = case
    again = play(recipe_text(name, variant='"inline"', **changes), shaken(bars, 1e-9), tmp_path)
    assert [_asked(order) for order in again] == [_asked(order) for order in orders]


def test_bars_from_before_the_recipes_first_day_are_not_looked_at(case, tmp_path: Path) -> None:
    name, changes, bars, orders = case
    text = recipe_text(name, variant='"inline"', **changes)
    recipe = parse_recipe(text)
    ends = pd.date_range(end=pd.Timestamp(recipe.data.start, tz="UTC"), periods=5, freq="h")
    longer = {ticker: pd.concat([frame.iloc[-5:].set_axis(ends), frame]) for ticker, frame in bars.items()}
    assert play(text, longer, tmp_path) == orders


def test_no_order_is_before_its_row_nor_priced_from_its_bar(case) -> None:
    _, changes, _, orders = case
    for order in orders:
        created, stamp = datetime.fromisoformat(order["created"]), stamp_of(order)
        assert created >= stamp
        if order["filled"] is not None and changes.get("act") != '"same_close"':
            assert datetime.fromisoformat(order["filled"]) > stamp


def test_one_order_at_a_time_none_crosses_zero_and_none_is_refused(case) -> None:
    name, changes, _, orders = case
    held: dict[str, float] = {}
    filled: dict[str, str] = {}
    shorts = 0
    for order in orders:
        assert order["filled"] != "refused"
        assert filled.get(order["symbol"], "") is not None, "an order while another is open"
        assert order["created"] >= filled.get(order["symbol"], "")
        filled[order["symbol"]] = order["filled"]
        before = held.get(order["symbol"], 0.0)
        held[order["symbol"]] = before + order["quantity"]
        assert before * held[order["symbol"]] >= -1e-9
        shorts += held[order["symbol"]] < 0
    assert (shorts > 0) != parse_recipe(recipe_text(name, **changes)).trade.long_only


@pytest.mark.stack
@pytest.mark.parametrize("name", ["aapl_regime", "btc_regime"])
def test_other_stacks_give_the_same_orders(name: str, tmp_path: Path) -> None:
    """LEANRIG_STACKS lists interpreters that hold numpy and pandas and nothing of ours, such as the Lean image's."""
    stacks = [path for path in os.environ.get("LEANRIG_STACKS", "").split(os.pathsep) if path]
    if not stacks:
        pytest.skip("no other stacks (set LEANRIG_STACKS to their interpreters)")
    bars = bars_of(parse_recipe(recipe_text(name)))
    orders = play(recipe_text(name), bars, tmp_path / "here")
    for number, python in enumerate(stacks):
        for variant in ('"file"', '"inline"'):
            there = play(recipe_text(name, variant=variant), bars, tmp_path / f"{number}", python=python)
            assert there == orders, f"{variant} on {python}"


def _asked(order: dict[str, object]) -> tuple[object, ...]:
    """What is asked of the broker; a strength in the tag may differ in its last digit."""
    quantity = round(float(str(order["quantity"])), 4)
    return order["created"], order["symbol"], quantity, str(order["tag"]).split()[:3]
