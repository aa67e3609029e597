"""What a project may be called in the cloud and by the Lean CLI, which keeps some names for its own folders."""

import re

from leanrig.errors import BadInput

__all__ = ["require_name"]

_ALLOWED = re.compile(r"[-_a-zA-Z0-9/ ]+")
_OUTPUTS = {"backtests", "live", "optimizations", "storage", "report"}
_SYSTEM = {"con", "prn", "aux", "nul", "bin", "obj", *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(10))}


def require_name(name: str) -> str:
    """Return the name of a cloud project; raise `BadInput` for one that the cloud or the Lean CLI would not take."""
    parts = name.split("/")
    reserved = [part for part in parts if part.lower() in _SYSTEM]
    reserved += [parts[-1]] if parts[-1].lower() in _OUTPUTS else []
    if reserved:
        raise BadInput(
            f"the project name {reserved[0]!r} is reserved by the Lean CLI", where=name, cure="give it another name"
        )
    if not _ALLOWED.fullmatch(name) or any(part != part.strip() or not part for part in parts):
        raise BadInput(
            "the cloud takes letters, digits, spaces, - and _ in a project's name",
            where=name,
            cure="give it another name",
        )
    return name
