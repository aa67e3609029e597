"""The ledger: counted once, lost never, by two processes at a time, and nothing from another version is passed over."""

import json
import math
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from leanrig.errors import BadInput
from research.trials import Trial, count, key_of, returns_hash, trials_in, trials_of

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
ROOT = Path(__file__).parents[3]
FILES = {"main.py": "a", "recipe.toml": "b", "signals/feed.py": "c", "storage/signals/aapl/aapl.csv": "d"}


def trial(number: int = 1, sharpe: float = 1.0, recipe: str = "aapl_regime") -> Trial:
    key = key_of(FILES, {"exposure": str(number)})
    return Trial(recipe, key, "sweep", NOW, {"exposure": str(number)}, sharpe, 500, f"hash {number}", "AAPL/x")


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    trials = [trial(1, 0.5), trial(2, math.nan), trial(3, 1.5)]
    assert [count(tmp_path, one) for one in trials] == [True, True, True]
    found = trials_in(tmp_path, "aapl_regime")
    assert sorted(map(repr, found)) == sorted(map(repr, trials))
    told = trials_of(tmp_path, "aapl_regime")
    assert (told.count, told.different, told.best) == (3, 3, 1.5)
    assert told.variance == pytest.approx(0.5)
    assert (told.first, told.last) == (NOW, NOW)


def test_the_same_inputs_count_once_and_the_first_stays(tmp_path: Path) -> None:
    assert count(tmp_path, trial(1, 0.5))
    assert not count(tmp_path, trial(1, 9.9))
    assert [one.sharpe for one in trials_in(tmp_path, "aapl_regime")] == [0.5]


def test_recipes_with_like_names_are_kept_apart(tmp_path: Path) -> None:
    count(tmp_path, trial(1))
    count(tmp_path, trial(2, recipe="aapl_regime-2"))
    assert trials_of(tmp_path, "aapl_regime").count == 1
    assert trials_of(tmp_path, "aapl_regime-2").count == 1


def test_an_empty_ledger_has_counted_nothing(tmp_path: Path) -> None:
    told = trials_of(tmp_path, "aapl_regime")
    assert (told.count, told.different, told.first) == (0, 0, None)
    assert math.isnan(told.variance)
    assert math.isnan(told.best)


def test_a_key_is_of_what_is_tried_and_of_nothing_else() -> None:
    key = key_of(FILES, {"exposure": "0.5", "signals": "signals/aapl"})
    same = {"storage/signals/trial7/aapl.csv": "d", "storage/signals/aapl/aapl.json": "z", "config.json": "y"}
    same |= {"crosscheck.md": "note"} | {name: FILES[name] for name in FILES if not name.startswith("storage")}
    assert key_of(same, {"exposure": "0.50", "signals": "signals/trial7"}) == key
    assert key_of(FILES, {"exposure": "0.6"}) != key
    for name in FILES:
        assert key_of({**FILES, name: "changed"}, {"exposure": "0.5"}) != key


def test_returns_are_the_same_to_twelve_places() -> None:
    returns = np.random.default_rng(1).standard_normal(100) / 100
    assert returns_hash(returns) == returns_hash(returns + 1e-15)
    assert returns_hash(np.array([0.0])) == returns_hash(np.array([-0.0]))
    assert returns_hash(returns) != returns_hash(returns + 1e-9)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda found: found | {"version": 2}, "version 2"),
        (lambda found: found | {"kind": "guess"}, "no kind of trial"),
        (lambda found: {"version": 1}, "cannot be read"),
        (lambda found: [], "cannot be read"),
    ],
)
def test_what_cannot_be_counted_is_told_and_never_left_out(change, told: str, tmp_path: Path) -> None:
    count(tmp_path, trial(1))
    (path,) = (tmp_path / "trials").iterdir()
    path.write_text(json.dumps(change(json.loads(path.read_text()))))
    with pytest.raises(BadInput, match=told) as caught:
        trials_of(tmp_path, "aapl_regime")
    assert str(path) in caught.value.where
    assert caught.value.cure


def test_processes_that_count_at_once_lose_nothing(tmp_path: Path) -> None:
    text = (
        "import sys; from pathlib import Path; from datetime import UTC, datetime\n"
        "from research.trials import Trial, count\n"
        "when = datetime(2026, 1, 2, tzinfo=UTC)\n"
        "made = [Trial('r', f'{n:04d}', 'sweep', when, {}, 1.0, 9, '') for n in range(40)]\n"
        "print(sum(count(Path(sys.argv[1]), one) for one in made))\n"
    )
    path = {"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    runs = [
        subprocess.Popen([sys.executable, "-c", text, str(tmp_path)], env=path, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    new = [int(run.communicate()[0]) for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0]
    assert sum(new) == 40  # each trial is new to exactly one of them
    assert trials_of(tmp_path, "r").count == 40
    assert [path.name for path in (tmp_path / "trials").iterdir() if path.name.startswith(".")] == []
