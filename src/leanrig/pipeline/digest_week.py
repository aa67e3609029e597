"""The digest of seven days: runs, changes of regime, stored data, and what models cost."""

import math
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from leanrig.errors import LeanrigError
from leanrig.model.resolution import Resolution
from leanrig.pipeline.digest import Writing, write_draft
from leanrig.pipeline.run_files import read_run_files, run_folders
from leanrig.pipeline.sheets import MadeSheet
from leanrig.pipeline.signal_rows import SignalFile, signal_files
from leanrig.providers.http.place import state_folder
from leanrig.providers.openai.connect import ledger_of
from leanrig.report.cite.regime_history import switches_of
from leanrig.report.recall.run_files import RunFiles
from leanrig.report.sheet.kinds.week_draft import draft_of_week
from leanrig.report.sheet.kinds.week_inputs import Spending, WeekChange, WeekGap, WeekInputs, WeekRun
from leanrig.settings import Settings
from leanrig.store.gaps import missing_sessions
from leanrig.store.parquet_store import ParquetStore, symbol_of

__all__ = ["week_sheet"]

_DAYS = 7


def week_sheet(last: date, settings: Settings, writing: Writing) -> MadeSheet:
    """Write the digest of the seven days that end with `last` (UTC)."""
    first = last - timedelta(days=_DAYS - 1)
    files = signal_files(writing.space)
    notes = [file.trouble for file in files if file.trouble]
    spending, note = _spending(settings, first, last)
    inputs = WeekInputs(
        first=first,
        last=last,
        made_at=writing.now,
        command=writing.command,
        runs=tuple(sorted(_runs(writing.space.artifacts, first, last), key=lambda run: run.started, reverse=True)),
        changes=tuple(sorted(_changes(files, first, last), key=lambda change: change.row.stamp, reverse=True)),
        gaps=tuple(_gaps(writing.space.data)),
        spending=spending,
        notes=tuple(notes + ([note] if note else [])),
    )
    return write_draft(draft_of_week(inputs), "week", writing)


def _runs(artifacts: Path, first: date, last: date) -> Iterator[WeekRun]:
    for folder in run_folders(artifacts):
        # The folder's name is the day of its start: most of them need not be read.
        if not f"{first}" <= folder.parent.name <= f"{last}":
            continue
        found = read_run_files(folder, artifacts)
        yield WeekRun(
            folder=f"artifacts/{found.folder}",
            started=_started(found.record, folder),
            title=str(found.record.get("recipe") or found.record.get("project") or folder.parent.parent.name),
            symbols=", ".join(str(symbol) for symbol in found.record.get("symbols") or ()),
            judgement=found.judgement,
            verdict=found.verdict,
            sharpe=_figure(found, "sharpe"),
            total=_figure(found, "return"),
            drawdown=_figure(found, "drawdown"),
        )


def _figure(found: RunFiles, name: str) -> float:
    facts = found.facts.get("facts")
    fact = facts.get(f"figure.{name}") if isinstance(facts, dict) else None
    value = fact.get("value") if isinstance(fact, dict) else None
    return float(value) if isinstance(value, int | float) else math.nan


def _started(record: Mapping[str, Any], folder: Path) -> datetime:
    try:
        found = datetime.fromisoformat(str(record.get("started")))
    except ValueError:
        found = datetime.combine(date.fromisoformat(folder.parent.name), time())
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _changes(files: tuple[SignalFile, ...], first: date, last: date) -> Iterator[WeekChange]:
    for file in files:
        for before, row in switches_of(file.rows):
            if first <= row.stamp.date() <= last:
                yield WeekChange(file.symbol, file.recipe, before, row)


def _gaps(data_folder: Path) -> Iterator[WeekGap]:
    store = ParquetStore(data_folder)
    try:
        names = store.symbols()
    except (LeanrigError, OSError):
        return
    for name in names:
        try:
            found = store.read(symbol_of(data_folder / name), Resolution.DAILY)
        except (LeanrigError, OSError):
            continue  # bars of other sizes only
        if len(found.bars):
            last = found.bars.index[-1].to_pydatetime()
            yield WeekGap(name, str(Resolution.DAILY), len(missing_sessions(found)), last)


def _spending(settings: Settings, first: date, last: date) -> tuple[tuple[Spending, ...], str]:
    """Return what each model took, and why that cannot be told."""
    ledger = ledger_of(settings, state=state_folder())
    if not ledger.path.is_file():
        return (), ""
    since, until = (datetime.combine(day, time(), UTC) for day in (first, last + timedelta(days=1)))
    try:
        lines = [line for line in ledger.lines(since) if line.at < until]
    except LeanrigError as error:
        return (), error.what
    found = []
    for model in dict.fromkeys(f"{line.writer} {line.model}" for line in lines):
        own = [line for line in lines if f"{line.writer} {line.model}" == model]
        costs = [line.cost for line in own]
        known = [cost for cost in costs if cost is not None]
        found.append(
            Spending(
                model,
                len(own),
                sum(line.sent for line in own),
                sum(line.received for line in own),
                sum(known) if len(known) == len(costs) else None,
            )
        )
    return tuple(found), ""
