"""`leanrig verify`: engines that agree, engines that do not, engines that are not here."""

import re
import shutil
from functools import partial
from pathlib import Path

import pytest
from pipeline import planted
from pipeline.planted import Planted
from pipeline.run_space import laid, space_of
from pipeline.verified import verified

from leanrig.backtest.runner import BacktestOutcome, Runner
from leanrig.errors import VendorFailed
from leanrig.model.comparison import Comparison
from leanrig.pipeline.runners import EngineOptions, runner_of
from leanrig.pipeline.verify import Engine, EngineRun, Verified, write_page

SHORT = (("end = 2013-03-01", "end = 2002-07-01"), ("end = 2013-02-28", "end = 2002-06-28"))
DAY = "20011023"


@pytest.fixture(scope="module")
def recipe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return laid(tmp_path_factory.mktemp("verified"), "aapl_regime", *SHORT)


@pytest.fixture(scope="module")
def whole(recipe: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Verified, list[str]]:
    """One recipe on one good engine, on nine that each have something planted, one that fails, one that is not here."""

    kept: list[BacktestOutcome] = []

    def engine(**what: object) -> Engine:
        return lambda: Planted(tmp_path_factory.mktemp("planted"), kept, **what)  # type: ignore[arg-type]

    return verified(
        recipe,
        {
            "faithful": engine(),
            "parameter dropped": engine(spoil=planted.drop_parameter),
            "algorithm text": engine(spoil=planted.other_text),
            "one cent": engine(spoil=partial(planted.other_cent, day=DAY)),
            "stale signals": engine(spoil=planted.stale_rows),
            "order removed": engine(after=planted.remove_order),
            "other sequence": engine(after=planted.swap_orders),
            "fee": engine(after=planted.other_fee),
            "equity": engine(after=planted.other_equity),
            "failing": engine(spoil=planted.without_data),
            "in trouble": _in_trouble,
            "native": partial(runner_of, "native", space_of(recipe), EngineOptions(lean_home=Path("nowhere"))),
            "cent in place": engine(spoil=partial(planted.cent_in_place, day=DAY)),
        },
    )


def _in_trouble() -> Runner:
    raise VendorFailed("Docker refused", where="disk quota exceeded")


def run_of(whole: tuple[Verified, list[str]], name: str) -> EngineRun:
    return next(run for run in whole[0].runs if run.name == name)


def comparison_of(whole: tuple[Verified, list[str]], name: str) -> Comparison:
    found = run_of(whole, name).comparison
    assert found is not None
    return found


PLANTED = {
    "parameter dropped": ("inputs", "parameter minimum_confidence, as the engine had it"),
    "algorithm text": ("orders", "order 1 (AAPL): tag"),
    "one cent": ("orders", "fill price"),
    "cent in place": ("inputs", "data file equity/usa/daily/aapl.zip"),
    "stale signals": ("orders", "missing on one side"),
    "order removed": ("orders", "order 2 (AAPL): missing on one side"),
    "other sequence": ("orders", "order 2 (AAPL): another sequence"),
    "fee": ("orders", "event 2, fee"),
    "equity": ("equity", "equity"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_each_planted_difference_is_found_and_named(name: str, whole: tuple[Verified, list[str]]) -> None:
    part, word = PLANTED[name]
    found = comparison_of(whole, name)
    assert not found.is_equal
    named = [item.what for item in next(item for item in found.parts if item.name == part).differences]
    assert any(word in what for what in named), named
    if part != "inputs":
        assert found.first is not None
        assert found.first.time is not None


def test_what_was_planted_in_one_place_changes_nothing_else(whole: tuple[Verified, list[str]]) -> None:
    unequal = {name: [part.name for part in comparison_of(whole, name).parts if not part.is_equal] for name in PLANTED}
    assert unequal["parameter dropped"] == ["inputs"]
    assert unequal["order removed"] == unequal["other sequence"] == unequal["fee"] == ["orders"]
    assert unequal["equity"] == ["equity"]


def test_a_faithful_engine_is_equal_and_called_a_stand_in(whole: tuple[Verified, list[str]]) -> None:
    run = run_of(whole, "faithful")
    assert run.comparison is not None
    assert run.comparison.is_equal
    assert run.comparison.parts[0].total > 20
    assert run.kind.startswith("stand-in: leanrig")
    assert not whole[0].has_real_lean
    assert whole[0].runs[0].kind == "embedded engine"


def test_an_engine_that_fails_or_is_not_here_keeps_none_from_running(whole: tuple[Verified, list[str]]) -> None:
    found = whole[0]
    assert "data folder is not there" in run_of(whole, "failing").failed
    assert not run_of(whole, "failing").is_good
    assert run_of(whole, "in trouble").failed == "Docker refused (disk quota exceeded)"
    assert not run_of(whole, "in trouble").is_good
    assert run_of(whole, "native").absent
    assert run_of(whole, "native").is_good
    assert len(found.comparisons) == len(PLANTED) + 1
    assert not found.is_equal


def test_bars_and_signals_are_made_where_they_are_missing(whole: tuple[Verified, list[str]]) -> None:
    assert whole[1][:3] == ["fetch", "signals", "run in embedded"]
    assert whole[0].stale == ()


def test_the_page_shows_every_engine(whole: tuple[Verified, list[str]], tmp_path: Path) -> None:
    page = write_page(tmp_path / "verify.html", whole[0]).read_text()
    for name, (_, word) in PLANTED.items():
        assert f"embedded and {name}" in page
        assert word in page
    rows = dict(re.findall(r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>', page.partition("</table>")[0], re.DOTALL))
    assert list(rows) == [run.name for run in whole[0].runs]
    told = {name: re.findall(r"<td>(.*?)</td>", row) for name, row in rows.items()}
    assert told["embedded"][0::2] == ["embedded engine", "–"]
    assert int(told["embedded"][1]) > 20
    assert told["faithful"][2] == "yes"
    assert told["fee"][2] == "no"
    assert told["native"][:3] == ["did not run", "–", "–"]
    assert told["native"][3].startswith("not here: there is no QuantConnect.Lean.Launcher.dll")
    assert told["in trouble"][2:] == ["no", "failed: Docker refused (disk quota exceeded)"]
    assert "Lean itself was not among them" in page
    assert page.count('<path class="right"') == len(whole[0].comparisons)
    assert "src=" not in page
    assert "http" not in page


def test_stale_signals_are_named_with_their_first_row(
    recipe: Path, whole: tuple[Verified, list[str]], tmp_path: Path
) -> None:
    other = laid(tmp_path, "aapl_regime", *SHORT, ("refit_every = 126", "refit_every = 63"))
    for name in ("data", "storage"):
        shutil.copytree(space_of(recipe).root / name, tmp_path / name, dirs_exist_ok=True)
    found, steps = verified(other, {})
    assert "fetch" not in steps
    (stale,) = found.stale
    assert "stale signal file signals/aapl_regime/aapl.csv, line " in stale.what
    assert stale.left.split(",")[0] == stale.right.split(",")[0]
    assert stale.left != stale.right
    assert not found.is_equal
