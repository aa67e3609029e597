"""Signal files are kept with what they rest on; what somebody else made is not overwritten, what is torn is noticed."""

import hashlib
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asked import NOW, produced, recipe, stored

from generator.recipe import Recipe
from leanrig import __version__
from leanrig.errors import BadInput
from leanrig.store.parquet_store import ParquetStore
from research.keep import KeptSignals, check_signals, write_signals


@pytest.fixture(scope="module")
def chosen() -> Recipe:
    return recipe()


@pytest.fixture(scope="module")
def made(chosen: Recipe, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("data")
    bar_set = stored(folder, chosen)
    inputs = ParquetStore(folder).stored(bar_set.symbol, bar_set.resolution).files
    return bar_set, produced(chosen, bar_set), inputs


@pytest.fixture
def keep(chosen: Recipe, made, tmp_path: Path):
    bar_set, rows, inputs = made

    def write(*, by: Recipe = chosen, now: datetime = NOW) -> KeptSignals:
        return write_signals(tmp_path, by, bar_set, rows, inputs=inputs, now=now)

    return write


def test_the_file_lies_under_its_key_and_the_sidecar_says_what_it_rests_on(keep, chosen, made, tmp_path: Path) -> None:
    kept = keep()
    assert kept.path == tmp_path / "signals" / "aapl_regime" / "aapl.csv"
    assert kept.path.read_text().splitlines()[0] == "timestamp,symbol,regime,confidence,signal_strength"
    assert kept.sha256 == hashlib.sha256(kept.path.read_bytes()).hexdigest()
    known = json.loads(kept.sidecar.read_text())
    bar_set, rows, inputs = made
    assert known["sha256"] == kept.sha256
    assert known["inputs"] == inputs
    assert all(len(digest) == 64 for digest in inputs.values())
    assert (known["recipe"], known["symbol"], known["resolution"]) == ("aapl_regime", "AAPL", "daily")
    assert (known["vendor"], known["label"]) == ("sample", "sample data, public domain")
    assert known["detector"] == {
        "name": "markov",
        "parameters": {"train_bars": 252, "refit_every": 126, "window": 2520, "noise": "normal", "degrees": 5.0},
    }
    assert known["strength"]["parameters"] == {"horizons": [21, 63, 126], "volatility_bars": 63}
    assert known["confidence"] == "filtered probability of the regime"
    assert known["rows"] == len(rows.rows)
    assert (known["first"], known["last"]) == (str(rows.rows[0].stamp), str(rows.rows[-1].stamp))
    assert known["refits"][0] == str(bar_set.bars.index[252].tz_localize(None))
    assert len(known["fits"]) == len(known["refits"]) > 20
    assert known["leanrig"] == __version__
    assert check_signals(kept.path, chosen, bar_set.symbol, now=NOW) == len(rows.rows)


def test_twice_gives_the_same_bytes(keep) -> None:
    first = keep()
    before = first.path.read_bytes(), first.sidecar.read_bytes()
    second = keep()
    assert (second.path.read_bytes(), second.sidecar.read_bytes()) == before


def test_another_recipes_file_is_not_overwritten(keep, chosen: Recipe) -> None:
    kept = keep()
    sidecar = json.loads(kept.sidecar.read_text()) | {"recipe": "other"}
    kept.sidecar.write_text(json.dumps(sidecar))
    before = kept.path.read_bytes()
    with pytest.raises(BadInput, match="belongs to the recipe 'other'"):
        keep()
    assert kept.path.read_bytes() == before


def test_a_file_of_the_users_own_is_not_overwritten_and_may_be_read(keep, chosen: Recipe, made) -> None:
    kept = keep()
    kept.sidecar.unlink()
    with pytest.raises(BadInput, match="has no sidecar") as caught:
        keep()
    assert "move it away" in caught.value.cure
    assert check_signals(kept.path, chosen, made[0].symbol, now=NOW) > 0


@pytest.mark.parametrize("text", ["", "{", "[]"])
def test_a_sidecar_that_cannot_be_read_is_no_licence(text: str, keep) -> None:
    kept = keep()
    kept.sidecar.write_text(text)
    with pytest.raises(BadInput, match="sidecar cannot be read"):
        keep()


def test_rows_of_the_future_are_refused_and_nothing_is_written(keep, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="lies in the future"):
        keep(now=datetime(2012, 1, 1, tzinfo=UTC))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text[: len(text) // 2], "line"),
        (lambda text: text.rsplit("\n", 3)[0] + "\n", "not the one that its sidecar describes"),
        (lambda text: text.replace("calm", "sunny", 1), "'sunny' is no regime"),
        (lambda text: text.replace(",AAPL,", ",MSFT,", 1), "'MSFT' and must be 'AAPL'"),
        (lambda _: "", "is empty"),
        (lambda _: "\xff\xfe".encode("latin-1"), "no UTF-8 text"),
    ],
)
def test_a_file_that_was_changed_is_noticed(change, words: str, keep, chosen: Recipe, made) -> None:
    kept = keep()
    changed = change(kept.path.read_text())
    kept.path.write_bytes(changed if isinstance(changed, bytes) else changed.encode())
    with pytest.raises(BadInput, match=words) as caught:
        check_signals(kept.path, chosen, made[0].symbol, now=NOW)
    assert caught.value.where == str(kept.path)
    assert caught.value.cure == "leanrig signals aapl_regime"


def test_a_missing_file_names_the_command(chosen: Recipe, made, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is missing") as caught:
        check_signals(tmp_path / "none.csv", chosen, made[0].symbol, now=NOW)
    assert caught.value.cure == "leanrig signals aapl_regime"


def test_a_stop_between_the_two_files_is_noticed_and_made_good(
    keep, chosen: Recipe, made, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keep()
    whole = kept.path.read_bytes()
    kept.path.write_text(kept.path.read_text().rsplit("\n", 2)[0] + "\n")
    calls = []

    def fsync(handle: int) -> None:
        calls.append(handle)
        if len(calls) > 2:  # the sidecar and its folder are through
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(OSError, match="No space"):
        keep()
    monkeypatch.undo()
    with pytest.raises(BadInput, match="sidecar describes"):
        check_signals(kept.path, chosen, made[0].symbol, now=NOW)
    keep()
    assert kept.path.read_bytes() == whole
