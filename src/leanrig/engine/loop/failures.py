"""What stops a run, in the words that real Lean leaves behind."""

import linecache
import sys
import traceback
from types import TracebackType

from leanrig.engine.errors import NotThereYet

__all__ = ["SetupFailed", "short", "told"]


class SetupFailed(Exception):
    """The run ended before its first moment."""


def told(err: BaseException) -> str:
    """The error's text, then the lines of the user's files it came through, as Lean prints Python errors."""
    if isinstance(err, SyntaxError):
        return f"{err} {(err.text or '').strip()}".strip()
    frames = [frame for frame in traceback.extract_tb(err.__traceback__) if _is_users(frame.filename)]
    if not frames:
        return short(err)
    lines = []
    for frame, marks in zip(frames, _marks(err.__traceback__), strict=True):
        lines.append(f"  at {frame.name}")
        lines.append(f"    {frame.line}")
        if marks:
            lines.append(f"    {marks}")
        lines.append(f" in {frame.filename.replace(chr(92), '/').rsplit('/', 1)[-1]}: line {frame.lineno}")
    return short(err) + "\n" + "\n".join(lines) + "\n"


def short(err: BaseException) -> str:
    """The error's own text; of a KeyError, what Lean makes of it."""
    if isinstance(err, NotThereYet):
        return str(err)
    if isinstance(err, KeyError) and err.args:
        return (
            f"The key '{err.args[0]}' was not found in the collection, which raises a KeyError exception. To prevent "
            "the exception, use collection.get(key), which returns None when the key is not found, or guard the access "
            "with 'if key in collection:'."
        )
    if isinstance(err, ModuleNotFoundError):
        return f"{err}. If it is a Python package, ensure it is installed in the environment."
    return str(err) or type(err).__name__


def _is_users(filename: str) -> bool:
    if filename.startswith("<"):
        return False
    engine = __file__.rsplit("leanrig", 1)[0] + "leanrig"
    system = (sys.prefix, sys.base_prefix)
    return not filename.startswith(engine) and not any(filename.startswith(place) for place in system)


def _marks(trace: TracebackType | None) -> list[str]:
    """The row of ~~~^^^ that Python shows under the line, for the user's frames."""
    marks = []
    for summary in traceback.extract_tb(trace):
        if not _is_users(summary.filename):
            continue
        start, end, line = summary.colno, summary.end_colno, summary.line
        if start is None or end is None or line is None or summary.lineno != summary.end_lineno:
            marks.append("")
            continue
        raw = linecache.getline(summary.filename, summary.lineno or 0)
        indent = len(raw) - len(raw.lstrip())
        carets = traceback.StackSummary.from_list([summary]).format()[0].splitlines()
        marks.append(carets[2][4:] if len(carets) > 2 and indent >= 0 else "")
    return marks
