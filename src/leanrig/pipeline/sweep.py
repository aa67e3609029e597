"""sweep: a recipe at many points of its parameters; what has ended is kept, and the same command goes on from it."""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from leanrig.backtest.constraints import Constraint
from leanrig.backtest.grid_search import TRIALS, trial_folder
from leanrig.backtest.trials import Target
from leanrig.errors import Interrupted, Missing
from leanrig.model.verdict import Judgement
from leanrig.pipeline.data_files import sha256_of
from leanrig.pipeline.fetch import Told
from leanrig.pipeline.inputs import keep_inputs
from leanrig.pipeline.optimize import Optimized
from leanrig.pipeline.sweep_crew import Crew
from leanrig.pipeline.sweep_end import Ending, write_end
from leanrig.pipeline.sweep_files import Place, State, claimed, find_place, read_record, write_record
from leanrig.pipeline.sweep_plan import Plan
from leanrig.pipeline.sweep_slot import Answer
from leanrig.pipeline.sweep_task import Task, bring_to_end
from leanrig.pipeline.sweep_trial import Kept, keep, kept_in

__all__ = ["sweep"]


def sweep(
    plan: Plan,
    hire: Callable[[Path], Crew],
    target: Target,
    *,
    engine: str,
    now: datetime,
    constraints: tuple[Constraint, ...] = (),
    output: Path | None = None,
    time_limit_s: float | None = None,
    progress: Told | None = None,
    note: Callable[[str], None] = lambda words: None,  # noqa: ARG005
) -> Optimized:
    """Run every point of the plan that has not been run, and write the table of all.

    Parameters
    ----------
    hire
        Returns who works; called with the folder once that is there.
    output
        A new folder, or that of a stopped sweep. By default the stopped sweep with the same inputs goes on, and else a
        new one begins below the workspace's artifacts.
    time_limit_s
        For this call. What it leaves undone is done by the next one.
    note
        Told what the user should know: that a sweep goes on, or why one does not.

    Raises
    ------
    Interrupted
        After Ctrl-C: what has ended is kept.
    Missing
        Where files cannot be written (a full disk), or nobody is left to work; what has ended is kept.
    """
    parts = plan.parts | {"the engine": engine}
    place = find_place(plan.space.artifacts, plan.name, parts, plan.data, now=now, output=output)
    with claimed(place.folder):
        run = _Run(plan, place, parts, target, constraints, engine, progress)
        run.begin(note)
        try:
            run.go(hire, time_limit_s)
        except KeyboardInterrupt:
            run.end("stopped")
            raise Interrupted(
                f"stopped: {len(run.kept)} of {len(plan.points)} trials are kept",
                where=str(place.folder),
                cure="the same command goes on from there",
            ) from None
        except BaseException:
            run.end("stopped")
            raise
        return run.end("stopped" if run.late else "done")


