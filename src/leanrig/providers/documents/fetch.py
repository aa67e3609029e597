"""A document from the web: at most some megabytes of text or HTML, from a public address, and nothing else."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urljoin

from leanrig.errors import BadInput
from leanrig.providers.documents.guard import Target, target_of
from leanrig.providers.failures import BadAnswer, Unreachable
from leanrig.providers.http.statuses import meaning_of

__all__ = ["KINDS", "LARGEST", "PDF_CURE", "Fetched", "fetch_document"]

KINDS = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text", "text/markdown": "text"}
LARGEST = 2_000_000
"""Bytes."""
PDF_CURE = "save its text (pdftotext FILE.pdf, or copy it out) as .txt, or use the HTML version"
_REDIRECTS = {301, 302, 303, 307, 308}
_HOPS = 4
_PIECE = 1 << 14
_HEADERS = {"User-Agent": "leanrig", "Accept": "text/html, text/plain, text/markdown", "Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """`url` is where it was found in the end; `kind` is "html" or "text"; `charset` as the server names it, or ""."""

    url: str
    content: bytes
    kind: str
    charset: str


def fetch_document(
    url: str, *, allow: Collection[str] = (), largest: int = LARGEST, timeout_s: float = 10, deadline_s: float = 30
) -> Fetched:
    """Return what is at `url`; a redirect is followed to a public address only, and three at most.

    Parameters
    ----------
    allow
        See `target_of`.
    deadline_s
        For all of it; a body that drips ends there.

    Raises
    ------
    BadInput
        For an address that is not public, a document that is too large or no text.
    VendorFailed
        Where nobody answers, or with a refusal.
    """
    deadline = time.monotonic() + deadline_s
    for _ in range(_HOPS):
        target = target_of(url, allow=allow)
        found = _hop(target, largest, timeout_s, deadline)
        if isinstance(found, Fetched):
            return found
        url = _joined(url, found)
    raise BadInput("the address sends us round in circles", where=url[:200], cure="give the last address")


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        raise BadInput("the address leads to one that is none", where=url[:200], cure="give the last address") from None


def _hop(target: Target, largest: int, timeout_s: float, deadline: float) -> Fetched | str:
    """Return the document, or where a redirect leads."""
    connection = _Connection(target, timeout_s)
    alarm = threading.Timer(max(0.0, deadline - time.monotonic()), connection.break_off)
    alarm.daemon = True
    alarm.start()
    try:
        connection.request("GET", target.path, headers=_HEADERS)
        answer = connection.getresponse()
        location = answer.headers.get("Location", "") if answer.status in _REDIRECTS else ""
        found = location or _read(target, answer, largest)
        if time.monotonic() >= deadline:  # a body without a length, broken off, looks whole
            raise TimeoutError
        return found
    except ssl.SSLCertVerificationError:
        raise Unreachable(f"{target.host} shows a certificate that is not trusted", cure="do not trust it") from None
    except (OSError, http.client.HTTPException) as error:
        raise _silent(target, error, is_late=time.monotonic() >= deadline) from None
    finally:
        alarm.cancel()
        connection.close()


class _Connection(http.client.HTTPSConnection):
    """Goes to the number that was checked, and proves that the host there has the name."""

    def __init__(self, target: Target, timeout_s: float) -> None:
        super().__init__(target.host, target.port, timeout=timeout_s, context=ssl.create_default_context())
        self._target = target
        self._line: socket.socket | None = None  # `sock` is gone once an answer of unknown length has begun

    def connect(self) -> None:
        """Connect to the number, not to the name."""
        sock = socket.create_connection((self._target.number, self._target.port), self.timeout)
        self.sock = self._line = self._wrapped(sock) if self._target.is_https else sock

    def break_off(self) -> None:
        """End it, wherever it is: a host that drips must not hold us."""
        with suppress(OSError):
            if self._line is not None:
                self._line.shutdown(socket.SHUT_RDWR)

    def _wrapped(self, sock: socket.socket) -> socket.socket:
        try:
            return ssl.create_default_context().wrap_socket(sock, server_hostname=self._target.host)
        except BaseException:
            sock.close()
            raise


def _read(target: Target, answer: http.client.HTTPResponse, largest: int) -> Fetched:
    if answer.status != 200:
        meaning = meaning_of(max(answer.status, 300))
        raise meaning.kind(
            f"{target.host} {meaning.what} ({answer.status})", where=target.path, cure="check the address"
        )
    kind = KINDS.get(answer.headers.get_content_type())
    if answer.headers.get_content_type() == "application/pdf":
        raise BadInput("PDF cannot be read here", where=target.url[:200], cure=PDF_CURE)
    if kind is None or "Content-Type" not in answer.headers:
        raise BadInput("the address holds no text", where=target.url[:200], cure="give a page or a text")
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise BadAnswer(f"{target.host} packs its answer, which was not asked for", cure="save it to a file")
    return Fetched(target.url, _body(target, answer, largest), kind, answer.headers.get_content_charset(""))


def _body(target: Target, answer: http.client.HTTPResponse, largest: int) -> bytes:
    pieces, size = [], 0
    while piece := answer.read1(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > largest:
            raise BadInput(
                f"the document is larger than {largest:,} bytes", where=target.host, cure="give a part of it"
            )
    if answer.length:
        raise http.client.IncompleteRead(b"", answer.length)
    return b"".join(pieces)


def _silent(target: Target, error: Exception, *, is_late: bool) -> Exception:
    if is_late:
        return Unreachable(f"{target.host} sends its answer too slowly", cure="try again later")
    if isinstance(error, TimeoutError):
        return Unreachable(f"{target.host} did not answer in time", cure="try again later")
    if isinstance(error, http.client.IncompleteRead):
        return BadAnswer(f"{target.host} answered, but the body is cut", cure="try again")
    if isinstance(error, http.client.HTTPException):
        return BadAnswer(f"{target.host} answered with something broken", cure="try again later")
    cure = "check the connection (no proxy is used for documents), or save the document to a file and name that"
    return Unreachable(f"{target.host} cannot be reached", cure=cure)
