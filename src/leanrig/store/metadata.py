"""`metadata.json` of one symbol: which files count, which days are covered, what happened to the company.

Form 2. Form 1 (one vendor a resolution, files by the year of the end time, actions in each resolution) is read too and
written as form 2 with the next bars.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from leanrig.errors import BadInput
from leanrig.files import write_text
from leanrig.model.bars import CorporateAction, Provenance, TickerChange
from leanrig.model.resolution import Resolution
from leanrig.model.sessions import bar_days
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.store.coverage import DayRange, Segment

__all__ = ["MADE_QUOTES", "Entry", "Metadata", "PeriodFile", "digests", "read_metadata", "write_metadata"]

NAME = "metadata.json"
# Forex is quoted; where a vendor has prices alone, Lean gets bid = ask = price.
MADE_QUOTES = "made from prices"
_FORM = 2


@dataclass(frozen=True, slots=True)
class PeriodFile:
    """One parquet file: its hash, how many rows it has, and the first and last end time."""

    sha256: str
    rows: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One resolution: who covered which days, and the files of bars and of quotes by name."""

    segments: tuple[Segment, ...] = ()
    files: dict[str, PeriodFile] = field(default_factory=dict)
    quotes: dict[str, PeriodFile] = field(default_factory=dict)
    is_old_form: bool = False

    @property
    def rows(self) -> int:
        """How many bars there are."""
        return sum(file.rows for file in self.files.values())

    @property
    def first(self) -> str:
        """The first bar's end time; empty without bars."""
        return min((file.first for file in self.files.values()), default="")

    @property
    def last(self) -> str:
        """The last bar's end time; empty without bars."""
        return max((file.last for file in self.files.values()), default="")


@dataclass(frozen=True, slots=True)
class Metadata:
    """One symbol's record; `actions` and `ticker_changes` are oldest first, each day once."""

    symbol: Symbol
    actions: tuple[CorporateAction, ...] = ()
    ticker_changes: tuple[TickerChange, ...] = ()
    entries: dict[Resolution, Entry] = field(default_factory=dict)

    @property
    def known_to(self) -> date:
        """The last day that anything is known of: of an answer, or of a bar."""
        answers = [part.source.as_of.date() for entry in self.entries.values() for part in entry.segments]
        bars = [datetime.fromisoformat(entry.last).date() for entry in self.entries.values() if entry.last]
        return max([*answers, *bars], default=date.min)

    @property
    def first_day(self) -> date:
        """The first day with a bar at any resolution."""
        firsts = [entry.first for entry in self.entries.values() if entry.first]
        days = bar_days(self.symbol, pd.DatetimeIndex(firsts))
        return min(day.date() for day in days)

    @property
    def company_hash(self) -> str:
        """Changes with the actions, the names, and any bar that they may be measured by."""
        files = {str(key): digests(entry.files) for key, entry in sorted(self.entries.items())}
        text = json.dumps([_events(self), files, str(self.known_to)])
        return hashlib.sha256(text.encode()).hexdigest()


def digests(files: dict[str, PeriodFile]) -> dict[str, str]:
    """Return name -> hash, in order."""
    return {name: files[name].sha256 for name in sorted(files)}


def read_metadata(folder: Path) -> Metadata | None:
    """Return the record in `folder`; None where there is none."""
    path = folder / NAME
    if not path.exists():
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise BadInput("the metadata cannot be read", where=str(path), cure=f"delete {folder} and fetch again")
    if found.get("form") not in (1, _FORM):
        raise BadInput("the metadata is of another version", where=str(path), cure=f"delete {folder} and fetch again")
    symbol = Symbol(found["symbol"], SecurityType(found["security_type"]), found["market"])
    return _parse_old(symbol, found) if found["form"] == 1 else _parse(symbol, found)


