"""What a report is told of the settings that were tried before its run."""

import hashlib
import json
import math
from datetime import UTC, datetime
from pathlib import Path

import pytest

from leanrig.pipeline.trials_ledger import ledger_for, overfitting_of_search
from research.trials import Trial, count, key_of

START = datetime(2026, 11, 25, 12, tzinfo=UTC)
INPUTS, PARAMETERS = {"main.py": "ab"}, {"exposure": "1.0"}


def run_of(artifacts: Path, **changes: object) -> Path:
    folder = artifacts / "AAPL" / "2026-11-25" / "120000"
    folder.mkdir(parents=True)
    record = {"recipe": "made", "started": START.isoformat(), "inputs": INPUTS, "parameters": PARAMETERS}
    (folder / "run.json").write_text(json.dumps(record | changes))
    return folder


def tried(artifacts: Path, key: str, sharpe: float, *, hour: int, recipe: str = "made") -> None:
    when = START.replace(hour=hour)
    assert count(artifacts, Trial(recipe, key, "sweep", when, {}, sharpe, 100, "0"))


def searched(artifacts: Path, hour: int, value: float | None, *, project: str = "made") -> None:
    folder = artifacts / "AAPL" / "2026-11-25" / f"{hour:02}0000-9"
    folder.mkdir(parents=True)
    record = {"project": project, "started": START.replace(hour=hour).isoformat(), "luck": {"overfitting": value}}
    (folder / "optimize.json").write_text(json.dumps(record))


def test_only_other_settings_from_before_count(tmp_path: Path) -> None:
    folder = run_of(tmp_path)
    tried(tmp_path, "one", 0.4, hour=10)
    tried(tmp_path, "two", 0.9, hour=11)
    tried(tmp_path, "none", math.nan, hour=11)
    tried(tmp_path, "later", 3.0, hour=13)
    tried(tmp_path, "other", 4.0, hour=9, recipe="made-too")
    tried(tmp_path, key_of(INPUTS, PARAMETERS), 2.0, hour=8)
    found = ledger_for(folder)
    assert found is not None
    assert (found.trials, found.best, found.pbo, found.source) == (3, 0.9, None, "trials/made-*.json")
    parts = b"".join(
        name.encode() + b"\0" + (tmp_path / "trials" / name).read_bytes()
        for name in ("made-none.json", "made-one.json", "made-two.json")
    )
    assert found.sha256 == hashlib.sha256(parts).hexdigest()


def test_the_newest_search_from_before_says_how_overfit(tmp_path: Path) -> None:
    folder = run_of(tmp_path)
    tried(tmp_path, "one", 0.4, hour=10)
    searched(tmp_path, 9, 0.2)
    searched(tmp_path, 10, 0.6)
    searched(tmp_path, 11, None)
    searched(tmp_path, 14, 0.9)
    searched(tmp_path, 11 + 1 - 1 + 7, 0.1, project="other")
    found = ledger_for(folder)
    assert found is not None
    assert found.pbo == 0.6
    assert overfitting_of_search(tmp_path, "made") == (0.9, "AAPL/2026-11-25/140000-9")
    assert overfitting_of_search(tmp_path, "nobody's") == (None, "")


@pytest.mark.parametrize("changes", [{"recipe": None}, {"started": "yesterday"}, {"recipe": "uncounted"}])
def test_where_nobody_counted_there_is_no_ledger(tmp_path: Path, changes: dict[str, object]) -> None:
    folder = run_of(tmp_path, **changes)
    tried(tmp_path, "one", 0.4, hour=10)
    assert ledger_for(folder) is None


def test_a_ledger_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    folder = run_of(tmp_path)
    tried(tmp_path, "one", 0.4, hour=10)
    (tmp_path / "trials" / "made-two.json").write_text('{"version": 99}')
    assert ledger_for(folder) is None
    (folder / "run.json").write_text("{")
    assert ledger_for(folder) is None
