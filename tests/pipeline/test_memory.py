"""Search finds what was planted among two hundred runs; the memory follows its folder."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pipeline.made_runs import Made, changed, write
from pipeline.planted_runs import QUESTIONS, planted
from report.run_folders import run_folder

from leanrig.pipeline.memory import Remembered, memory_of, rebuild, remember
from leanrig.pipeline.report import make_report
from leanrig.pipeline.run_files import read_run_files
from leanrig.pipeline.run_groups import group_runs
from leanrig.pipeline.search import Asked, search
from leanrig.report.recall.recall import recall
from leanrig.store.memory.local import LocalEmbedder


@dataclass(frozen=True)
class Full:
    """Two hundred runs, remembered."""

    artifacts: Path
    embedder: LocalEmbedder
    answers: dict[str, list[str]]
    runs: list[Made]
    first: Remembered

    def ask(self, text: str, **narrowed: object) -> list[str]:
        found = search(self.memory, self.embedder, Asked(text, **narrowed))  # type: ignore[arg-type]
        return [item.run.folder for item in found.found]

    @property
    def memory(self):
        return memory_of(self.artifacts, pytest.fail)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Full]:
    artifacts = tmp_path_factory.mktemp("full") / "artifacts"
    runs, answers = planted(20261125)
    folders = {id(run): write(artifacts, run).relative_to(artifacts).as_posix() for run in runs}
    embedder = LocalEmbedder()
    first = remember(artifacts, memory_of(artifacts, pytest.fail), embedder)
    named = {question: [folders[id(run)] for run in found] for question, found in answers.items()}
    yield Full(artifacts, embedder, named, runs, first)
    shutil.rmtree(artifacts)


@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_planted_runs_are_among_the_first_three(full: Full, question: str) -> None:
    assert set(full.answers[question]) <= set(full.ask(question, limit=3))


@pytest.mark.slow
def test_every_run_is_embedded_and_equal_texts_once(full: Full) -> None:
    assert (full.first.runs, full.first.changed, full.first.forgotten) == (200, 200, 0)
    found = search(full.memory, full.embedder, Asked("drawdown"))
    assert found.runs == 200
    assert found.texts >= 6 * 200
    assert full.first.embedded < found.texts / 4


@pytest.mark.slow
def test_filters_narrow_what_is_searched(full: Full) -> None:
    coins = full.ask("a strategy that lost to holding", symbol="btcusd", limit=500)
    assert coins
    assert all(folder.startswith("BTCUSD/") for folder in coins)
    failed = full.ask("what went wrong", judgement="runtime_error", limit=500)
    assert failed == full.answers["division by zero in on_data"]
    recipe = full.ask("jump", recipe="GLD_jump_momentum")
    assert recipe == full.answers["the jump detector on GLD"]
    late = full.ask("momentum", since=date(2026, 2, 20), limit=500)
    assert late
    assert all(folder.split("/")[1] >= "2026-02-20" for folder in late)
    assert full.ask("momentum", since=date(2031, 1, 1)) == []


@pytest.mark.slow
@pytest.mark.parametrize("question", ["chocolate cake with almonds", "the weather in Lisbon", "qzx"])
def test_what_no_run_speaks_of_is_not_found(full: Full, question: str) -> None:
    assert full.ask(question) == []


@pytest.mark.slow
def test_names_and_dates_are_found_by_the_letter(full: Full) -> None:
    run = next(run for run in full.runs if run.judgement == "good")
    start = run.falls[0][0]
    found = search(full.memory, full.embedder, Asked(f"{run.symbols[0]} {start}", limit=1)).found[0]
    assert start in found.text
    assert run.symbols[0] in found.run.symbols


@pytest.mark.slow
def test_groups_hold_runs_that_share_a_symbol_and_their_spread_is_computed(full: Full) -> None:
    groups = group_runs(full.memory, full.embedder)
    assert sum(len(group.runs) for group in groups) > 150
    for group in groups:
        ratios = [run.sharpe for run in group.runs]
        assert (group.lowest, group.highest) == (min(ratios), max(ratios))
        assert group.words
    assert groups == group_runs(full.memory, full.embedder)


@pytest.mark.slow
def test_what_changed_is_read_again_and_what_is_gone_forgotten(full: Full, tmp_path: Path) -> None:
    artifacts = tmp_path / "artifacts"
    shutil.copytree(full.artifacts, artifacts)
    memory = memory_of(artifacts, pytest.fail)
    assert remember(artifacts, memory, full.embedder).changed == 0
    gone = artifacts / full.answers["the jump detector on GLD"][0]
    shutil.rmtree(gone)
    other = artifacts / full.answers["fees ate the gains"][0]
    run = next(run for run in full.runs if write_place(run) == full.answers["fees ate the gains"][0])
    shutil.rmtree(other)
    write(artifacts, changed(run, looks=("Thin regime: trending was in force on 12 days only.",)))
    done = remember(artifacts, memory, full.embedder)
    assert (done.runs, done.changed, done.forgotten, done.embedded) == (199, 1, 1, 1)
    assert search(memory, full.embedder, Asked("GLD")).found == ()
    thin = search(memory, full.embedder, Asked("thin regime trending", limit=1)).found[0]
    assert thin.run.folder == full.answers["fees ate the gains"][0]


def write_place(run: Made) -> str:
    return f"{run.symbols[0]}/{run.started:%Y-%m-%d}/{run.started:%H%M%S}"


class Counting:
    """Gives every text a vector by its letters; counts what it is asked."""

    width = 8

    def __init__(self, name: str, turn: int = 0) -> None:
        self.name, self.turn, self.asked = name, turn, 0

    def embed(self, texts):
        import numpy as np

        self.asked += len(texts)
        counts = np.array([[1 + text.count(chr(97 + place)) for place in range(8)] for text in texts], dtype=np.float32)
        counts = np.roll(counts, self.turn, axis=1)
        return (counts / np.linalg.norm(counts, axis=1, keepdims=True)).astype(np.float32)

    def ask(self, text):
        return self.embed([text])[0]


def few(artifacts: Path, number: int = 12) -> list[Path]:
    return [write(artifacts, run) for run in planted(7, 40)[0][:number]]


def test_rebuilding_gives_the_same_table(tmp_path: Path) -> None:
    few(tmp_path)
    embedder = Counting("fake")
    memory = memory_of(tmp_path, pytest.fail)
    remember(tmp_path, memory, embedder)
    before = dump(tmp_path)
    rebuild(tmp_path, embedder, told=pytest.fail, progress=lambda share, word: None)
    assert dump(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_vectors_of_two_embedders_of_one_width_never_mix(tmp_path: Path) -> None:
    few(tmp_path)
    memory = memory_of(tmp_path, pytest.fail)
    one, two = Counting("one"), Counting("two", turn=3)
    remember(tmp_path, memory, one)
    alone = search(memory, one, Asked("drawdown"))
    assert one.asked > 0
    done = remember(tmp_path, memory, two)
    assert done.changed == 0
    assert done.embedded == two.asked > 0
    assert search(memory, one, Asked("drawdown")) == alone
    texts = [row[5] for row in dump(tmp_path)["texts"]]
    for embedder, table in ((one, "vectors_1"), (two, "vectors_2")):
        kept = dict(dump(tmp_path)[table])
        for gist, vector in zip(texts, embedder.embed(texts), strict=True):
            digest = next(row[6] for row in dump(tmp_path)["texts"] if row[5] == gist)
            assert kept[digest] == pytest.approx(vector.tolist())
            break
    assert dump(tmp_path)["vectors_1"] != dump(tmp_path)["vectors_2"]


def test_a_real_report_and_a_run_without_one_are_both_found(tmp_path: Path) -> None:
    folder = run_folder(tmp_path)
    artifacts = folder.parents[2]
    bare = recall(read_run_files(folder, artifacts))
    assert bare.heading.judgement == "some_refused"
    assert bare.heading.sharpe is None
    reported = make_report(folder, now=datetime(2026, 11, 25, 11, tzinfo=UTC))
    run = recall(read_run_files(folder, artifacts))
    assert run.heading.verdict == reported.verdict
    assert run.heading.sharpe == reported.facts["figure.sharpe"].value
    kinds = {text.kind for text in run.texts}
    assert {"recipe", "data", "verdict", "performance", "regime", "drawdown", "look"} <= kinds
    assert {text.text for text in run.texts if text.kind == "look"} == {
        " ".join(look.split()) for look in reported.looks
    }
    memory, embedder = memory_of(artifacts, pytest.fail), Counting("fake")
    assert remember(artifacts, memory, embedder).runs == 1
    assert search(memory, embedder, Asked("AAPL by hand drawdown")).found[0].run.folder == "AAPL/2026-11-25/101500"


def dump(artifacts: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table."""
    import duckdb

    with duckdb.connect(str(artifacts / "memory.duckdb")) as db:
        names = [name for (name,) in db.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
        return {name: db.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall() for name in names}
