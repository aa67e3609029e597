"""The algorithm's constructors: names as real Lean gives them, overloads and defaults."""

import json

import pytest
from shared_reference import shared

from leanrig.engine.enums import MovingAverageType, Resolution
from leanrig.engine.indicators.shortcuts import plan

CALLS = {
    "sma10": ("sma", 10),
    "ema10": ("ema", 10),
    "ema5_factor": ("ema", 5, 0.5),
    "lwma": ("lwma", 10),
    "hma": ("hma", 9),
    "dema": ("dema", 5),
    "tema": ("tema", 5),
    "rsi14_wilders": ("rsi", 14),
    "rsi14_simple": ("rsi", 14, MovingAverageType.SIMPLE),
    "macd": ("macd", 12, 26, 9),
    "bb20": ("bb", 20, 2),
    "atr14": ("atr", 14),
    "sto": ("sto", 14, 3, 3),
    "sto_short": ("sto", 14),
    "mom10": ("mom", 10),
    "momp10": ("momp", 10),
    "rocr10": ("rocr", 10),
    "std20": ("std", 20),
    "var20": ("var", 20),
    "min10": ("min", 10),
    "dch": ("dch", 20, 10),
    "donchian_one": ("dch", 5),
    "kch": ("kch", 20, 2),
    "kama": ("kama", 10),
    "cci": ("cci", 20),
    "aroon": ("aroon", 14),
    "wilr": ("wilr", 14),
    "logr": ("logr", 5),
    "tr": ("tr",),
    "mad": ("mad", 10),
    "alma": ("alma", 9),
    "zlema": ("zlema", 10),
    "sum": ("sum", 5),
}


@pytest.mark.parametrize("kind", CALLS)
def test_names_and_warm_up_are_leans(kind: str) -> None:
    meta = json.loads(shared("lean-results", "golden", "indicators", "indicators.json").read_text())["meta"][
        f"SPY {kind}"
    ]
    name, *arguments = CALLS[kind]
    made = plan(str(name), tuple(arguments), {})
    stem = made.form[:-1] + ",SPY_day)" if made.form.endswith(")") else f"{made.form}(SPY_day)"
    assert stem == meta["name"]
    assert made.build("x").warm_up_period == meta["warm_up_period"]


def test_a_resolution_may_stand_where_an_optional_parameter_would() -> None:
    made = plan("ema", (5, Resolution.DAILY), {})
    assert made.resolution == Resolution.DAILY
    assert plan("sto", (14, Resolution.HOUR), {}).form == "STO(14,14,3)"
    assert plan("max", (10, Resolution.DAILY, len), {}).selector is len


@pytest.mark.parametrize(("name", "arguments"), [("sma", ()), ("sma", (1, 2, 3, 4)), ("macd", (1, 2))])
def test_a_call_that_fits_no_overload_is_a_type_error(name: str, arguments: tuple[int, ...]) -> None:
    with pytest.raises(TypeError, match=f"No method matches given arguments for {name}"):
        plan(name, arguments, {})
