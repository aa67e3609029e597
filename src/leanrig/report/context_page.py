"""Context as a page shows it: a part of its own, quoted, attributed, each figure marked as cited. Pure.

Every text of others, and each age and date, is a quote (`report/fact.py`), so that `report/check.py` traces it letter
by letter and no figure of it can pass for a fact; what we say around them holds none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from leanrig.report.context import Answered, Article, Context, News, Opinion, Summary
from leanrig.report.context_age import age_of, moment
from leanrig.report.fact import Facts, Quote

__all__ = ["Block", "Item", "Line", "Reference", "context_blocks"]

Kind = Literal["news", "opinion", "answer", "summary", "missing"]


Line = tuple[str | Quote, ...]
"""Words of ours, without a digit, and quotes."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Where words come from: the host (or the file's name), the date, and an http or https address or ""."""

    host: Quote
    date: Quote | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """Words of others and whence; `words` come first, `more` is quoted below them: a snippet, a document's sentence."""

    words: Quote
    more: Quote | None = None
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One part: our heading and note, others' words."""

    kind: Kind
    heading: Line
    note: Line
    items: tuple[Item, ...] = ()
    label: str = ""
    numbers: tuple[Quote, ...] = field(default=())


def context_blocks(context: Context, facts: Facts) -> tuple[Block, ...]:
    """Return the blocks of a page and enter what they quote into `facts`, under keys that begin with "context."."""
    desk = _Desk(facts, context)
    blocks = [desk.news(f"news.{number}", one) for number, one in enumerate(context.news)]
    blocks += [desk.opinion(f"opinion.{number}", one) for number, one in enumerate(context.opinions)]
    blocks += [desk.answer(f"answer.{number}", one) for number, one in enumerate(context.answers)]
    blocks += [desk.summary(f"summary.{number}", one) for number, one in enumerate(context.summaries)]
    return tuple(blocks + ([desk.missing()] if context.missing else []))


class _Desk:
    """Enters quotes and names as blocks are made."""

    def __init__(self, facts: Facts, context: Context) -> None:
        self._facts = facts
        self._context = context

    def news(self, key: str, news: News) -> Block:
        note = _told(
            "Quoted from the pages named, as {writer} found them {age}. Figures in it are cited, not computed here.",
            writer=self._quote(f"{key}.writer", self._context.writer),
            age=self._quote(f"{key}.age", age_of(news.asked_at, self._context.made_at)),
        )
        if not news.articles:
            note = _told("{writer} found nothing.", writer=self._quote(f"{key}.nobody", self._context.writer))
        items = [self._article(f"{key}.{number}", one) for number, one in enumerate(news.articles)]
        return Block(
            "news", _told("News of {symbol}", symbol=self._quote(f"{key}.symbol", news.symbol)), note, tuple(items)
        )

    def opinion(self, key: str, opinion: Opinion) -> Block:
        note = _told(
            "An opinion of {writer} on the pages named, asked for {age}; no finding of this report.",
            writer=self._quote(f"{key}.writer", opinion.writer),
            age=self._quote(f"{key}.age", age_of(opinion.asked_at, self._context.made_at)),
        )
        heading = _told("Opinion on {symbol}: {label}", symbol=self._quote(f"{key}.symbol", opinion.symbol),
                      label=self._quote(f"{key}.label", opinion.label))  # fmt: skip
        item = Item(self._quote(f"{key}.text", opinion.text), None, self._references(key, opinion.sources))
        return Block("opinion", heading, note, (item,), label=opinion.label)

    def answer(self, key: str, answered: Answered) -> Block:
        note = _told(
            "An answer of {writer} on the pages named, asked for {age}; no finding of this report. {dropped}",
            writer=self._quote(f"{key}.writer", answered.writer),
            age=self._quote(f"{key}.age", age_of(answered.asked_at, self._context.made_at)),
            dropped=self._dropped(key, answered.dropped),
        )
        items = [
            Item(self._quote(f"{key}.{number}", one.text), None, self._references(f"{key}.{number}", one.sources))
            for number, one in enumerate(answered.statements)
        ]
        heading = _told("Asked: {question}", question=self._quote(f"{key}.question", answered.question))
        return Block("answer", heading, note, tuple(items))

    def summary(self, key: str, summary: Summary) -> Block:
        items = [
            Item(self._quote(f"{key}.{number}", one.text),
                 self._quote(f"{key}.{number}.quotation", one.quotation) if one.quotation else None)
            for number, one in enumerate(summary.sentences)
        ]  # fmt: skip
        numbers = tuple(self._quote(f"{key}.number.{n}", text) for n, text in enumerate(summary.numbers))
        heading = _told("What {name} says", name=self._quote(f"{key}.name", summary.source.name))
        return Block("summary", heading, self._summary_note(key, summary), tuple(items), numbers=numbers)

    def missing(self) -> Block:
        items = [Item(self._quote(f"missing.{number}", text)) for number, text in enumerate(self._context.missing)]
        return Block("missing", _told("What is missing here"), _told("The report does without it."), tuple(items))

    def _summary_note(self, key: str, summary: Summary) -> Line:
        read = self._quote(f"{key}.read", moment(summary.source.read_at))
        dropped = self._dropped(key, summary.dropped)
        if summary.is_excerpt:
            return _told(
                "An excerpt, not a summary: the first sentences word for word, and figures as they stand in it. "
                "Read {read}. {dropped}", read=read, dropped=dropped,
            )  # fmt: skip
        writer = self._quote(
            f"{key}.writer", f"{summary.writer} ({summary.model})" if summary.model else summary.writer
        )
        part = "the beginning of it" if summary.is_partial else "all of it"
        return _told(
            f"Written by {{writer}} on {part}, each sentence with the words it rests on. Figures are cited, not "
            "computed here. Read {read}. {dropped}", writer=writer, read=read, dropped=dropped,
        )  # fmt: skip

    def _article(self, key: str, found: Article) -> Item:
        snippet = self._quote(f"{key}.snippet", found.snippet) if found.snippet else None
        return Item(self._quote(f"{key}.title", found.title), snippet, self._references(key, (found,)))

    def _references(self, key: str, sources: Sequence[Article]) -> tuple[Reference, ...]:
        return tuple(
            Reference(
                self._quote(f"{key}.host.{number}", one.host),
                self._quote(f"{key}.date.{number}", one.date) if one.date else None,
                one.url,
            )
            for number, one in enumerate(sources)
        )

    def _dropped(self, key: str, count: int) -> Quote:
        text = f"Sentences left out because they were not borne out: {count}." if count else ""
        return self._quote(f"{key}.dropped", text)

    def _quote(self, key: str, text: str) -> Quote:
        return self._facts.quote(f"context.{key}", text, "context.json")


def _told(words: str, **quotes: Quote) -> Line:
    """Return the words with each `{name}` replaced by a quote; an empty one is left out."""
    pieces = [piece for piece in re.split(r"(\{\w+\})", words) if piece]
    line = [quotes[piece[1:-1]] if piece.startswith("{") else piece for piece in pieces]
    assert not any(isinstance(part, str) and re.search(r"\d", part) for part in line)
    return tuple(part for part in line if isinstance(part, str) or part.text)
