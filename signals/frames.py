"""The rules of a signal file over DataFrames: read, check, write. They are the contract's and no others."""

import pandas as pd

from signals.contract import COLUMNS, HEADER, Row, read_rows, written

__all__ = ["frame_of", "read_frame", "rows_of", "text_of"]


def frame_of(rows: list[Row]) -> pd.DataFrame:
    """Return rows as a frame with the contract's columns; `timestamp` is tz-aware UTC.

    `regime` holds the plain words, so that it groups and plots like any text.
    """
    stamps = pd.DatetimeIndex([row.stamp for row in rows]).tz_localize("UTC")
    columns = [
        pd.Series(stamps),
        [row.symbol for row in rows],
        [row.regime.value for row in rows],
        [row.confidence for row in rows],
        [row.strength for row in rows],
    ]
    return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))


def read_frame(text: str, *, name: str, symbol: str, has_sessions: bool) -> pd.DataFrame:
    """Return the rows of a signal file as a frame; see `read_rows` for what is refused."""
    return frame_of(read_rows(text, name=name, symbol=symbol, has_sessions=has_sessions))


def rows_of(frame: pd.DataFrame, *, name: str = "frame", has_sessions: bool) -> list[Row]:
    """Return the rows of a frame, checked as those of a file are; line 2 of an error is the frame's first row.

    Raises
    ------
    ValueError
        If columns are missing or in another order, the timestamps have no zone, or a row breaks the contract.
    """
    if tuple(frame.columns) != COLUMNS:
        raise ValueError(f"{name}: the columns are {list(frame.columns)} and must be {list(COLUMNS)}")
    if not isinstance(frame["timestamp"].dtype, pd.DatetimeTZDtype):
        raise ValueError(f"{name}: the timestamps have no zone; give them UTC with .dt.tz_localize('UTC')")
    if frame.empty:
        raise ValueError(f"{name} has no row")
    lines = [HEADER, *(_line(values) for values in frame.itertuples(index=False, name=None))]
    return read_rows(
        "\n".join(lines),
        name=name,
        symbol=str(frame["symbol"].iloc[0]),
        has_sessions=has_sessions,
        cure="correct that row",
    )


def text_of(frame: pd.DataFrame, *, has_sessions: bool) -> str:
    """Return the text of the signal file that holds the frame's rows, checked first."""
    return written(rows_of(frame, has_sessions=has_sessions))


def _line(values: tuple[pd.Timestamp, str, str, float, float]) -> str:
    stamp, symbol, regime, confidence, strength = values
    known = "" if pd.isna(stamp) else str(stamp.tz_convert("UTC").tz_localize(None))
    return f"{known},{symbol},{regime},{confidence!r},{strength!r}"
