"""QuantConnect's cloud as an engine: push, compile, run, and all that it left, in the files that Lean leaves here."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from leanrig.backtest.cloud_files import CloudAnswers, chart_names, chart_span, local_files
from leanrig.backtest.project import algorithm_id, merged_parameters, project_name
from leanrig.backtest.runner import BacktestJob, BacktestOutcome, Progress
from leanrig.clock import utc_now
from leanrig.errors import BadInput, Interrupted
from leanrig.files import write_text
from leanrig.pipeline.cloud_account import CloudAccount
from leanrig.pipeline.cloud_modules import module_sources
from leanrig.pipeline.cloud_push import NoObjectStore, Pushed, cloud_id, push
from leanrig.pipeline.inputs import recipe_of, signal_files
from leanrig.providers.failures import BadAnswer, Unreachable
from leanrig.providers.quantconnect.runs import (
    compile_project,
    delete_backtest,
    find_backtest,
    is_complete,
    read_backtest,
    read_chart,
    read_log,
    read_orders,
    start_backtest,
)
from leanrig.providers.quantconnect.waiting import Pace, poll
from leanrig.workspace import Workspace

__all__ = ["CloudRunner", "store_files"]

_PACE = Pace()
_PREPARING = Pace(first_s=0.5, longest_s=2, limit_s=60)


class CloudRunner:
    """Runs in the cloud; `backtest()` and `verify` use it like any engine.

    Parameters
    ----------
    is_new
        Whether a cloud project that is gone may be made anew.
    by_lean
        Whether `lean cloud push` sends the files, instead of one request of ours.
    backtest_id
        One that was started before: its results are read, and nothing is pushed.
    preparing
        How charts, orders and logs are waited for.
    """

    def __init__(
        self,
        account: CloudAccount,
        space: Workspace,
        *,
        is_new: bool = False,
        by_lean: bool = False,
        backtest_id: str | None = None,
        pace: Pace = _PACE,
        preparing: Pace = _PREPARING,
    ) -> None:
        self._account = account
        self._api = account.api
        self._space = space
        self._is_new = is_new
        self._by_lean = by_lean
        self._backtest_id = backtest_id
        self._pace = pace
        self._preparing = preparing
        self.name = "QuantConnect stand-in" if account.api.is_standin else "QuantConnect cloud"
        self.prices_of = self.name
        """Whose prices it runs on: the cloud's own, not those of the data folder."""

    def run(self, job: BacktestJob, *, progress: Progress | None = None) -> BacktestOutcome:
        """Run `job`; past `time_limit_s` the backtest is ended in the cloud and its files here say `Running`."""
        began = time.monotonic()
        told = progress or _untold
        project_id, backtest_id, details = self._started(job, told)
        pace = self._pace
        if job.time_limit_s:
            pace = replace(pace, limit_s=max(0.0, job.time_limit_s - (time.monotonic() - began)))
        ended = self._awaited(project_id, backtest_id, pace, told)
        if ended is None:
            answers = CloudAnswers(read_backtest(self._api, project_id, backtest_id))
        else:
            answers = self._gathered(project_id, backtest_id, ended, told)
        name = algorithm_id(job.project)
        for file, text in local_files(answers, name).items():
            write_text(job.output / file, text)
        if ended is None:
            delete_backtest(self._api, project_id, backtest_id)
        return BacktestOutcome(
            output=job.output,
            algorithm_id=name,
            exit_code=0 if answers.status == "Completed" else 1,
            seconds=time.monotonic() - began,
            engine=self.name,
            console="",
            details=details | {"node": str(answers.backtest.get("nodeName") or "")},
        )

    def _started(self, job: BacktestJob, told: Progress) -> tuple[int, str, dict[str, str]]:
        if self._backtest_id is not None:
            known = cloud_id(job.project)
            if known is None:
                raise BadInput(
                    "this project has not been in the cloud", where=str(job.project), cure="leave --backtest out"
                )
            return known, self._backtest_id, _details(known, self._backtest_id)
        told(0.0, "push")
        pushed, way = self._pushed(job, told)
        told(0.0, "compile")
        project_id = pushed.project.id
        compiled = compile_project(self._api, project_id, self._pace)
        if not compiled.is_good:
            raise BadInput(
                f"the cloud cannot build the project: {compiled.logs[0] if compiled.logs else 'it says nothing'}",
                where=pushed.project.url,
                cure="mend what it names; leanrig backtest finds the same here",
            )
        backtest_id = self._begun(project_id, compiled.id, job)
        return project_id, backtest_id, _details(project_id, backtest_id) | {"compile": compiled.id} | way

    def _pushed(self, job: BacktestJob, told: Progress) -> tuple[Pushed, dict[str, str]]:
        """Push; where the tier has no Object Store, the rows go along as modules, and the details say so."""
        objects = store_files(job.project, job.object_store, job.parameters)
        try:
            return self._push(job, objects), {}
        except NoObjectStore:
            sources = None if self._by_lean else module_sources(self._space, job.project, objects)
            if sources is None:
                raise
        told(0.0, "push, the rows as modules: this tier has no Object Store")
        return self._push(job, {}, sources), {"signals": "as modules: this tier has no Object Store"}

    def _push(self, job: BacktestJob, objects: Mapping[str, Path], sources: Mapping[str, str] | None = None) -> Pushed:
        return push(
            self._account,
            self._space,
            job.project,
            parameters=merged_parameters(job.project, {}),  # those of this run alone go with the run
            objects=objects,
            sources=sources,
            is_new=self._is_new,
            by_lean=self._by_lean,
        )

    def _begun(self, project_id: int, compile_id: str, job: BacktestJob) -> str:
        """Start the backtest; where no answer came, look whether it was started all the same."""
        name = f"{project_name(job.project)} {utc_now():%Y-%m-%d %H:%M:%S.%f}"
        try:
            return start_backtest(self._api, project_id, compile_id, name, job.parameters)
        except (Unreachable, BadAnswer):
            found = find_backtest(self._api, project_id, name)
            if found is None:
                raise
            return found

    def _awaited(self, project_id: int, backtest_id: str, pace: Pace, told: Progress) -> dict[str, Any] | None:
        def look() -> dict[str, Any]:
            found = read_backtest(self._api, project_id, backtest_id)
            told(float(found.get("progress") or 0), str(found.get("status") or ""))
            return found

        try:
            return poll(look, is_complete, pace)
        except KeyboardInterrupt:
            raise Interrupted(
                "stopped waiting; the backtest runs on in the cloud",
                where=f"backtest {backtest_id} of project {project_id}",
                cure=f"its results: the same command with --backtest {backtest_id}",
            ) from None

    def _gathered(self, project_id: int, backtest_id: str, ended: Mapping[str, Any], told: Progress) -> CloudAnswers:
        told(1.0, "results")
        start, end = chart_span(ended, now=utc_now())
        charts = {}
        for name in chart_names(ended):
            chart = read_chart(self._api, project_id, backtest_id, name, start=start, end=end, pace=self._preparing)
            if chart is not None:
                charts[name] = chart
        orders = read_orders(self._api, project_id, backtest_id, pace=self._preparing)
        log = read_log(self._api, project_id, backtest_id, pace=self._preparing)
        return CloudAnswers(ended, charts, orders, log)


def store_files(project: Path, storage: Path, parameters: Mapping[str, str]) -> dict[str, Path]:
    """Return Object Store key -> file of the signals that a rendered project reads; empty for any other project."""
    recipe = recipe_of(project)
    found = signal_files(storage, recipe, parameters) if recipe is not None else {}
    return {name.removeprefix("storage/"): path for name, path in found.items() if path.suffix == ".csv"}


def _details(project_id: int, backtest_id: str) -> dict[str, str]:
    url = f"https://www.quantconnect.com/project/{project_id}/{backtest_id}"
    return {"project": str(project_id), "backtest": backtest_id, "url": url}


_untold: Callable[[float, str], None] = lambda share, word: None  # noqa: E731, ARG005
