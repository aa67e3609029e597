"""Bars in a parquet file of the user's own."""

from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

from leanrig.errors import BadInput, Missing
from leanrig.model.bars import BAR_COLUMNS, BarSet, Provenance
from leanrig.model.resolution import Resolution
from leanrig.model.sessions import bar_days
from leanrig.model.symbol import Symbol

__all__ = ["bars_of_file"]


def bars_of_file(path: Path, symbol: Symbol, resolution: Resolution, days: tuple[date, date]) -> BarSet:
    """Return the bars of some days: the columns of bars, and `end_time` with a zone as the index or as a column.

    Nothing else in the file says what it holds: symbol and resolution are taken on trust, the label names the file.

    Raises
    ------
    Missing
        If there is no such file.
    BadInput
        If it is no parquet file, or lacks columns or times.
    """
    try:
        frame = pd.read_parquet(path, engine="pyarrow")
    except FileNotFoundError:
        raise Missing("there is no such file", where=str(path), cure="name a parquet file, or a vendor") from None
    except (OSError, ValueError) as error:
        raise BadInput(f"the file cannot be read as parquet: {error}", where=str(path), cure="check the file") from None
    frame = frame.set_index("end_time") if "end_time" in frame.columns else frame
    absent = [column for column in BAR_COLUMNS if column not in frame.columns]
    if absent or not isinstance(frame.index, pd.DatetimeIndex) or frame.index.tz is None:
        what = f"the file has no {', '.join(absent)}" if absent else "the file has no end_time with a zone"
        raise BadInput(what, where=str(path), cure=f"it needs {', '.join(BAR_COLUMNS)} and end_time in UTC")
    bars = frame[list(BAR_COLUMNS)].astype("float64").tz_convert("UTC")
    day = bar_days(symbol, bars.index)
    chosen = bars[(day >= pd.Timestamp(days[0])) & (day <= pd.Timestamp(days[1]))]
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return BarSet(
        symbol, resolution, chosen, Provenance(path.name, "file", f"file {path.name}", "as in the file", changed)
    )
