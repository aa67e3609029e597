"""Figures of account and benchmark: worked by hand, Lean's own, and the page's."""

import math
from pathlib import Path

import numpy as np
import pytest
from backtest.recorded import as_lean_folder
from report.cite.made import inputs_of, result_of, table_of
from report.run_folders import inputs_of as inputs_of_folder

from leanrig.report.cite.table import citable_of
from leanrig.report.facts import gather


def test_a_run_of_four_days_by_hand() -> None:
    table = table_of(inputs_of(result_of([100, 110, 88, 99, 121], benchmark=[50, 55, 60, 54, 60])))
    assert table["account.total_return"].value == pytest.approx(0.21)
    assert table["account.total_return"].phrase == "the account's return over the whole run of +21.0\u202f%"
    assert table["account.drawdown"].value == pytest.approx(-0.2)
    assert table["account.drawdown"].text == "−20.0\u202f%"
    assert table["account.drawdown"].is_size
    assert table["benchmark.drawdown"].value == pytest.approx(-0.1)
    assert table["benchmark.total_return"].name == "SPY's return over the whole run"
    returns = np.array([88 / 110, 99 / 88, 121 / 99]) - 1  # Lean leaves the first day out
    assert table["account.deviation"].value == pytest.approx(returns.std(ddof=1) * math.sqrt(252))
    assert table["account.return"].value == pytest.approx(1.21 ** (365 / 4) - 1)
    assert table["account.start"].text == "2020-01-01"
    assert table["account.end"].text == "2020-01-04"
    assert "comparison.p" not in table


@pytest.mark.parametrize("name", ["BareDailyCross", "BareMonthlyRanks", "BareFramework", "BareSignalRows"])
def test_figures_are_leans_own_and_the_pages(name: str, tmp_path: Path) -> None:
    inputs = inputs_of_folder(as_lean_folder(name, tmp_path))
    story = gather(inputs)
    table = citable_of(inputs, story)
    said = inputs.result.portfolio
    assert table["account.deviation"].value == pytest.approx(said["annualStandardDeviation"], abs=6e-5)
    assert table["account.total_return"].value == pytest.approx(said["totalNetProfit"], abs=6e-5)
    assert table["account.equity.last"].value == pytest.approx(said["endEquity"], abs=0.006)
    for key, page in (("return", "return"), ("sharpe", "sharpe"), ("drawdown", "drawdown"), ("market", "market")):
        for side, shown in (("account", "figure"), ("benchmark", "benchmark")):
            if f"{shown}.{page}" in story.facts:
                fact = story.facts[f"{shown}.{page}"]
                assert table[f"{side}.{key}"].value == pytest.approx(fact.value, nan_ok=True)
                assert table[f"{side}.{key}"].text == fact.text.lstrip("▲▼\u202f")
    assert table["account.fees"].text == story.facts["fees"].text
    assert table["account.costs"].text == story.facts["figure.costs"].text


def test_every_fact_has_its_file_and_its_hash(tmp_path: Path) -> None:
    inputs = inputs_of_folder(as_lean_folder("BareSignalRows", tmp_path))
    table = citable_of(inputs, gather(inputs))
    fact = table["account.sharpe"]
    assert fact.source == "BareSignalRows.json"
    assert fact.sha256 == inputs.result_files["BareSignalRows.json"]
    assert all(fact.how and fact.source for fact in table.values())
    assert all(
        fact.sha256
        for fact in table.values()
        if fact.source.endswith((".json", ".csv")) and "run.json" not in fact.source and "," not in fact.source
    )


def test_a_flat_account_has_no_sharpe_ratio() -> None:
    table = table_of(inputs_of(result_of([100.0] * 5)))
    assert not table["account.sharpe"].is_known
    assert table["account.sharpe"].text == "–"
    assert table["account.sharpe"].as_json()["value"] is None
    assert "benchmark.sharpe" not in table
