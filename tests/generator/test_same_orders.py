"""In the engine, the file and the inline project of a recipe give the same orders, and none acts before its row."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from played import (
    Order,
    bars_of,
    lay_project,
    parse_recipe,
    play,
    play_on,
    recipe_text,
    shown,
    thinned,
    with_earlier,
)
from stacks import STACKS, python_of

from generator.recipe import Recipe
from leanrig.model.bars import BarSet

QUICK = {"regime_parameters": "{half_life = 48, warm_up = 480}", "strength_parameters": "{period = 72}"}
HALF_A_YEAR = {"end": "2023-06-30"}
HOURS_OF_A_STOCK = QUICK | {
    "name": '"stock_by_the_hour"',
    "symbols": '["TEST"]',
    "security_type": '"equity"',
    "exposure": "0.9\nlong_only = false",
    "benchmark": '"TEST"',
    "brokerage": '"alpaca"',
    "account": '"margin"',
}
DAYS_OF_A_COIN = {
    "name": '"coin_by_the_day"',
    "resolution": '"daily"',
    "strength_parameters": "{period = 20}",
    "regime_parameters": "{half_life = 10, warm_up = 30}",
}
CASES: dict[str, tuple[str, dict[str, str]]] = {
    "one stock": ("aapl_regime", {}),
    "three stocks": ("three_stocks", {"end": "2005-12-30"}),
    "three stocks, days missing": ("three_stocks", {"end": "2004-12-30"}),
    "coin": ("btc_regime", {}),
    "coin, at the row's own bar": ("btc_regime", QUICK | HALF_A_YEAR | {"act": '"same_close"'}),
    "coin by the day": ("btc_regime", DAYS_OF_A_COIN),
    "stock by the hour": ("btc_regime", HOURS_OF_A_STOCK),
    "stock by the hour, at the row's own bar": ("btc_regime", HOURS_OF_A_STOCK | {"act": '"same_close"'}),
    "pair": ("eur_regime", {}),
    "pair, at the row's own bar": ("eur_regime", {"act": '"same_close"'}),
}
LEAST = 12
INLINE, MODULE = '"inline"', '"module"'
FILLED, REFUSED = 3, 7


@dataclass(frozen=True, slots=True)
class Played:
    """A case, its bars, the folder that holds them in Lean's layout, and the orders of its file project."""

    name: str
    changes: dict[str, str]
    bars: Mapping[str, BarSet]
    folder: Path
    orders: list[Order]

    @property
    def recipe(self) -> Recipe:
        return parse_recipe(self.text())

    def text(self, **more: str) -> str:
        return recipe_text(self.name, **self.changes, **more)


@pytest.fixture(params=CASES, scope="module")
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Played:
    name, changes = CASES[request.param]
    text = recipe_text(name, **changes)
    bars = bars_of(parse_recipe(text))
    if "missing" in request.param:
        bars = thinned(bars, 0.1)
    folder = tmp_path_factory.mktemp("file")
    return Played(name, changes, bars, folder, play(text, bars, folder))


def test_inline_orders_are_those_of_the_file(case: Played) -> None:
    assert len(case.orders) >= LEAST
    assert play(case.text(variant=INLINE), case.bars, case.folder) == case.orders


def test_module_orders_are_those_of_the_file(case: Played) -> None:
    assert play(case.text(variant=MODULE), case.bars, case.folder) == case.orders
    assert not list((case.folder / "no-store").iterdir())


def test_prices_that_differ_in_the_ninth_digit_change_nothing(case: Played) -> None:
    again = play(case.text(), case.bars, case.folder, shake=1e-9)
    assert [order.asked for order in again] == [order.asked for order in case.orders]


def test_bars_from_before_the_recipes_first_day_are_not_looked_at(case: Played, tmp_path: Path) -> None:
    longer = with_earlier(case.bars, case.recipe)
    assert play(case.text(variant=INLINE), longer, tmp_path) == case.orders


def test_every_order_names_its_row_and_is_not_before_it(case: Played) -> None:
    rows = {
        (ticker, *line.split(",")[:1]): line.split(",")
        for ticker in case.bars
        for line in (case.folder / "storage-0" / f"{case.recipe.signal_folder}/{ticker.lower()}.csv")
        .read_text()
        .split("\n")
        if line
    }
    for order in case.orders:
        assert order.created >= order.stamp
        _, _, regime, _, strength = rows[order.ticker, f"{order.stamp:%Y-%m-%d %H:%M:%S}"]
        assert order.tag == f"{order.stamp:%Y-%m-%d %H:%M:%S} {regime} {strength}"


def test_no_fill_is_priced_from_the_bar_that_its_row_was_computed_from(case: Played) -> None:
    frames = shown(case.bars)
    act = case.recipe.trade.act
    own = 0
    for order in case.orders:
        if order.filled is None or order.price is None:
            continue
        frame = frames[order.ticker]
        if act == "next_open":
            after = frame[frame.index > order.created]
            assert order.price == pytest.approx(after["open"].iloc[0], rel=1e-9)
            assert order.filled > order.stamp
        else:
            # After a weekend the last price is stale: such an order waits for the next bar and gets its open.
            price = "close" if order.filled == order.created else "open"
            assert order.price == pytest.approx(frame[price][pd.Timestamp(order.filled)], rel=1e-9)
            assert order.filled >= order.stamp
            own += order.filled == order.stamp
    assert (own > 0) == (act == "same_close")


def test_one_order_at_a_time_none_crosses_zero_and_none_is_refused(case: Played) -> None:
    held: dict[str, float] = {}
    last: dict[str, Order] = {}
    shorts = 0
    for number, order in enumerate(case.orders, 1):
        assert order.status != REFUSED
        assert order.status == FILLED or number > len(case.orders) - len(case.bars)  # the end may come before the fill
        before = last.get(order.ticker)
        assert before is None or (before.filled is not None and order.created >= before.filled)
        last[order.ticker] = order
        now = held.get(order.ticker, 0.0)
        held[order.ticker] = now + order.quantity
        assert now * held[order.ticker] >= -1e-9
        shorts += held[order.ticker] < -1e-9
    assert (shorts > 0) != case.recipe.trade.long_only


@pytest.mark.stack
@pytest.mark.parametrize("name", ["aapl_regime", "btc_regime"])
def test_other_stacks_give_the_same_orders(name: str, tmp_path: Path) -> None:
    text = recipe_text(name)
    bars = bars_of(parse_recipe(text))
    orders = play(text, bars, tmp_path)
    assert len(orders) >= LEAST
    for stack in STACKS:
        for variant in ('"file"', INLINE):
            job = lay_project(recipe_text(name, variant=variant), bars, tmp_path)
            assert play_on(python_of(stack), job) == orders, f"{variant} on {stack.name}"
