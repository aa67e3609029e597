"""The verdict on real Lean's own runs, good ones and those that say `Completed` and are not."""

import json
from pathlib import Path

import pytest
from backtest.recorded import as_lean_folder
from shared_reference import shared

from leanrig.backtest.results import parse_result, read_result
from leanrig.backtest.verdict import judge

# Folder of the samples -> the judgement, words of the sentence or of its cure, words that Lean said.
CASES = [
    ("success", "good", "whole", ""),
    ("signals-from-store", "good", "whole", ""),
    ("syntax-error", "initialize_error", "did not load: main.py, line 10", "expected ':'"),
    ("import-error", "initialize_error", "did not load: main.py, line 2", "no_such_module"),
    ("no-market-hours", "initialize_error", "failed in initialize", "market-hours-database.json"),
    ("exception-in-initialize", "initialize_error", "main.py, line 7", "signal file is missing"),
    ("exception-in-on-data", "runtime_error", "main.py, line 11 on 2024-03-14", "nokey"),
    ("exception-in-on-order-event", "runtime_error", "main.py, line 12", "boom in order event"),
    ("exception-in-on-end", "runtime_error", "main.py, line 12", "boom at end"),
    ("signal-row-malformed", "runtime_error", "raised an error", "2024-13-45 99:00:00"),
    ("endless-loop", "runtime_error", "did not come back", "longer than 1 minutes"),
    ("no-data", "no_data", "equity/usa/daily/nodata.zip", ""),
    ("missing-symbol", "no_orders", "sent no order", "NOPE"),
    ("signal-key-missing", "no_orders", "sent no order", ""),
    ("orders-refused-by-broker-model", "some_refused", "8 of 15 orders", "submission time is invalid"),
    ("orders-invalid", "some_refused", "1 of 2 orders", "Insufficient buying power"),
    ("bankruptcy", "bankrupt", "fell to -348,807.5 on 2024-03-18", ""),
    ("quit", "cut_short", "2024-03-07 instead of 2024-04-30", "Quit(): enough"),
    ("killed-while-running", "unfinished", "killed on its way", ""),
    ("hang-killed", "crashed", "hung in one time step", "CurrentTimeStepElapsed"),
    ("process-crash", "crashed", "died without a result", "ResolveGenericMethod"),
]


@pytest.mark.parametrize(("name", "word", "says", "quotes"), CASES)
def test_sample(name: str, word: str, says: str, quotes: str) -> None:
    verdict = judge(read_result(shared("lean-results", "samples", name)))
    assert verdict.word == word
    assert says in verdict.sentence
    assert verdict.is_good == (word == "good")
    if verdict.reasons:
        assert quotes in verdict.reasons[0].quote
        assert all(reason.cure for reason in verdict.reasons)


def test_every_sample_has_a_case() -> None:
    folders = {path.name for path in shared("lean-results", "samples").iterdir() if path.is_dir()}
    assert folders == {case[0] for case in CASES}


def test_completed_alone_would_call_seven_bad_samples_good() -> None:
    samples = [read_result(shared("lean-results", "samples", case[0])) for case in CASES]
    lies = [r for r in samples if r.status == "Completed" and not judge(r).is_good]
    assert len(lies) == 7


@pytest.mark.parametrize(
    ("name", "word"),
    [("BareDailyCross", "good"), ("BareSignalRows", "some_refused"), ("BareMarginShort", "bankrupt")],
)
def test_bare_runs(name: str, word: str, tmp_path: Path) -> None:
    assert judge(read_result(as_lean_folder(name, tmp_path))).word == word


def test_a_reversal_refused_by_the_broker_has_its_cure(tmp_path: Path) -> None:
    reason = judge(read_result(as_lean_folder("BareSignalRows", tmp_path))).reasons[0]
    assert "two orders" in reason.cure
    assert reason.values == {"refused": 2, "orders": 8}


def test_all_refused(tmp_path: Path) -> None:
    folder = as_lean_folder("BareSignalRows", tmp_path)
    path = folder / "BareSignalRows.json"
    raw = json.loads(path.read_text())
    raw["orders"] = {key: order for key, order in raw["orders"].items() if order["status"] == 7}
    path.write_text(json.dumps(raw))
    assert judge(read_result(folder)).word == "all_refused"


def test_missing_files_of_a_traded_symbol(tmp_path: Path) -> None:
    folder = as_lean_folder("BareDailyCross", tmp_path)
    (folder / "failed-data-requests-1.txt").write_text("/equity/usa/daily/spy.zip\n/equity/usa/map_files/aapl.csv\n")
    assert judge(read_result(folder)).is_good
    (folder / "failed-data-requests-1.txt").write_text("/equity/usa/daily/aapl.zip\n")
    verdict = judge(read_result(folder))
    assert verdict.word == "missing_data"
    assert "equity/usa/daily/aapl.zip" in verdict.sentence


def test_data_that_ends_before_the_end_date(tmp_path: Path) -> None:
    folder = as_lean_folder("BareDailyCross", tmp_path)
    path = folder / "BareDailyCross.json"
    raw = json.loads(path.read_text())
    raw["algorithmConfiguration"]["endDate"] = "2007-06-29T23:59:59Z"
    path.write_text(json.dumps(raw))
    assert "2006-12-29 instead of 2007-06-29" in judge(read_result(folder)).sentence


def test_nothing_at_all_is_a_crash() -> None:
    assert judge(parse_result(None)).word == "crashed"


def test_an_engine_that_fails_on_its_way_is_no_kill(tmp_path: Path) -> None:
    folder = as_lean_folder("BareDailyCross", tmp_path)
    path = folder / "BareDailyCross.json"
    raw = json.loads(path.read_text()) | {"state": {"Status": "Running"}, "algorithmConfiguration": None}
    path.write_text(json.dumps(raw))
    assert judge(read_result(folder)).word == "unfinished"
    (folder / "console.txt").write_text("hello\nTraceback (most recent call last):\n  File ...\nTypeError: of ours\n")
    verdict = judge(read_result(folder))
    assert verdict.word == "crashed"
    assert verdict.reasons[0].quote == "TypeError: of ours"
    assert "2006-12-29" in verdict.sentence


def test_quotes_that_a_vendor_does_not_have_are_not_missed(tmp_path: Path) -> None:
    folder = as_lean_folder("BareDailyCross", tmp_path)
    (folder / "succeeded-data-requests-1.txt").write_text("/equity/usa/minute/aapl/20240301_trade.zip\n")
    (folder / "failed-data-requests-1.txt").write_text("/equity/usa/minute/aapl/20240301_quote.zip\n")
    assert judge(read_result(folder)).is_good
    (folder / "failed-data-requests-1.txt").write_text("/equity/usa/minute/aapl/20240304_quote.zip\n")
    assert judge(read_result(folder)).word == "missing_data"
