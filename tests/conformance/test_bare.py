"""Strategies of the bare set in the embedded engine, figure by figure against what real Lean answered.

Needs nothing beside the clone. Orders and samples are compared one by one, so that a difference shows where it began.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from conformance.bare import BARE, EXACT, NOT_YET, Run, manifest, order_list_hash, run_bare
from conformance.exactness import leans_orders, ours_orders, plain_events, series, without, written_pages

_VARYING = re.compile(r"completed in .* data points per second|analysis for \S+ with|Algorithm Id:\(\S+\)")


@pytest.fixture(scope="module")
def run_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Run]:
    """Run a strategy, each once."""
    return lru_cache(lambda name: run_bare(name, tmp_path_factory.mktemp(name)))


@pytest.fixture(params=EXACT)
def run(request: pytest.FixtureRequest, run_of: Callable[[str], Run]) -> Run:
    return run_of(request.param)


def test_each_strategy_is_either_exact_or_has_a_reason() -> None:
    assert set(EXACT) | set(NOT_YET) == set(manifest())
    assert not set(EXACT) & set(NOT_YET)


def test_it_ends_as_in_lean(run: Run) -> None:
    assert run.result["state"]["RuntimeError"] == run.answer["state"]["RuntimeError"]
    assert run.result["state"]["Status"] == run.answer["state"]["Status"]


def test_orders_are_lean_s(run: Run) -> None:
    _same_lists(ours_orders(run), leans_orders(run))


def test_order_events_are_lean_s(run: Run) -> None:
    _same_lists(plain_events(run.events), plain_events(run.lean_events))


def test_every_equity_sample_is_lean_s(run: Run) -> None:
    _same_lists(series(run.result, "Strategy Equity", "Equity"), run.answer["equity"])


def test_every_benchmark_sample_is_lean_s(run: Run) -> None:
    _same_lists(series(run.result, "Benchmark", "Benchmark"), run.answer["benchmark"])


def test_all_statistics_are_lean_s(run: Run) -> None:
    assert run.result["statistics"] == run.answer["statistics"]
    assert run.result["runtimeStatistics"] == run.answer["runtimeStatistics"]


def test_the_order_list_hash_is_lean_s(run: Run) -> None:
    assert order_list_hash(run) == run.answer["order_list_hash"] == manifest()[run.name]["order_list_hash"]


def test_closed_trades_and_profits_are_lean_s(run: Run) -> None:
    ours = [without(trade, "id") for trade in run.result["totalPerformance"]["closedTrades"]]
    _same_lists(ours, [without(trade, "id") for trade in run.answer["closed_trades"]])
    assert run.result["profitLoss"] == run.answer["profit_loss"]


def test_the_algorithm_s_log_is_lean_s(run: Run) -> None:
    """The lines of one moment may stand in another order: Lean empties one queue a kind of message."""
    _same_lists(_by_moment(run.log), _by_moment(run.answer["log"]))


def _by_moment(lines: list[str]) -> list[str]:
    return sorted((_VARYING.sub("…", line) for line in lines), key=lambda line: (line[:19], line))


def test_the_pages_say_what_was_found(run_of: Callable[[str], Run]) -> None:
    for path, text in written_pages([run_of(name) for name in EXACT]).items():
        assert path.read_text(encoding="utf-8") == text, "run: python tests/conformance/exactness.py"


def test_the_copied_data_is_what_its_maker_makes(tmp_path: Path) -> None:
    """The data folder is made, not collected: the walks and the files around them come out byte for byte."""
    maker: dict[str, Any] = {"__name__": "make_data"}
    exec((BARE / "make_data.py").read_text(), maker)
    maker["tst"](tmp_path)
    maker["btc"](tmp_path)
    made = [path for path in sorted(tmp_path.rglob("*")) if path.is_file()]
    assert len(made) == 34
    for path in made:
        assert path.read_bytes() == (BARE / "data" / path.relative_to(tmp_path)).read_bytes(), path.name


def _same_lists(ours: list[Any], leans: list[Any]) -> None:
    """Compare item by item: the first difference is worth more than a diff of thousands of lines."""
    for number, (our, lean) in enumerate(zip(ours, leans, strict=False)):
        assert our == lean, f"item {number} of {len(leans)}"
    assert len(ours) == len(leans)
