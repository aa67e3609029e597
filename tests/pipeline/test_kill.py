"""Runs killed at random moments: no torn file, the run before intact, the next one identical.

Sixteen here, to keep the whole run short; LEANRIG_KILLS=50 kills fifty.
"""

import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from conformance.bare import BARE
from folders import fingerprint, torn_files

from leanrig.backtest.results import read_result

_KILLS = int(os.environ.get("LEANRIG_KILLS", "16"))
_VARYING = {"run.json", "log.txt"}
pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")


def start(folder: Path) -> "subprocess.Popen[bytes]":
    strategy = BARE / "strategies" / "bare_raw_splits.py"
    return subprocess.Popen(
        [sys.executable, "-m", "leanrig", "backtest", str(strategy), "--data", str(BARE / "data"), "--output", "out"],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def answer(folder: Path) -> dict[str, Any]:
    """Return what a run said, without what may vary from run to run."""
    result = read_result(folder, algorithm_id="bare_raw_splits")
    return {
        "status": result.state.status,
        "statistics": dict(result.statistics),
        "hash": result.order_list_hash,
        "orders": result.orders,
        "equity": result.equity,
        "trades": [(trade.entered, trade.exited, trade.profit) for trade in result.trades],
    }


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two workspaces, each with a finished run."""
    found = [tmp_path_factory.mktemp("killed") for _ in range(2)]
    for folder in found:
        (folder / "lean.json").write_text('{"data-folder": "data"}')
    for process in [start(folder) for folder in found]:
        assert process.wait(timeout=120) == 0
    return found


@pytest.mark.slow
def test_kills_tear_nothing(places: list[Path]) -> None:
    whole = answer(places[0] / "out")
    assert answer(places[1] / "out") == whole
    began = time.monotonic()
    assert start(places[0]).wait(timeout=120) == 0
    length = time.monotonic() - began
    draw = random.Random(50)
    moments = [draw.uniform(0.05, 1.05) * length for _ in range(_KILLS)]
    with ThreadPoolExecutor(2) as pool:
        halves = (moments[::2], moments[1::2])
        killed = sum(pool.map(lambda place, waits: sum(_kill(place, wait) for wait in waits), places, halves))
    assert killed > _KILLS / 2
    for place in places:
        assert start(place).wait(timeout=120) == 0
        assert answer(place / "out") == whole


def _kill(folder: Path, wait: float) -> bool:
    """Kill a run after `wait` seconds, look at what it left, and return whether it was still running."""
    before = fingerprint(folder / "out")
    process = start(folder)
    time.sleep(wait)
    was_running = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    time.sleep(0.2)  # the child ends by itself once nobody is left to report to
    after = fingerprint(folder / "out")
    assert after == before or _is_whole(after, before)
    assert torn_files(folder) == []
    return was_running


def _is_whole(after: dict[str, str], before: dict[str, str]) -> bool:
    """Tell whether the folder now holds another whole run: the same files, and the same text where it does not vary."""
    stem = "bare_raw_splits"
    same = {f"{stem}-order-events.json", f"inputs/{stem}.py"}
    return {name for name in after if name.startswith(stem)} == {
        name for name in before if name.startswith(stem)
    } and all(after[name] == before[name] for name in same)
