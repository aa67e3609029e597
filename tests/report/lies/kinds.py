"""The list of kinds as it stands in `kinds.toml`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Kind", "kinds"]

FILE = Path(__file__).with_name("kinds.toml")


@dataclass(frozen=True, slots=True)
class Kind:
    """One way of lying; of those held out only the name is told."""

    name: str
    held_out: bool
    what: str = ""
    before: str = ""
    after: str = ""


def kinds() -> tuple[Kind, ...]:
    """Return all kinds in the order of the list."""
    return tuple(Kind(**kind) for kind in tomllib.loads(FILE.read_text("utf-8"))["kind"])
