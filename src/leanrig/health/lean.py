"""Real Lean on this machine besides Docker: the Lean CLI, QuantConnect's account, a Lean that was built here.

Nothing here reaches for the network.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from leanrig.errors import LeanrigError
from leanrig.health.finding import Finding, State

__all__ = ["CliLook", "lean_cli", "login", "native_lean"]


@dataclass(frozen=True, slots=True)
class CliLook:
    """What a start of the Lean CLI showed: `trouble` is the last it said where it does not start.

    `starts_alone` is whether it does without leanrig, which gives it the list of modules that an installation lacks
    until it has been fetched.
    """

    version: str
    starts_alone: bool
    trouble: str = ""


def lean_cli(look: Callable[[], CliLook]) -> Finding:
    """Look whether the `lean` program is there and able to start; `look` starts it, or raises what is missing."""
    try:
        found = look()
    except LeanrigError as error:
        return Finding("Lean CLI", State.ABSENT, error.what, error.cure)
    if found.trouble:
        return Finding(
            "Lean CLI", State.ABSENT, f"does not start: {found.trouble}", "pip install --force-reinstall lean"
        )
    if not found.starts_alone:
        return Finding(
            "Lean CLI",
            State.ABSENT,
            f"{found.version}, for leanrig only; typed by hand it cannot start: its list of modules was never fetched",
            "run `lean --version` once with a network",
        )
    return Finding("Lean CLI", State.GOOD, found.version)


def login(*, keys: str, home: Path) -> Finding:
    """Look who is known to QuantConnect: leanrig by its settings, the Lean CLI by its own file below `home`.

    Parameters
    ----------
    keys
        Where user id and token of the settings were found; empty where they are not set.
    """
    if keys:
        return Finding("QuantConnect", State.GOOD, f"user id and token from {keys}")
    detail = "not logged in: only the cloud needs it"
    if _has_credentials(home / ".lean" / "credentials"):
        detail = "`lean` is logged in, leanrig is not: only the cloud needs it"
    return Finding(
        "QuantConnect",
        State.ABSENT,
        detail,
        "QC_USER_ID and QC_API_TOKEN; for `lean` itself: lean login",
    )


def native_lean(look: Callable[[], str]) -> Finding:
    """Look for a Lean that the user built; `look` says what it found, or raises what is missing with its cure."""
    try:
        return Finding("Lean built here", State.GOOD, look())
    except LeanrigError as error:
        detail = f"{error.what}; {error.where}" if error.where else error.what
        return Finding("Lean built here", State.ABSENT, detail, error.cure)


def _has_credentials(path: Path) -> bool:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and bool(found.get("user-id")) and bool(found.get("api-token"))
