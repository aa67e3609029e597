"""Vendor bars as fetched: `data/[SYMBOL]/[TIMEFRAME]/*.parquet` with `data/[SYMBOL]/metadata.json` beside them.

Raw bars only; splits and dividends stand in the metadata. A year is one file, so that an appended day rewrites little.
A file is named by its content and never changed, and the metadata, which says which files count, is written last: a
process that ends at any moment leaves the old bars or the new ones.
"""

import hashlib
import io
import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from leanrig.errors import BadInput, Missing
from leanrig.files import write_bytes, write_text
from leanrig.model.bars import BAR_COLUMNS, BarSet, CorporateAction, Provenance
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.store.checks import check_bars
from leanrig.store.lock import locked

__all__ = ["ParquetStore", "StoredBars"]

_FORM = 1


@dataclass(frozen=True, slots=True)
class StoredBars:
    """What the metadata says of one resolution."""

    provenance: Provenance
    actions: tuple[CorporateAction, ...]
    files: dict[str, str]
    bars: int
    first: str
    last: str


class ParquetStore:
    """The bars of a workspace.

    Parameters
    ----------
    root
        The workspace's data folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def symbols(self) -> list[str]:
        """Return the tickers that have bars."""
        return sorted(path.parent.name for path in self._root.glob("*/metadata.json"))

    def append(self, bar_set: BarSet) -> Path:
        """Add bars to what is there and return the metadata's path; bars that are there already must be the same.

        Raises
        ------
        BadInput
            If a bar breaks a law of bars, or differs from the stored one of its moment, or comes from another vendor
            or feed than the stored ones (prices of different feeds do not mix).
        """
        check_bars(bar_set.bars, where=f"{bar_set.symbol} {bar_set.resolution}")
        folder = self._root / bar_set.symbol.ticker
        with locked(folder):
            return self._append(folder, bar_set)

    def read(self, symbol: Symbol, resolution: Resolution) -> BarSet:
        """Return all stored bars; a file that is not what the metadata says stops it."""
        stored = self.stored(symbol, resolution)
        folder = self._root / symbol.ticker / resolution
        parts = [_read_year(folder / name, digest) for name, digest in sorted(stored.files.items())]
        return BarSet(symbol, resolution, pd.concat(parts), stored.provenance, stored.actions)

    def stored(self, symbol: Symbol, resolution: Resolution) -> StoredBars:
        """Return what the metadata says of one symbol and resolution."""
        found = _metadata(self._root / symbol.ticker).get("resolutions", {}).get(resolution)
        if found is None:
            raise Missing(
                f"no {resolution} bars of {symbol} in the store",
                where=str(self._root / symbol.ticker),
                cure=f"leanrig fetch {symbol} --resolution {resolution}",
            )
        return _parse(found)

    def _append(self, folder: Path, bar_set: BarSet) -> Path:
        metadata = _metadata(folder)
        held = metadata.get("resolutions", {}).get(bar_set.resolution)
        bars = bar_set.bars
        if held is not None:
            stored = _parse(held)
            _same_source(stored.provenance, bar_set)
            old = self.read(bar_set.symbol, bar_set.resolution).bars
            bars = _merged(old, bars, where=f"{bar_set.symbol} {bar_set.resolution}")
        files = _write_years(folder / bar_set.resolution, bars, dict(held["files"]) if held else {})
        entry = _entry(bar_set, bars, files)
        resolutions = metadata.get("resolutions", {}) | {str(bar_set.resolution): entry}
        whole = {
            "form": _FORM,
            "symbol": bar_set.symbol.ticker,
            "security_type": str(bar_set.symbol.security_type),
            "market": bar_set.symbol.market,
            "resolutions": resolutions,
        }
        return write_text(folder / "metadata.json", json.dumps(whole, indent=1) + "\n")


def symbol_of(folder: Path) -> Symbol:
    """Return the symbol whose bars lie in `folder`."""
    metadata = _metadata(folder)
    return Symbol(metadata["symbol"], SecurityType(metadata["security_type"]), metadata["market"])


def _write_years(folder: Path, bars: pd.DataFrame, held: dict[str, str]) -> dict[str, str]:
    """Write the years that are not there yet; return name -> hash for all of them.

    What no metadata names any more goes first. The files of the generation before stay for those who read them now.
    """
    for path in folder.glob("*.parquet"):
        if path.name not in held:
            path.unlink()
    result = {}
    for year, part in bars.groupby(pd.DatetimeIndex(bars.index).year):
        data = _packed(part)
        digest = hashlib.sha256(data).hexdigest()
        name = f"{year}-{digest[:12]}.parquet"
        if not (folder / name).exists():
            write_bytes(folder / name, data)
        result[name] = digest
    return result


def _packed(part: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    part.to_parquet(buffer, engine="pyarrow", compression="zstd")
    return buffer.getvalue()


def _read_year(path: Path, digest: str) -> pd.DataFrame:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        data = b""
    if hashlib.sha256(data).hexdigest() != digest:
        raise BadInput(
            "stored bars are not what was written (torn, changed or missing)",
            where=str(path),
            cure=f"delete {path.parents[1]} and fetch the symbol again",
        )
    return pd.read_parquet(io.BytesIO(data), engine="pyarrow")


def _merged(old: pd.DataFrame, new: pd.DataFrame, *, where: str) -> pd.DataFrame:
    both = old.index.intersection(new.index)
    differs = (old.loc[both, list(BAR_COLUMNS)] != new.loc[both, list(BAR_COLUMNS)]).any(axis=1)
    if differs.any():
        moment = both[differs.to_numpy()][0]
        raise BadInput(
            f"{int(differs.sum())} bars differ from the stored ones, the first at {moment}",
            where=where,
            cure="the vendor revised them: delete the symbol's folder below data/ and fetch again",
        )
    return pd.concat([old, new.loc[new.index.difference(old.index)]]).sort_index()


def _same_source(held: Provenance, bar_set: BarSet) -> None:
    new = bar_set.provenance
    if (held.vendor, held.feed, held.adjustment) != (new.vendor, new.feed, new.adjustment):
        raise BadInput(
            f"the stored bars are from {held.vendor} ({held.feed}), the new ones from {new.vendor} ({new.feed})",
            where=f"{bar_set.symbol} {bar_set.resolution}",
            cure=f"delete the folder data/{bar_set.symbol} to start over with {new.vendor}",
        )


def _entry(bar_set: BarSet, bars: pd.DataFrame, files: dict[str, str]) -> dict[str, Any]:
    known = bar_set.provenance
    return {
        "vendor": known.vendor,
        "feed": known.feed,
        "label": known.label,
        "adjustment": known.adjustment,
        "as_of": known.as_of.isoformat(),
        "licence": known.licence,
        "details": known.details,
        "bars": len(bars),
        "first": bars.index[0].isoformat(),
        "last": bars.index[-1].isoformat(),
        "actions": [[a.ex_date.isoformat(), a.split_factor, a.dividend, a.reference_price] for a in bar_set.actions],
        "files": files,
    }


def _parse(entry: dict[str, Any]) -> StoredBars:
    names = ("vendor", "feed", "label", "adjustment", "licence", "details")
    provenance = Provenance(**{n: entry[n] for n in names}, as_of=datetime.fromisoformat(entry["as_of"]))
    actions = tuple(CorporateAction(date.fromisoformat(day), *rest) for day, *rest in entry["actions"])
    return StoredBars(provenance, actions, entry["files"], entry["bars"], entry["first"], entry["last"])


def _metadata(folder: Path) -> dict[str, Any]:
    path = folder / "metadata.json"
    if not path.exists():
        return {}
    try:
        found = json.loads(path.read_text())
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise BadInput("the metadata cannot be read", where=str(path), cure=f"delete {folder} and fetch again")
    if found.get("form") != _FORM:
        raise BadInput("the metadata is of another version", where=str(path), cure=f"delete {folder} and fetch again")
    return found
