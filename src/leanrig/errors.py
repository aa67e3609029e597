"""Errors a person can act on: what happened, where, and what to do next.

Every error that leanrig means to raise is a `LeanrigError`. Its class decides the exit code of the command
(`docs/commands.md`), its three parts are the three lines that a terminal shows.
"""

from typing import ClassVar

__all__ = ["BadInput", "Interrupted", "LeanrigError", "Missing", "OwnFault", "VendorFailed"]


class LeanrigError(Exception):
    """What happened, where, and the cure as a sentence or a command that can be copied.

    Parameters
    ----------
    what
        One sentence, without a full stop at the end.
    where
        File and line, symbol, date: whatever finds the place. Empty where `what` says it all.
    cure
        What to do next.
    """

    exit_code: ClassVar[int] = 5

    def __init__(self, what: str, *, where: str = "", cure: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.cure = cure

    def __str__(self) -> str:
        return "\n".join(part for part in (self.what, self.where, self.cure) if part)

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows in place of a traceback: the three lines of a terminal."""
        lines = (("error", self.what), ("  where", self.where), ("  what to do", self.cure))
        return [f"{label}: {text}" for label, text in lines if text]


class BadInput(LeanrigError):
    """The user's text, file or option cannot be used as it is."""

    exit_code = 2


class Missing(LeanrigError):
    """Something that the command needs is not on this machine; `leanrig doctor` says the cure."""

    exit_code = 3


class VendorFailed(LeanrigError):
    """A vendor, Lean or another program answered with a failure."""

    exit_code = 4


class OwnFault(LeanrigError):
    """Our own mistake: worth a bug report."""

    exit_code = 5


class Interrupted(LeanrigError):
    """The user stopped the command; what was finished is kept."""

    exit_code = 130
