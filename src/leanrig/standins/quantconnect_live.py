"""Live deployments of the cloud's stand-in: what is said of them, not what they would trade."""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from leanrig.standins.quantconnect_asked import Refusal
from leanrig.standins.quantconnect_backtests import Backtests
from leanrig.standins.quantconnect_projects import Projects

__all__ = ["Live"]

_OVER = {"Stopped", "Liquidated", "RuntimeError"}


class Live:
    """One live node, and at most one deployment a project; its moments are in the form that the official CLI reads."""

    def __init__(self, projects: Projects, backtests: Backtests, now: Callable[[], datetime]) -> None:
        self.deployed: dict[int, dict[str, Any]] = {}
        self.asked: dict[int, dict[str, Any]] = {}
        self._projects = projects
        self._backtests = backtests
        self._now = now

    def nodes(self) -> dict[str, Any]:
        """All nodes, as both calls tell them."""
        user = next((number for number, one in self.deployed.items() if one["status"] not in _OVER), None)
        return {
            "backtest": [_node("B-STANDIN", "Backtest node", "B4-12", None)],
            "research": [],
            "live": [_node("L-STANDIN", "L-MICRO node", "L-MICRO", user)],
        }

    def project_nodes(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Nodes that a project may use."""
        self._projects.of(asked)
        return {"nodes": self.nodes(), "autoSelectNode": True}

    def create(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Start; the node must be free and the compile good."""
        project = self._projects.of(asked)
        self._backtests.require_compiled(asked, project)
        node = next((one for one in self.nodes()["live"] if one["id"] == asked.get("nodeId")), None)
        if node is None or node["busy"]:
            raise Refusal("No available node: it is busy or does not exist")
        brokerage = asked.get("brokerage") or {}
        if brokerage.get("id") != "QuantConnectBrokerage":
            raise Refusal("Only paper trading stands in here")
        self.asked[project.id] = asked
        self.deployed[project.id] = {
            "deployId": f"L-{secrets.token_hex(16)}", "status": "Running", "message": "", "stopped": None,
            "launched": f"{self._now():%Y-%m-%d %H:%M:%S}", "brokerage": "PaperBrokerage",
        }  # fmt: skip
        live = {**self.deployed[project.id], "status": "InQueue"}
        return {"projectId": project.id, "deployId": live["deployId"], "versionId": -1, "live": live}

    def read(self, asked: dict[str, Any]) -> dict[str, Any]:
        """How the project's deployment stands."""
        found = self._of(asked)
        return {**found, "runtimeStatistics": {"Equity": "$100,000.00"}, "projectName": self._projects.of(asked).name}

    def list(self, asked: dict[str, Any]) -> dict[str, Any]:
        """All deployments."""
        wanted = asked.get("status")
        kept = ("deployId", "status", "launched", "stopped", "brokerage")
        found = [{"projectId": number, **{name: one[name] for name in kept}} for number, one in self.deployed.items()]
        return {"live": [one for one in found if wanted in (None, one["status"])]}

    def portfolio(self, asked: dict[str, Any]) -> dict[str, Any]:
        """What a deployment holds: nothing."""
        self._projects.of(asked)
        return {"portfolio": {"cash": {}, "holdings": {}}}

    def end(self, status: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
        """Return what ends a deployment."""

        def answer(asked: dict[str, Any]) -> dict[str, Any]:
            found = self._of(asked)
            found.update(status=status, stopped=f"{self._now():%Y-%m-%d %H:%M:%S}")
            return {}

        return answer

    def _of(self, asked: dict[str, Any]) -> dict[str, Any]:
        project = self._projects.of(asked)
        if project.id not in self.deployed:
            raise Refusal("No live deployment found")
        return self.deployed[project.id]


def _node(identity: str, name: str, sku: str, user: int | None) -> dict[str, Any]:
    return {
        "id": identity, "name": name, "projectName": "" if user is None else f"project {user}", "description": "",
        "usedBy": "" if user is None else "1", "sku": sku, "busy": user is not None, "speed": 2.4, "cpu": 1, "ram": 0.5,
        "assets": 10, "host": "", "active": True, "hasGpu": 0, "price": {"monthly": 24, "yearly": 240},
    }  # fmt: skip
