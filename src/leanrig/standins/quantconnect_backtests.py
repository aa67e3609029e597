"""Compile and backtests of the cloud's stand-in."""

import os
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from leanrig.standins.quantconnect_asked import Refusal
from leanrig.standins.quantconnect_projects import Held, Projects
from leanrig.standins.quantconnect_run import CloudRun

__all__ = ["Backtests"]

_ORDERS_A_PAGE = 100
_LINES_A_PAGE = 200
_MOST_POINTS = 4000


@dataclass(frozen=True, slots=True)
class _Kept:
    project: int
    name: str
    created: datetime
    parameters: dict[str, str]
    run: CloudRun


class Backtests:
    """What was compiled and what runs.

    Parameters
    ----------
    folder
        Runs lie below it.
    data
        Lean's data folder, for all runs.
    loads
        How often charts, orders and log say "loading" before they are told.
    """

    def __init__(
        self, projects: Projects, folder: Path, data: Path, store: Path, now: Callable[[], datetime], *, loads: int = 1
    ) -> None:
        self._projects = projects
        self._folder = folder
        self._data = data
        self._store = store
        self._now = now
        self._loads = loads
        self._asked: dict[tuple[str, ...], int] = {}
        self._compiled: dict[str, tuple[int, dict[str, str], list[str]]] = {}
        self.kept: dict[str, _Kept] = {}
        self._lock = threading.Lock()

    def stop(self) -> None:
        """End all that runs."""
        for kept in self.kept.values():
            kept.run.stop()

    def compile(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Check every file's syntax; what is compiled is what runs later, whatever is pushed meanwhile."""
        project = self._projects.of(asked)
        logs = [line for name, text in project.files.items() if (line := _syntax_error(name, text))]
        identity = f"{secrets.token_hex(16)}-{secrets.token_hex(16)}"
        self._compiled[identity] = (project.id, dict(project.files), logs)
        return {"compileId": identity, "state": "InQueue", "parameters": [], "projectId": project.id,
                "signature": secrets.token_hex(16), "signatureOrder": list(project.files)}  # fmt: skip

    def compiled(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Tell how it went."""
        self._projects.of(asked)
        identity = str(asked.get("compileId", ""))
        if identity not in self._compiled:
            raise Refusal(f"Compile {identity} not found")
        logs = self._compiled[identity][2]
        good = ["Build Request Successful."]
        return {"compileId": identity, "state": "BuildError" if logs else "BuildSuccess", "logs": logs or good}

    def require_compiled(self, asked: dict[str, Any], project: Held) -> dict[str, str]:
        """Return the files of a compile that may run."""
        of_project, files, logs = self._compiled.get(str(asked.get("compileId", "")), (0, {}, []))
        if of_project != project.id or logs:
            raise Refusal("Compile not found or not successful")
        return files

    def create(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Start a run."""
        project = self._projects.of(asked)
        files = self.require_compiled(asked, project)
        given = asked.get("parameters") or {}
        parameters = project.parameters | {str(k): str(v) for k, v in given.items()}
        identity = secrets.token_hex(16)
        run = CloudRun(
            identity, self._folder / identity, files=files, store=self._store, data=self._data, parameters=parameters,
            environment=os.environ,
        )  # fmt: skip
        with self._lock:
            name = str(asked.get("backtestName", ""))
            self.kept[identity] = _Kept(project.id, name, self._now(), parameters, run)
        return {"backtest": self._described(identity), "debugging": False}

    def read(self, asked: dict[str, Any]) -> dict[str, Any]:
        """How a run stands."""
        self._of(asked)
        return {"backtest": self._described(str(asked["backtestId"])), "debugging": False}

    def list(self, asked: dict[str, Any]) -> dict[str, Any]:
        """All runs of a project."""
        project = self._projects.of(asked)
        found = []
        for identity, kept in self.kept.items():
            if kept.project == project.id:
                whole = self._described(identity)
                found.append({name: whole[name] for name in ("backtestId", "status", "name", "created", "progress")})
        return {"backtests": found, "count": len(found)}

    def delete(self, asked: dict[str, Any]) -> dict[str, Any]:
        """End a run and forget it."""
        self._of(asked).run.stop()
        del self.kept[str(asked["backtestId"])]
        return {}

    def chart(self, asked: dict[str, Any]) -> dict[str, Any]:
        """One chart's points between two moments."""
        run = self._of(asked).run
        if self._is_loading(asked, str(asked.get("name"))):
            return {"status": "loading", "progress": 0.5}
        chart = run.result().get("charts", {}).get(asked.get("name"))
        if chart is None:
            raise Refusal(f"Chart {asked.get('name')} not found")
        start, end, count = (int(asked[name]) for name in ("start", "end", "count"))
        count = min(count, _MOST_POINTS)
        series = {
            name: {**one, "values": _thinned([p for p in one["values"] if start <= p[0] <= end], count)}
            for name, one in chart["series"].items()
        }
        return {"chart": {**chart, "series": series}}

    def orders(self, asked: dict[str, Any]) -> dict[str, Any]:
        """A page of orders with their events."""
        run = self._of(asked).run
        start, end = int(asked["start"]), int(asked["end"])
        if not 0 <= end - start <= _ORDERS_A_PAGE:
            raise Refusal("Invalid range: at most 100 orders")
        if self._is_loading(asked, "orders"):
            return {"status": "loading", "progress": 0.5}
        events: dict[int, list[dict[str, Any]]] = {}
        for event in run.order_events():
            events.setdefault(event["orderId"], []).append(event)
        found = list(run.result().get("orders", {}).values())
        page = [{**order, "events": events.get(order["id"], [])} for order in found[start:end]]
        return {"orders": page, "length": len(found)}

    def log(self, asked: dict[str, Any]) -> dict[str, Any]:
        """A page of what the algorithm logged."""
        run = self._of(asked).run
        start, end = int(asked["start"]), int(asked["end"])
        if not 0 <= end - start <= _LINES_A_PAGE or not asked.get("query"):
            raise Refusal("Invalid range or query: at most 200 lines")
        if self._is_loading(asked, "log"):
            return {"status": "loading", "progress": 0.5}
        lines = run.log()
        return {"logs": lines[start:end], "length": len(lines)}

    def _of(self, asked: dict[str, Any]) -> _Kept:
        project = self._projects.of(asked)
        kept = self.kept.get(str(asked.get("backtestId", "")))
        if kept is None or kept.project != project.id:
            raise Refusal(f"Backtest {asked.get('backtestId')} not found")
        return kept

    def _is_loading(self, asked: dict[str, Any], what: str) -> bool:
        key = (str(asked["backtestId"]), what)
        with self._lock:
            self._asked[key] = self._asked.get(key, 0) + 1
            return self._asked[key] <= self._loads

    def _described(self, identity: str) -> dict[str, Any]:
        kept = self.kept[identity]
        found: dict[str, Any] = {
            "backtestId": identity, "projectId": kept.project, "name": kept.name, "note": "",
            "created": f"{kept.created:%Y-%m-%dT%H:%M:%SZ}", "completed": False, "status": "In Progress...",
            "progress": kept.run.progress, "parameterSet": kept.parameters or [], "statistics": [], "charts": {},
            "nodeName": "stand-in",
        }  # fmt: skip
        return found | (_ended(kept.run.result()) if kept.run.has_ended else {})


def _ended(result: Mapping[str, Any]) -> dict[str, Any]:
    state = result.get("state") or {}
    is_good = state.get("Status") == "Completed"
    asked = result.get("algorithmConfiguration") or {}
    told: dict[str, Any] = {
        "completed": True, "progress": 1.0, "status": "Completed." if is_good else "Runtime Error",
        "charts": {name: {"name": name} for name in result.get("charts") or {}},
        "statistics": result.get("statistics") or [],
        "runtimeStatistics": result.get("runtimeStatistics") or {},
        "rollingWindow": {},
        "totalPerformance": _numbers(result.get("totalPerformance")),
        "backtestStart": asked.get("startDate"), "backtestEnd": asked.get("endDate"),
    }  # fmt: skip
    if not is_good:
        told["error"] = state.get("RuntimeError") or "The algorithm left no result"
        told["stacktrace"] = state.get("StackTrace") or ""
        told["hasInitializeError"] = not result.get("charts")
    return told


def _numbers(performance: Any) -> Any:
    """The cloud tells as numbers what Lean's file has as text."""
    if not isinstance(performance, Mapping):
        return performance
    changed = {name: {k: _number(v) for k, v in (performance.get(name) or {}).items()} for name in _FIGURES}
    return {**performance, **changed}


_FIGURES = ("portfolioStatistics", "tradeStatistics")


def _number(value: Any) -> Any:
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _thinned(points: list[Any], count: int) -> list[Any]:
    step = -(-len(points) // max(count, 1)) or 1
    return points[::step]


def _syntax_error(name: str, text: str) -> str:
    if not name.endswith(".py"):
        return ""
    try:
        compile(text, name, "exec")
    except (SyntaxError, ValueError) as error:
        return f"Build Error: File: {name} Line:{getattr(error, 'lineno', 0)} - {error}"
    return ""
