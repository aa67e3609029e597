"""Live deployments in the cloud: nodes, start, look, stop, liquidate."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leanrig.providers.quantconnect.refusals import CloudGone
from leanrig.providers.quantconnect.wire import Api, need

__all__ = ["RUNNING", "Cash", "LiveNode", "LiveStatus", "liquidate", "live_nodes", "live_status", "start_paper", "stop"]

PAPER = "QuantConnectBrokerage"
RUNNING = frozenset({"InQueue", "Running", "LoggingIn", "Initializing", "History"})
"""States in which a deployment trades, or is about to."""


@dataclass(frozen=True, slots=True)
class LiveNode:
    """A machine that can run an algorithm live."""

    id: str
    name: str
    sku: str
    is_busy: bool
    used_by: str


@dataclass(frozen=True, slots=True)
class Cash:
    """What a paper account starts with."""

    currency: str
    amount: float


@dataclass(frozen=True, slots=True)
class LiveStatus:
    """A deployment as the cloud has it."""

    deploy_id: str
    status: str
    brokerage: str
    launched: str
    stopped: str
    message: str
    figures: Mapping[str, str]

    @property
    def is_running(self) -> bool:
        """Whether it trades, or is about to."""
        return self.status in RUNNING


def live_nodes(api: Api, project_id: int) -> tuple[LiveNode, ...]:
    """Return the live nodes that the project may use."""
    path = "projects/nodes/read"
    found = need(api.read(path, projectId=project_id), "nodes", dict, path).get("live") or ()
    return tuple(
        LiveNode(
            id=need(item, "id", str, path),
            name=str(item.get("name") or ""),
            sku=str(item.get("sku") or ""),
            is_busy=bool(item.get("busy")),
            used_by=str(item.get("projectName") or item.get("usedBy") or ""),
        )
        for item in found
    )


def live_status(api: Api, project_id: int) -> LiveStatus | None:
    """Return the project's newest deployment; None where it never had one."""
    try:
        found = api.read("live/read", projectId=project_id)
    except CloudGone:
        return None
    if not found.get("deployId") or found.get("status") == "Undefined":
        return None
    figures = found.get("runtimeStatistics")
    return LiveStatus(
        deploy_id=str(found["deployId"]),
        status=str(found.get("status") or ""),
        brokerage=str(found.get("brokerage") or ""),
        launched=str(found.get("launched") or ""),
        stopped=str(found.get("stopped") or ""),
        message=str(found.get("message") or ""),
        figures={str(k): str(v) for k, v in figures.items()} if isinstance(figures, Mapping) else {},
    )


def start_paper(api: Api, project_id: int, compile_id: str, node_id: str, cash: Cash) -> str:
    """Start paper trading on the cloud's own prices and return the deployment's number."""
    path = "live/create"
    brokerage: dict[str, Any] = {
        "id": PAPER,
        "holdings": [],
        "cash": [{"currency": cash.currency, "amount": cash.amount}],
    }
    found = api.make(
        path,
        versionId="-1",
        projectId=project_id,
        compileId=compile_id,
        nodeId=node_id,
        brokerage=brokerage,
        dataProviders={PAPER: {"id": PAPER}},
    )
    live = found.get("live")
    return need(live if isinstance(live, dict) and live.get("deployId") else found, "deployId", str, path)


def stop(api: Api, project_id: int) -> None:
    """Stop the algorithm; what it holds stays."""
    api.put("live/update/stop", projectId=project_id)


def liquidate(api: Api, project_id: int) -> None:
    """Sell what the algorithm holds, then stop it."""
    api.put("live/update/liquidate", projectId=project_id)
