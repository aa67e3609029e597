"""QuantConnect's cloud on loopback: API v2, with backtests that really run, in our own embedded engine.

It proves what we send and how we read answers. It says nothing of what Lean in the cloud would trade. Answers have
status 200 also where something is refused, and both GET and POST are taken, as the vendor does.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from werkzeug.wrappers import Request

from leanrig.clock import utc_now
from leanrig.standins.quantconnect_asked import Work, answered
from leanrig.standins.quantconnect_backtests import Backtests
from leanrig.standins.quantconnect_live import Live
from leanrig.standins.quantconnect_objects import Objects
from leanrig.standins.quantconnect_projects import Projects
from leanrig.standins.server import Reply, Route, Standin

__all__ = ["ORGANIZATION", "ROOT", "TOKEN", "USER", "CloudStandin"]

ROOT = "/api/v2"
USER = 1
TOKEN = "sandbox-quantconnect-canary"  # noqa: S105 (opens nothing but this)
ORGANIZATION = "0" * 31 + "1"
_VALID_S = 7200


class CloudStandin(Standin):
    """The account of user 1 with one organization.

    Parameters
    ----------
    folder
        Object Store and runs lie below it.
    data
        Lean's data folder, on which backtests run.
    now
        The cloud's clock: its Date header, and what a signature's second is held against.
    has_store
        Whether the tier has an Object Store.
    largest_file
        Bytes of the largest source file of the tier.
    loads
        How often charts, orders and log say "loading" first.
    """

    def __init__(
        self,
        folder: Path,
        data: Path,
        *,
        now: Callable[[], datetime] = utc_now,
        has_store: bool = True,
        largest_file: int = 256_000,
        loads: int = 1,
    ) -> None:
        self.projects = Projects(ORGANIZATION, now, largest_file=largest_file)
        self.objects = Objects(folder / "store", ORGANIZATION, is_paid=has_store)
        self.backtests = Backtests(
            self.projects, folder / "backtests", data.resolve(), self.objects.folder, now, loads=loads
        )
        self.live = Live(self.projects, self.backtests, now)
        self._clock = now
        super().__init__("quantconnect", self._all_routes(), refuse=self._unsigned, now=now)

    @property
    def api_url(self) -> str:
        """Where the API begins, for `quantconnect.url`."""
        return f"{self.url}{ROOT}"

    def stop(self) -> None:
        """Stop listening and end what runs."""
        super().stop()
        self.backtests.stop()

    def _unsigned(self, request: Request) -> Reply | None:
        """Refuse a signature that is none, is not the user's, or is of another hour."""
        if request.path.startswith(f"{ROOT}/objects/"):
            return None
        given, stamp = request.authorization, request.headers.get("Timestamp", "")
        if given is None or given.username != str(USER):
            return _refused("UserID not valid")
        wanted = hashlib.sha256(f"{TOKEN}:{stamp}".encode()).hexdigest()
        is_fresh = stamp.isdigit() and abs(int(stamp) - self._clock().timestamp()) <= _VALID_S
        return None if given.password == wanted and is_fresh else _refused("Hash doesn't match.")

    def _all_routes(self) -> list[Route]:
        works = self._works()
        routes = [
            Route(method, f"{ROOT}/{path}", answered(work))
            for path, work in works.items()
            for method in ("POST", "GET")
        ]
        return [*routes, Route("GET", f"{ROOT}/objects/{{job}}.zip", self.objects.download)]

    def _works(self) -> dict[str, Work]:
        projects, objects, backtests, live = self.projects, self.objects, self.backtests, self.live
        return {
            "authenticate": lambda asked: {},  # noqa: ARG005
            "account/read": lambda asked: {"organizationId": ORGANIZATION, "creditBalance": 0.0},  # noqa: ARG005
            "organizations/list": lambda asked: {"organizations": [_organization()]},  # noqa: ARG005
            "organizations/read": lambda asked: {"organization": _organization_whole()},  # noqa: ARG005
            "projects/create": projects.create,
            "projects/read": projects.read,
            "projects/update": projects.update,
            "projects/delete": projects.delete,
            "projects/nodes/read": live.project_nodes,
            "nodes/read": lambda asked: live.nodes(),  # noqa: ARG005
            "files/create": projects.create_file,
            "files/read": projects.read_files,
            "files/update": projects.update_file,
            "files/delete": projects.delete_file,
            "compile/create": backtests.compile,
            "compile/read": backtests.compiled,
            "backtests/create": backtests.create,
            "backtests/read": backtests.read,
            "backtests/list": backtests.list,
            "backtests/delete": backtests.delete,
            "backtests/chart/read": backtests.chart,
            "backtests/orders/read": backtests.orders,
            "backtests/read/log": backtests.log,
            "live/create": live.create,
            "live/read": live.read,
            "live/list": live.list,
            "live/portfolio/read": live.portfolio,
            "live/update/stop": live.end("Stopped"),
            "live/update/liquidate": live.end("Liquidated"),
            "object/set": objects.set,
            "object/get": objects.get(lambda: self.api_url),
            "object/list": objects.list,
            "object/properties": objects.properties,
            "object/delete": objects.delete,
            "lean/versions/read": lambda asked: {"versions": []},  # noqa: ARG005
        }


def _refused(words: str) -> Reply:
    return Reply({"success": False, "errors": [words]})


def _organization() -> dict[str, object]:
    return {
        "id": ORGANIZATION, "name": "Stand-in", "type": "individual", "ownerName": "Nobody", "members": 1,
        "preferred": True,
    }  # fmt: skip


def _organization_whole() -> dict[str, object]:
    return {
        "id": ORGANIZATION, "name": "Stand-in", "seats": 1, "type": "individual",
        "credit": {"movements": [], "balance": 0.0}, "products": [], "data": {"signedTime": None, "current": False},
        "members": [{"id": USER, "name": "Nobody", "isAdmin": True, "email": "nobody@example.com"}],
    }  # fmt: skip
