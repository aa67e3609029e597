"""A vendor on loopback: routes, a request log, and faults on demand, over a real HTTP/1.1 server.

Nothing here listens on anything but 127.0.0.1. Faults are given by `Standin.fail(...)` in a test, or by
`POST /_sandbox/faults` from another process.
"""

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from leanrig.clock import utc_now
from leanrig.standins.faults import Fault, Faults, spoilt

__all__ = ["Exchange", "Handler", "Reply", "Route", "Standin"]

_SECRET_HEADERS = {"authorization", "apca-api-key-id", "apca-api-secret-key"}


@dataclass(frozen=True, slots=True)
class Reply:
    """What a handler answers; `body` is sent as JSON, text as it is."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[[Request, dict[str, str]], Reply]
"""Request and the parts of its path -> reply."""


@dataclass(frozen=True, slots=True)
class Route:
    """A method and a path in the spec's own form, such as `/v3/reference/tickers/{ticker}`."""

    method: str
    template: str
    handler: Handler

    @property
    def pattern(self) -> re.Pattern[str]:
        """The path as a regular expression; a part may hold anything but a slash."""
        return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(self.template)))


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, as they went over the wire; keys are left out."""

    method: str
    path: str
    template: str
    query: tuple[tuple[str, str], ...]
    headers: dict[str, str]
    body: bytes
    status: int
    answer_headers: dict[str, str]
    answer: bytes


class Standin:
    """One vendor's stand-in.

    Parameters
    ----------
    name
        The vendor's, as in `providers/`.
    routes
        What it answers. The first that fits wins.
    refuse
        Looks at a request before its route (keys, limits); a reply ends it there.
    now
        The stand-in's clock; its answers carry it in their Date header.
    mutations
        Named ways to spoil a good body, for faults that are about content ("duplicate bars").
    not_found
        The body of a 404 in the vendor's own form.
    """

    def __init__(
        self,
        name: str,
        routes: list[Route],
        *,
        refuse: Callable[[Request], Reply | None] = lambda request: None,  # noqa: ARG005
        now: Callable[[], datetime] = utc_now,
        mutations: Mapping[str, Callable[[Any], Any]] | None = None,
        not_found: Any = None,
    ) -> None:
        self.name = name
        self.faults = Faults()
        self.exchanges: list[Exchange] = []
        self.keeps_exchanges = False
        self.requests = 0
        self._routes = [(route, route.pattern) for route in routes]
        self._refuse = refuse
        self._now = now
        self._mutations = dict(mutations or {})
        self._not_found = not_found if not_found is not None else {"message": "not found"}
        self._server: BaseWSGIServer | None = None
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.port}"

    def start(self, port: int = 0) -> "Standin":
        """Listen on `port` of 127.0.0.1, or on a free one."""
        self._server = make_server("127.0.0.1", port, self._answer, threaded=True, request_handler=_Quiet)
        # How long `stop` may take: it waits for the next look.
        looks = {"poll_interval": 0.02}
        serve = self._server.serve_forever
        threading.Thread(target=serve, kwargs=looks, name=f"standin-{self.name}", daemon=True).start()
        return self

    def stop(self) -> None:
        """Stop listening; what is being answered is finished."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def __enter__(self) -> "Standin":
        return self if self._server is not None else self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def fail(self, kind: str, **options: Any) -> None:
        """Plan a fault: see `Fault` for kinds and options."""
        self.faults.plan(Fault(kind, **options))

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(environ)
        if request.path.startswith("/_sandbox/"):
            return self._administer(request)(environ, start_response)
        with self._lock:
            self.requests += 1
        template, reply, fault = self._reply(request)
        response = self._response(reply)
        self._keep(request, template, response)
        if fault is not None and fault.is_on_the_wire:
            return spoilt(fault, response, environ, start_response)
        return response(environ, start_response)

    def _reply(self, request: Request) -> tuple[str, Reply, Fault | None]:
        fault = self.faults.due(request.path)
        if fault is not None and fault.status:
            return "", Reply(fault.body, fault.status, fault.headers), fault
        template, reply = self._routed(request)
        if fault is not None and fault.kind in self._mutations and reply.status == 200:
            reply = Reply(self._mutations[fault.kind](reply.body), reply.status, reply.headers)
        return template, reply, fault

    def _routed(self, request: Request) -> tuple[str, Reply]:
        for route, pattern in self._routes:
            found = pattern.fullmatch(request.path)
            if found and route.method == request.method:
                return route.template, self._refuse(request) or route.handler(request, found.groupdict())
        return "", self._refuse(request) or Reply(self._not_found, 404)

    def _response(self, reply: Reply) -> Response:
        is_text = isinstance(reply.body, (str, bytes))
        data = reply.body if is_text else orjson.dumps(reply.body, option=orjson.OPT_SERIALIZE_NUMPY)
        kind = "text/html" if is_text else "application/json"
        response = Response(data, status=reply.status, headers=dict(reply.headers), content_type=kind)
        response.date = self._now()
        return response

    def _keep(self, request: Request, template: str, response: Response) -> None:
        if not self.keeps_exchanges:
            return
        headers = {k: "***" if k.lower() in _SECRET_HEADERS else v for k, v in request.headers.items()}
        query = tuple((key, value) for key, values in request.args.lists() for value in values)
        self.exchanges.append(
            Exchange(
                request.method, request.path, template, query, headers, request.get_data(),
                response.status_code, dict(response.headers), response.get_data(),
            )
        )  # fmt: skip

    def _administer(self, request: Request) -> Response:
        if request.path == "/_sandbox/faults" and request.method == "POST":
            self.faults.plan(Fault(**request.get_json()))
            return Response(status=204)
        if request.path == "/_sandbox/faults" and request.method == "DELETE":
            self.faults.clear()
            return Response(status=204)
        return Response(orjson.dumps({"vendor": self.name, "requests": self.requests}), content_type="application/json")


class _Quiet(WSGIRequestHandler):
    """HTTP/1.1 with connections kept, and no log of its own."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing: requests are counted, not printed."""

    def send_response(self, code: int, message: str | None = None) -> None:
        """Leave Date and Server to the response: its clock is the stand-in's."""
        self.send_response_only(code, message)
