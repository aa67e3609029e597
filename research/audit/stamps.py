"""Rows of a signal file against the bars that they rest on: no stamp before a bar's end. Pure."""

from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from research.audit.finding import Evidence, Finding
from research.audit.kinds import KINDS

__all__ = ["early_rows"]


def early_rows(file: str, stamps: Sequence[datetime], ends: pd.DatetimeIndex) -> Finding | None:
    """Return the first row that is stamped at a moment at which no bar has ended, or None.

    Parameters
    ----------
    file
        The signal file's name; its first row is line 2.
    stamps
        The rows' stamps, naive UTC, to the second.
    ends
        end_time of the bars, UTC.
    """
    known = ends.tz_convert("UTC").tz_localize(None).floor("s")
    rows = (
        pd.DatetimeIndex(list(stamps)).as_unit(known.unit) if hasattr(known, "unit") else pd.DatetimeIndex(list(stamps))
    )
    strange = ~rows.isin(known)
    if not strange.any():
        return None
    at = int(strange.argmax())
    later = known[known > rows[at]]
    end = f"{later[0]:%Y-%m-%d %H:%M}" if len(later) else "none"
    words = KINDS["early-stamp"]
    row = f"{rows[at]:%Y-%m-%d %H:%M}"
    shown = (
        f"{int(strange.sum()):,} of {len(rows):,} rows are stamped when no bar ends; the next after {row} ends {end}"
    )
    evidence = Evidence(row, "", "", "", "", "the stored bars", walk=shown)
    return Finding(file, at + 2, "early-stamp", words.what, words.why, words.cure, "signal file", evidence)
