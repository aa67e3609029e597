"""conformance: Lean's own algorithms run side by side through our engine, each against what Lean says of it."""

import os
import re
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from leanrig.backtest.results import read_result
from leanrig.backtest.runner import BacktestJob, Runner
from leanrig.conformance.compare import HASH, Comparison, compare
from leanrig.conformance.published import Published, read_published
from leanrig.conformance.recorded import read_recorded
from leanrig.conformance.tiers import tier_of
from leanrig.errors import BadInput, Missing
from leanrig.model.result import Result

__all__ = ["PARAMETERS", "Conformed", "Target", "conformance", "targets"]

# The parameters of the configuration that Lean's own harness runs its regressions with.
PARAMETERS = {"ema-fast": "10", "ema-slow": "20", "intrinio-username": "", "intrinio-password": ""}
_ROOMS = ("Algorithm.Python", "Algorithm.Framework", "Algorithm")
_IMPORT = re.compile(r"^\s*from\s+(\w+)\s+import", re.MULTILINE)
_TIME_LIMIT_S = 1800.0


@dataclass(frozen=True, slots=True)
class Target:
    """One algorithm and what is expected of it; `against` says where that comes from."""

    name: str
    tier: str
    against: str
    file: Path
    statistics: dict[str, str]
    status: str


@dataclass(frozen=True, slots=True)
class Conformed:
    """One algorithm's run beside what was expected; `reason` says why it is not equal, empty where it is."""

    target: Target
    comparison: Comparison
    seconds: float
    reason: str

    @property
    def is_equal(self) -> bool:
        """Whether every text came out, the hash included."""
        return not self.reason


def targets(checkout: Path, names: Iterable[str], *, results: Path | None) -> list[Target]:
    """Return what to run: `names`, or without them everything that Lean itself runs locally.

    Raises
    ------
    BadInput
        If a name is unknown; says the nearest one.
    Missing
        If the folder is no checkout, or a named algorithm has no recorded answer.
    """
    published = read_published(checkout)
    wanted = list(names) or [name for name, item in published.items() if item.is_local]
    for name in wanted:
        if name not in published:
            near = get_close_matches(name, published, n=1)
            cure = f"did you mean {near[0]}?" if near else "names are those of the files in Algorithm.Python"
            raise BadInput(f"Lean has no regression algorithm {name}", where=str(checkout), cure=cure)
    return [_target(published[name], results) for name in wanted]


def conformance(
    chosen: list[Target],
    runner: Runner,
    *,
    checkout: Path,
    data: Path | None = None,
    jobs: int | None = None,
    done: Callable[[Conformed], None] = lambda item: None,  # noqa: ARG005
) -> list[Conformed]:
    """Run `chosen` in parallel and return how each came out, in their order; `done` is told of each as it ends."""
    folder = data or checkout / "Data"
    if not folder.is_dir():
        raise Missing(
            "there is no data to run on", where=str(folder), cure="name a folder in Lean's layout with --data"
        )
    found: dict[str, Conformed] = {}
    pool = ThreadPoolExecutor(jobs or os.cpu_count() or 1)
    try:
        waiting = [pool.submit(_run, target, runner, checkout, folder) for target in chosen]
        for future in as_completed(waiting):
            item = future.result()
            found[item.target.name] = item
            done(item)
    finally:
        pool.shutdown(cancel_futures=True)
    return [found[target.name] for target in chosen]


def _target(item: Published, results: Path | None) -> Target:
    tier = tier_of(_source(item.python_file))
    if results is None:
        return Target(item.name, tier, "published", item.python_file, item.statistics, item.status)
    recorded = read_recorded(results, item.name)
    if recorded is None:
        raise Missing(f"nothing is recorded of {item.name}", where=str(results), cure="leave its name out")
    return Target(item.name, recorded.tier or tier, "recorded", item.python_file, recorded.statistics, recorded.status)


def _source(path: Path) -> str:
    """Return the algorithm's text and that of the algorithms beside it that it extends."""
    text = path.read_text(encoding="utf-8-sig")
    beside = (path.with_name(f"{module}.py") for module in _IMPORT.findall(text))
    return text + "".join(other.read_text(encoding="utf-8-sig") for other in beside if other.is_file())


def _run(target: Target, runner: Runner, checkout: Path, data: Path) -> Conformed:
    library = tuple(checkout / room for room in _ROOMS if (checkout / room).is_dir())
    with tempfile.TemporaryDirectory(prefix="leanrig-conformance-") as text:
        folder = Path(text)
        (folder / "storage").mkdir()
        job = BacktestJob(target.file, data, folder / "output", folder / "storage", PARAMETERS, _TIME_LIMIT_S, library)
        outcome = runner.run(job)
        result = _result(job.output, outcome.algorithm_id)
    found = {**result.statistics, HASH: result.order_list_hash} if result else {}
    comparison = compare(target.statistics, found)
    return Conformed(target, comparison, outcome.seconds, _reason(target, result, comparison, outcome.console))


def _result(folder: Path, algorithm_id: str) -> Result | None:
    try:
        return read_result(folder, algorithm_id=algorithm_id)
    except Missing:
        return None  # the engine ended before it wrote anything: its console says why


def _reason(target: Target, result: Result | None, comparison: Comparison, console: str) -> str:
    status = result.state.status if result else "no result"
    if status != target.status:
        error = result.state.runtime_error if result else ""
        return f"{status} instead of {target.status}: {_telling_line(error or console)}"
    if not comparison.differences:
        return ""
    name, (expected, found) = next(iter(comparison.differences.items()))
    more = f" and {len(comparison.differences) - 1} more" if len(comparison.differences) > 1 else ""
    return f"{name} is {found} instead of {expected}{more}"


def _telling_line(text: str) -> str:
    """Return the first line of an error of Lean's, or the last of a trace of Python's."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return "nothing was said"
    return (lines[-1] if lines[0].startswith("Traceback") else lines[0])[:200]
