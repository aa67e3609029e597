"""What a reader is told to look at, and how a comparison is put: each rule by a planted case."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from backtest.recorded import as_lean_folder
from report.run_folders import inputs_of, run_folder

from leanrig.report.facts import gather
from leanrig.report.inputs import ReportInputs


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> ReportInputs:
    return inputs_of(run_folder(tmp_path_factory.mktemp("run")))


def test_the_recorded_run_has_none_of_the_grave_ones(inputs: ReportInputs) -> None:
    looks = _looks(inputs)
    for words in ("Look-ahead", "simulated", "same close", "Fees took", "Nothing here says"):
        assert not any(words in look for look in looks)
    assert any("Few trades: 4" in look for look in looks)
    assert any("A short sample: 201 days" in look for look in looks)
    assert any("No fee was taken" in look for look in looks)


def _ahead(inputs: ReportInputs) -> ReportInputs:
    orders = [
        replace(order, created=order.created and order.created - timedelta(days=9)) for order in inputs.result.orders
    ]
    return replace(inputs, result=replace(inputs.result, orders=tuple(orders)))


def _dear(inputs: ReportInputs) -> ReportInputs:
    orders = [
        replace(
            order, events=tuple(replace(event, fee=900.0 if event.fill_quantity else 0.0) for event in order.events)
        )
        for order in inputs.result.orders
    ]
    return replace(inputs, result=replace(inputs.result, orders=tuple(orders)))


def _lone(inputs: ReportInputs) -> ReportInputs:
    trades = [replace(trade, profit=9_000.0 if n == 0 else 1.0) for n, trade in enumerate(inputs.result.trades)]
    return replace(inputs, result=replace(inputs.result, trades=tuple(trades)))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_ahead, "Look-ahead: 8 orders"),
        (_dear, "Fees took 38"),
        (_lone, "One trade made 100"),
        (lambda i: replace(i, act="same_close"), "nobody can trade that fast"),
        (lambda i: replace(i, origins=tuple(replace(o, label="simulated, seed 7") for o in i.origins)), "simulated"),
        (
            lambda i: replace(i, origins=tuple(replace(o, checked="not checked", lacks_check=True) for o in i.origins)),
            "were not checked",
        ),
        (lambda i: replace(i, origins=()), "Nothing here says where the prices came from"),
    ],
)
def test_a_planted_fault_is_seen(
    inputs: ReportInputs, change: Callable[[ReportInputs], ReportInputs], words: str
) -> None:
    assert any(words in look for look in _looks(change(inputs)))


def test_look_ahead_comes_first(inputs: ReportInputs) -> None:
    assert _looks(_ahead(inputs))[0].startswith("Look-ahead")


def test_the_comparison_is_put_by_its_p(tmp_path: Path) -> None:
    folder = as_lean_folder("BareDailyCross", tmp_path)
    assert str(gather(inputs_of(folder)).headline).startswith(
        "Better than its benchmark in this sample: Sharpe 1.38 against"
    )
    _swap_benchmark(folder)
    assert str(gather(inputs_of(folder)).headline).startswith(
        "Not distinguishable from its benchmark: Sharpe 1.38 against 1.38"
    )
    _swap_benchmark(folder, zero=True)
    assert "Lean had no data for it" in str(gather(inputs_of(folder)).headline)


def test_a_short_run_claims_nothing(tmp_path: Path) -> None:
    story = gather(inputs_of(as_lean_folder("BareBarsAndBands", tmp_path)))
    assert "Not distinguishable" not in str(story.headline)
    assert "Better" not in str(story.headline)


def test_nothing_is_ever_great(inputs: ReportInputs) -> None:
    text = json.dumps(gather(inputs).facts.as_json(), default=str).lower()
    said = str(gather(inputs).headline).lower() + " ".join(_looks(inputs)).lower()
    for word in ("great", "excellent", "outstanding", "impressive", "robust", "guarantee"):
        assert word not in said
    assert "figure.sharpe" in text


def _looks(inputs: ReportInputs) -> list[str]:
    return [str(look.text) for look in gather(inputs).looks]


def _swap_benchmark(folder: Path, *, zero: bool = False) -> None:
    """Make the account its own benchmark, or take the benchmark's data away as Lean does."""
    path = folder / "BareDailyCross.json"
    raw = json.loads(path.read_text())
    equity = {point[0]: point[-1] for point in raw["charts"]["Strategy Equity"]["series"]["Equity"]["values"]}
    benchmark = raw["charts"]["Benchmark"]["series"]["Benchmark"]
    benchmark["values"] = [[time, 0.0 if zero else equity[time]] for time, _ in benchmark["values"]]
    path.write_text(json.dumps(raw))
