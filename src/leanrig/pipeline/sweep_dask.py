"""A sweep's tasks on a Dask cluster whose workers see the same folders as this machine.

When a Dask worker dies, the scheduler gives its task to another; marks in the trial's folder tell how often.
"""

import time
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeAlias

from leanrig.errors import BadInput, Missing
from leanrig.pipeline.sweep_dask_worker import end_here, look_here, versions, work_here
from leanrig.pipeline.sweep_slot import Answer
from leanrig.pipeline.sweep_task import Task

# distributed is an extra: what comes of it has no types here.
Client: TypeAlias = Any
Future: TypeAlias = Any

__all__ = ["DaskCrew", "connected"]

_TIMEOUT_S = 10
_PATIENCE_S = 60.0
_LOOK_S = 1.0
_AHEAD = 2
_CURE_VERSIONS = "the same leanrig, Python, numpy and pandas on all of them"


def connected(address: str) -> Client:
    """Return a client of the scheduler at `address`.

    Raises
    ------
    Missing
        If Dask is not installed, or nobody answers there.
    """
    try:
        import distributed
    except ModuleNotFoundError:
        raise Missing(
            "a cluster needs the package distributed", where="the extra `dask`", cure="pip install 'leanrig[dask]'"
        ) from None
    try:
        made: Any = distributed.Client
        return made(address, timeout=_TIMEOUT_S, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise Missing(
            f"no Dask scheduler answers within {_TIMEOUT_S} s: {str(error) or type(error).__name__}",
            where=address,
            cure="dask scheduler, dask worker ADDRESS; then --scheduler tcp://HOST:8786",
        ) from None


class DaskCrew:
    """The workers of a cluster. Each gets a little more than it can do at once, so that none waits for the next.

    Raises
    ------
    Missing
        If there are no workers, or one has no leanrig or does not see the sweep's folder.
    BadInput
        If one has other versions.
    """

    def __init__(self, client: Client, folder: Path, *, library: tuple[Path, ...] = ()) -> None:
        self._client = client
        self._folder = folder
        self._library = [str(path) for path in library]
        self._tasks: dict[str, Task] = {}
        self._ended: SimpleQueue[Future] = SimpleQueue()
        self._futures: dict[str, Future] = {}
        self._looked = 0.0
        self._count = 0
        _require_fit(client, folder)
        self.name = f"{self._threads()} at a time on {client.scheduler.address}"

    @property
    def room(self) -> int:
        """How many more tasks the cluster takes now."""
        return max(1, _AHEAD * self._threads()) - len(self._tasks)

    def take(self, task: Task) -> None:
        """Hand the task to the scheduler."""
        key = f"leanrig-{task.name}-{len(task.deaths)}-{time.time_ns():x}"
        future = self._client.submit(work_here, dict(task.body), self._library, key=key, pure=False)
        self._tasks[key], self._futures[key] = task, future
        future.add_done_callback(self._ended.put)

    def answer(self) -> tuple[Task, Answer]:
        """Wait for the next answer; `Missing` where scheduler or workers have been gone for a minute."""
        gone_since = None
        while True:
            try:
                future = self._ended.get(timeout=_LOOK_S)
            except Empty:
                gone = self._gone()
                gone_since = (gone_since or time.monotonic()) if gone else None
                if gone_since is not None and time.monotonic() - gone_since > _PATIENCE_S:
                    raise Missing(
                        f"{gone} since {_PATIENCE_S:g} s",
                        where=self._client.scheduler.address,
                        cure="start it again, then run the same command again: it goes on from there",
                    ) from None
                continue
            self._futures.pop(future.key)
            return self._tasks.pop(future.key), _answer_of(future)

    def stop(self) -> None:
        """Take back what waits, end what is under way on the workers, and let go of the cluster."""
        if self._futures and self._client.status == "running":
            self._client.cancel(list(self._futures.values()), force=True)
            self._client.run(end_here, str(self._folder), on_error="ignore")
        self._client.close(timeout=2)

    def _threads(self) -> int:
        """Return how many tasks the workers run at a time; asked for once a second at most."""
        if time.monotonic() - self._looked > _LOOK_S and self._client.status == "running":
            self._count = sum(self._client.nthreads().values())
            self._looked = time.monotonic()
        return self._count

    def _gone(self) -> str:
        if self._client.status != "running":
            return "the Dask scheduler does not answer"
        return "" if self._threads() else "the Dask scheduler has no workers"


def _answer_of(future: Future) -> Answer:
    """Return what the worker said; whatever kept it from saying anything counts as its death."""
    if future.status == "finished":
        answer: Answer = future.result()
        return answer
    if future.status == "error":
        error = future.exception()
        return {"died": f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"}
    return {"died": f"the scheduler says {future.status}"}


def _require_fit(client: Client, folder: Path) -> None:
    """Refuse a cluster that cannot do it, worker by worker, before anything is handed out."""
    ends_at = time.monotonic() + _TIMEOUT_S
    while not client.nthreads():
        if time.monotonic() > ends_at:
            raise Missing(
                "the Dask scheduler has no workers", where=client.scheduler.address, cure="dask worker ADDRESS"
            )
        time.sleep(0.1)
    for worker, found in client.run(look_here, str(folder), on_error="return").items():
        if isinstance(found, BaseException):
            raise Missing(
                f"a worker cannot load leanrig: {found}",
                where=worker,
                cure="pip install leanrig where it runs",
            )
        differ = [f"{name} {found['versions'].get(name)}, here {here}" for name, here in versions().items()
                  if found["versions"].get(name) != here]  # fmt: skip
        if differ:
            raise BadInput(f"a worker has other versions: {'; '.join(differ)}", where=worker, cure=_CURE_VERSIONS)
        if not found["sees"]:
            raise Missing(
                "a worker does not see the sweep's folder",
                where=f"{worker}: {folder}",
                cure="have the workspace on a file system that all share, at the same path",
            )
