"""A native run ends at its limit, on Ctrl-C or with leanrig, and nothing of it is left."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from backtest.native.built import Built, Ending, built

from leanrig.backtest.exit_note import exit_note
from leanrig.backtest.native.process import Patience, run_guarded
from leanrig.backtest.results import read_result
from leanrig.backtest.runner import BacktestOutcome
from leanrig.backtest.verdict import judge
from leanrig.files import write_text
from leanrig.model.result import Result

SLOW = "__import__('time').sleep(0.1)"
ENDLESS = "\n        while True:\n            pass"
RUN = """\
import sys
from pathlib import Path
from leanrig.backtest.native import NativeRunner
from leanrig.backtest.runner import BacktestJob
home, project, data, out, storage = map(Path, sys.argv[1:])
NativeRunner(home).run(BacktestJob(project, data, out, storage))
"""


def _read(outcome: BacktestOutcome) -> Result:
    write_text(outcome.output / "console.txt", outcome.console)
    return read_result(outcome.output, algorithm_id=outcome.algorithm_id)


def _alive(mark: str) -> list[str]:
    """Return the command lines of living processes that hold `mark`."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if mark in command and path.parent.name != str(os.getpid()):
            found.append(command)
    return found


def _gone(mark: str, *, within_s: float = 5.0) -> list[str]:
    end = time.monotonic() + within_s
    while (left := _alive(mark)) and time.monotonic() < end:
        time.sleep(0.02)
    return left


def test_at_its_limit_lean_writes_what_it_had_and_the_verdict_says_so(tmp_path: Path) -> None:
    here = built(tmp_path)
    outcome = here.runner().run(here.job(here.project(on_data=SLOW), time_limit_s=2.5))
    result = _read(outcome)
    assert result.state.status == "Completed"  # what Lean makes of being asked to stop
    verdict = judge(result)
    assert verdict.word == "unfinished"
    assert "stopped at its time limit of 2.5 seconds" in verdict.sentence
    assert "--time-limit" in verdict.reasons[0].cure
    assert all("fetch data" not in reason.cure for reason in verdict.reasons)
    assert _gone(str(tmp_path)) == []


def test_one_that_does_not_stop_when_asked_is_ended(tmp_path: Path) -> None:
    here = built(tmp_path)
    runner = here.runner(patience=Patience(0.3, 0.2))
    outcome = runner.run(here.job(here.project(on_data=ENDLESS), time_limit_s=2.0))
    assert outcome.exit_code == -signal.SIGTERM
    verdict = judge(_read(outcome))
    assert verdict.word == "unfinished"
    assert "time limit of 2 seconds" in verdict.sentence
    assert _gone(str(tmp_path)) == []


def test_one_that_ignores_every_signal_is_killed(tmp_path: Path) -> None:
    here = built(tmp_path, ending=Ending.HANG)
    runner = here.runner(patience=Patience(0.1, 0.1))
    outcome = runner.run(here.job(here.project(), time_limit_s=2.0))
    assert outcome.exit_code == -signal.SIGKILL
    result = _read(outcome)
    assert judge(result).is_good  # its files were whole before it hung
    assert "ended by SIGKILL after its files were complete" in exit_note(outcome.exit_code, result)
    assert _gone(str(tmp_path)) == []


def test_what_the_algorithm_started_ends_with_it(tmp_path: Path) -> None:
    here = built(tmp_path)
    starts = f"__import__('subprocess').Popen(['{sys.executable}', '-c', 'import time; time.sleep(300)', '{tmp_path}'])"
    outcome = here.runner().run(here.job(here.project(initialize=starts)))
    assert judge(_read(outcome)).is_good
    assert _gone(str(tmp_path)) == []


def test_keys_do_not_reach_the_algorithm(tmp_path: Path) -> None:
    here = built(tmp_path)
    says = "self.log('names ' + ' '.join(sorted(os.environ)))"
    runner = here.runner(POLYGON_API_KEY="k-1", ALPACA_SECRET="k-2", MY_TOKEN="k-3", HARMLESS="1", PYTHONPATH="/else")
    outcome = runner.run(here.job(here.project(initialize=says)))
    names = next(line for line in (outcome.output / "asking-log.txt").read_text().splitlines() if "names " in line)
    assert "HARMLESS" in names
    assert not {"POLYGON_API_KEY", "ALPACA_SECRET", "MY_TOKEN", "PYTHONPATH"} & set(names.split())
    assert "k-1" not in "".join(p.read_text(errors="replace") for p in outcome.output.rglob("*") if p.is_file())


def test_six_at_once_each_have_their_own_answer(tmp_path: Path) -> None:
    here = built(tmp_path)
    projects = [here.project(f"number_{n}", initialize=f"self.set_cash({n}000)") for n in range(1, 7)]
    runner = here.runner()
    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(lambda p: runner.run(here.job(p, f"out_{p.name}")), projects))
    starts = [json.loads((o.output / f"{o.algorithm_id}.json").read_text()) for o in outcomes]
    assert [found["statistics"]["Start Equity"] for found in starts] == [f"{n}000" for n in range(1, 7)]
    assert all(judge(_read(outcome)).is_good for outcome in outcomes)
    assert _gone(str(tmp_path)) == []


def _started(here: Built, project: Path, name: str) -> "subprocess.Popen[bytes]":
    job = here.job(project, name)
    arguments = [here.placed.home, project, job.data, job.output, job.object_store]
    return subprocess.Popen(
        [sys.executable, "-P", "-c", RUN, *map(str, arguments)],
        env=here.placed.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def test_leanrig_killed_at_any_moment_leaves_no_process(tmp_path: Path) -> None:
    here = built(tmp_path)
    project = here.project(on_data=SLOW)
    chance = random.Random(5)

    def killed(number: int) -> int:
        process = _started(here, project, f"out_{number}")
        time.sleep(chance.uniform(0.05, 1.5))
        process.kill()
        process.communicate()
        return process.returncode

    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(killed, range(int(os.environ.get("LEANRIG_KILLS", "12")))))
    assert set(codes) == {-signal.SIGKILL}
    assert _gone(str(tmp_path)) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_the_end_of_a_session_end_lean_too(number: signal.Signals, tmp_path: Path) -> None:
    here = built(tmp_path)
    process = _started(here, here.project(on_data=SLOW), "out")
    end = time.monotonic() + 20
    while (
        not list((tmp_path / "out").glob("*-log.txt"))
        and not _alive(f"lean_launcher {here.placed.home}")
        and time.monotonic() < end
    ):
        time.sleep(0.02)
    time.sleep(0.3)
    process.send_signal(number)
    process.communicate(timeout=20)
    assert process.returncode in {-number, 130}
    assert _gone(str(tmp_path)) == []


def test_much_that_is_printed_is_kept_from_both_ends(tmp_path: Path) -> None:
    prints = "print('first'); [print('x' * 99) for _ in range(5000)]; print('last')"
    ended = run_guarded([sys.executable, "-c", prints], cwd=tmp_path, environment=dict(os.environ))
    assert ended.exit_code == 0
    assert ended.console.startswith("first\n")
    assert ended.console.endswith("last\n")
    assert "(left out)" in ended.console
    assert len(ended.console) < 210_000


def test_a_listener_that_is_gone_does_not_stop_the_run(tmp_path: Path) -> None:
    def broken(line: str) -> None:
        raise BrokenPipeError(line)

    prints = "[print('x' * 99) for _ in range(5000)]"
    ended = run_guarded([sys.executable, "-c", prints], cwd=tmp_path, environment=dict(os.environ), heard=broken)
    assert ended.exit_code == 0
    assert ended.console.count("\n") > 1000
