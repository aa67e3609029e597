"""`lean.json`: what Lean's files of one symbol and resolution were made from, and which files those are.

Before a period's files are written their names are noted, and after them what they were made from: whenever a process
ends, the next sync knows which files are its own and which periods are not done.
"""

import json
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from leanrig.files import write_text
from leanrig.store.map_files import NameSpan

__all__ = ["Made", "read_made"]

NAME = "lean.json"
_FORM = 1


@dataclass(frozen=True, slots=True)
class Made:
    """The record. `sources` and `files` go by period; a period without sources is not done.

    `names` are the spans under which rows were written, `company` is the hash that the `references` (factor and map
    file) were made from.
    """

    sources: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)
    names: tuple[NameSpan, ...] = ()
    company: str = ""
    references: list[str] = field(default_factory=list)

    def expecting(self, period: str, paths: list[str]) -> "Made":
        """Return the record of a period that is about to be written."""
        sources = {key: value for key, value in self.sources.items() if key != period}
        both = sorted({*self.files.get(period, ()), *paths})
        return replace(self, sources=sources, files=self.files | {period: both})

    def done(self, period: str, sources: list[str], paths: list[str]) -> "Made":
        """Return the record of a period that is written."""
        return replace(self, sources=self.sources | {period: sources}, files=self.files | {period: sorted(paths)})

    def without(self, period: str) -> "Made":
        """Return the record without a period that has no bars any more."""
        kept = [{key: value for key, value in part.items() if key != period} for part in (self.sources, self.files)]
        return replace(self, sources=kept[0], files=kept[1])

    def write(self, folder: Path) -> None:
        """Write the record, whole or not at all; the same one is left as it is."""
        text = json.dumps(self._plain(), indent=1) + "\n"
        path = folder / NAME
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            write_text(path, text)

    def _plain(self) -> dict[str, Any]:
        return {
            "form": _FORM,
            "company": self.company,
            "references": self.references,
            "names": [[span.ticker, span.first.isoformat(), span.last.isoformat()] for span in self.names],
            "sources": dict(sorted(self.sources.items())),
            "files": dict(sorted(self.files.items())),
        }


def read_made(folder: Path) -> Made:
    """Return the record in `folder`; an empty one where there is none that can be read."""
    try:
        found = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if found["form"] != _FORM:
            return Made()
        names = tuple(NameSpan(name, *map(date.fromisoformat, days)) for name, *days in found["names"])
        return Made(found["sources"], found["files"], names, found["company"], found["references"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return Made()  # then every file is made anew