def write_metadata(folder: Path, metadata: Metadata) -> Path:
    """Write the record, whole or not at all."""
    whole = {
        "form": _FORM,
        "symbol": metadata.symbol.ticker,
        "security_type": str(metadata.symbol.security_type),
        "market": metadata.symbol.market,
        **_events(metadata),
        "resolutions": {str(key): _entry(metadata.symbol, metadata.entries[key]) for key in sorted(metadata.entries)},
    }
    return write_text(folder / NAME, json.dumps(whole, indent=1) + "\n")


def _events(metadata: Metadata) -> dict[str, Any]:
    return {
        "actions": [[a.ex_date.isoformat(), a.split_factor, a.dividend, a.reference_price] for a in metadata.actions],
        "ticker_changes": [[c.first_day.isoformat(), c.ticker] for c in metadata.ticker_changes],
    }


def _entry(symbol: Symbol, entry: Entry) -> dict[str, Any]:
    quotes = {name: asdict(entry.quotes[name]) for name in sorted(entry.quotes)}
    makes_quotes = symbol.security_type is SecurityType.FOREX and not quotes
    return {
        "segments": [_segment(segment) for segment in entry.segments],
        "bars": entry.rows,
        "first": entry.first,
        "last": entry.last,
        "files": {name: asdict(entry.files[name]) for name in sorted(entry.files)},
    } | ({"quotes": MADE_QUOTES if makes_quotes else quotes} if makes_quotes or quotes else {})


def _segment(segment: Segment) -> dict[str, Any]:
    known = segment.source
    return {
        "from": segment.days.first.isoformat(),
        "to": segment.days.last.isoformat(),
        "vendor": known.vendor,
        "feed": known.feed,
        "label": known.label,
        "adjustment": known.adjustment,
        "as_of": known.as_of.isoformat(),
        "licence": known.licence,
        "details": known.details,
    }


def _parse(symbol: Symbol, found: dict[str, Any]) -> Metadata:
    return Metadata(
        symbol,
        _actions(found["actions"]),
        tuple(TickerChange(date.fromisoformat(day), ticker) for day, ticker in found["ticker_changes"]),
        {Resolution(key): _parse_entry(entry) for key, entry in found["resolutions"].items()},
    )


def _parse_entry(entry: dict[str, Any]) -> Entry:
    segments = tuple(_span(part["from"], part["to"], part) for part in entry["segments"])
    files = {name: PeriodFile(**file) for name, file in entry["files"].items()}
    quotes = entry.get("quotes", {})
    has_quotes = quotes != MADE_QUOTES
    return Entry(segments, files, {name: PeriodFile(**file) for name, file in quotes.items()} if has_quotes else {})


def _span(first: str, last: str, part: dict[str, Any]) -> Segment:
    names = ("vendor", "feed", "label", "adjustment", "licence", "details")
    source = Provenance(**{name: part[name] for name in names}, as_of=datetime.fromisoformat(part["as_of"]))
    return Segment(DayRange(date.fromisoformat(first), date.fromisoformat(last)), source)


def _actions(rows: list[list[Any]]) -> tuple[CorporateAction, ...]:
    return tuple(CorporateAction(date.fromisoformat(day), *rest) for day, *rest in rows)


def _parse_old(symbol: Symbol, found: dict[str, Any]) -> Metadata:
    actions: dict[date, CorporateAction] = {}
    entries = {}
    for key, entry in found["resolutions"].items():
        actions |= {action.ex_date: action for action in _actions(entry["actions"])}
        entries[Resolution(key)] = _old_entry(symbol, entry)
    return Metadata(symbol, tuple(actions[day] for day in sorted(actions)), (), entries)


def _old_entry(symbol: Symbol, entry: dict[str, Any]) -> Entry:
    """Form 1 counted bars over all files: the counts stand with the first, the times with all."""
    days = bar_days(symbol, pd.DatetimeIndex([entry["first"], entry["last"]]))
    names = sorted(entry["files"])
    files = {
        name: PeriodFile(entry["files"][name], entry["bars"] if name == names[0] else 0, entry["first"], entry["last"])
        for name in names
    }
    segment = _span(str(days[0].date()), str(days[1].date()), entry)
    return Entry((segment,), files, is_old_form=True)
