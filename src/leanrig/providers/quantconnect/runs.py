"""Compile and backtest in the cloud, and read all that a backtest left, page by page."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from leanrig.providers.failures import BadAnswer
from leanrig.providers.quantconnect.waiting import Pace, poll, when_ready
from leanrig.providers.quantconnect.wire import VENDOR, Api, need

__all__ = [
    "Compiled",
    "compile_project",
    "delete_backtest",
    "find_backtest",
    "is_complete",
    "read_backtest",
    "read_chart",
    "read_log",
    "read_orders",
    "start_backtest",
]

_ORDERS_A_PAGE = 100
_LINES_A_PAGE = 200
_POINTS = 4000
_SHORTEST_S = 86_400
_LOADING = Pace(first_s=0.5, longest_s=2, limit_s=60)


@dataclass(frozen=True, slots=True)
class Compiled:
    """What the compiler said."""

    id: str
    is_good: bool
    logs: tuple[str, ...]


def compile_project(api: Api, project_id: int, pace: Pace) -> Compiled:
    """Compile what the cloud project holds now."""
    path = "compile/create"
    compile_id = need(api.make(path, projectId=project_id), "compileId", str, path)
    path = "compile/read"
    found = poll(
        lambda: api.read(path, projectId=project_id, compileId=compile_id),
        lambda answer: answer.get("state") in ("BuildSuccess", "BuildError"),
        replace(pace, limit_s=min(pace.limit_s, 600)),
    )
    if found is None:
        raise BadAnswer(f"{VENDOR} has not compiled the project in ten minutes", where=path, cure="try again later")
    return Compiled(compile_id, found["state"] == "BuildSuccess", tuple(str(line) for line in found.get("logs") or ()))


def start_backtest(api: Api, project_id: int, compile_id: str, name: str, parameters: Mapping[str, str]) -> str:
    """Start a backtest and return its number."""
    path = "backtests/create"
    extra = {"parameters": dict(parameters)} if parameters else {}
    found = api.make(path, projectId=project_id, compileId=compile_id, backtestName=name, **extra)
    return need(need(found, "backtest", dict, path), "backtestId", str, path)


def find_backtest(api: Api, project_id: int, name: str) -> str | None:
    """Return the number of the project's backtest of that name, where there is one."""
    path = "backtests/list"
    found = api.read(path, projectId=project_id, includeStatistics=False).get("backtests") or ()
    return next((need(item, "backtestId", str, path) for item in found if item.get("name") == name), None)


def read_backtest(api: Api, project_id: int, backtest_id: str) -> dict[str, Any]:
    """Return a backtest as it stands: figures and names of charts, but neither points nor orders nor log."""
    path = "backtests/read"
    return need(api.read(path, projectId=project_id, backtestId=backtest_id), "backtest", dict, path)


def is_complete(backtest: Mapping[str, Any]) -> bool:
    """Whether it has ended and its figures are there: `completed` comes a little earlier than they do."""
    if backtest.get("error"):
        return True
    figures = ("statistics", "runtimeStatistics", "totalPerformance")
    return bool(backtest.get("completed")) and all(isinstance(backtest.get(name), dict) for name in figures)


def delete_backtest(api: Api, project_id: int, backtest_id: str) -> None:
    """End a backtest that runs, and forget it."""
    api.put("backtests/delete", projectId=project_id, backtestId=backtest_id)


def read_chart(
    api: Api,
    project_id: int,
    backtest_id: str,
    name: str,
    *,
    start: int,
    end: int,
    points: int = _POINTS,
    pace: Pace = _LOADING,
) -> dict[str, Any] | None:
    """Return a chart with all its points; None where it has none.

    The cloud thins what is more than `points`, so a span from which more than half as many came is asked for again in
    halves. `start` and `end` are Unix seconds.
    """
    body = {"projectId": project_id, "backtestId": backtest_id, "name": name, "count": points}
    path = "backtests/chart/read"
    found = when_ready(lambda: api.read(path, start=start, end=end, **body), pace, what=f"the chart {name!r}")
    chart = found.get("chart")
    if not isinstance(chart, dict):
        return None
    if _longest(chart) <= points // 2 or end - start < _SHORTEST_S:
        return chart
    middle = (start + end) // 2
    spans = ((start, middle), (middle + 1, end))
    halves = [
        read_chart(api, project_id, backtest_id, name, start=first, end=last, points=points, pace=pace)
        for first, last in spans
    ]
    return _in_one(chart, [half for half in halves if half is not None])


def read_orders(api: Api, project_id: int, backtest_id: str, *, pace: Pace = _LOADING) -> list[dict[str, Any]]:
    """Return all orders with their events, a hundred a page."""
    path = "backtests/orders/read"

    def page(start: int) -> dict[str, Any]:
        body = {"projectId": project_id, "backtestId": backtest_id, "start": start, "end": start + _ORDERS_A_PAGE}
        return when_ready(lambda: api.read(path, **body), pace, what="the orders")

    return _joined(page, path, "orders", _ORDERS_A_PAGE)


def read_log(api: Api, project_id: int, backtest_id: str, *, pace: Pace = _LOADING) -> list[str]:
    """Return all lines that the algorithm logged, two hundred a page."""
    path = "backtests/read/log"

    def page(start: int) -> dict[str, Any]:
        # The vendor wants a query; a space is in every line.
        body = {"projectId": project_id, "backtestId": backtest_id, "start": start, "end": start + _LINES_A_PAGE}
        return when_ready(lambda: api.read(path, query=" ", **body), pace, what="the log")

    return [str(line) for line in _joined(page, path, "logs", _LINES_A_PAGE)]


def _longest(chart: Mapping[str, Any]) -> int:
    return max((len(one.get("values") or ()) for one in (chart.get("series") or {}).values()), default=0)


def _in_one(chart: Mapping[str, Any], halves: list[dict[str, Any]]) -> dict[str, Any]:
    """The chart with the points of its halves, one after the other."""
    series = {
        name: {**one, "values": [p for half in halves for p in half["series"].get(name, {}).get("values") or ()]}
        for name, one in chart["series"].items()
    }
    return {**chart, "series": series}


def _joined(page: Callable[[int], dict[str, Any]], path: str, name: str, size: int) -> list[Any]:
    """All pages up to one that is not full; fewer than the vendor counts is an error, not a short list."""
    found: list[Any] = []
    length = 0
    while True:
        answer = page(len(found))
        items: Iterable[Any] = answer.get(name) or ()
        items = list(items.values()) if isinstance(items, Mapping) else list(items)
        found += items
        length = max(length, int(answer.get("length") or 0))
        if len(items) < size and (not items or len(found) >= length):
            break
    if len(found) < length:
        raise BadAnswer(
            f"{VENDOR} tells of {length} {name} and gives {len(found)}", where=path, cure="ask again with --backtest ID"
        )
    return found
