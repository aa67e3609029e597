"""The files of a run, with the names that Lean's launcher gives them: each whole or not at all."""

import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from leanrig.engine.results.analysis import findings
from leanrig.engine.results.document import (
    configuration,
    document,
    runtime_statistics,
    state,
    summary_document,
)
from leanrig.engine.results.json_text import compact, indented
from leanrig.engine.results.log import RunLog
from leanrig.engine.results.order_json import event_json, order_list_hash
from leanrig.engine.results.requests_report import RequestsReport
from leanrig.engine.results.server import hostname, server_statistics
from leanrig.engine.statistics.results import StatisticsResults
from leanrig.files import write_text

__all__ = ["RunFiles"]


class RunFiles:
    """Writes into the job's output folder.

    Parameters
    ----------
    job
        Gives the folder, and the id with which names begin.
    log
        The run's lines.
    """

    def __init__(self, job: Any, log: RunLog) -> None:
        self._folder: Path = job.output_folder
        self._id: str = job.algorithm_id
        self._log = log
        self._started = datetime.now(UTC)
        self._cpu_before = time.process_time()

    def write_running(self, results: Any) -> None:
        """The result as far as it goes: what is left of a run that is ended from outside."""
        algorithm = results.algorithm
        sampling = results.sampling
        self._write_json(
            f"{self._id}.json",
            document(
                charts=sampling.charts.json(results.own_charts),
                orders=_orders(algorithm)[-100:],
                records=list(algorithm.portfolio.records),
                statistics=None,
                runtime=runtime_statistics(algorithm, sampling.starting_value, "0%"),
                state=self._state("Running", None, algorithm, began=True),
                server=self._server(),
                algorithm=None,
                analysis=None,
            ),
        )

    def write(self, session: Any, results: Any, monitor: Any) -> None:
        """Everything that a run leaves which got as far as its `initialize`."""
        algorithm, sampling = results.algorithm, results.sampling
        statistics: StatisticsResults = results.statistics()
        sharpe = statistics.summary.get("Probabilistic Sharpe Ratio") or "0%"
        result = document(
            charts=sampling.charts.json(results.own_charts),
            orders=_orders(algorithm),
            records=list(algorithm.portfolio.records),
            statistics=statistics,
            runtime=runtime_statistics(algorithm, sampling.starting_value, sharpe),
            state=self._state(session.status, session, algorithm, began=algorithm.get_locked()),
            server=self._server(),
            algorithm=configuration(algorithm),
            analysis=findings(
                statistics.total_performance.portfolio_statistics, sampling.charts.touch("Portfolio Margin").values()
            ),
        )
        events = [event_json(event, self._id) for event in algorithm.transactions.events]
        self._write_events(events)
        self._write_requests(RequestsReport.of(monitor))
        self._write_results(session, result, order_list_hash(algorithm.transactions.orders), sampling.charts.thinned())
        self._log.engine("TRACE", f"DataMonitor.GenerateReport():{RequestsReport.of(monitor).lines()}")
        self._write_logs(began=algorithm.get_locked())

    def write_unloaded(self, session: Any) -> None:
        """What is left of an algorithm whose module could not be loaded."""
        result = document(
            charts={},
            orders=[],
            records=[],
            statistics=StatisticsResults(),
            runtime={},
            state=self._state(session.status, session, None, began=False),
            server=self._server(),
            algorithm=configuration(None),
            analysis=None,
        )
        self._write_results(session, result, order_list_hash({}), None)
        self._write_logs(began=False)

    def _write_results(self, session: Any, result: dict[str, Any], orders_hash: str, equity: Any) -> None:
        """The summary first, as Lean does: whoever sees the full file may rely on the short one."""
        self._write_json(f"{self._id}-summary.json", summary_document(result, equity))
        self._write_json(f"{self._id}.json", result)
        texts = result["statistics"] | {"OrderListHash": orders_hash}
        block = "".join(f"\nSTATISTICS:: {name} {value}" for name, value in texts.items())
        self._log.engine("TRACE", block)

    def _write_events(self, events: list[dict[str, Any]]) -> None:
        path = self._folder / f"{self._id}-order-events.json"
        if events:
            write_text(path, compact(events))
        else:
            # An earlier run into this folder may have left one.
            with suppress(FileNotFoundError):
                path.unlink()

    def _write_requests(self, report: RequestsReport) -> None:
        now = datetime.now(UTC)
        stamp = f"{now:%Y%m%d%H%M%S}{now.microsecond // 1000:03}"
        for kind, paths in (("succeeded", report.opened), ("failed", report.failed)):
            write_text(self._folder / f"{kind}-data-requests-{stamp}.txt", "".join(f"{path}\n" for path in paths))
        write_text(self._folder / f"data-monitor-report-{stamp}.json", compact(report.json()))

    def _write_logs(self, *, began: bool) -> None:
        """Lean loses the lines of an algorithm that did not get through its `initialize`."""
        write_text(self._folder / f"{self._id}-log.txt", self._log.text() if began else "")
        write_text(self._folder / "log.txt", self._log.engine_text())

    def _write_json(self, name: str, content: dict[str, Any]) -> None:
        write_text(self._folder / name, indented(content))

    def _server(self) -> dict[str, str]:
        return server_statistics(datetime.now(UTC) - self._started, self._cpu_before)

    def _state(self, status: str, session: Any, algorithm: Any, *, began: bool) -> dict[str, str]:
        return state(
            started=self._started,
            ended=None if session is None else datetime.now(UTC),
            name=self._id if algorithm is None else algorithm.name,
            hostname=hostname(),
            status=status,
            error="" if session is None else session.runtime_error,
            stack="" if session is None else session.stack_trace,
            # The line that names the log's file counts, though it comes too late to be in it.
            logs=(len(self._log.lines) if began else 0) + (session is not None),
            orders=0 if algorithm is None else algorithm.transactions.orders_count,
        )


def _orders(algorithm: Any) -> list[Any]:
    orders = algorithm.transactions.orders
    return [orders[number] for number in sorted(orders)]
