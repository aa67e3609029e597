"""What can go wrong inside the engine, in Lean's words where Lean has words for it."""

import linecache
import sys

from leanrig.errors import LeanrigError

__all__ = [
    "ArgumentException",
    "ArgumentNullException",
    "ArgumentOutOfRangeException",
    "DotnetError",
    "InvalidCastException",
    "InvalidOperationException",
    "KeyNotFoundException",
    "NotImplementedException",
    "NotSupportedException",
    "NotThereYet",
    "NullReferenceException",
    "RegressionTestException",
    "algorithm_line",
]


class DotnetError(Exception):
    """A .NET exception as Python code sees it: an Exception with a message and nothing else."""

    @property
    def message(self) -> str:
        return str(self)

    Message = message


class ArgumentException(DotnetError):
    """System.ArgumentException."""


class ArgumentNullException(ArgumentException):
    """System.ArgumentNullException."""


class ArgumentOutOfRangeException(ArgumentException):
    """System.ArgumentOutOfRangeException."""


class InvalidCastException(DotnetError):
    """System.InvalidCastException."""


class InvalidOperationException(DotnetError):
    """System.InvalidOperationException."""


class KeyNotFoundException(DotnetError):
    """System.Collections.Generic.KeyNotFoundException."""


class NotImplementedException(DotnetError):
    """System.NotImplementedException."""


class NotSupportedException(DotnetError):
    """System.NotSupportedException."""


class NullReferenceException(DotnetError):
    """System.NullReferenceException."""


class RegressionTestException(DotnetError):
    """QuantConnect.RegressionTestException, which Lean's own algorithms raise."""


class NotThereYet(LeanrigError):
    """A member that Lean has and this engine does not have yet."""

    exit_code = 2

    def __init__(self, member: str) -> None:
        super().__init__(
            f"{member} exists in Lean but is not in the embedded engine yet",
            where=algorithm_line(),
            cure="docs/engine.md lists what is there; `lean backtest PROJECT` runs it on Lean itself",
        )


_ALGORITHM_FOLDER: list[str] = []


def set_algorithm_folder(folder: str) -> None:
    """Remember where the user's files lie, so that errors can name their line."""
    _ALGORITHM_FOLDER[:] = [folder]


def algorithm_line() -> str:
    """Return `main.py: line 7: code` of the innermost frame in the user's files; empty when there is none."""
    frame = sys._getframe(1) if hasattr(sys, "_getframe") else None
    while frame is not None:
        name = frame.f_code.co_filename
        if any(name.startswith(folder) for folder in _ALGORITHM_FOLDER):
            code = linecache.getline(name, frame.f_lineno).strip()
            return f"{name.rsplit('/', 1)[-1]}: line {frame.f_lineno}: {code}"
        frame = frame.f_back
    return ""
