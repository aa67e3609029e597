"""Parquet files by period: minutes by the month, hours and days by the year, each named by its content.

A file is never changed. Bars go by the day they belong to, so that a month's days touch one file only.
"""

import hashlib
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from leanrig.errors import BadInput
from leanrig.files import write_bytes
from leanrig.model.resolution import Resolution
from leanrig.store.coverage import DayRange
from leanrig.store.metadata import PeriodFile

__all__ = ["Vanished", "empty_table", "period_of", "periods_between", "read_file", "sweep", "write_periods"]

_NAMED_BY = 12


class Vanished(BadInput):
    """A file that the metadata named is gone: somebody wrote newer ones meanwhile, or it was deleted."""


def period_of(name: str) -> str:
    """Return the period in a file's name: `2024-01` or `2024`."""
    return name.rpartition("-")[0]


def periods_between(resolution: Resolution, days: DayRange) -> list[str]:
    """Return the periods that `days` touch."""
    frequency = _frequency(resolution)
    return [str(period) for period in pd.period_range(days.first, days.last, freq=frequency)]


def read_file(path: Path, digest: str) -> pd.DataFrame:
    """Return the rows of a file whose content has this hash."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise _torn(Vanished, path) from None
    if hashlib.sha256(data).hexdigest() != digest:
        raise _torn(BadInput, path)
    return pd.read_parquet(io.BytesIO(data), engine="pyarrow")


def write_periods(
    folder: Path, rows: pd.DataFrame, days: pd.DatetimeIndex, resolution: Resolution, *, prefix: str = ""
) -> dict[str, PeriodFile]:
    """Write the rows, a file a period, and return name -> what it holds.

    Parameters
    ----------
    days
        The day that each row belongs to.
    """
    labels = days.to_period(_frequency(resolution)).astype(str).to_numpy()
    starts = np.flatnonzero(np.r_[True, labels[1:] != labels[:-1]]) if len(labels) else np.array([], dtype=int)
    result = {}
    for first, last in zip(starts, [*starts[1:], len(labels)], strict=False):
        name, file = _write(folder, prefix + labels[first], rows.iloc[first:last])
        result[name] = file
    return result


def sweep(folder: Path, named: Iterable[str]) -> list[str]:
    """Remove the parquet files that are not `named` and return their names."""
    keep = set(named)
    gone = [path for path in sorted(folder.glob("*.parquet")) if path.name not in keep]
    for path in gone:
        path.unlink(missing_ok=True)
    return [path.name for path in gone]


def empty_table(columns: Iterable[str]) -> pd.DataFrame:
    """Return no rows of these columns."""
    ends = pd.DatetimeIndex([], tz="UTC", name="end_time").as_unit("us")
    return pd.DataFrame({column: np.empty(0) for column in columns}, index=ends)


def _write(folder: Path, period: str, rows: pd.DataFrame) -> tuple[str, PeriodFile]:
    data = _packed(rows)
    digest = hashlib.sha256(data).hexdigest()
    name = f"{period}-{digest[:_NAMED_BY]}.parquet"
    if not (folder / name).exists():
        write_bytes(folder / name, data)
    return name, PeriodFile(digest, len(rows), rows.index[0].isoformat(), rows.index[-1].isoformat())


def _packed(rows: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    rows.to_parquet(buffer, engine="pyarrow", compression="zstd")
    return buffer.getvalue()


def _frequency(resolution: Resolution) -> str:
    return "M" if resolution in (Resolution.MINUTE, Resolution.SECOND, Resolution.TICK) else "Y"


def _torn(kind: Any, path: Path) -> BadInput:
    found: BadInput = kind(
        "stored bars are not what was written (torn, changed or missing)",
        where=str(path),
        cure=f"delete {path.parents[1]} and fetch the symbol again",
    )
    return found
