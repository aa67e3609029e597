"""What a vendor said before and says now: every replaced or withdrawn number is kept in `revisions.csv`."""

import csv
import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd

from leanrig.files import write_text

__all__ = ["Difference", "compare", "record"]

NAME = "revisions.csv"
_HEADER = ["end_time", "column", "old", "new", "vendor", "as_of"]


@dataclass(frozen=True, slots=True)
class Difference:
    """How an answer differs from what was kept: end times by kind."""

    added: pd.DatetimeIndex
    changed: pd.DatetimeIndex
    gone: pd.DatetimeIndex


def compare(old: pd.DataFrame, new: pd.DataFrame) -> Difference:
    """Return which bars are new, which have other numbers and which are no longer there."""
    before, after = pd.DatetimeIndex(old.index), pd.DatetimeIndex(new.index)
    both = before.intersection(after)
    differs = (old.loc[both].to_numpy() != new.loc[both, list(old.columns)].to_numpy()).any(axis=1)
    return Difference(after.difference(before), both[differs], before.difference(after))


def record(
    folder: Path, old: pd.DataFrame, new: pd.DataFrame, found: Difference, *, vendor: str, as_of: datetime
) -> None:
    """Add a row for each number that changed or went.

    A number whose last row says the same already is left out: a process that was killed before its bars counted comes
    here again.
    """
    rows = [*_changed(old, new, found.changed), *_gone(old, found.gone)]
    path = folder / NAME
    kept = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8")))) if path.exists() else [_HEADER]
    last = {(row[0], row[1]): (row[2], row[3]) for row in kept[1:]}
    fresh = [row for row in rows if last.get((row[0], row[1])) != (row[2], row[3])]
    if fresh:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([*kept, *([*row, vendor, as_of.isoformat()] for row in fresh)])
        write_text(path, out.getvalue())


def _changed(old: pd.DataFrame, new: pd.DataFrame, ends: pd.DatetimeIndex) -> list[list[str]]:
    columns = list(old.columns)
    before, after = old.loc[ends].to_numpy(dtype=np.float64), new.loc[ends, columns].to_numpy(dtype=np.float64)
    return [
        [ends[row].isoformat(), columns[at], repr(float(before[row, at])), repr(float(after[row, at]))]
        for row, at in np.argwhere(before != after)
    ]


def _gone(old: pd.DataFrame, ends: pd.DatetimeIndex) -> list[list[str]]:
    values = old.loc[ends].to_numpy(dtype=np.float64)
    return [
        [end.isoformat(), column, repr(float(value)), ""]
        for end, row in zip(ends, values, strict=True)
        for column, value in zip(old.columns, row, strict=True)
    ]
