"""A recipe's signal judged from its file: page, figures, ledger, and whatever may be wrong with it."""

import json
import math
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from pipeline.judge_space import judge_space, recipe

from generator.recipe import load_recipe
from leanrig.backtest.project import merged_parameters
from leanrig.errors import BadInput, Missing
from leanrig.pipeline.inputs import project_files, signal_files
from leanrig.pipeline.judge import Asked, JudgedRecipe, judge_recipe
from leanrig.pipeline.judge_json import judged_json, premium_json
from leanrig.pipeline.judge_premium import premium_of
from leanrig.pipeline.render import render_project
from leanrig.pipeline.report import newest_run
from leanrig.settings import Settings
from leanrig.workspace import Workspace
from research.judging.runs import hashes_of
from research.pull import closes_of, pull
from research.trials import key_of, trials_in

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return judge_space(tmp_path_factory.mktemp("judged"))


@pytest.fixture(scope="module")
def judged(space: Workspace) -> JudgedRecipe:
    return judge_recipe(space, Asked(recipe(space, "quick"), command="leanrig judge quick"), Settings(), now=NOW)


def of(space: Workspace, path: Path, **words: object) -> JudgedRecipe:
    return judge_recipe(space, Asked(path, **words), Settings(), now=NOW)  # type: ignore[arg-type]


def own_file(space: Workspace, name: str, *, regime: str, strength: float, rows: int = 400) -> Path:
    """Write a recipe with a signal file of the user's own: a row at each of the last closes."""
    path = recipe(space, name)
    made = load_recipe(path)
    closes = closes_of(made, pull(space.data, made, made.securities[0]))
    lines = [f"{end:%Y-%m-%d %H:%M:%S},AAPL,{regime},0.900000,{strength:.6f}" for end in closes.index[-rows:]]
    target = space.storage / made.signal_key(made.securities[0])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("timestamp,symbol,regime,confidence,signal_strength\n" + "\n".join(lines) + "\n")
    return path


def test_page_json_and_facts_lie_in_a_folder_of_their_own(space: Workspace, judged: JudgedRecipe) -> None:
    assert judged.folder == space.artifacts / "AAPL" / "2026-11-25" / "120000"
    assert sorted(path.name for path in judged.folder.iterdir()) == ["facts.json", "judge.html", "judge.json"]
    assert judged.files["html"].stat().st_size < 2_000_000
    with pytest.raises(Missing):
        newest_run(space.artifacts)  # a judgement is no run


def test_buy_and_hold_is_worked_out_by_hand(space: Workspace, judged: JudgedRecipe) -> None:
    made = judged.recipe
    closes = closes_of(made, pull(space.data, made, made.securities[0]))
    found = judged.rows[0].judged
    assert found is not None
    held = closes[closes.index >= found.first].to_numpy(float)
    changes = held[1:] / held[:-1] - 1
    changes[0] -= 0.001  # ten basis points to get in
    sharpe = changes.mean() / changes.std(ddof=1) * math.sqrt(252)
    table = json.loads(judged.files["json"].read_text())["tables"]["s0-accounts"]
    rows = {row[0]: row[1:] for row in table["rows"]}
    assert rows["buy and hold"][0] == pytest.approx(sharpe, rel=1e-12)
    assert list(rows) == [
        "the signal", "buy and hold", "price above its 200-bar mean",
        "EWMA volatility below its expanding 80th percentile",
    ]  # fmt: skip


def test_the_verdict_stands_first_and_in_the_json(judged: JudgedRecipe) -> None:
    verdict = judged.rows[0].verdict
    assert verdict is not None
    words = verdict.words[0].upper() + verdict.words[1:] + "."
    assert judged.headline == words
    printed = judged_json(judged)
    assert printed["symbols"][0]["verdict"]["words"] == verdict.words
    assert printed["symbols"][0]["judged"]["luck"]["trials"] == judged.trials
    assert json.loads(json.dumps(printed, allow_nan=False)) == printed


def test_a_look_counts_once_and_as_the_backtest_of_the_same_files(space: Workspace, judged: JudgedRecipe) -> None:
    assert judged.is_new_trial
    again = judge_recipe(space, Asked(space.recipes / "quick.toml"), Settings(), now=NOW)
    assert not again.is_new_trial
    assert again.folder != judged.folder
    trials = trials_in(space.artifacts, "quick")
    assert [trial.kind for trial in trials] == ["judge"]
    project = render_project(space, space.recipes / "quick.toml", is_checked=False).folder
    parameters = merged_parameters(project, {})
    files = project_files(project) | signal_files(space.storage, judged.recipe, parameters)
    assert trials[0].key == key_of(hashes_of(files), parameters)


def test_a_search_counts_beside_it(space: Workspace, judged: JudgedRecipe) -> None:
    folder = space.artifacts / "AAPL" / "2026-11-24" / "090000"
    folder.mkdir(parents=True)
    record = {"project": "quick", "started": "2026-11-24T09:00:00+00:00", "luck": {"overfitting": 0.75}}
    (folder / "optimize.json").write_text(json.dumps(record))
    found = of(space, space.recipes / "quick.toml").rows[0].verdict
    assert found is not None
    assert found.rule in ("overfit", "loses")  # the worse one first
    (folder / "optimize.json").unlink()


