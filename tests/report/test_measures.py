"""Measures equal Lean's own; the risk-free rate worked back is the one in the data folder; luck is told from skill."""

import csv
from bisect import bisect_right
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from backtest.recorded import BARE, as_lean_folder, recorded
from report.run_folders import inputs_of
from shared_reference import shared
from thinned import thinned

from leanrig.report.bootstrap import FEWEST_DAYS, compare_sharpe
from leanrig.report.daily import daily_of
from leanrig.report.measures import measure
from leanrig.report.risk import annual_return, sharpe, worst_drawdown

_LONG = ("BareDailyCross", "BareMonthlyRanks", "BareFramework", "BareSignalRows")


@pytest.mark.parametrize("name", _LONG)
def test_figures_equal_leans(name: str, tmp_path: Path) -> None:
    inputs = inputs_of(as_lean_folder(name, tmp_path))
    said = inputs.result.portfolio
    daily = daily_of(inputs.result)
    assert daily is not None
    found = measure(inputs, daily)
    assert found.growth == pytest.approx(said["compoundingAnnualReturn"], abs=6e-5)
    assert -found.drawdown == pytest.approx(said["drawdown"], abs=6e-4)
    assert found.sharpe == pytest.approx(said["sharpeRatio"], abs=6e-5)
    deviation = np.std(daily.returns(), ddof=1) * found.days_per_year**0.5
    assert deviation == pytest.approx(said["annualStandardDeviation"], abs=6e-5)


@pytest.mark.parametrize("name", _LONG)
def test_the_rate_worked_back_is_the_one_in_the_data(name: str, tmp_path: Path) -> None:
    inputs = inputs_of(as_lean_folder(name, tmp_path))
    daily = daily_of(inputs.result)
    assert daily is not None and inputs.result.equity is not None
    path = BARE.parent / "data" / "alternative" / "interest-rate" / "usa" / "interest-rate.csv"
    with path.open() as file:
        rates = [(date.fromisoformat(row["date"]), float(row["rate"]) / 100) for row in csv.DictReader(file)]
    days = [datetime.fromtimestamp(time, UTC).date() for time in inputs.result.equity.times]
    mean = np.mean([rates[bisect_right([start for start, _ in rates], day) - 1][1] for day in days])
    assert measure(inputs, daily).rate == pytest.approx(mean, abs=5e-5)


def test_growth_and_drawdown_of_every_recorded_run() -> None:
    compared = 0
    for path in thinned(sorted(shared("lean-results", "regression").glob("*.json.gz")), every=3):
        _, result = recorded(path)
        daily = daily_of(result)
        said = result.portfolio
        if daily is None or result.equity is None or "compoundingAnnualReturn" not in said or daily.years < 0.05:
            continue
        growth = annual_return(daily.equity[0], daily.equity[-1], daily.years)
        assert growth == pytest.approx(said["compoundingAnnualReturn"], abs=6e-5, rel=1e-3), path.name
        fall = worst_drawdown(np.array(result.equity.values)).depth
        assert -fall == pytest.approx(said["drawdown"], abs=6e-4), path.name
        compared += 1
    assert compared > 25


def test_the_same_days_give_the_same_p() -> None:
    own, other = _luck(1), _luck(2)
    first = compare_sharpe(own, other, days_per_year=252, rate=0.0)
    assert first is not None
    assert first == compare_sharpe(own, other, days_per_year=252, rate=0.0)
    assert first.difference == pytest.approx(
        sharpe(own, days_per_year=252, rate=0.0) - sharpe(other, days_per_year=252, rate=0.0)
    )


def test_equal_curves_are_not_told_apart() -> None:
    found = compare_sharpe(_luck(1), _luck(1), days_per_year=252, rate=0.0)
    assert found is not None
    assert found.p == 1.0


def test_a_true_difference_is_found() -> None:
    found = compare_sharpe(_luck(1) + 0.0015, _luck(2), days_per_year=252, rate=0.0)
    assert found is not None
    assert found.p < 0.05
    assert found.difference > 0


def test_luck_is_called_skill_about_as_often_as_it_says() -> None:
    found = [compare_sharpe(_luck(2 * n), _luck(2 * n + 1), days_per_year=252, rate=0.0) for n in range(60)]
    wrong = sum(comparison is not None and comparison.p < 0.05 for comparison in found)
    assert wrong <= 8  # of 60 at 5 %: more than eight would come once in a hundred


def test_too_few_days_say_nothing() -> None:
    assert compare_sharpe(_luck(1)[: FEWEST_DAYS - 1], _luck(2)[: FEWEST_DAYS - 1], days_per_year=252, rate=0.0) is None


def _luck(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(0.0004, 0.01, 1_500)
