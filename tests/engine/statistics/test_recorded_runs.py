"""All statistics of real Lean's recorded runs, recomputed from the runs' own samples, orders and trades."""

from collections import Counter
from decimal import Decimal
from typing import Any

from engine.recorded_runs import Run, regression_runs

from leanrig.engine.results.performance_json import performance
from leanrig.engine.statistics.results import AlgorithmPerformance, StatisticsResults, generate
from leanrig.engine.statistics.summary import Totals

# What orders, fees and volumes alone tell: it is proven where whole runs are compared.
_NOT_FROM_SAMPLES = {"Total Orders", "Total Fees", "Estimated Strategy Capacity", "Lowest Capacity Asset"}


def test_statistics_of_all_recorded_runs() -> None:
    found: Counter[str] = Counter()
    different: list[str] = []
    for run in regression_runs():
        if not run.has_statistics or run.has_exercises:
            continue
        results = generate(run.recorded(), Totals())
        found["runs"] += 1
        different += _summary(run, results, found)
        different += _figures(run, "total", results.total_performance, run.result["totalPerformance"], found)
        assert set(results.rolling_performances.keys()) == set(run.result["rollingWindow"]), run.name
        for window, figures in results.rolling_performances.items():
            different += _figures(run, window, figures, run.result["rollingWindow"][window], found)
    assert different == []
    assert found["runs"] > 280
    assert found["texts"] > 6_600
    assert found["figures"] > 340_000


def _summary(run: Run, results: StatisticsResults, found: Counter[str]) -> list[str]:
    recorded = run.result["statistics"]
    texts = {name: text for name, text in results.summary.items() if name not in _NOT_FROM_SAMPLES}
    found["texts"] += len(texts)
    return [
        f"{run.name} {name}: {text}, Lean {recorded[name]}" for name, text in texts.items() if text != recorded[name]
    ]


def _figures(
    run: Run, window: str, figures: AlgorithmPerformance, recorded: dict[str, Any], found: Counter[str]
) -> list[str]:
    different = []
    ours = performance(figures, trades=False)
    for part in ("portfolioStatistics", "tradeStatistics"):
        for name, value in ours[part].items():
            found["figures"] += 1
            if _same(name, value, recorded[part][name], exact_scale=part == "portfolioStatistics"):
                continue
            different.append(f"{run.name} {window} {name}: {value}, Lean {recorded[part][name]}")
    return different


def _same(name: str, value: Any, recorded: Any, *, exact_scale: bool) -> bool:
    """Equal as texts; amounts of trades as numbers, since the file has lost their trailing zeros."""
    if value == recorded:
        return True
    if exact_scale or not isinstance(value, str) or "Time" in name or "uration" in name:
        return False
    return Decimal(value) == Decimal(recorded)
