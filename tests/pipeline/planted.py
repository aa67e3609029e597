"""The embedded engine with something planted: it is given, or leaves behind, something else than it should."""

import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from leanrig.backtest.embedded import EmbeddedRunner
from leanrig.backtest.runner import BacktestJob, BacktestOutcome, Progress

Spoil = Callable[[BacktestJob, Path], BacktestJob]

AAPL_BARS = Path("equity/usa/daily/aapl.zip")
AAPL_SIGNALS = Path("signals/aapl_regime/aapl.csv")


@dataclass
class Planted:
    """Runs the job that `spoil` makes of the one it got, then lets `after` at the result files.

    Engines that share `kept` and spoil nothing run once: the others get copies of what that run left.
    """

    scratch: Path
    kept: list[BacktestOutcome]
    spoil: Spoil | None = None
    after: Callable[[Path, str], None] = lambda folder, name: None
    name: str = "planted"

    def run(self, job: BacktestJob, *, progress: Progress | None = None) -> BacktestOutcome:
        if self.spoil is not None:
            return EmbeddedRunner().run(self.spoil(job, self.scratch), progress=progress)
        if not self.kept:
            spare = replace(job, output=self.scratch / "kept")
            self.kept.append(EmbeddedRunner().run(spare, progress=progress))
        outcome = replace(self.kept[0], output=job.output)
        shutil.copytree(self.kept[0].output, job.output, dirs_exist_ok=True)
        self.after(outcome.output, outcome.algorithm_id)
        return outcome


def drop_parameter(job: BacktestJob, scratch: Path) -> BacktestJob:
    """The Lean CLI's way: parameters that are given take the place of all others."""
    project = _copied(job.project, scratch / job.project.name)
    config = json.loads((project / "config.json").read_text())
    del config["parameters"]["minimum_confidence"]
    (project / "config.json").write_text(json.dumps(config))
    kept = {name: value for name, value in job.parameters.items() if name != "minimum_confidence"}
    return replace(job, project=project, parameters=kept)


def other_text(job: BacktestJob, scratch: Path) -> BacktestJob:
    project = _copied(job.project, scratch / job.project.name)
    text = (project / "main.py").read_text()
    assert "row.tag" in text
    (project / "main.py").write_text(text.replace("row.tag", "row.tag + '.'"))
    return replace(job, project=project)


def other_cent(job: BacktestJob, scratch: Path, *, day: str) -> BacktestJob:
    data = _copied(job.data, scratch / "data")
    add_a_cent(data / AAPL_BARS, day=day)
    return replace(job, data=data)


def cent_in_place(job: BacktestJob, scratch: Path, *, day: str) -> BacktestJob:
    """The workspace's own file changes between two runs."""
    add_a_cent(job.data / AAPL_BARS, day=day)
    return job


def stale_rows(job: BacktestJob, scratch: Path) -> BacktestJob:
    """The store holds the file as it was some months ago."""
    store = _copied(job.object_store, scratch / "storage")
    lines = (store / AAPL_SIGNALS).read_text().splitlines()
    (store / AAPL_SIGNALS).write_text("\n".join(lines[: len(lines) - 150]) + "\n")
    return replace(job, object_store=store)


def without_data(job: BacktestJob, scratch: Path) -> BacktestJob:
    return replace(job, data=scratch / "nowhere")


def add_a_cent(path: Path, *, day: str) -> None:
    """Raise the opening price of one day; Lean's files hold ten-thousandths."""
    with zipfile.ZipFile(path) as archive:
        (name,) = archive.namelist()
        lines = archive.read(name).decode().splitlines()
    (place,) = (number for number, line in enumerate(lines) if line.startswith(day))
    when, price, *rest = lines[place].split(",")
    lines[place] = ",".join([when, str(int(price) + 100), *rest])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, "\n".join(lines) + "\n")


def remove_order(folder: Path, name: str) -> None:
    _change(folder / f"{name}.json", lambda result: result["orders"].pop("2"))


def swap_orders(folder: Path, name: str) -> None:
    def swap(result: Any) -> None:
        orders = result["orders"]
        orders["2"], orders["3"] = orders["3"] | {"id": 2}, orders["2"] | {"id": 3}

    def renumber(events: Any) -> None:
        for event in events:
            event["orderId"] = {2: 3, 3: 2}.get(event["orderId"], event["orderId"])

    _change(folder / f"{name}.json", swap)
    _change(folder / f"{name}-order-events.json", renumber)


def other_fee(folder: Path, name: str) -> None:
    def raise_fee(events: Any) -> None:
        next(event for event in events if event.get("orderFeeAmount"))["orderFeeAmount"] += 0.25

    _change(folder / f"{name}-order-events.json", raise_fee)


def other_equity(folder: Path, name: str) -> None:
    def raise_equity(result: Any) -> None:
        result["charts"]["Strategy Equity"]["series"]["Equity"]["values"][40][-1] += 0.01

    _change(folder / f"{name}.json", raise_equity)


def _change(path: Path, change: Callable[[Any], object]) -> None:
    found = json.loads(path.read_text())
    change(found)
    path.write_text(json.dumps(found))


def _copied(source: Path, target: Path) -> Path:
    return Path(shutil.copytree(source, target))
