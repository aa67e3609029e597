"""What the cloud answered of a backtest, as the files that Lean leaves on this machine: one reader serves both. Pure.

The cloud leaves out what only a machine has (data requests, the engine's own log) and tells the algorithm's dates and
parameters outside of `algorithmConfiguration`, which is put together here.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

__all__ = ["CloudAnswers", "chart_names", "chart_span", "local_files"]

_DAY = timedelta(days=1)
_FIGURES = ("statistics", "runtimeStatistics", "rollingWindow")


@dataclass(frozen=True, slots=True)
class CloudAnswers:
    """All that was asked of one backtest; charts, orders and log are empty for one that has not ended."""

    backtest: Mapping[str, Any]
    charts: Mapping[str, Any] = field(default_factory=dict)
    orders: Sequence[Mapping[str, Any]] = ()
    log: Sequence[str] = ()

    @property
    def status(self) -> str:
        """Lean's own word for how it ended."""
        if self.backtest.get("error") or "error" in str(self.backtest.get("status", "")).lower():
            return "RuntimeError"
        return "Completed" if self.backtest.get("completed") else "Running"


def local_files(answers: CloudAnswers, name: str) -> dict[str, str]:
    """Return name -> text of the files of a run called `name`."""
    orders = {str(order.get("id")): _without_events(order) for order in answers.orders}
    events = sorted((event for order in answers.orders for event in order.get("events") or ()), key=_moment)
    result = {
        "charts": dict(answers.charts),
        "orders": orders,
        "profitLoss": {},
        **{figure: _object(answers.backtest.get(figure)) for figure in _FIGURES},
        "totalPerformance": answers.backtest.get("totalPerformance") or None,
        "state": _state(answers, len(orders)),
        "algorithmConfiguration": _configuration(answers.backtest),
    }
    files = {f"{name}.json": _text(result)}
    if events:
        files[f"{name}-order-events.json"] = _text(events)
    if answers.log:
        files[f"{name}-log.txt"] = "\n".join(answers.log) + "\n"
    return files


def chart_names(backtest: Mapping[str, Any]) -> list[str]:
    """Return the charts that the backtest has; an empty object comes as a list."""
    return list(_object(backtest.get("charts")))


def chart_span(backtest: Mapping[str, Any], *, now: datetime) -> tuple[int, int]:
    """Return the Unix seconds between which the backtest's points lie, a day more at either end."""
    start = _parsed(backtest.get("backtestStart")) or datetime(1998, 1, 1, tzinfo=UTC)
    end = _parsed(backtest.get("backtestEnd")) or now
    return int((start - _DAY).timestamp()), int((end + 2 * _DAY).timestamp())


def _state(answers: CloudAnswers, orders: int) -> dict[str, str]:
    found = answers.backtest
    return {
        "StartTime": _cell(found.get("created")),
        "EndTime": "",
        "RuntimeError": _cell(found.get("error")),
        "StackTrace": _cell(found.get("stacktrace")),
        "LogCount": str(len(answers.log)),
        "OrderCount": str(orders),
        "InsightCount": "0",
        "Name": _cell(found.get("name")),
        "Hostname": _cell(found.get("nodeName")),
        "Status": answers.status,
    }


def _configuration(found: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": _cell(found.get("name")),
        "parameters": {key: str(value) for key, value in _object(found.get("parameterSet")).items()},
        "startDate": found.get("backtestStart"),
        "endDate": found.get("backtestEnd"),
    }


def _without_events(order: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in order.items() if key != "events"}


def _moment(event: Mapping[str, Any]) -> tuple[float, int, int]:
    return float(event.get("time") or 0), int(event.get("orderId") or 0), int(event.get("orderEventId") or 0)


def _object(value: Any) -> dict[str, Any]:
    return {str(key): item for key, item in value.items()} if isinstance(value, Mapping) else {}


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def _parsed(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def _text(value: Mapping[str, Any] | Iterable[Any]) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"
