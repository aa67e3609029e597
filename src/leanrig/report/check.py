"""Proves that every number a reader sees is a fact: the page's text is read back and traced, element by element."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser

from leanrig.report.fact import Facts

__all__ = ["UntracedNumber", "check_page", "check_prose"]

_SILENT = {"script", "style"}
_VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
    "path",
    "rect",
    "line",
    "use",
}
_SPOKEN = ("title", "aria-label", "alt", "placeholder", "label")
_NUMBER = re.compile(r"[−-]?\d[\d,.\u202f]*\d|[−-]?\d")


class UntracedNumber(ValueError):
    """A page or a sentence shows numbers that no fact stands for."""

    def __init__(self, found: Iterable[str]) -> None:
        self.found = tuple(found)
        super().__init__("numbers that are no fact: " + "; ".join(self.found[:10]))


def check_page(html: str, facts: Facts) -> int:
    """Return how many facts, cells, quotes and axis labels the page shows; raise where it shows any other number.

    An element with `data-f` must show its fact's text and nothing else, one with `data-q` its quote's, one with
    `data-t` a label of an axis; the cells of a row with `data-r` must be those of that row of a table, in its order.
    Everywhere else, attributes that are read aloud included, there may be no digit.
    """
    reader = _Reader(facts)
    reader.feed(html)
    reader.close()
    if reader.wrong:
        raise UntracedNumber(reader.wrong)
    return reader.traced


def check_prose(text: str, facts: Facts) -> None:
    """Raise where a text, whoever wrote it, holds a number that is not the text of a fact or part of one.

    A number without a sign may be the size of a negative one ("fell by"); a negative one must be so in the fact.
    """
    known = {number for shown in facts.texts().values() for number in _numbers(shown)}
    sizes = {number.lstrip("−") for number in known}
    wrong = [number for number in _numbers(text) if number not in (known if number.startswith("−") else sizes)]
    if wrong:
        raise UntracedNumber(wrong)


def _numbers(text: str) -> list[str]:
    return [number.replace("-", "−") for number in _NUMBER.findall(text)]


class _Reader(HTMLParser):
    def __init__(self, facts: Facts) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.traced = 0
        self._texts = facts.texts()
        self._quotes = {key: quote.text for key, quote in facts.quotes.items()}
        self._ticks = facts.ticks
        self._stack: list[tuple[str, str, str]] = []
        self._text: list[str] = []
        self._row = ""
        self._cell = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.wrong += [
            f"{name}={value!r} of <{tag}>" for name in _SPOKEN if (value := found.get(name)) and re.search(r"\d", value)
        ]
        if tag in _VOID:
            return
        kind = next((name for name in ("data-f", "data-q", "data-t") if name in found), "")
        key = found.get(kind) or ""
        if tag == "tr":
            self._row, self._cell = found.get("data-r") or "", 0
        elif tag in ("td", "th") and self._row and not kind:
            kind, key = "data-f", f"{self._row}/{self._cell}"
            self._cell += 1
        if kind and not self._kind:
            self._text = []
        self._stack.append((tag, kind, key))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._stack.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if not self._stack or self._stack[-1][0] != tag:
            self.wrong.append(f"</{tag}> closes nothing")
            return
        _, kind, key = self._stack.pop()
        if kind and not self._kind:
            self._compare(kind, key, "".join(self._text))

    def handle_data(self, data: str) -> None:
        if self._stack and self._stack[-1][0] in _SILENT:
            return
        if self._kind:
            self._text.append(data)
        elif re.search(r"\d", data):
            self.wrong.append(data.strip())

    def close(self) -> None:
        super().close()
        self.wrong += [f"<{tag}> is not closed" for tag, _, _ in self._stack]

    @property
    def _kind(self) -> str:
        return next((kind for _, kind, _ in self._stack if kind), "")

    def _compare(self, kind: str, key: str, text: str) -> None:
        self.traced += 1
        if kind == "data-t":
            if text not in self._ticks:
                self.wrong.append(f"axis label {text!r}")
            return
        known = self._texts if kind == "data-f" else self._quotes
        if key not in known:
            self.wrong.append(f"{text!r} names {key!r}, which is no fact")
        elif text != known[key]:
            self.wrong.append(f"{text!r} is not {known[key]!r} ({key})")
