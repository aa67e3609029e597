"""`python benchmarks/sweep.py [--trials N] [--workers K] [--dask]`: what a sweep costs besides its trials.

Three figures, each from things done in the same run and in turn:

`overhead_ms`
    What a trial costs in a sweep besides its run and the reading of its results: a whole sweep, page and tables too,
    of many trials that take no time, because each is kept ready-made. The fastest round counts.
`overhead_cpu_ms`
    The same from real trials: processor seconds of a sweep on one worker, less those of a loop over the same tasks.
`speed_up_of_k`
    Time on one worker over time on K, over K, workers warm; beside it `machine_of_k`, the same of K bare loops without
    any sweep, because cores that are shared or busy give no K. What the sweep adds is `speed_up_of_k / machine_of_k`.
`process_each_s`
    Seconds a trial when each starts an interpreter of its own, as `leanrig backtest` does.
"""

import argparse
import contextlib
import json
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from leanrig.backtest.embedded import EmbeddedRunner
from leanrig.backtest.runner import BacktestJob
from leanrig.backtest.trials import Axis, Target
from leanrig.model.verdict import Judgement
from leanrig.pipeline.sweep import sweep
from leanrig.pipeline.sweep_crew import Crew, LocalCrew
from leanrig.pipeline.sweep_dask import DaskCrew, connected
from leanrig.pipeline.sweep_plan import Plan, Wanted, plan_sweep
from leanrig.pipeline.sweep_slot import WarmSlot
from leanrig.pipeline.sweep_trial import Kept, keep
from leanrig.workspace import Workspace

DATA = Path(__file__).parents[1] / "tests" / "bare" / "data"
NOW = datetime(2026, 3, 4, tzinfo=UTC)
CPU: list[float] = []
"""Processor seconds of each sweep and loop, in the order they were run."""
ALGORITHM = """from AlgorithmImports import *


class Sizes(QCAlgorithm):
    def initialize(self):
        self.set_start_date(2005, 1, 3)
        self.set_end_date(2005, {month}, 28)
        self.set_cash(50_000)
        self.set_benchmark(lambda time: 1)
        self._size = float(self.get_parameter("size"))
        self._symbol = self.add_equity("IBM", Resolution.DAILY).symbol

    def on_data(self, data):
        if not self.portfolio.invested and data.bars.contains_key(self._symbol):
            self.set_holdings(self._symbol, self._size)
"""


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--months", type=int, default=2)
    parser.add_argument("--dask", action="store_true", help="also on a LocalCluster of separate worker processes")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        plan = laid(Path(folder), asked.trials, asked.months)
        print(json.dumps(measured(plan, Path(folder), asked), indent=2))


def measured(plan: Plan, folder: Path, asked: argparse.Namespace) -> dict[str, Any]:
    """Return the figures; each is the median of the rounds' own ratios and differences."""
    count, workers = asked.trials, asked.workers
    rounds = []
    with contextlib.ExitStack() as stack:
        cluster = stack.enter_context(clustered(workers)) if asked.dask else None
        for number in range(asked.rounds):
            place = folder / str(number)
            found = {
                "null": nothing_done(plan, place / "n"),
                "bare_1": bare(plan, place / "b1", 1),
                "bare_cpu": CPU[-1],
                "sweep_1": swept(plan, place / "s1", lambda: warm(1)),
                "sweep_cpu": CPU[-1],
                "bare_k": bare(plan, place / "bk", workers),
                "sweep_k": swept(plan, place / "sk", lambda: warm(workers)),
            }
            if cluster is not None:
                found["dask_k"] = swept(plan, place / "dk", None, cluster)
            rounds.append(found)
    each = [one_process(plan, folder / f"p{number}") for number in range(3)]

    def median(figure: Callable[[dict[str, float]], float]) -> float:
        return round(statistics.median(figure(one) for one in rounds), 4)

    said: dict[str, Any] = {
        "trials": count,
        "workers": workers,
        "bare_trial_s": median(lambda one: one["bare_1"] / count),
        "overhead_ms": round(min(one["null"] for one in rounds) / count * 1000, 2),
        "overhead_cpu_ms": median(lambda one: (one["sweep_cpu"] - one["bare_cpu"]) / count * 1000),
        "speed_up_of_k": median(lambda one: one["sweep_1"] / one["sweep_k"] / workers),
        "machine_of_k": median(lambda one: one["bare_1"] / one["bare_k"] / workers),
        "sweep_of_machine": median(lambda one: (one["sweep_1"] / one["sweep_k"]) / (one["bare_1"] / one["bare_k"])),
        "process_each_s": round(statistics.median(each), 4),
    }
    if asked.dask:
        said["dask_k_over_processes_k"] = median(lambda one: one["dask_k"] / one["sweep_k"])
        said["dask_overhead_ms"] = median(lambda one: (one["dask_k"] - one["bare_k"]) * workers / count * 1000)
    return said | {"rounds": [{name: round(value, 3) for name, value in one.items()} for one in rounds]}


