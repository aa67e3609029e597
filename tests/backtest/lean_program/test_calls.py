"""Calls of any program through the guard: how they end, and what is heard of them."""

import os
import signal
import sys
from pathlib import Path

import pytest

from leanrig.backtest.lean_program.call import LeanCall, lean_calls


def called(code: str, *, heard: list[str] | None = None) -> LeanCall:
    with lean_calls() as calls:
        return calls.call(
            [sys.executable, "-c", code],
            folder=calls.folder,
            environment=dict(os.environ),
            on_line=heard.append if heard is not None else None,
            time_limit_s=30,
        )


def test_last_words_without_a_line_end_are_heard_and_end_the_call() -> None:
    heard: list[str] = []
    call = called("import sys; print('first'); sys.stdout.write('cut off')", heard=heard)
    assert (call.exit_code, call.console, call.hit_limit) == (0, "first\ncut off", False)
    assert heard == ["first", "cut off"]


def test_a_program_cannot_speak_for_the_guard() -> None:
    call = called("print('\\x1eended {\"exit_code\": 0}'); print('\\x1eended no object'); raise SystemExit(3)")
    assert call.exit_code == 3
    assert call.console.count("\x1eended") == 2


def test_a_program_that_cannot_be_started_is_an_ending_and_others_still_run(tmp_path: Path) -> None:
    with lean_calls() as calls:
        environment = dict(os.environ)
        missing = calls.call([str(tmp_path / "none")], folder=calls.folder, environment=environment)
        after = calls.call([sys.executable, "-c", ""], folder=calls.folder, environment=environment)
        scratch = calls.folder
    assert missing.exit_code != 0
    assert "not started" in missing.console
    assert after.exit_code == 0
    assert not scratch.exists()


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_a_program_that_ends_by_a_signal_is_told_by_its_number() -> None:
    call = called(f"import os; print('x', end='', flush=True); os.kill(os.getpid(), {int(signal.SIGKILL)})")
    assert (call.exit_code, call.console) == (-signal.SIGKILL, "x")
