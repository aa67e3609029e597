"""Backtests and searches below artifacts/ come into the ledger with what they showed, once, whoever counts them."""

import json
import math
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from drawn import prices_of, rows_at, walk

from leanrig.backtest.results import read_result
from leanrig.errors import BadInput
from research.judge import judge
from research.judging.runs import count_judged, count_result, count_run, count_search, daily_returns, hashes_of, take_in
from research.trials import key_of, returns_hash, trials_in, trials_of

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
FILES = {"main.py": "a", "recipe.toml": "b", "config.json": "c"}


def lean_result(folder: Path, changes: list[float], status: str = "Completed") -> Path:
    """Write what Lean leaves of a run with these daily changes, in percent."""
    days = [1_700_000_000 + 86_400 * number for number in range(len(changes))]
    equity = 100_000 * np.cumprod(1 + np.array(changes) / 100)
    candles = [[day, *[value] * 4] for day, value in zip(days, equity.tolist(), strict=True)]
    returns = [list(point) for point in zip(days, changes, strict=True)]
    series = {
        "Equity": {"name": "Equity", "unit": "$", "seriesType": 2, "values": candles},
        "Return": {"name": "Return", "unit": "%", "seriesType": 3, "values": returns},
    }
    order = {"type": 0, "id": 1, "symbol": {"value": "AAPL", "id": "AAPL R735QTJ8XC9X"}, "price": 10, "quantity": 1}
    order |= {"status": 3, "createdTime": "2023-11-15T20:00:00Z", "direction": 0}
    raw = {
        "charts": {"Strategy Equity": {"name": "Strategy Equity", "series": series}},
        "orders": {"1": order},
        "statistics": {"Total Orders": "1"},
        "state": {"Status": status, "OrderCount": "1", "RuntimeError": "" if status == "Completed" else "it broke"},
        "algorithmConfiguration": {"tradingDaysPerYear": 252},
        "totalPerformance": {"portfolioStatistics": {"sharpeRatio": "1"}},
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "aapl_regime.json").write_text(json.dumps(raw))
    return folder


def a_run(artifacts: Path, time: str = "030405", exposure: str = "1.0", **changed: object) -> Path:
    changes = [0.0, 0.1, *np.random.default_rng(int(float(exposure) * 10)).standard_normal(300).round(4).tolist()]
    folder = lean_result(artifacts / "AAPL" / "2026-01-02" / time, changes)
    record = {
        "recipe": "aapl_regime", "started": NOW.isoformat(), "seconds": 1.0, "inputs": FILES,
        "parameters": {"exposure": exposure},
    }  # fmt: skip
    (folder / "run.json").write_text(json.dumps(record | changed))
    return folder


def a_search(artifacts: Path) -> Path:
    folder = artifacts / "AAPL" / "2026-01-03" / "030405"
    trials = []
    for number, exposure in enumerate(("0.5", "1.00", "1.5"), 1):
        changes = [0.0, 0.1, *np.random.default_rng(int(float(exposure) * 10)).standard_normal(300).round(4).tolist()]
        lean_result(folder / f"trials/{number:03d}", changes, status="RuntimeError" if number == 3 else "Completed")
        trials.append({"number": number, "parameters": {"exposure": exposure}, "folder": f"trials/{number:03d}"})
    trials.append({"number": 4, "parameters": {"exposure": "2.0"}, "folder": ""})
    record = {"project": "aapl_regime", "started": NOW.isoformat(), "inputs": FILES, "parameters": {}, "trials": trials}
    (folder / "optimize.json").write_text(json.dumps(record))
    return folder


def test_a_run_is_counted_with_its_ratio_and_its_returns(tmp_path: Path) -> None:
    folder = a_run(tmp_path)
    assert count_run(tmp_path, folder)
    assert not count_run(tmp_path, folder)
    (found,) = trials_in(tmp_path, "aapl_regime")
    returns = daily_returns(read_result(folder))
    assert len(returns) == found.bars == 300  # without the first sample and the first day, as Lean counts
    assert found.sharpe == pytest.approx(returns.mean() / returns.std(ddof=1) * math.sqrt(365.25), rel=1e-12)
    assert (found.returns, found.kind, found.when) == (returns_hash(returns), "backtest", NOW)
    assert (found.source, found.parameters) == ("AAPL/2026-01-02/030405", {"exposure": "1.0"})


def test_a_run_again_is_no_new_trial_and_another_setting_is(tmp_path: Path) -> None:
    assert count_run(tmp_path, a_run(tmp_path))
    assert not count_run(tmp_path, a_run(tmp_path, "040000", engine="docker"))
    assert count_run(tmp_path, a_run(tmp_path, "050000", "0.7"))
    assert trials_of(tmp_path, "aapl_regime").count == 2


