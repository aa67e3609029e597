"""What others say beside a run: news, opinions, answers, summaries. Quoted and attributed, never a fact of ours. Pure.

None of it enters a question to whoever narrates the report (docs/narration.md), and no figure in it becomes a fact.
Each value refuses text that has not been made harmless, so that a record that somebody changed is refused too.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from leanrig.report.context_text import host_of, neutral, safe_link

__all__ = [
    "LABELS",
    "Answered",
    "Article",
    "Cited",
    "Context",
    "Label",
    "News",
    "Opinion",
    "Source",
    "Statement",
    "Summary",
    "article",
    "context_from_json",
    "context_json",
]

Label = Literal["positive", "neutral", "negative", "mixed"]
LABELS: tuple[Label, ...] = ("positive", "neutral", "negative", "mixed")
LONGEST = 1_000
"""Letters of any one text."""
_TITLE, _SNIPPET = 200, 500
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Article:
    """A page somebody wrote: `date` as YYYY-MM-DD, or "" where it is unknown; `host` is where it stands."""

    title: str
    url: str
    snippet: str
    date: str
    host: str

    def __post_init__(self) -> None:
        _require(self.title, self.snippet)
        if self.url != safe_link(self.url) or self.host != host_of(self.url) or not self.host:
            raise ValueError("an address that is none")
        if self.date and not _DAY.fullmatch(self.date):
            raise ValueError("a date that is none")


@dataclass(frozen=True, slots=True)
class Opinion:
    """How a machine thinks that pages speak of a symbol. Without a source there is none."""

    symbol: str
    label: Label
    text: str
    sources: tuple[Article, ...]
    writer: str
    asked_at: datetime

    def __post_init__(self) -> None:
        _require(self.symbol, self.text, self.writer)
        if not self.sources or self.label not in LABELS:
            raise ValueError("an opinion without a source, or with no known label")


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer, with the pages it rests on."""

    text: str
    sources: tuple[Article, ...]

    def __post_init__(self) -> None:
        _require(self.text)
        if not self.sources:
            raise ValueError("a statement without a source")


@dataclass(frozen=True, slots=True)
class Answered:
    """A question of the user's and what a machine found; `dropped` sentences did not bear out."""

    question: str
    statements: tuple[Statement, ...]
    dropped: int
    writer: str
    asked_at: datetime

    def __post_init__(self) -> None:
        _require(self.question, self.writer)


@dataclass(frozen=True, slots=True)
class Source:
    """Which document: its name, its address or "" for a file, when it was read, and its hash."""

    name: str
    url: str
    read_at: datetime
    sha256: str

    def __post_init__(self) -> None:
        _require(self.name)
        if self.url and self.url != safe_link(self.url):
            raise ValueError("an address that is none")


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence about a document and the words of it that the sentence rests on; "" where it is itself a quotation."""

    text: str
    quotation: str

    def __post_init__(self) -> None:
        _require(self.text, self.quotation)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a document says.

    `is_excerpt`: nobody wrote a summary, its first sentences stand as they are, `numbers` are the figures found in it.
    `dropped` sentences of the writer did not bear out. `is_partial`: the writer saw the beginning alone.
    """

    source: Source
    sentences: tuple[Cited, ...]
    numbers: tuple[str, ...]
    is_excerpt: bool
    dropped: int
    writer: str
    model: str
    is_partial: bool = False

    def __post_init__(self) -> None:
        _require(self.writer, self.model, *self.numbers)


@dataclass(frozen=True, slots=True)
class News:
    """Articles on a symbol, asked for at a moment; an old copy answers where nobody else does."""

    symbol: str
    articles: tuple[Article, ...]
    asked_at: datetime

    def __post_init__(self) -> None:
        _require(self.symbol)


@dataclass(frozen=True, slots=True)
class Context:
    """All of it, with what is missing in words, each with its cure."""

    made_at: datetime
    news: tuple[News, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    answers: tuple[Answered, ...] = ()
    summaries: tuple[Summary, ...] = ()
    missing: tuple[str, ...] = ()
    writer: str = "Perplexity"

    def __post_init__(self) -> None:
        _require(self.writer, *self.missing)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show but what is missing."""
        return not (self.news or self.opinions or self.answers or self.summaries)


def article(title: str, url: str, snippet: str, date: str) -> Article | None:
    """Return a harmless article out of a page as a vendor tells of it; None where its address is no address."""
    link = safe_link(url)
    if not link:
        return None
    found = _DAY.search(date)
    host = host_of(link)
    return Article(
        neutral(title, most=_TITLE) or host, link, neutral(snippet, most=_SNIPPET), found[0] if found else "", host
    )


def context_json(context: Context) -> str:
    """Return the record, the same letters for the same context."""
    return _RECORD.dump_json(context, indent=1).decode() + "\n"


def context_from_json(text: str) -> Context:
    """Return the context of a record; raise `ValueError` where it is none, or holds what could do harm."""
    try:
        return _RECORD.validate_json(text, strict=True)
    except ValidationError as error:
        raise ValueError(error.errors(include_input=False, include_url=False)[0]["msg"]) from None


def _require(*texts: str) -> None:
    for text in texts:
        if text != neutral(text, most=LONGEST):
            raise ValueError("text that has not been made harmless")


_RECORD = TypeAdapter(Context)
