"""In which regime a fall of the account mostly fell. Pure."""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence

__all__ = ["moods_of"]

_COLUMNS = ["timestamp", "symbol", "regime", "confidence", "signal_strength"]


def moods_of(falls: Sequence[tuple[str, str]], signal_files: Iterable[str]) -> dict[tuple[str, str], str]:
    """Return the regime that most signal rows of each fall had; nothing where no row, or no regime for more than half.

    Parameters
    ----------
    falls
        First and last day of each, `YYYY-MM-DD`.
    signal_files
        The texts of the run's signal files.
    """
    rows = sorted(row for text in signal_files for row in _rows(text))
    found = {}
    for start, end in falls:
        seen = Counter(regime for day, regime in rows if start <= day <= end)
        regime, count = max(seen.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        if count * 2 > seen.total():
            found[start, end] = regime
    return found


def _rows(text: str) -> list[tuple[str, str]]:
    reader = csv.reader(text.splitlines())
    if next(reader, None) != _COLUMNS:
        return []
    return [(line[0][:10], line[2]) for line in reader if len(line) == len(_COLUMNS)]