def laid(folder: Path, trials: int, months: int) -> Plan:
    """Lay a workspace with the algorithm and return the plan of its sweep."""
    project = folder / "space" / "sizes"
    project.mkdir(parents=True)
    (project / "main.py").write_text(ALGORITHM.replace("{month}", str(months)))
    (project / "config.json").write_text(json.dumps({"parameters": {"size": "0.5"}}))
    space = Workspace(folder / "space", DATA)
    axis = Axis.of("size", "0.001", f"{trials / 1000}", "0.001")
    return plan_sweep(space, project, Wanted((axis,), {}), data=None, now=NOW)


def warm(count: int) -> list[WarmSlot]:
    """Return workers that have imported the engine and run something once."""
    slots = [WarmSlot() for _ in range(count)]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(count) as pool:
        for _ in pool.map(lambda item: item[1].work(once(Path(folder) / str(item[0]))), enumerate(slots)):
            pass
    return slots


def once(place: Path) -> dict[str, Any]:
    """Return a task that does nothing but run."""
    algorithm = place.parent / f"{place.name}.py"
    algorithm.write_text("from AlgorithmImports import *\nclass A(QCAlgorithm):\n    def initialize(self): pass\n")
    job = {
        "algorithm_file": str(algorithm), "algorithm_id": "a", "data_folder": str(DATA), "output_folder": str(place),
        "object_store": str(place / "store"), "parameters": {},
    }  # fmt: skip
    return {"kind": "trial", "number": 1, "point": {}, "output": str(place), "job": job}


def nothing_done(plan: Plan, folder: Path) -> float:
    """Return the seconds of a whole sweep whose trials are ready-made."""
    began = time.perf_counter()
    sweep(plan, lambda _: LocalCrew([ReadyMade()]), Target(), engine="bench", now=NOW, output=folder)
    return time.perf_counter() - began


class ReadyMade:
    """A slot that keeps the same trial each time."""

    def work(self, task: Mapping[str, Any]) -> dict[str, Any]:
        """Keep it."""
        figures = {f"figure{number}": number / 7 for number in range(30)}
        texts = {f"Statistic {number}": "1.234%" for number in range(30)}
        made = Kept(task["number"], task["point"], Judgement.GOOD, "Completed", statistics=texts, figures=figures)
        keep(Path(task["output"]), made)
        return {"kept": True, "opened": []}

    def stop(self) -> None:
        """Nothing is under way."""


def processor_s() -> float:
    """Return the processor seconds of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def bare(plan: Plan, folder: Path, workers: int) -> float:
    """Return the seconds that the tasks take in loops without a sweep: warm workers, nothing kept in order."""
    slots = warm(workers)
    tasks = [task.body for task in plan.tasks(folder, range(len(plan.points)))]
    used, began = processor_s(), time.perf_counter()
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda place: [slots[place].work(one) for one in tasks[place::workers]], range(workers)))
    seconds = time.perf_counter() - began
    for slot in slots:
        slot.stop()
    CPU.append(processor_s() - used)
    return seconds


def swept(plan: Plan, folder: Path, slots: Callable[[], Sequence[WarmSlot]] | None, cluster: Any = None) -> float:
    """Return the seconds of a sweep from when its workers are there until its last trial is kept."""
    moments: list[float] = []
    used: list[float] = []

    def hire(at: Path) -> Crew:
        crew = LocalCrew(slots()) if slots is not None else DaskCrew(connected(cluster.scheduler_address), at)
        used.append(processor_s())
        moments.append(time.perf_counter())
        return crew

    def told(share: float, word: str, left_s: float | None = None, /) -> None:  # noqa: ARG001
        moments.append(time.perf_counter())

    sweep(plan, hire, Target(), engine="bench", now=NOW, output=folder, progress=told)
    CPU.append(processor_s() - used[0])
    return moments[-1] - moments[0]


def clustered(workers: int) -> Any:
    """Return a cluster of separate worker processes."""
    import distributed

    made: Any = distributed.LocalCluster
    return made(host="127.0.0.1", dashboard_address=None, processes=True, n_workers=workers, threads_per_worker=1)


def one_process(plan: Plan, folder: Path) -> float:
    """Return the seconds of a run in an interpreter of its own."""
    began = time.perf_counter()
    EmbeddedRunner().run(BacktestJob(plan.project, plan.data, folder, plan.space.storage, {"size": "0.5"}))
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
