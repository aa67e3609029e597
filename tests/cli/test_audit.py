"""`leanrig audit`: exit codes, what a finding says, and what bad input is answered with."""

import json
from pathlib import Path

import pytest
from cli.commands import Command

_LEAK = """import pandas as pd


def signal(closes: pd.Series) -> pd.Series:
    return (closes.pct_change().shift(-1) > 0).astype(float)
"""
_CHOOSY = """SEEN = set()


def signal(closes):
    SEEN.add(closes.iloc[-1])
    if len(SEEN) > 2:
        raise ValueError("a history that is new to me")
    return closes.rolling(20).mean()
"""
_HONEST = _LEAK.replace("shift(-1)", "shift(1)")


@pytest.fixture
def file(workspace: Path) -> Path:
    return workspace / "mine.py"


def test_a_leak_is_told_with_line_reason_cure_and_evidence(file: Path, leanrig: Command) -> None:
    file.write_text(_LEAK)
    ended = leanrig("audit", "mine.py")
    assert ended.code == 1
    assert "mine.py:5  negative-shift" in ended.out
    for word in ("why", "cure", "seen  made daily bars: with", "the answer of", "verdict: 1 finding"):
        assert word in ended.out


def test_json_is_one_object_with_both_answers(file: Path, leanrig: Command) -> None:
    file.write_text(_LEAK)
    ended = leanrig("audit", "mine.py", "--json")
    told = json.loads(ended.out)
    (finding,) = told["audits"][0]["findings"]
    assert (ended.code, told["clean"], finding["line"], finding["signal"]) == (1, False, 5, "signal")
    assert {finding["evidence"]["before"], finding["evidence"]["after"]} == {"0", "1"}
    assert finding["evidence"]["row"] <= finding["evidence"]["known"]


def test_an_honest_file_ends_with_nothing(file: Path, leanrig: Command) -> None:
    file.write_text(_HONEST)
    ended = leanrig("audit", "mine.py")
    assert (ended.code, ended.out.splitlines()[-1]) == (0, "  verdict: nothing looks ahead")


def test_a_project_is_read(workspace: Path, leanrig: Command) -> None:
    ended = leanrig("audit", "algorithms/aapl_regime")
    assert (ended.code, "algorithms/aapl_regime/main.py  its text" in ended.out) == (0, True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def signal(:\n", "is no Python"),
        ("raise RuntimeError('no key')\n", "does not import: RuntimeError: no key"),
        ("import sys\nsys.exit(3)\n", "does not import: SystemExit"),
        ("X = 1\n", "no signal was found"),
        ("def signal(closes):\n    raise KeyError('vix')\n", "cannot be run: KeyError: 'vix'"),
        ("def signal(closes):\n    return closes.rolling(9000).mean()\n", "says nothing on 3,000 bars"),
        ("import os\ndef signal(closes):\n    return closes * os.urandom(1)[0]\n", "twice differently"),
        (_CHOOSY, "answers on one history and on no other"),
    ],
)
def test_bad_input_is_said_and_ends_with_two(text: str, said: str, file: Path, leanrig: Command) -> None:
    file.write_text(text)
    ended = leanrig("audit", "mine.py")
    assert ended.code == 2
    assert said in ended.err
    assert "what to do:" in ended.err


def test_a_missing_package_leaves_the_text(file: Path, leanrig: Command) -> None:
    file.write_text("import no_such_package\n" + _LEAK)
    ended = leanrig("audit", "mine.py")
    assert ended.code == 3
    assert "no package no_such_package" in ended.err
    states = "from hmmlearn_is_missing import x\nfrom hmmlearn.hmm import GaussianHMM\n\n\ndef states(returns):\n"
    file.write_text(states + "    return GaussianHMM(2).predict(returns)\n")
    ended = leanrig("audit", "mine.py")
    assert (ended.code, "mine.py:6  smoothed-states" in ended.out) == (1, True)


def test_seeds_are_fixed_and_that_is_said(file: Path, leanrig: Command) -> None:
    file.write_text("import numpy as np\ndef signal(closes):\n    return closes * np.random.default_rng().random()\n")
    ended = leanrig("audit", "mine.py")
    assert (ended.code, "not deterministic: audited with its seeds fixed" in ended.out) == (0, True)


def test_what_runs_too_long_is_ended(file: Path, leanrig: Command) -> None:
    file.write_text("def signal(closes):\n    while True:\n        pass\n")
    ended = leanrig("audit", "mine.py", "--time-limit", "5")
    assert (ended.code, "did not finish within 5 s" in ended.err) == (2, True)


def test_a_signal_may_read_and_not_write(file: Path, workspace: Path, leanrig: Command) -> None:
    file.write_text(f"def signal(closes):\n    open({str(workspace / 'written')!r}, 'w')\n    return closes\n")
    ended = leanrig("audit", "mine.py")
    assert (ended.code, "may not write" in ended.err) == (2, True)
    assert not (workspace / "written").exists()


def test_a_name_that_is_nothing_has_a_cure(workspace: Path, leanrig: Command) -> None:
    ended = leanrig("audit", "aapl_regim")
    assert (ended.code, "did you mean aapl_regime?" in ended.err) == (2, True)


def test_a_recipe_is_audited_on_its_own_bars_and_its_rows(workspace: Path, leanrig: Command) -> None:
    recipe = workspace / "generator" / "recipes" / "aapl_regime.toml"
    text = recipe.read_text().replace('regime = "markov"', 'regime = "trend"')
    recipe.write_text(text.replace("regime_parameters = {train_bars = 252, refit_every = 126}\n", ""))
    ended = leanrig("audit", "aapl_regime", "--json")
    told = {one["file"]: one for one in json.loads(ended.out)["audits"]}
    assert ended.code == 0
    assert "TrendRegime" in told["signals/regimes/trend.py"]["audited"]
    assert told["storage/signals/aapl_regime/aapl.csv"]["audited"] == ["3,017 rows"]
    rows = workspace / "storage" / "signals" / "aapl_regime" / "aapl.csv"
    rows.write_text(rows.read_text().replace("2005-06-01 20:00:00", "2005-06-01 13:30:00"))
    ended = leanrig("audit", "aapl_regime")
    assert (ended.code, "aapl.csv:" in ended.out, "early-stamp" in ended.out) == (1, True, True)
