"""Every recorded ending of real Lean, left behind by a process that ends as Lean's did: the verdict, and what it says.

The launcher's stand-in replays the sample under the native runner, byte for byte; the exit code says little of it.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from backtest.native.built import built
from shared_reference import shared

from leanrig.backtest.exit_note import exit_note
from leanrig.backtest.native import NativeRunner
from leanrig.backtest.native.process import Patience
from leanrig.backtest.results import read_result
from leanrig.backtest.runner import BacktestJob, BacktestOutcome
from leanrig.backtest.verdict import judge
from leanrig.errors import BadInput
from leanrig.files import write_text
from leanrig.model.result import Result
from leanrig.standins.lean_launcher_place import Ending, place_lean


@dataclass(frozen=True)
class Case:
    """What a sample must be judged as; `ending` is how Lean's process ended then."""

    word: str
    says: str
    quotes: str = ""
    cure: str = ""
    ending: Ending = Ending.ABORT
    exit_code: int = -6
    note: str = ""


WHOLE = "ended by SIGABRT after its files were complete"
CASES = {
    "success": Case("good", "whole", note=WHOLE),
    "signals-from-store": Case("good", "whole", note=WHOLE),
    "syntax-error": Case("initialize_error", "did not load: main.py, line 10", "expected ':'", "mend"),
    "import-error": Case("initialize_error", "did not load: main.py, line 2", "no_such_module", "beside main.py"),
    "no-market-hours": Case(
        "initialize_error",
        "failed in initialize",
        "market-hours-database.json",
        "lay the file into the data folder",
        Ending.FAILED,
        1,
    ),
    "exception-in-initialize": Case("initialize_error", "main.py, line 7", "signal file is missing", "mend"),
    "exception-in-on-data": Case("runtime_error", "main.py, line 11 on 2024-03-14", "nokey", "mend the line"),
    "exception-in-on-order-event": Case("runtime_error", "main.py, line 12", "boom in order event", "mend the line"),
    "exception-in-on-end": Case("runtime_error", "main.py, line 12", "boom at end", "mend the line"),
    "signal-row-malformed": Case("runtime_error", "raised an error", "2024-13-45 99:00:00", "mend"),
    "endless-loop": Case("runtime_error", "did not come back", "longer than 1 minutes", "endless loop"),
    "no-data": Case("no_data", "equity/usa/daily/nodata.zip", "", "leanrig fetch", note=WHOLE),
    "missing-symbol": Case("no_orders", "sent no order", "NOPE", "in initialize", note=WHOLE),
    "signal-key-missing": Case("no_orders", "sent no order", "", "custom-data file", note=WHOLE),
    "orders-refused-by-broker-model": Case(
        "some_refused", "8 of 15 orders", "submission time is invalid", "five minutes before", note=WHOLE
    ),
    "orders-invalid": Case("some_refused", "1 of 2 orders", "Insufficient buying power", "order less", note=WHOLE),
    "bankruptcy": Case("bankrupt", "fell to -348,807.5 on 2024-03-18", "", "size positions", note=WHOLE),
    "quit": Case("cut_short", "2024-03-07 instead of 2024-04-30", "Quit(): enough", "quit()", note=WHOLE),
    "killed-while-running": Case(
        "unfinished", "killed on its way", "", "run the backtest again", Ending.KILLED, -9
    ),
    "hang-killed": Case(
        "crashed", "hung in one time step", "CurrentTimeStepElapsed", "time limit", Ending.HANG, -9
    ),
    "process-crash": Case("crashed", "died without a result", "ResolveGenericMethod", "json.loads"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(CASES))
def test_each_recorded_ending_gets_its_verdict(name: str, tmp_path: Path) -> None:
    case, sample = CASES[name], shared("lean-results", "samples", name)
    outcome, result = _replayed(sample, case.ending, tmp_path)
    assert _hashes(sample) == {key: found for key, found in _hashes(outcome.output).items() if key in _hashes(sample)}
    assert outcome.exit_code == case.exit_code
    verdict = judge(result)
    assert verdict.word == case.word
    assert case.says in verdict.sentence
    assert verdict.is_good == (case.word == "good")
    if verdict.reasons:
        assert case.quotes in verdict.reasons[0].quote
        assert case.cure in verdict.reasons[0].cure
    assert case.note in exit_note(outcome.exit_code, result)
    assert bool(case.note) == bool(exit_note(outcome.exit_code, result))


def test_every_recorded_ending_has_a_case() -> None:
    assert set(CASES) == {path.name for path in shared("lean-results", "samples").iterdir() if path.is_dir()}


def test_the_exit_code_alone_would_call_every_good_run_bad(tmp_path: Path) -> None:
    outcome, result = _replayed(shared("lean-results", "samples", "success"), Ending.ABORT, tmp_path)
    assert outcome.exit_code == -6
    assert judge(result).is_good
    assert exit_note(0, result) == ""


def test_code_0_after_a_failed_run_is_a_lie() -> None:
    result = read_result(shared("lean-results", "samples", "exception-in-on-data"))
    assert "ended with code 0, but its files say RuntimeError" in exit_note(0, result)
    assert exit_note(1, result) == ""


@pytest.mark.parametrize("share", [0.1, 0.5, 0.999])
def test_a_result_cut_off_while_it_was_written_is_told_from_a_whole_one(share: float, tmp_path: Path) -> None:
    sample, cut = shared("lean-results", "samples", "success"), tmp_path / "cut"
    cut.mkdir()
    for path in sample.iterdir():
        (cut / path.name).write_bytes(path.read_bytes())
    whole = (cut / "success.json").read_bytes()
    (cut / "success.json").write_bytes(whole[: int(len(whole) * share)])
    outcome, result = _replayed(cut, Ending.KILLED, tmp_path)
    assert outcome.exit_code == -9
    assert result.torn
    assert "cut off" in judge(result).sentence


def test_completed_without_the_end_of_its_files_is_no_success(tmp_path: Path) -> None:
    sample, cut = shared("lean-results", "samples", "killed-while-running"), tmp_path / "cut"
    cut.mkdir()
    for path in sample.iterdir():
        (cut / path.name).write_bytes(path.read_bytes().replace(b'"Running"', b'"Completed"'))
    assert read_result(cut).state.status == "Completed"
    verdict = judge(read_result(cut))
    assert verdict.word == "unfinished"
    assert "lack what Lean writes at the end" in verdict.sentence


def _without_orders(tmp_path: Path, *, failed: str | None, succeeded: str = "", monitor: int = 0) -> Result:
    """Return a run that sent no order, with other requests for data than it made."""
    folder = tmp_path / "run"
    folder.mkdir()
    for path in shared("lean-results", "samples", "signal-key-missing").iterdir():
        if "-data-requests-" not in path.name and not path.name.startswith("data-monitor"):
            (folder / path.name).write_bytes(path.read_bytes())
    if failed is not None:
        (folder / "failed-data-requests-1.txt").write_text(failed)
        (folder / "succeeded-data-requests-1.txt").write_text(succeeded)
    (folder / "data-monitor-report-1.json").write_text(f'{{"failed-data-requests-count":{monitor}}}')
    return read_result(folder)


def test_missing_prices_are_the_first_suspicion_where_nothing_traded(tmp_path: Path) -> None:
    failed = "/equity/usa/daily/msft.zip\n/equity/usa/daily/spy.zip\n"
    verdict = judge(_without_orders(tmp_path, failed=failed, succeeded="/equity/usa/daily/tst.zip\n"))
    assert verdict.word == "no_orders"
    assert "a price file it asked for was not there: equity/usa/daily/msft.zip" in verdict.sentence
    assert "leanrig fetch" in verdict.reasons[0].cure


def test_several_missing_prices_are_counted(tmp_path: Path) -> None:
    failed = "/equity/usa/daily/msft.zip\n/equity/usa/daily/goog.zip\n"
    verdict = judge(_without_orders(tmp_path, failed=failed, succeeded="/equity/usa/daily/tst.zip\n"))
    assert "2 price files it asked for were not there, such as equity/usa/daily/goog.zip" in verdict.sentence


def test_without_lists_the_data_monitor_is_believed(tmp_path: Path) -> None:
    verdict = judge(_without_orders(tmp_path, failed=None, monitor=7))
    assert "data monitor counts 7 requests in vain" in verdict.sentence


@pytest.mark.parametrize(
    "failed",
    [
        "/equity/usa/minute/tst/20240301_trade.zip\n",  # prices are seeded from minutes first
        "/equity/usa/hour/spy.zip\n/equity/usa/hour/ibm.zip\n",  # the benchmark's
        "/equity/usa/map_files/tst.csv\n/alternative/interest-rate/usa/interest-rate.csv\n",
        "",
    ],
)
def test_what_lean_asks_for_besides_is_no_suspicion(failed: str, tmp_path: Path) -> None:
    verdict = judge(_without_orders(tmp_path, failed=failed, succeeded="/equity/usa/daily/tst.zip\n", monitor=3))
    assert verdict.sentence == "The algorithm sent no order."


def test_a_killed_runs_half_written_events_are_no_error(tmp_path: Path) -> None:
    sample, folder = shared("lean-results", "samples", "killed-while-running"), tmp_path / "run"
    folder.mkdir()
    for path in sample.iterdir():
        data = path.read_bytes()
        (folder / path.name).write_bytes(data[: len(data) // 2] if "order-events" in path.name else data)
    assert judge(read_result(folder)).word == "unfinished"


def test_a_whole_runs_broken_events_are_an_error(tmp_path: Path) -> None:
    sample, folder = shared("lean-results", "samples", "success"), tmp_path / "run"
    folder.mkdir()
    for path in sample.iterdir():
        data = path.read_bytes()
        (folder / path.name).write_bytes(data[: len(data) // 2] if "order-events" in path.name else data)
    with pytest.raises(BadInput, match="order events cannot be read"):
        read_result(folder)


def test_stopped_from_outside(tmp_path: Path) -> None:
    sample, folder = shared("lean-results", "samples", "quit"), tmp_path / "run"
    folder.mkdir()
    for path in sample.iterdir():
        (folder / path.name).write_bytes(path.read_bytes().replace(b'"Status": "Completed"', b'"Status": "Stopped"'))
    verdict = judge(read_result(folder))
    assert verdict.word == "unfinished"
    assert "stopped from outside" in verdict.sentence


def test_the_stand_ins_own_run_leaves_the_kinds_of_files_that_lean_leaves(tmp_path: Path) -> None:
    here = built(tmp_path)
    outcome = here.runner().run(here.job(here.project("success")))
    ours = {_kind(path.name) for path in outcome.output.iterdir()} - {"config.json"}
    assert ours == {_kind(path.name) for path in shared("lean-results", "samples", "success").iterdir()}
    keys = list(json.loads((outcome.output / "success.json").read_text()))
    assert keys == list(json.loads(shared("lean-results", "samples", "success", "success.json").read_text()))


def _kind(name: str) -> str:
    return re.sub(r"\d{17}", "TIME", name)


def _replayed(sample: Path, ending: Ending, tmp_path: Path) -> tuple[BacktestOutcome, Result]:
    """Run a project whose Lean leaves `sample` behind, as `leanrig backtest` would run and read it."""
    placed = place_lean(tmp_path / "built", replay=sample, ending=ending)
    project = tmp_path / sample.name.replace("cut", "success")
    project.mkdir(exist_ok=True)
    (project / "main.py").write_text("")
    data = tmp_path / "data"
    data.mkdir()
    runner = NativeRunner(placed.home, environment=placed.environment(), patience=Patience(0.1, 0.1))
    limit = 2.0 if ending is Ending.HANG else None
    outcome = runner.run(BacktestJob(project, data, tmp_path / "out", tmp_path / "storage", time_limit_s=limit))
    write_text(outcome.output / "console.txt", outcome.console)
    return outcome, read_result(outcome.output, algorithm_id=outcome.algorithm_id)


def _hashes(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if not path.name.startswith("_") and path.is_file()
    }
