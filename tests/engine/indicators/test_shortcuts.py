"""The algorithm's constructors: names as real Lean gives them, overloads and defaults."""

import ast
import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from shared_reference import shared

from leanrig.engine.enums import MovingAverageType, Resolution, SwissArmyKnifeTool
from leanrig.engine.indicators.candlesticks.catalogue import PATTERNS
from leanrig.engine.indicators.shortcut import REQUIRED, load
from leanrig.engine.indicators.shortcuts import SHORTCUTS, plan

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


@pytest.mark.parametrize(
    ("call", "form"),
    [
        (("ao", 5, 34, MovingAverageType.SIMPLE), "AO(5,34,Simple)"),
        (("dem", 14, MovingAverageType.EXPONENTIAL), "DEM(14,Exponential)"),
        (("kst",), "KST(10,10,15,10,20,10,30,15,9,Simple)"),
        (("momersion", None, 10), "MOMERSION(,10)"),
        (("pphl", 10, 5, 50, Resolution.HOUR), "PPHL(10,5)"),
        (("sarext",), "SAREXT(0.0,0.0,0.02,0.02,0.2,0.02,0.02,0.2)"),
        (("sm",), "SM(20, 2, 20, 1.5)"),
        (("swiss", 20, 0.1, SwissArmyKnifeTool.HIGH_PASS), "SWISS(20,0.1,HighPass)"),
        (("var", 10), "V(10)"),
        (("var", 10, 0.95), "VAR(10,0.95)"),
        (("var", 10, Resolution.DAILY), "V(10)"),
        (("vp",), "VP(2,0.70,0.05)"),
        (("zz", 0.05, 10), "ZZ(0.05,10)"),
    ],
)
def test_names_show_what_lean_shows(call: tuple[Any, ...], form: str) -> None:
    name, *arguments = call
    assert plan(name, tuple(arguments), {}).form == form


@pytest.mark.parametrize("name", SHORTCUTS)
def test_every_constructor_has_its_class(name: str) -> None:
    shortcut = SHORTCUTS[name]
    assert isinstance(load(shortcut.make), type)
    assert len({parameter for parameter, _ in shortcut.parameters}) == len(shortcut.parameters)
    if all(default is not REQUIRED for _, default in shortcut.parameters):
        assert plan(name, (), {}).build("own name").name == "own name"


@pytest.fixture(scope="module")
def stubs() -> dict[str, list[list[str]]]:
    """Parameters of every overload that Lean's own stubs list, by name."""
    spec = find_spec("QuantConnect")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    path = Path(next(iter(spec.submodule_search_locations))) / "Algorithm" / "__init__.pyi"
    found: dict[str, list[list[str]]] = {}
    for kind in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(kind, ast.ClassDef) and kind.name in ("QCAlgorithm", "CandlestickPatterns"):
            for own in kind.body:
                if isinstance(own, ast.FunctionDef):
                    found.setdefault(own.name, []).append([parameter.arg for parameter in own.args.args[1:]])
    return found


@pytest.mark.parametrize("name", sorted((SHORTCUTS | PATTERNS).keys() - {"t3"}))
def test_parameters_are_those_of_an_overload_of_lean(stubs: dict[str, list[list[str]]], name: str) -> None:
    own = [parameter for parameter, _ in (SHORTCUTS | PATTERNS)[name].parameters]
    assert ["symbol", *own, "resolution", "selector"] in stubs[name]
