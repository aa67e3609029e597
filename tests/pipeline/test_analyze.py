"""leanrig analyze from end to end: real files, a simulated or a sample market, a model's stand-in over sockets."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.recipe import load_recipe
from leanrig.cli.main import cli
from leanrig.errors import Missing
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.pipeline.analyze import Analyzed, Asked, analyze
from leanrig.pipeline.report import newest_run
from leanrig.pipeline.run_files import run_folders
from leanrig.pipeline.sheets import telling_of
from leanrig.settings import Settings, load_settings
from leanrig.standins.openai import OPENAI_KEY, make_openai
from leanrig.standins.openai_narrators import good, lying
from leanrig.standins.server import Standin
from leanrig.store.parquet_store import ParquetStore
from leanrig.workspace import Workspace, find_workspace
from signals.contract import read_rows

NOW = datetime(2013, 3, 4, 12, tzinfo=UTC)
AAPL = Symbol.parse("AAPL", SecurityType.EQUITY)
SAMPLE = Asked(
    AAPL, Resolution.DAILY, "sample", date(2010, 6, 1), date(2013, 3, 1), mode="deep", command="leanrig analyze AAPL"
)


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "PERPLEXITY_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LEANRIG_STATE", str(tmp_path / "state"))
    (tmp_path / "lean.json").write_text('{"data-folder": "data"}')
    return find_workspace(tmp_path)


@pytest.fixture
def serve() -> Iterator[Callable[..., Standin]]:
    started: list[Standin] = []

    def start(**options: Any) -> Standin:
        started.append(make_openai(**options).start())
        return started[-1]

    yield start
    for one in started:
        one.stop()


def settings_of(space: Workspace, **more: str) -> Settings:
    return load_settings(space.root, {"LEANRIG_LOCAL_MODEL_URL": "off"} | more)


def made(space: Workspace, asked: Asked = SAMPLE, **more: Any) -> Analyzed:
    return analyze(space, asked, settings_of(space), now=NOW, **more)


def test_an_analysis_leaves_page_facts_rows_and_its_own_json(space: Workspace) -> None:
    done = made(space, forms=("html", "markdown", "mail", "pdf"))
    assert (done.has_bars, done.has_regimes) == (True, True)
    assert done.folder == space.artifacts / "AAPL" / "2013-03-04" / "120000"
    names = {path.name for path in done.folder.iterdir()}
    assert names == {
        "analysis.html",
        "analysis.md",
        "analysis.eml",
        "analysis.pdf",
        "analysis.json",
        "facts.json",
        "signals.csv",
    }
    kept = json.loads(done.facts_file.read_text())
    closes = ParquetStore(space.data).read(AAPL, Resolution.DAILY).bars["close"]
    assert kept["cited"]["symbol.asof"]["value"] == "2013-03-01"
    assert kept["cited"]["symbol.bars"]["value"] == len(closes)
    rows = read_rows((done.folder / "signals.csv").read_text(), name="signals.csv", symbol="AAPL", has_sessions=True)
    assert kept["cited"]["regime.now"]["value"] == rows[-1].regime
    assert kept["cited"]["data.aapl.label"]["value"].startswith("sample")
    page = (done.folder / "analysis.html").read_text()
    assert "leanrig analyze AAPL" in page and "Written by rules" in page


def test_an_analysis_is_no_run(space: Workspace) -> None:
    made(space)
    assert run_folders(space.artifacts) == []
    with pytest.raises(Missing, match="no run yet"):
        newest_run(space.artifacts)


def test_the_same_analysis_twice_is_the_same_in_a_folder_of_its_own(space: Workspace) -> None:
    first, second = made(space), made(space)
    assert first.folder != second.folder
    assert (first.folder / "analysis.html").read_bytes() == (second.folder / "analysis.html").read_bytes()


def test_detector_and_strength_of_a_recipe(space: Workspace) -> None:
    recipe = load_recipe(Path(__file__).parents[2] / "generator" / "recipes" / "three_stocks.toml")
    done = made(space, replace(SAMPLE, recipe=recipe, mode="regime"))
    said = (done.folder / "analysis.json").read_text()
    assert f"as in the recipe {recipe.name}" in said
    assert recipe.signals.regime in said


def test_a_symbol_that_nobody_knows_has_a_page_that_says_so(space: Workspace) -> None:
    done = made(space, replace(SAMPLE, symbol=Symbol.parse("NOSUCH", SecurityType.EQUITY)))
    assert (done.has_bars, done.has_regimes) == (False, False)
    page = (done.folder / "analysis.html").read_text()
    assert "There is no bar of " in page
    assert "Nothing new was fetched" in page


@pytest.mark.parametrize(
    ("first", "last", "has_bars"), [("2013-02-28", "2013-02-28", True), ("2013-02-01", "2013-02-28", True)]
)
def test_too_few_bars_for_a_regime(space: Workspace, first: str, last: str, has_bars: bool) -> None:
    asked = replace(SAMPLE, start=date.fromisoformat(first), end=date.fromisoformat(last))
    done = made(space, asked, forms=("html", "markdown", "mail"))
    assert (done.has_bars, done.has_regimes) == (has_bars, False)
    assert "There are no regimes: " in (done.folder / "analysis.md").read_text()


def test_hours_of_a_coin_and_a_benchmark_that_is_stored(space: Workspace) -> None:
    coin, other = (Symbol.parse(name, SecurityType.CRYPTO) for name in ("ETHUSD", "BTCUSD"))
    asked = Asked(coin, Resolution.HOUR, "simulator", date(2013, 1, 20), date(2013, 2, 28), mode="deep")
    made(space, replace(asked, symbol=other, seed=3))
    done = made(space, asked)
    kept = json.loads(done.facts_file.read_text())
    assert kept["cited"]["symbol.correlation"]["name"].startswith("ETHUSD's correlation to BTCUSD")
    assert "doubt.simulated" in kept["cited"]


def test_a_benchmark_that_is_not_stored_is_missed(space: Workspace) -> None:
    done = made(space, replace(SAMPLE, benchmark="IBM"), forms=("markdown",))
    assert "No bars of the benchmark IBM are stored." in (done.folder / "analysis.md").read_text()


def test_a_vendor_that_fails_leaves_the_bars_that_are_there(space: Workspace) -> None:
    made(space)
    done = made(space, replace(SAMPLE, vendor="polygon"), forms=("markdown",))
    assert (done.has_bars, done.has_regimes) == (True, True)
    assert "Nothing new was fetched" in (done.folder / "analysis.md").read_text()


def test_a_deep_analysis_is_written_by_the_model_and_kept(space: Workspace, serve: Callable[..., Standin]) -> None:
    url = serve(narrator=good).url
    settings = settings_of(space, LEANRIG_OPENAI_URL=f"{url}/v1", OPENAI_API_KEY=OPENAI_KEY)
    telling = telling_of(settings, deep=True, fast=False)
    done = analyze(space, SAMPLE, settings, now=NOW, telling=telling, output=space.root / "out")
    written = {sentence.by for section in done.made.narrated.told.sections for sentence in section.sentences}
    assert any("OpenAI" in by for by in written)
    assert (space.root / "out" / "narration.json").is_file()
    assert done.made.sheet.credits is not None
    assert "tokens sent" in str(done.made.sheet.credits.line)


def test_a_model_that_lies_about_a_symbol_is_not_published(space: Workspace, serve: Callable[..., Standin]) -> None:
    lies = ["AAPL doubled.", "{symbol.return.12m} was a gain.", "{symbol.last} will rise.", "The trend is clear."]
    url = serve(narrator=lying(lies)).url
    settings = settings_of(space, LEANRIG_OPENAI_URL=f"{url}/v1", OPENAI_API_KEY=OPENAI_KEY)
    done = analyze(space, SAMPLE, settings, now=NOW, telling=telling_of(settings, deep=True, fast=False))
    published = [s.text for section in done.made.narrated.told.sections for s in section.sentences]
    assert not set(lies) & set(published)
    assert len(done.made.narrated.told.refused) >= len(lies)


def test_without_a_model_a_deep_analysis_is_the_rules(space: Workspace) -> None:
    telling = telling_of(settings_of(space), deep=True, fast=False)
    assert (telling.roles, tuple(telling.writers)) == ((), ())


def test_a_store_that_is_broken_is_one_without_bars(space: Workspace) -> None:
    made(space)
    path = sorted((space.data / "AAPL" / "daily").glob("2012-*.parquet"))[0]
    path.write_bytes(b"cut off")
    done = made(space, replace(SAMPLE, vendor="polygon"), forms=("markdown",))
    assert (done.has_bars, done.has_regimes) == (False, False)
    assert "There is no bar of AAPL." in (done.folder / "analysis.md").read_text()


def test_the_command(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(space.root)
    words = [
        "analyze",
        "aapl",
        "--vendor",
        "sample",
        "--from",
        "2012-01-03",
        "--to",
        "2013-03-01",
        "--json",
        "--markdown",
    ]
    ended = CliRunner().invoke(cli, words, standalone_mode=False)
    assert ended.return_value == 0
    said = json.loads(ended.stdout)
    assert said["regimes"] and set(said["files"]) == {"markdown", "json"}
    page = Path(said["files"]["markdown"]).read_text()
    assert "leanrig analyze aapl --vendor sample --from 2012-01-03 --to 2013-03-01" in page