@dataclass(slots=True)
class _Run:
    """One call: what is kept so far, and what is told of the rest."""

    plan: Plan
    place: Place
    parts: dict[str, str]
    target: Target
    constraints: tuple[Constraint, ...]
    engine: str
    progress: Told | None
    kept: dict[int, Kept] = field(default_factory=dict)
    late: dict[int, str] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    data_files: dict[str, str] = field(default_factory=dict)
    details: dict[str, str] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)
    seconds_before: float = 0.0
    already: int = 0

    def begin(self, note: Callable[[str], None]) -> None:
        """Read what is kept, clear away what is not whole, and say which of the two this is."""
        folder = self.place.folder
        if self.place.is_continued:
            self._read_kept()
            note(f"goes on from {len(self.kept)} of {len(self.plan.points)} trials in {folder}")
        elif self.place.left:
            note(f"a new sweep: {', '.join(self.place.differs)} changed since the one stopped in {self.place.left}")
        self.already = len(self.kept)
        self.inputs = keep_inputs(folder / "inputs", self.plan.files)
        self._record("running")

    def go(self, hire: Callable[[Path], Crew], limit_s: float | None) -> None:
        """Have all that is left done."""
        left = [number for number in range(len(self.plan.points)) if number not in self.kept]
        if not left:
            return
        crew = hire(self.place.folder)
        try:
            ends_at = self.began + limit_s if limit_s else None
            tasks = self.plan.tasks(self.place.folder, left)
            bring_to_end(tasks, crew, self._ended, ends_at=ends_at, limit_s=limit_s)
        finally:
            crew.stop()

    def end(self, state: State) -> Optimized:
        """Write the record, and the table of what there is; a new sweep of which nothing is kept leaves nothing."""
        if not self.kept and not self.late:
            shutil.rmtree(self.place.folder, ignore_errors=True)
            return Optimized(self.place.folder, self.engine, self.target, (), None, self._seconds, state)
        self._record(state)
        end = Ending(
            self.plan, self.place.folder, self.place.started, self.engine, self.target, self.constraints,
            self.kept, self.late, state, self._seconds, self.inputs, self.details,
        )  # fmt: skip
        return write_end(end)

    def _read_kept(self) -> None:
        record = read_record(self.place.folder) or {}
        self.data_files = dict(record.get("data_files", {}))
        self.seconds_before = float(record.get("seconds", 0.0))
        self.details = dict(record.get("engine_details", {}))
        for number in range(len(self.plan.points)):
            folder = trial_folder(self.place.folder, number)
            found = kept_in(folder)
            if found is not None:
                self.kept[number] = found
            elif folder.exists():
                shutil.rmtree(folder)

    def _ended(self, task: Task, answer: Answer) -> None:
        if "refused" in answer:
            raise Missing(
                f"the results could not be written: {answer['refused']}",
                where=str(answer.get("where") or self.place.folder / TRIALS),
                cure="free some disk space (leanrig doctor), then run the same command again: it goes on from there",
            )
        if task.body["kind"] != "trial":
            self._tell(f"signals {task.name}")
            return
        number = int(task.name)
        if "late" in answer:
            self.late[number] = answer["late"]
            return
        if "failed" in answer:
            self._keep_failed(number, answer["failed"])
        found = kept_in(trial_folder(self.place.folder, number))
        if found is None:
            self._keep_failed(number, "its files cannot be seen from here")
            found = kept_in(trial_folder(self.place.folder, number))
            assert found is not None
        self.kept[number] = found
        self.details = answer.get("details") or self.details
        self._know_data(answer.get("opened", ()))
        self._tell(f"{len(self.kept)} of {len(self.plan.points)}")

    def _keep_failed(self, number: int, told: str) -> None:
        failed = Kept(number + 1, self.plan.points[number], Judgement.CRASHED, told=told)
        keep(trial_folder(self.place.folder, number), failed)

    def _know_data(self, names: Any) -> None:
        """Keep the hash of data files that no trial before had opened: they must be the same when a sweep goes on."""
        new = [name for name in names if name not in self.data_files]
        if new:
            self.data_files |= {name: sha256_of(self.plan.data / name) for name in new}
            self._record("running")

    def _tell(self, word: str) -> None:
        if self.progress is None:
            return
        done, whole = len(self.kept), len(self.plan.points)
        ended = done - self.already
        left_s = (time.monotonic() - self.began) / ended * (whole - done) if ended else None
        self.progress(done / whole, word, left_s)

    @property
    def _seconds(self) -> float:
        return self.seconds_before + time.monotonic() - self.began

    def _record(self, state: State) -> None:
        write_record(
            self.place.folder,
            state=state,
            started=self.place.started.isoformat(),
            seconds=round(self._seconds, 3),
            project=self.plan.name,
            recipe=self.plan.recipe.name if self.plan.recipe else None,
            engine=self.engine,
            engine_details=self.details,
            points=len(self.plan.points),
            parts=self.parts,
            data_files=self.data_files,
        )