def test_two_symbols_are_told_one_by_one_and_together(space: Workspace) -> None:
    found = of(space, recipe(space, "two", "AAPL", "IBM"))
    assert [row.symbol for row in found.rows] == ["AAPL", "IBM"]
    assert found.sheet.parts[0].heading == "All symbols"
    assert {"overview", "together", "s0-accounts", "s1-accounts"} <= set(found.sheet.facts.tables)
    one, two = (row.judged for row in found.rows)
    assert one is not None and two is not None
    together = {row[0][0]: row[1][0] for row in found.sheet.facts.tables["together"].rows}
    summed = one.series.returns + two.series.returns
    by_hand = summed.mean() / summed.std(ddof=1) * math.sqrt(252)
    assert together["the recipe"] == pytest.approx(by_hand, rel=1e-9)
    assert [row.symbol for row in of(space, space.recipes / "two.toml", symbol="ibm").rows] == ["IBM"]


@pytest.mark.parametrize(
    ("name", "regime", "strength", "words"),
    [
        ("idle", "calm", 0.0, "No verdict: the signal never traded over 399 bars."),
        ("always", "calm", 1.0, "Not distinguishable from buy and hold"),
    ],
)
def test_no_trade_and_one_regime(
    space: Workspace, judged: JudgedRecipe, name: str, regime: str, strength: float, words: str
) -> None:
    found = of(space, own_file(space, name, regime=regime, strength=strength))
    page = found.files["html"].read_text()
    assert found.headline.startswith(words)
    assert not found.is_good
    assert "Every row says calm" in page
    assert "nan" not in page.lower().replace("finance", "")


def test_too_few_rows_still_make_a_page(space: Workspace, judged: JudgedRecipe) -> None:
    found = of(space, own_file(space, "short", regime="calm", strength=1.0, rows=20))
    assert found.headline == "No verdict: 20 rows are too few to judge."
    assert "What is missing" in found.files["html"].read_text()
    assert not found.is_good
    assert found.trials == 1


def test_too_few_bars_for_a_row_still_make_a_page(space: Workspace) -> None:
    found = of(space, recipe(space, "young", start="2000-03-01", end="2000-04-03"))
    assert found.rows[0].judged is None
    missing = found.sheet.part("missing")
    assert missing is not None
    assert "too few for a single row" in found.files["html"].read_text()


def test_a_ledger_of_another_version_is_said(space: Workspace) -> None:
    path = own_file(space, "versions", regime="calm", strength=1.0)
    (space.artifacts / "trials").mkdir(parents=True, exist_ok=True)
    (space.artifacts / "trials" / "versions-abc.json").write_text('{"version": 99}')
    found = of(space, path)
    assert "The ledger of trials cannot be read" in found.files["html"].read_text()
    assert found.rows[0].judged is not None


@pytest.mark.parametrize("words", [{"symbol": "TSLA"}, {"cost_bps": -1.0}, {"cost_bps": math.nan}])
def test_what_cannot_be_meant_is_refused(space: Workspace, judged: JudgedRecipe, words: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        of(space, space.recipes / "quick.toml", **words)


def test_honest_beside_dishonest(space: Workspace, judged: JudgedRecipe) -> None:
    asked = Asked(space.recipes / "quick.toml", command="leanrig judge quick --premium")
    found = premium_of(space, asked, Settings(), now=NOW, forms=("html", "markdown"))
    assert [one.what for one in found.measured] == ["recipe", "detector"]
    own, alone = found.measured
    assert own.honest is not None and judged.rows[0].judged is not None
    assert own.honest.sharpe == judged.rows[0].judged.figures.sharpe
    assert {leak.name for leak in alone.leaks} >= {"full_sample", "centred"}
    for one in found.measured:
        assert len(one.times) == len(one.leaks[0].returns) + 1
        for leak in one.leaks:
            ratio = leak.returns.mean() / np.std(leak.returns, ddof=1) * math.sqrt(252)
            assert leak.figures.sharpe == pytest.approx(ratio, rel=1e-12)
            assert leak.premium.value == pytest.approx(leak.figures.sharpe - one.honest.sharpe, rel=1e-9, abs=1e-12)  # type: ignore[union-attr]
    page = found.files["html"].read_text()
    assert "The dishonest variant cannot be traded" in page
    assert len(trials_in(space.artifacts, "quick")) == 1  # it shows what the judge has shown
    printed = premium_json(found)
    assert json.loads(json.dumps(printed, allow_nan=False))["measured"][0]["leaks"][0]["figures"]["sharpe"]


def test_another_detector_stands_alone_and_is_no_trial_of_the_recipe(space: Workspace, judged: JudgedRecipe) -> None:
    before = len(trials_in(space.artifacts, "quick"))
    found = premium_of(space, Asked(space.recipes / "quick.toml"), Settings(), detector="trend", now=NOW)
    assert [one.what for one in found.measured] == ["detector"]
    assert found.is_known
    assert len(trials_in(space.artifacts, "quick")) == before
    with pytest.raises(BadInput, match="trned"):
        premium_of(space, Asked(space.recipes / "quick.toml"), Settings(), detector="trned", now=NOW)


def test_the_regime_of_a_market_is_measured_alone(space: Workspace) -> None:
    path = recipe(space, "market", "AAPL")
    path.write_text(path.read_text().replace('strength = "momentum"', 'strength = "momentum"\nmarket = ["MSFT"]'))
    assert of(space, path).rows[0].judged is not None  # MSFT's bars were fetched for it
    found = premium_of(space, Asked(path), Settings(), now=NOW)
    assert [(one.what, bool(one.leaks)) for one in found.measured] == [("recipe", False), ("detector", True)]
    assert "regime is of a market" in found.measured[0].trouble


def test_nothing_to_measure_still_makes_a_page(space: Workspace) -> None:
    path = recipe(space, "younger", start="2000-03-01", end="2000-04-03")
    found = premium_of(space, Asked(path), Settings(), now=NOW)
    assert not found.is_known
    assert found.headline == "Nothing could be measured: what is missing is said below."
