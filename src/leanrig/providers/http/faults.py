"""Why nobody answered, in words: no name, no route, a proxy, a certificate, or too slow."""

import http.client
import socket
import ssl
from collections.abc import Iterator

import requests
from urllib3 import exceptions as lower

from leanrig.providers.http.bodies import BrokenBody, TooSlow

__all__ = ["NoAnswer", "fault_of"]

_WAIT = "check the connection and try again"


class NoAnswer(Exception):
    """Nobody answered, or the answer is broken.

    Parameters
    ----------
    what
        Follows the vendor's name: "cannot be found by name".
    is_broken
        Whether there was an answer that cannot be used.
    is_lasting
        Whether another attempt would end the same.
    """

    def __init__(self, what: str, *, cure: str = _WAIT, is_broken: bool = False, is_lasting: bool = False) -> None:
        super().__init__(what)
        self.what = what
        self.cure = cure
        self.is_broken = is_broken
        self.is_lasting = is_lasting


def fault_of(error: BaseException) -> NoAnswer:
    """Return what an exception of requests, urllib3 or the system means, without its text: that may hold an address."""
    chain = list(_causes(error))

    def has(*kinds: type[BaseException]) -> bool:
        return any(isinstance(link, kinds) for link in chain)

    if has(BrokenBody):
        return NoAnswer(f"answered, but {chain[0]}", cure="try again later", is_broken=True)
    if has(TooSlow):
        return NoAnswer("sends its answer too slowly to end in time", cure="try again later, or allow more time")
    if has(requests.exceptions.ProxyError, lower.ProxyError):
        return _proxy(chain)
    if has(socket.gaierror, lower.NameResolutionError):
        return NoAnswer(
            "cannot be found: its name has no address (DNS)", cure="check the connection and the host's name"
        )
    if has(ssl.SSLCertVerificationError):
        cure = "check this machine's date; behind a company's proxy, set REQUESTS_CA_BUNDLE to its certificates"
        return NoAnswer("shows a certificate that is not trusted (TLS)", cure=cure, is_lasting=True)
    if has(requests.exceptions.SSLError, lower.SSLError, ssl.SSLError):
        return NoAnswer("cannot be reached safely (TLS failed)")
    if has(ConnectionRefusedError):
        return NoAnswer(
            "refuses the connection: nothing listens there", cure="check the address; a sandbox must be started"
        )
    if has(http.client.IncompleteRead):
        return NoAnswer("answered, but the body is cut", cure="try again later", is_broken=True)
    if has(requests.exceptions.ConnectTimeout, lower.ConnectTimeoutError):
        return NoAnswer("does not take the connection in time")
    if has(requests.exceptions.Timeout, lower.ReadTimeoutError, TimeoutError):
        return NoAnswer("did not answer in time", cure="try again later")
    return NoAnswer("broke the connection off" if has(lower.ProtocolError, ConnectionError) else "cannot be reached")


def _proxy(chain: list[BaseException]) -> NoAnswer:
    cure = "check HTTPS_PROXY and NO_PROXY, or ask whoever runs the proxy to let this host through"
    refused = any("unnel connection failed" in str(link) for link in chain)
    what = "cannot be reached: the proxy refuses it" if refused else "cannot be reached: the proxy does not answer"
    return NoAnswer(what, cure=cure, is_lasting=refused)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception and all that it stands for: requests and urllib3 hide causes in args and `reason`."""
    waiting, seen = [error], set()
    while waiting:
        link = waiting.pop(0)
        if id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        parts = (link.__cause__, link.__context__, getattr(link, "reason", None), *link.args)
        waiting.extend(part for part in parts if isinstance(part, BaseException))
