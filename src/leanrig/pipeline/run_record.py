"""`run.json`: what ran, from what, on what; written before the run and completed after it."""

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from leanrig import __version__
from leanrig.errors import Missing
from leanrig.files import write_text
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import Symbol
from leanrig.store.answers import answers
from leanrig.store.coverage import DayRange
from leanrig.store.parquet_store import ParquetStore

__all__ = ["RECORD", "RunRecord", "known_data"]

RECORD = "run.json"
_PACKAGES = (
    "leanrig",
    "numpy",
    "pandas",
    "pyarrow",
    "numba",
    "exchange-calendars",
    "bokeh-sampledata",
    "jinja2",
    "lean",
)


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run. `seconds` is None until it has ended; a record without it is one of a run that was cut short.

    `data` holds, by ticker, who answered with what: vendor, feed, label, adjustment, as_of, hashes; `answers` in it
    says who answered for which days of the recipe. `data_files` holds the SHA-256 of each file that the engine opened.
    """

    engine: str
    project: str
    recipe: str | None
    symbols: tuple[str, ...]
    data: dict[str, dict[str, Any]]
    started: datetime
    parameters: dict[str, str]
    inputs: dict[str, str]
    seconds: float | None = None
    data_files: dict[str, str] = field(default_factory=dict)
    engine_details: Mapping[str, str] = field(default_factory=dict)

    def ended(
        self,
        seconds: float,
        *,
        data_files: dict[str, str] | None = None,
        engine_details: Mapping[str, str] | None = None,
    ) -> "RunRecord":
        """Return the record of the run that took `seconds` and opened `data_files`, in an engine so described."""
        return replace(
            self, seconds=round(seconds, 3), data_files=data_files or {}, engine_details=engine_details or {}
        )

    def write(self, folder: Path) -> Path:
        """Write the record into the run's folder, whole or not at all."""
        found = {
            "engine": self.engine,
            "engine_details": dict(self.engine_details),
            "version": __version__,
            "project": self.project,
            "recipe": self.recipe,
            "symbols": list(self.symbols),
            "data": self.data,
            "started": self.started.isoformat(),
            "seconds": self.seconds,
            "parameters": self.parameters,
            "inputs": self.inputs,
            "data_files": self.data_files,
            "python": sys.version.split()[0],
            "packages": _packages(),
        }
        return write_text(folder / RECORD, json.dumps(found, indent=1) + "\n")


def known_data(
    data_folder: Path, symbols: Iterable[Symbol], resolution: Resolution, *, days: DayRange
) -> dict[str, dict[str, Any]]:
    """Return ticker -> provenance for the symbols whose bars the store of `data_folder` holds."""
    store = ParquetStore(data_folder)
    found = {}
    for symbol in symbols:
        try:
            stored = store.stored(symbol, resolution)
        except Missing:
            continue  # bars that came another way: the report says that nobody vouches for them
        known = stored.provenance
        found[symbol.ticker] = {
            "vendor": known.vendor,
            "feed": known.feed,
            "label": known.label,
            "adjustment": known.adjustment,
            "as_of": known.as_of.isoformat(),
            "answers": answers(stored.segments, within=days),
            "hashes": {f"{symbol.ticker}/{resolution}/{name}": digest for name, digest in sorted(stored.files.items())},
        }
    return found


def _packages() -> dict[str, str]:
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
