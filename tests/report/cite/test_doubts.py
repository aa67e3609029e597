"""Planted weaknesses are found, and a run without them is not accused."""

from dataclasses import replace

import numpy as np
import pytest
from report.cite.made import inputs_of, order, result_of, row, table_of, trade

from leanrig.report.cite.citable import CitableTable
from leanrig.report.cite.doubts import doubts_of
from leanrig.report.inputs import Origin, ReportInputs

_ORIGIN = Origin("AAPL", "sample", "feed", "sample data", "raw", "2020-01-01T00:00:00+00:00", {}, "none")


def _doubts(inputs: ReportInputs) -> dict[str, str]:
    table = table_of(inputs)
    return {
        key.removeprefix("doubt."): table[key].phrase
        for key in table
        if key.startswith("doubt.") and not key.endswith(".settle")
    }


def _sound() -> ReportInputs:
    """Return four good years: a hundred trades, a fallen benchmark, fees, a known origin."""
    generator = np.random.default_rng(7)
    equity = 100_000 * np.cumprod(1 + generator.normal(0.002, 0.005, 1_200))
    held = 50 * np.cumprod(1 + generator.normal(-0.001, 0.01, 1_200))
    trades = [trade(2_000.0 if n % 3 else -900.0, day=10 * n, fees=1.0) for n in range(100)]
    orders = [order(n + 1, 10 if n % 2 else -10, 50.0, fee=1.0) for n in range(200)]
    return inputs_of(
        result_of(equity.tolist(), benchmark=held.tolist(), trades=trades, orders=orders), origins=[_ORIGIN]
    )


def test_a_sound_run_is_not_accused() -> None:
    assert set(_doubts(_sound())) == {"uncounted"}


def test_few_trades_and_one_that_carries_all() -> None:
    sound = _sound()
    few = replace(sound, result=replace(sound.result, trades=(trade(900.0), trade(10.0, day=3), trade(-5.0, day=9))))
    found = _doubts(few)
    assert found["few_trades"] == "figures that rest on few trades (3)"
    assert found["one_trade"] == "one trade that made 99\u202f% of the profit"


def test_a_profit_that_a_little_more_cost_takes() -> None:
    sound = _sound()
    dear = replace(sound.result, runtime_statistics={"Volume": "$9,000,000,000.00"})
    assert "bp of more cost" in _doubts(replace(sound, result=dear))["thin_profit"]


@pytest.mark.parametrize(
    ("origin", "key"),
    [
        (replace(_ORIGIN, label="simulated"), "simulated"),
        (replace(_ORIGIN, lacks_check=True, checked="not checked"), "unchecked"),
        (replace(_ORIGIN, gaps="12 sessions, the first 2020-01-07"), "gaps"),
        (None, "no_origin"),
    ],
)
def test_data_in_doubt(origin: Origin | None, key: str) -> None:
    assert key in _doubts(replace(_sound(), origins=() if origin is None else (origin,)))


def test_refused_free_and_same_close() -> None:
    sound = _sound()
    free = [
        replace(item, events=tuple(replace(event, fee=0.0) for event in item.events)) for item in sound.result.orders
    ]
    orders = (*free, order(999, 1, 1.0, status="invalid"))
    found = _doubts(replace(sound, act="same_close", result=replace(sound.result, orders=orders)))
    assert {"free", "refused", "same_close"} <= set(found)
    assert found["refused"].startswith("1 refused order:")


def test_orders_ahead_of_their_row_come_first() -> None:
    sound = _sound()
    early = replace(sound.result.orders[0], tag="2031-01-01 00:00:00 calm 0.5")
    found = _doubts(replace(sound, result=replace(sound.result, orders=(early, *sound.result.orders[1:]))))
    assert next(iter(found)) == "look_ahead"


def test_a_thin_regime_and_a_blind_signal() -> None:
    generator = np.random.default_rng(2)
    rows = [
        row(day, "volatile" if 100 <= day < 120 else "calm", strength=float(generator.normal())) for day in range(1_199)
    ]
    closes = (100 * np.cumprod(1 + generator.normal(0, 0.01, 1_200))).tolist()
    sound = _sound()
    found = _doubts(inputs_of(sound.result, signals=rows, closes=closes, origins=[_ORIGIN]))
    assert found["thin_volatile"].startswith("the volatile regime, known from 20 days alone")
    assert "than chance" in found["signal"]


def test_a_difference_that_may_be_luck_and_a_run_too_short() -> None:
    sound = _sound()
    generator = np.random.default_rng(11)
    held = 50 * np.cumprod(1 + generator.normal(0.002, 0.005, 1_200))
    equity = sound.result.equity
    assert equity is not None
    same = result_of(list(equity.values), benchmark=held.tolist(), trades=sound.result.trades)
    assert "luck" in _doubts(inputs_of(same))
    assert "untested" in _doubts(inputs_of(result_of([100.0 + day for day in range(50)])))


def test_the_gravest_doubt_comes_first_and_each_says_what_would_settle_it() -> None:
    inputs = replace(_sound(), origins=(replace(_ORIGIN, label="simulated"),))
    table = table_of(inputs)
    bare = CitableTable({key: fact for key, fact in table.items() if not key.startswith("doubt.")})
    doubts = doubts_of(inputs, bare)
    gravities = [doubt.gravity for doubt in doubts]
    assert gravities == sorted(gravities, reverse=True)
    assert doubts[0].key == "simulated"
    for doubt in doubts:
        assert table[f"doubt.{doubt.key}.settle"].phrase == f"what would settle it: {doubt.settles}"
        assert set(doubt.rests_on) <= set(table)


def test_no_account_no_doubt() -> None:
    assert _doubts(inputs_of(result_of([]))) == {}
