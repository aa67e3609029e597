"""A signal's answers in one shape, whatever it returned, and where two of them part. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["Difference", "parted", "rows_of"]

_STAMPS = ("end_time", "timestamp", "time", "date", "datetime")
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Difference:
    """Answer number `place`, labelled `row`, is `after` where it was `before`.

    `is_missing` says that one of the histories has no answer there at all; `from_end` counts answers from the last one
    that both should have.
    """

    place: int
    row: Any
    before: Any
    after: Any
    is_missing: bool
    from_end: int


def rows_of(answer: Any, bars: pd.Index) -> pd.DataFrame | None:
    """Return a frame of answers, by stamp (UTC) where they have one and by number where not; None if it is no signal.

    Parameters
    ----------
    answer
        Series, frame, array, list, or a dataclass of arrays.
    bars
        End times of the bars that went in.
    """
    if is_dataclass(answer) and not isinstance(answer, type):
        parts = {field.name: getattr(answer, field.name) for field in fields(answer)}
        answer = {name: part for name, part in parts.items() if isinstance(part, np.ndarray)}
    if isinstance(answer, dict):
        arrays = all(isinstance(part, (np.ndarray, pd.Series)) and part.ndim == 1 for part in answer.values())
        if not answer or not arrays or len({len(part) for part in answer.values()}) != 1:
            return None
        answer = pd.DataFrame(answer)
    if isinstance(answer, (list, tuple)):
        answer = _listed(answer)
    if isinstance(answer, np.ndarray) and answer.ndim in (1, 2):
        answer = pd.DataFrame(answer)
    if isinstance(answer, pd.Series):
        answer = answer.to_frame("answer")
    if not isinstance(answer, pd.DataFrame) or answer.shape[1] == 0:
        return None
    return _stamped(answer, bars)


def parted(one: pd.DataFrame, other: pd.DataFrame, until: pd.Timestamp | None, places: int) -> Difference | None:
    """Return the first answer, of those that both histories must agree on, where they do not.

    Parameters
    ----------
    until
        End of the last common bar: answers stamped later may differ.
    places
        Number of common bars, for answers without stamps.
    """
    one, other = _common(one, until, places), _common(other, until, places)
    if not one.index.equals(other.index):
        one, other = (
            one.align(other, join="outer", axis=0)
            if one.index.is_unique and other.index.is_unique
            else (one.reset_index(drop=True).align(other.reset_index(drop=True), join="outer", axis=0))
        )
    found = [_first(one.iloc[:, k], other.iloc[:, k]) for k in range(min(one.shape[1], other.shape[1]))]
    at = min((place for place in found if place is not None), default=None)
    if at is None:
        return None
    column = found.index(at)
    before, after = one.iloc[at, column], other.iloc[at, column]
    missing = _is_none(before) or _is_none(after)
    return Difference(at, one.index[at], before, after, missing, len(one) - at)


def _listed(answer: Any) -> Any:
    """A list of numbers, of texts, or of tuples; None in it stays what it is."""
    widths = {len(item) for item in answer if isinstance(item, tuple)}
    if len(widths) == 1:
        (width,) = widths
        return pd.DataFrame([item if isinstance(item, tuple) else (None,) * width for item in answer])
    if any(np.ndim(item) for item in answer):
        return None
    return pd.DataFrame({"answer": list(answer)})


def _stamped(frame: pd.DataFrame, bars: pd.Index) -> pd.DataFrame | None:
    index = frame.index
    if not isinstance(index, pd.DatetimeIndex):
        name = next((name for name in _STAMPS if name in frame and _is_moment(frame[name])), None)
        if name is not None:
            index = pd.DatetimeIndex(frame[name])
            frame = frame.drop(columns=name)
            if frame.shape[1] == 0:
                return None
    if isinstance(index, pd.DatetimeIndex):
        known = index.tz_localize("UTC") if index.tz is None else index.tz_convert("UTC")
        return frame.set_axis(known, axis=0).sort_index(kind="stable")
    if not len(bars) / 2 <= len(frame) <= len(bars):
        return None
    return frame.reset_index(drop=True)


def _is_moment(column: "pd.Series[Any]") -> bool:
    return bool(pd.api.types.is_datetime64_any_dtype(column))


def _common(rows: pd.DataFrame, until: pd.Timestamp | None, places: int) -> pd.DataFrame:
    if isinstance(rows.index, pd.DatetimeIndex):
        return rows[rows.index <= until] if until is not None else rows
    return rows.iloc[:places]


def _first(one: "pd.Series[Any]", other: "pd.Series[Any]") -> int | None:
    a, b = one.to_numpy(), other.to_numpy()
    if pd.api.types.is_numeric_dtype(one) and pd.api.types.is_numeric_dtype(other):
        differ = ~np.isclose(a.astype(float), b.astype(float), rtol=_CLOSE, atol=_CLOSE * _scale(a), equal_nan=True)
    else:
        differ = np.fromiter((_differs(x, y) for x, y in _pairs(a, b)), bool, len(a))
    return int(differ.argmax()) if differ.any() else None


def _pairs(a: np.ndarray, b: np.ndarray) -> Iterator[tuple[Any, Any]]:
    return zip(a.tolist(), b.tolist(), strict=True)


def _differs(x: Any, y: Any) -> bool:
    if _is_none(x) or _is_none(y):
        return _is_none(x) != _is_none(y)
    if isinstance(x, float) and isinstance(y, float):
        return abs(x - y) > _CLOSE * max(1.0, abs(x), abs(y)) if np.isfinite(x) and np.isfinite(y) else x != y
    return bool(x != y)


def _is_none(value: Any) -> bool:
    return value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value))


def _scale(values: np.ndarray) -> float:
    known = np.abs(values.astype(float))
    known = known[np.isfinite(known)]
    return float(np.median(known)) if len(known) else 0.0
