"""The line by which a runner leaves word, in console.txt, that it was leanrig that stopped a run. Pure."""

import re
from collections.abc import Iterable

__all__ = ["stopped_after", "stopped_line"]

_LINE = re.compile(r"leanrig: stopped at its time limit of (\S+) s")


def stopped_line(seconds: float) -> str:
    """Return the line to leave."""
    return f"leanrig: stopped at its time limit of {seconds:g} s"


def stopped_after(console: Iterable[str]) -> float | None:
    """Return the time limit that ended the run; None where none did."""
    return next((float(found[1]) for line in console if (found := _LINE.fullmatch(line.strip()))), None)
