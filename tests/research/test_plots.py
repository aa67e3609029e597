"""Pictures hold what they were given, and say what is missing; bars come from where the kernel is."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from leanrig.errors import BadInput, Missing
from leanrig.pipeline.notebook_bars import closes_here, is_in_lean
from leanrig.pipeline.recipes import find_recipe
from leanrig.workspace import find_workspace
from signals.contract import Regime, Row
from signals.frames import frame_of

pytest.importorskip("plotly", reason="the extra `notebook` is not installed")
from research.plots import heat_map, luck_figure, regimes_figure, runs_figure

ROOT = Path(__file__).parents[2]
ENDS = pd.bdate_range("2020-01-01", periods=6, tz="UTC") + pd.Timedelta(hours=21)
CLOSES = pd.Series([10.0, 11, 12, 9, 8, 9], ENDS)


def rows(*regimes: Regime, symbol: str = "AAPL") -> pd.DataFrame:
    stamps = ENDS.tz_localize(None).to_pydatetime()
    return frame_of([Row(when, symbol, one, 0.9, 0.5) for when, one in zip(stamps, regimes, strict=False)])


def test_each_stay_in_a_regime_is_one_stretch_of_ground() -> None:
    calm, wild = Regime.CALM, Regime.VOLATILE
    figure = regimes_figure(CLOSES, rows(calm, calm, wild, wild, calm, calm))
    stretches = [(shape.x0, shape.x1) for shape in figure.layout.shapes]
    assert stretches == [(ENDS[0], ENDS[2]), (ENDS[2], ENDS[4]), (ENDS[4], ENDS[5])]
    assert [trace.name for trace in figure.data] == ["close", "confidence", "strength", "calm", "volatile"]
    assert list(figure.data[0].y) == CLOSES.tolist()


def test_rows_of_two_symbols_are_no_picture() -> None:
    both = pd.concat([rows(Regime.CALM), rows(Regime.CALM, symbol="MSFT")])
    with pytest.raises(BadInput, match="one symbol"):
        regimes_figure(CLOSES, both)


def test_a_run_is_drawn_as_growth_and_fall() -> None:
    figure = runs_figure({"a": CLOSES}, benchmark=CLOSES * 2)
    growth, fall = figure.data[0].y, figure.data[1].y
    assert list(growth) == pytest.approx([1, 1.1, 1.2, 0.9, 0.8, 0.9])
    assert min(fall) == pytest.approx(8 / 12 - 1)
    assert list(figure.data[2].y) == pytest.approx(list(growth)), "the benchmark begins at 1 too"
    with pytest.raises(BadInput, match="no account"):
        runs_figure({})


def test_a_heat_map_has_each_point_at_its_place() -> None:
    trials = pd.DataFrame({"x": [1.0, 2, 1, 2], "y": [5.0, 5, 6, 6], "target": [0.1, 0.2, 0.3, np.nan]})
    drawn = heat_map(trials, "x", "y").data[0]
    assert (list(drawn.x), list(drawn.y)) == (["1", "2"], ["5", "6"])
    assert np.asarray(drawn.z)[0].tolist() == [0.1, 0.2]
    assert drawn.text[1][1] == "", "what is not known shows no figure"
    with pytest.raises(BadInput, match="have no z"):
        heat_map(trials, "x", "z")


def test_the_chosen_trial_stands_out_among_all() -> None:
    drawn = luck_figure(pd.Series({1: 0.5, 2: 0.9, 3: np.nan}), best=2, by_luck=1.1)
    assert list(drawn.data[0].x) == ["trial 1", "trial 2"]
    assert drawn.data[0].marker.color[0] != drawn.data[0].marker.color[1]
    assert drawn.layout.shapes[0].y0 == 1.1


def test_a_kernel_without_plotly_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "plotly.graph_objects", None)
    with pytest.raises(Missing, match="no plotly") as error:
        runs_figure({"a": CLOSES})
    assert error.value.where == sys.executable
    assert "leanrig[notebook]" in error.value.cure


@pytest.mark.parametrize("path", sorted((ROOT / "research/notebooks").glob("0*.py")), ids=lambda path: path.stem)
def test_a_kernel_without_leanrig_says_what_to_do(path: Path) -> None:
    first = next(cell for cell in path.read_text().split("# %%") if "ModuleNotFoundError" in cell)
    done = subprocess.run([sys.executable, "-I", "-S", "-c", first], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.strip() == "no leanrig here: choose leanrig's kernel, or pip install 'leanrig[notebook]'"


class QuantBook:
    """Lean's, as far as it is asked: closes by symbol and by the bar's end in the exchange's own zone."""

    def add_equity(self, ticker: str, resolution: str, *, market: str) -> SimpleNamespace:
        assert (ticker, resolution, market) == ("AAPL", "Daily", "usa")
        exchange = SimpleNamespace(time_zone="America/New_York")
        return SimpleNamespace(symbol="AAPL R735QTJ8XC9X", exchange=exchange)

    def history(self, symbols: list[str], first: object, last: object, resolution: str) -> pd.DataFrame:
        assert (str(first), str(last), resolution) == ("2000-03-01 00:00:00", "2013-03-02 00:00:00", "Daily")
        ends = pd.DatetimeIndex(["2012-07-02 16:00", "2012-12-03 16:00"])
        index = pd.MultiIndex.from_product([symbols, ends], names=["symbol", "time"])
        return pd.DataFrame({"close": [592.5, 586.2]}, index=index)


def test_in_leans_image_bars_come_through_quant_book(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_in_lean(), "Lean's stubs are taken for Lean"
    lean = ModuleType("AlgorithmImports")
    lean.__spec__ = SimpleNamespace(origin="/Lean/AlgorithmImports.py")  # type: ignore[assignment]
    lean.QuantBook, lean.Resolution = QuantBook, SimpleNamespace(DAILY="Daily")  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "AlgorithmImports", lean)
    space = find_workspace(ROOT)
    recipe = find_recipe(space, str(ROOT / "generator/recipes/aapl_regime.toml"))
    found = closes_here(space, recipe, recipe.securities[0])
    assert found.source == "Lean's QuantBook"
    assert [str(end) for end in found.closes.index] == ["2012-07-02 20:00:00+00:00", "2012-12-03 21:00:00+00:00"]
    assert found.closes.tolist() == [592.5, 586.2]


def test_what_is_not_in_the_store_comes_from_a_vendor_on_this_machine_or_is_missing(tmp_path: Path) -> None:
    (tmp_path / "lean.json").write_text('{"data-folder": "data"}')
    space = find_workspace(tmp_path)
    recipe = find_recipe(space, str(ROOT / "generator/recipes/aapl_regime.toml"))
    found = closes_here(space, recipe, recipe.securities[0])
    assert found.source == "sample data, public domain, not in the store"
    assert len(found.closes) > 3_000
    assert not (tmp_path / "data").exists(), "something was written"
    data = recipe.data.model_copy(update={"vendor": "polygon"})
    with pytest.raises(Missing) as error:
        closes_here(space, recipe.model_copy(update={"data": data}), recipe.securities[0])
    assert error.value.cure == "leanrig fetch AAPL --from 2000-03-01 --to 2013-03-01 --vendor polygon"
