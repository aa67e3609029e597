"""Documents for a report: a local file or an https address, read here, summarised by whoever is asked."""

import hashlib
import re
import secrets
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path

from leanrig.errors import BadInput, Missing
from leanrig.model.narration import Answer, Question
from leanrig.providers.documents.fetch import LARGEST, PDF_CURE, fetch_document
from leanrig.providers.failures import BadAnswer
from leanrig.report.context import Source, Summary
from leanrig.report.context_html import html_text
from leanrig.report.context_summary import Document, checked_summary, document, excerpt, summary_question
from leanrig.report.context_text import host_of, neutral, safe_link

__all__ = ["Ask", "read_document", "summarise"]

Ask = Callable[[Question], Answer]
"""`Writer.answer` of whoever writes: OpenAI, a local server, Perplexity."""
_KINDS = {".txt": "text", ".md": "text", ".html": "html", ".htm": "html"}
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([A-Za-z0-9_-]{2,40})", re.IGNORECASE)


def read_document(place: str, *, now: datetime, allow: Collection[str] = ()) -> Document:
    """Return the document at a path or an https address.

    Raises
    ------
    BadInput
        Where it is PDF, no text, empty, too large, or at an address that is not public.
    Missing
        Where there is no such file.
    VendorFailed
        Where the address does not answer.
    """
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", place):
        found = fetch_document(place, allow=allow)
        link = safe_link(found.url)
        name = f"the page at {host_of(found.url)}" if link else "the page at this machine"
        return _document(found.content, found.kind, name=name, url=link, charset=found.charset, now=now)
    path = Path(place)
    return _document(_content(path), _KINDS[path.suffix.lower()], name=path.name, url="", charset="", now=now)


def summarise(found: Document, ask: Ask | None) -> Summary:
    """Return the summary that `ask`'s answer bears out; without anybody to ask, an excerpt.

    Raises
    ------
    VendorFailed
        Where the one who is asked fails; `BadAnswer` where the answer has another form.
    """
    if ask is None:
        return excerpt(found)
    answer = ask(summary_question(found, fence=secrets.token_hex(16)))
    try:
        return checked_summary(answer, found)
    except ValueError as error:
        raise BadAnswer(f"the summary of {found.source.name} cannot be used: {error}", cure="ask again") from None


def _document(content: bytes, kind: str, *, name: str, url: str, charset: str, now: datetime) -> Document:
    text = _decoded(content, charset or (_meta_charset(content) if kind == "html" else ""))
    source = Source(neutral(name, most=120), url, now, hashlib.sha256(content).hexdigest())
    made = document(source, html_text(text) if kind == "html" else text)
    if not made.text:
        raise BadInput("the document holds no words", where=made.source.name, cure="give one with text in it")
    return made


def _content(path: Path) -> bytes:
    if path.suffix.lower() == ".pdf":
        raise BadInput("PDF cannot be read here", where=str(path), cure=PDF_CURE)
    if path.suffix.lower() not in _KINDS:
        raise BadInput("this is no document that can be read", where=str(path), cure="give .txt, .md or .html")
    try:
        if not path.is_file():
            raise Missing("the document is not there", where=str(path), cure="check the path")
        if path.stat().st_size > LARGEST:
            raise BadInput(f"the document is larger than {LARGEST:,} bytes", where=str(path), cure="give a part of it")
        return path.read_bytes()
    except OSError as error:
        raise BadInput("the document cannot be read", where=str(path), cure="check its permissions") from error


def _meta_charset(content: bytes) -> str:
    found = _CHARSET.search(content[:4_096])
    return found[1].decode() if found else ""


def _decoded(content: bytes, charset: str) -> str:
    """UTF-8 wherever that fits; else what the document says of itself, else what Windows writes."""
    if b"\0" in content[:4_096]:
        raise BadInput("this is no text", cure="give .txt, .md or .html in UTF-8")
    for name in ("utf-8-sig", charset, "cp1252"):
        try:
            return content.decode(name) if name else content.decode("utf-8-sig")
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("latin-1")
