"""The sweep on a Dask cluster of separate processes: the same trials as on processes, also when a worker is killed.

Sixteen trials here, to keep the whole run short; LEANRIG_SWEEP=200 runs two hundred.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from pipeline.sweep_space import swept, tiny_space

from leanrig.backtest.trials import Axis
from leanrig.errors import BadInput, Missing
from leanrig.pipeline.sweep_crew import Crew
from leanrig.pipeline.sweep_dask import DaskCrew, connected
from leanrig.pipeline.sweep_worker import can_fork

distributed = pytest.importorskip("distributed")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not can_fork(), reason="kills processes by way of /proc")]

_TRIALS = int(os.environ.get("LEANRIG_SWEEP", "16"))
MANY = Axis.of("size", "0.001", str(_TRIALS / 1000), "0.001")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(
        host="127.0.0.1", dashboard_address=None, processes=True, n_workers=2, threads_per_worker=1
    ) as found:
        yield found


def hire(cluster: Any) -> Any:
    return lambda folder: DaskCrew(connected(cluster.scheduler_address), folder)


def killer(cluster: Any, space: Path, after: int) -> Thread:
    """Kill the first worker's process once `after` trials are kept."""

    def kill() -> None:
        while len(list(space.glob("artifacts/*/*/*/trials/*/trial.json"))) < after:
            time.sleep(0.01)
        os.kill(cluster.workers[0].pid, signal.SIGKILL)

    thread = Thread(target=kill, daemon=True)
    thread.start()
    return thread


def test_a_worker_killed_costs_its_task_and_not_the_sweep(cluster: Any, tmp_path: Path) -> None:
    local = swept(tiny_space(tmp_path / "local"), MANY)
    space = tiny_space(tmp_path / "dask")
    first = cluster.workers[0].pid
    thread = killer(cluster, space.root, 10)
    done = swept(space, MANY, hire=hire(cluster))
    thread.join(timeout=10)
    assert len(done.trials) == _TRIALS
    assert done.trials == local.trials
    assert done.best == local.best
    assert len({trial.order_hash for trial in done.trials}) > _TRIALS / 2
    assert not done.failed
    assert cluster.workers[0].pid != first
    assert not list(done.folder.glob("trials/*/.attempts"))


def test_a_trial_that_kills_its_workers_is_given_up(cluster: Any, tmp_path: Path) -> None:
    """It ends the engine, our warm worker and the Dask worker above it, as a machine that goes down does."""
    body = (
        "import os, signal; up = lambda pid: int(open(f'/proc/{pid}/stat').read().rpartition(')')[2].split()[1]); "
        "self._size > 0.0025 and [os.kill(p, signal.SIGKILL) for p in (up(os.getppid()), os.getppid())]"
    )
    space = tiny_space(tmp_path / "space", body=body)
    done = swept(space, Axis.of("size", "0.001", "0.003", "0.001"), hire=hire(cluster))
    assert [trial.has_failed for trial in done.trials] == [False, False, True]
    assert "died 2 times" in done.trials[2].told


def test_nobody_at_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leanrig.pipeline.sweep_dask._TIMEOUT_S", 1)
    with pytest.raises(Missing, match="no Dask scheduler answers") as refused:
        connected("tcp://127.0.0.1:9")
    assert refused.value.where == "tcp://127.0.0.1:9"
    with pytest.raises(Missing, match="no Dask scheduler answers"):
        connected("nonsense://")


def test_a_scheduler_without_workers_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leanrig.pipeline.sweep_dask._TIMEOUT_S", 0.5)
    space = tiny_space(tmp_path / "space")
    with (
        distributed.LocalCluster(host="127.0.0.1", dashboard_address=None, n_workers=0, processes=True) as empty,
        pytest.raises(Missing, match="has no workers"),
    ):
        swept(space, MANY, hire=hire(empty))
    assert not list(space.root.glob("artifacts/*/*/*"))


def test_a_worker_with_another_version_is_refused(cluster: Any, tmp_path: Path) -> None:
    def is_another() -> None:
        import leanrig.pipeline.sweep_dask_worker as here

        here.__version__ = "9.9.9"

    def is_itself() -> None:
        import leanrig
        import leanrig.pipeline.sweep_dask_worker as here

        here.__version__ = leanrig.__version__

    with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
        client.run(is_another)
        try:
            with pytest.raises(BadInput, match=r"leanrig 9\.9\.9, here 0") as refused:
                swept(tiny_space(tmp_path / "space"), MANY, hire=hire(cluster))
        finally:
            client.run(is_itself)
    assert refused.value.where.startswith("tcp://127.0.0.1")


def test_a_worker_without_leanrig_is_told(tmp_path: Path) -> None:
    """Its interpreter has the packages and no leanrig: an editable install is a line that -S leaves out."""
    packages = [path for path in sys.path if path.endswith("site-packages")]
    code = f"import sys; sys.path += {packages!r}; from distributed.cli.dask_worker import main; main()"
    with distributed.LocalCluster(host="127.0.0.1", dashboard_address=None, n_workers=0, processes=True) as bare:
        options = ["--no-nanny", "--no-dashboard", "--nthreads", "1", "--local-directory", str(tmp_path / "dask")]
        worker = subprocess.Popen(
            [sys.executable, "-S", "-P", "-c", code, bare.scheduler_address, *options],
            cwd=tmp_path, env={"PATH": os.environ["PATH"]}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            with pytest.raises(Missing, match="a worker cannot load leanrig"):
                swept(tiny_space(tmp_path / "space"), MANY, hire=hire(bare))
        finally:
            worker.kill()
            worker.wait()


def test_crews_keep_to_their_protocol(cluster: Any, tmp_path: Path) -> None:
    (tmp_path / "sweep.json").write_text("{}")
    client = connected(cluster.scheduler_address)
    client.wait_for_workers(2)
    crew: Crew = DaskCrew(client, tmp_path)
    assert crew.room == 4
    assert "2 at a time" in crew.name
    crew.stop()
