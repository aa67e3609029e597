"""The Probabilistic Sharpe Ratio is the one that real Lean wrote of its own recorded runs."""

import gzip
import json
from typing import Any

import numpy as np
import pytest
from shared_reference import shared

from leanrig.engine.files.data_folder import DataFolder
from leanrig.engine.files.interest_rates import InterestRates
from leanrig.engine.statistics.portfolio_statistics import day_of
from research.judging.luck import lean_probabilistic_sharpe


def test_equal_to_real_lean_over_recorded_runs() -> None:
    rates = InterestRates(DataFolder(shared("lean-data")))
    compared, told = 0, set()
    for path in sorted(shared("lean-results", "regression").glob("*.json.gz")):
        run = json.loads(gzip.decompress(path.read_bytes()))
        if not run["statistics"] or len(returns := _returns(run["charts"])) < 2:
            continue
        dates = _days(run["charts"])
        rate = sum(float(rates.rate(day)) for day in dates) / len(dates)
        days = int(run["algorithmConfiguration"]["tradingDaysPerYear"])
        ours = lean_probabilistic_sharpe(returns, bars_per_year=days, rate=rate)
        leans = float(run["totalPerformance"]["portfolioStatistics"]["probabilisticSharpeRatio"])
        assert ours == pytest.approx(leans, abs=5.0001e-5), path.name  # Lean writes four places
        compared += 1
        told.add(leans)
    assert compared > 200
    assert len(told) > 100


def _returns(charts: dict[str, Any]) -> np.ndarray:
    """Daily changes as fractions; of points at one time the last counts, and the first two days in none."""
    points = {point[0]: point[-1] for point in charts["Strategy Equity"]["series"]["Return"]["values"]}
    return np.array(list(points.values())[2:], dtype=float) / 100


def _days(charts: dict[str, Any]) -> list[Any]:
    times = (point[0] for point in charts["Strategy Equity"]["series"]["Equity"]["values"])
    return [day_of(int(time) * 1_000_000) for time in times]
