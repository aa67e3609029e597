"""What a signal row is: five columns, a closed set of regimes, one meaning of the timestamp. Standard library only.

A row may be acted on from its timestamp on: the end, in UTC and to the second, of the bar that it was computed from.
It rests on nothing later.
"""

import math
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["COLUMNS", "HEADER", "Regime", "Row", "read_rows", "rounded", "written"]

COLUMNS = ("timestamp", "symbol", "regime", "confidence", "signal_strength")
HEADER = ",".join(COLUMNS)
DECIMALS = 6
_FORM = "%Y-%m-%d %H:%M:%S"
# Where New York's midnight lies in UTC, and UTC's own: a daily bar of a session ends at none of these.
_MIDNIGHTS = ("00:00:00", "04:00:00", "05:00:00")


class Regime(StrEnum):
    """The market's state at a bar's end."""

    TRENDING = "trending"
    MEAN_REVERTING = "mean_reverting"
    VOLATILE = "volatile"
    CALM = "calm"


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `stamp` is naive UTC, `confidence` from 0 to 1, `strength` from -1 (short) to 1 (long)."""

    stamp: datetime
    symbol: str
    regime: Regime
    confidence: float
    strength: float

    @property
    def tag(self) -> str:
        """What an order that rests on this row is tagged with."""
        return f"{self.stamp:{_FORM}} {self.regime} {self.strength:.6g}"

    @property
    def text(self) -> str:
        """The line of the file."""
        return f"{self.stamp:{_FORM}},{self.symbol},{self.regime},{_number(self.confidence)},{_number(self.strength)}"


def rounded(value: float) -> float:
    """Round half to even to the decimals of the file: made once, so that file and live rows are the same."""
    return round(value, DECIMALS) + 0.0


def written(rows: list[Row]) -> str:
    """Return the file's text."""
    return "\n".join([HEADER, *(row.text for row in rows)]) + "\n"


def read_rows(text: str, *, name: str, symbol: str, has_sessions: bool) -> list[Row]:
    """Return the rows of a signal file.

    Parameters
    ----------
    name
        What the file is called in errors.
    symbol
        The only symbol that may stand in it.
    has_sessions
        Whether the rows are of daily bars of a market with sessions: a stamp at midnight is refused then, since it
        would be traded a full day too early.

    Raises
    ------
    ValueError
        At the first bad row, with file, line, what is wrong and what to do.
    """
    lines = text.removeprefix("﻿").splitlines()
    if not lines or not any(line.strip() for line in lines):
        raise ValueError(f"{name} is empty: make it again with `leanrig signals`")
    if lines[0].strip() != HEADER:
        raise ValueError(f"{name}, line 1: the header is {lines[0]!r} and must be {HEADER!r}")
    rows: list[Row] = []
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        row = _parsed(line, f"{name}, line {number}", symbol, has_sessions)
        if rows and row.stamp <= rows[-1].stamp:
            word = "stands twice" if row.stamp == rows[-1].stamp else "is earlier than the row before"
            raise ValueError(f"{name}, line {number}: {row.stamp} {word}; rows must be sorted and unique")
        rows.append(row)
    if not rows:
        raise ValueError(f"{name} has a header and no row: make it again with `leanrig signals`")
    return rows


def _parsed(line: str, where: str, symbol: str, has_sessions: bool) -> Row:
    fields = line.strip().split(",")
    if len(fields) != len(COLUMNS):
        raise ValueError(f"{where}: {len(fields)} fields instead of {len(COLUMNS)}")
    stamp, ticker, regime, confidence, strength = fields
    if ticker != symbol:
        raise ValueError(f"{where}: the symbol is {ticker!r} and must be {symbol!r}")
    if regime not in set(Regime):
        raise ValueError(f"{where}: {regime!r} is no regime; the regimes are {', '.join(Regime)}")
    return Row(
        _stamp(stamp, where, has_sessions),
        ticker,
        Regime(regime),
        _within(confidence, where, "confidence", 0.0),
        _within(strength, where, "signal_strength", -1.0),
    )


def _stamp(text: str, where: str, has_sessions: bool) -> datetime:
    try:
        stamp = datetime.strptime(text, _FORM)
    except ValueError:
        raise ValueError(
            f"{where}: {text!r} is no timestamp; write the bar's end in UTC as 2025-01-15 14:30:00"
        ) from None
    if has_sessions and text.endswith(_MIDNIGHTS):
        raise ValueError(f"{where}: {text} is a midnight, not the end of a session; it would be traded a day too early")
    return stamp


def _within(text: str, where: str, what: str, low: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and low <= value <= 1):
        raise ValueError(f"{where}: {what} {text!r} is not a number from {low:g} to 1")
    return value


def _number(value: float) -> str:
    text = f"{value:.{DECIMALS}f}".rstrip("0")
    return text + "0" if text.endswith(".") else text