def test_the_points_of_a_search_count_and_the_one_that_was_run_before_does_not(tmp_path: Path) -> None:
    count_run(tmp_path, a_run(tmp_path))
    assert count_search(tmp_path, a_search(tmp_path), "aapl_regime") == 1  # 1.00 is known, one failed, one left nothing
    assert {one.kind for one in trials_in(tmp_path, "aapl_regime")} == {"backtest", "sweep"}


def test_a_sweep_that_keeps_its_accounts_comes_to_the_same(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    count_search(one, a_search(one), "aapl_regime")
    folder = a_search(other)
    for place in sorted(folder.glob("trials/*")):
        series = read_result(place).charts["Strategy Equity"].series
        equity = pd.Series(series["Equity"].values)
        times = pd.to_datetime(list(series["Return"].times), unit="s", utc=True)
        pd.DataFrame({"time": times, "equity": equity, "return": equity.pct_change()}).to_parquet(
            place / "returns.parquet"
        )
        (place / "aapl_regime.json").unlink()
    record = json.loads((folder / "optimize.json").read_text())
    for trial, judgement in zip(record["trials"], ("good", "good", "runtime_error", "crashed"), strict=True):
        trial["judgement"] = judgement
    (folder / "optimize.json").write_text(json.dumps(record))
    assert count_search(other, folder, "aapl_regime") == 2
    trials = [trials_in(root, "aapl_regime") for root in (one, other)]
    assert [trial.key for trial in trials[0]] == [trial.key for trial in trials[1]]
    assert [trial.bars for trial in trials[0]] == [trial.bars for trial in trials[1]] == [300, 300]
    ratios = [[trial.sharpe for trial in found] for found in trials]
    assert ratios[0] == pytest.approx(ratios[1], rel=5e-3)  # the first kept sample lies a day or two later


def test_what_was_run_before_anybody_counted_is_taken_in(tmp_path: Path) -> None:
    a_run(tmp_path)
    a_run(tmp_path, "060000", "0.7", recipe="another")
    a_search(tmp_path)
    assert take_in(tmp_path, "aapl_regime") == 2
    assert take_in(tmp_path, "aapl_regime") == 0
    assert trials_of(tmp_path, "aapl_regime").count == 2


def test_a_result_that_cannot_be_read_had_its_chance_all_the_same(tmp_path: Path) -> None:
    folder = a_run(tmp_path)
    (folder / "other.json").write_text((folder / "aapl_regime.json").read_text())  # two results: which is it?
    assert count_run(tmp_path, folder)
    (found,) = trials_in(tmp_path, "aapl_regime")
    assert math.isnan(found.sharpe)
    assert found.bars == 0


def test_a_run_that_never_traded_counts_without_a_ratio(tmp_path: Path) -> None:
    result = read_result(lean_result(tmp_path / "flat", [0.0] * 50))
    assert count_result(tmp_path, "r", result, inputs=FILES, parameters={}, when=NOW)
    assert math.isnan(trials_in(tmp_path, "r")[0].sharpe)


def test_a_run_that_failed_or_has_no_recipe_showed_nothing(tmp_path: Path) -> None:
    folder = a_run(tmp_path)
    lean_result(folder, [0.0] * 50, status="RuntimeError")
    assert not count_run(tmp_path, folder)
    assert not count_run(tmp_path, a_run(tmp_path, "070000", recipe=None))
    assert not count_run(tmp_path, a_run(tmp_path, "080000", seconds=None))
    assert not count_run(tmp_path, a_run(tmp_path, "090000", engine="docker 17000, paper"))


def test_a_record_without_its_time_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="when its run began"):
        count_run(tmp_path, a_run(tmp_path, started="yesterday"))


def test_a_judge_of_the_same_files_has_the_key_of_their_backtest(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("pass")
    (tmp_path / "aapl.csv").write_text("rows")
    files = {"main.py": tmp_path / "main.py", "storage/signals/aapl_regime/aapl.csv": tmp_path / "aapl.csv"}
    hashes = hashes_of(files)
    assert set(hashes) == set(files)
    recorded = hashes | {"config.json": "x", "storage/signals/aapl_regime/aapl.json": "y"}
    assert key_of(hashes, {"exposure": "1"}) == key_of(recorded, {"exposure": "1.0"})


def test_a_judge_and_the_backtest_of_the_same_files_are_one_trial(tmp_path: Path) -> None:
    prices = prices_of(walk(300))
    judged = judge(rows_at(prices, np.ones(300)), prices)
    given = {"inputs": FILES, "parameters": {"exposure": "1"}, "when": NOW}
    assert count_judged(tmp_path, "aapl_regime", judged, **given)
    assert not count_run(tmp_path, a_run(tmp_path))
    (found,) = trials_in(tmp_path, "aapl_regime")
    assert (found.kind, found.sharpe, found.bars) == ("judge", judged.figures.sharpe, 299)
