"""What a signal row is: five columns, a closed set of regimes, one meaning of the timestamp. Standard library only.

A row may be acted on from its timestamp on: the end, in UTC and to the second, of the bar that it was computed from.
It rests on nothing later.
"""

import math
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["COLUMNS", "DECIMALS", "HEADER", "Regime", "Row", "read_rows", "rounded", "written"]

COLUMNS = ("timestamp", "symbol", "regime", "confidence", "signal_strength")
HEADER = ",".join(COLUMNS)
DECIMALS = 6
_SHOWN = 60
_STAMP = len("2025-01-15 14:30:00")
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
        """What an order that rests on this row is tagged with: stamp, regime and strength as the file has them."""
        return f"{self.stamp} {self.regime} {_number(self.strength)}"

    @property
    def text(self) -> str:
        """The line of the file."""
        return f"{self.stamp},{self.symbol},{self.regime},{_number(self.confidence)},{_number(self.strength)}"


def rounded(value: float) -> float:
    """Round half to even to the decimals of the file: made once, so that file and live rows are the same."""
    return round(value, DECIMALS) + 0.0  # never -0.0


def written(rows: list[Row]) -> str:
    """Return the file's text."""
    return "\n".join([HEADER, *(row.text for row in rows)]) + "\n"


def read_rows(
    text: str,
    *,
    name: str,
    symbol: str,
    has_sessions: bool,
    now: datetime | None = None,
    cure: str = "make it again: leanrig signals RECIPE",
) -> list[Row]:
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
    now
        Naive UTC; a row stamped later is refused, as nothing can be known of it. None looks at no clock.
    cure
        What the error tells the reader to do.

    Raises
    ------
    ValueError
        At the first bad row, in one sentence: file, line, what is wrong and what to do.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    if not any(line.strip() for line in lines):
        raise ValueError(f"{name} is empty; {cure}")
    number, rows = 1, list[Row]()
    try:
        _check_header(lines[0])
        for number, line in enumerate(lines[1:], 2):  # noqa: B007 (the error below names it)
            if line and not line.isspace():
                row = _parsed(line, symbol, has_sessions)
                _check_order(row, rows, now)
                rows.append(row)
    except ValueError as error:
        raise ValueError(f"{name}, line {number}: {error}; {cure}") from None
    if not rows:
        raise ValueError(f"{name} has a header and no row; {cure}")
    return rows


def _check_header(line: str) -> None:
    if line.strip() != HEADER:
        raise ValueError(f"the header is {line[:_SHOWN]!r} and must be {HEADER!r}")


def _check_order(row: Row, before: list[Row], now: datetime | None) -> None:
    if before and row.stamp <= before[-1].stamp:
        word = "stands twice" if row.stamp == before[-1].stamp else "is earlier than the row before"
        raise ValueError(f"{row.stamp} {word}, and rows must be sorted and unique")
    if now is not None and row.stamp > now:
        raise ValueError(f"{row.stamp} lies in the future, of which nothing can be known")


def _parsed(line: str, symbol: str, has_sessions: bool) -> Row:
    fields = line.strip().split(",")
    if len(fields) != len(COLUMNS):
        raise ValueError(f"{len(fields)} fields instead of {len(COLUMNS)}")
    stamp, ticker, regime, confidence, strength = fields
    if ticker != symbol:
        raise ValueError(f"the symbol is {ticker[:_SHOWN]!r} and must be {symbol!r}")
    return Row(
        _stamp(stamp, has_sessions),
        ticker,
        _regime(regime),
        _within(confidence, "confidence", 0.0),
        _within(strength, "signal_strength", -1.0),
    )


def _stamp(text: str, has_sessions: bool) -> datetime:
    try:
        stamp = datetime.fromisoformat(text)
        exact = str(stamp) == text and len(text) == _STAMP  # no bare date, zone, fraction of a second, number of a week
    except ValueError:
        exact = False
    if not exact:
        raise ValueError(f"{text[:_SHOWN]!r} is no timestamp such as 2025-01-15 14:30:00, the bar's end in UTC")
    if has_sessions and text.endswith(_MIDNIGHTS):
        raise ValueError(f"{text} is a midnight and not the end of a session, and would be traded a day too early")
    return stamp


def _regime(text: str) -> Regime:
    try:
        return Regime(text)
    except ValueError:
        raise ValueError(f"{text[:_SHOWN]!r} is no regime (they are {', '.join(Regime)})") from None


def _within(text: str, what: str, low: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not low <= value <= 1:  # false for what is not a number, too
        raise ValueError(f"{what} {text[:_SHOWN]!r} is not a number from {low:g} to 1")
    return value


def _number(value: float) -> str:
    text = f"{rounded(value):.{DECIMALS}f}".rstrip("0")
    return text + "0" if text.endswith(".") else text
