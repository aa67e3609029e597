"""The line by which a runner leaves word, in console.txt, that it was leanrig that stopped a run. Pure."""

import re
from collections.abc import Iterable

__all__ = ["stopped_after", "stopped_line"]

_LINE = re.compile(r"leanrig: stopped at its time limit of (\S+) s")


def stopped_line(seconds: float) -> str:
    """Return the line to leave."""
    return f"leanrig: stopped at its time limit of {seconds:g} s"


def stopped_after(console: Iterable[str]) -> float | None:
    """Return the time limit in seconds that ended the run; None where none did."""
    for line in console:
        if found := _LINE.fullmatch(line.strip()):
            seconds = float(found[1])
            return int(seconds) if seconds.is_integer() else seconds
    return None
