"""Trades a project on paper in Lean itself, by way of `lean live deploy`, until it is stopped.

The CLI asks nothing before it trades; whoever calls this has asked. An interrupt lets Lean end by itself, so that what
it writes at its end is kept.
"""

import os
import secrets
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from pathlib import Path

from leanrig.backtest.docker import call_notes, keep_results, raise_if_not_started, require_databases
from leanrig.backtest.lean_program.call import GRACE_S, LeanCall, LeanCalls, lean_calls
from leanrig.backtest.lean_program.docker_api import EngineImage, require_network, stop_container
from leanrig.backtest.lean_program.home import lean_environment
from leanrig.backtest.lean_program.owners import container_name
from leanrig.backtest.lean_program.program import LeanProgram
from leanrig.backtest.lean_program.staging import StagedWorkspace, stage_workspace
from leanrig.backtest.project import require_data
from leanrig.backtest.runner import BacktestJob, BacktestOutcome, Progress
from leanrig.errors import BadInput

__all__ = ["BROKERAGE", "LeanPaper"]

BROKERAGE = "Paper Trading"
_CUSTOM_DATA = "Custom data only"


class LeanPaper:
    """Lean's paper brokerage in a container.

    Parameters
    ----------
    cash
        Currency -> amount to begin with; empty for what the algorithm sets.
    feeds
        Live data providers by the CLI's names. Without any there are no prices, only what the algorithm reads itself.
    """

    def __init__(
        self,
        image: EngineImage,
        program: LeanProgram,
        *,
        cash: Mapping[str, str] | None = None,
        feeds: tuple[str, ...] = (),
        lean_json: Path | None = None,
        environ: Mapping[str, str] = os.environ,
        grace_s: float = GRACE_S,
    ) -> None:
        self.name = f"docker {image.lean_version or image.name}, paper"
        self._image = image
        self._program = program
        self._cash = ",".join(f"{currency}:{amount}" for currency, amount in _checked(cash or {}).items())
        self._feeds = feeds or (_CUSTOM_DATA,)
        self._lean_json = lean_json
        self._environ = environ
        self._grace_s = grace_s

    def run(self, job: BacktestJob, *, progress: Progress | None = None) -> BacktestOutcome:
        """Trade until Ctrl-C, the time limit, or the algorithm's own end; keep what Lean left."""
        require_data(job.data)
        require_databases(job.data)
        job.output.mkdir(parents=True, exist_ok=True)
        number = str(1_000_000_000 + secrets.randbelow(1_000_000_000))
        require_network()
        with lean_calls() as calls:
            staged = stage_workspace(
                calls.folder,
                job.project,
                data=job.data,
                object_store=job.object_store,
                parameters=job.parameters,
                library=job.library,
                lean_json=self._lean_json,
            )
            call = self._until_stopped(job, calls, staged, number, progress)
            raise_if_not_started(call, staged)
            keep_results(staged.results, job.output)
        return BacktestOutcome(
            output=job.output,
            algorithm_id=f"L-{number}",
            exit_code=call.exit_code,
            seconds=call.seconds,
            engine=self.name,
            console=call.console + call_notes(call, job),
            details={**self._image.described, "lean_cli": self._program.version, "brokerage": BROKERAGE},
        )

    def _until_stopped(
        self, job: BacktestJob, calls: LeanCalls, staged: StagedWorkspace, number: str, progress: Progress | None
    ) -> LeanCall:
        container = container_name()
        ended: Future[LeanCall] = Future()

        def call() -> None:
            try:
                ended.set_result(self._call(job, calls, staged, number=number, container=container, progress=progress))
            except BaseException as error:
                ended.set_exception(error)

        threading.Thread(target=call, name="lean live", daemon=True).start()
        try:
            return ended.result()
        except KeyboardInterrupt:
            if not stop_container(container, within_s=max(1, int(self._grace_s))):
                raise  # it was not trading yet
            return ended.result()

    def _call(
        self,
        job: BacktestJob,
        calls: LeanCalls,
        staged: StagedWorkspace,
        *,
        number: str,
        container: str,
        progress: Progress | None,
    ) -> LeanCall:
        arguments = [
            "live", "deploy", str(staged.algorithm),
            "--no-update",
            "--no-browser",
            "--image", self._image.name,
            "--lean-config", str(staged.settings),
            "--output", str(staged.results),
            "--brokerage", BROKERAGE,
            "--data-provider-historical", "Local",
            "--extra-config", "algorithm-id", number,
            "--extra-config", "container-name", container,
        ]  # fmt: skip
        for feed in self._feeds:
            arguments += ["--data-provider-live", feed]
        if self._cash:
            arguments += ["--live-cash-balance", self._cash]
        return calls.call(
            [*self._program.command, *arguments],
            folder=staged.root,
            environment=lean_environment(self._program, calls.folder, self._environ, image=self._image.name),
            container=container,
            image=self._image.name,
            time_limit_s=job.time_limit_s,
            grace_s=self._grace_s,
            on_line=(lambda line: progress(0.0, line)) if progress else None,
        )


def _checked(cash: Mapping[str, str]) -> Mapping[str, str]:
    for currency, amount in cash.items():
        if not currency.isalnum() or not amount.replace(".", "", 1).isdigit():
            raise BadInput("cash is a currency and an amount", where=f"{currency} {amount}", cure="--cash USD 100000")
    return cash
