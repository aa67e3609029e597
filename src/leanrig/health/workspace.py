"""Data and keys of the workspace."""

from leanrig.errors import LeanrigError
from leanrig.health.finding import Finding, State
from leanrig.settings import Settings
from leanrig.workspace import Workspace, read_json_with_comments

__all__ = ["data", "keys", "organization"]

_NEEDED = ("market-hours/market-hours-database.json", "symbol-properties/symbol-properties-database.csv")
_ORGANIZATIONS = ("organization-id", "job-organization-id")


def data(workspace: Workspace) -> Finding:
    """Look at the data folder: what Lean cannot start without, and how many symbols have bars."""
    symbols = sorted(path.parent.name for path in workspace.data.glob("*/metadata.json"))
    missing = [name for name in _NEEDED if not (workspace.data / name).is_file()]
    if not symbols and len(missing) == len(_NEEDED):
        return Finding(
            "Data",
            State.ABSENT,
            "no bars of leanrig's yet, nor what Lean starts with",
            "leanrig fetch AAPL --vendor sample",
        )
    if missing:
        return Finding(
            "Data",
            State.BROKEN,
            f"Lean stops without {missing[0]}",
            "leanrig fetch a symbol again: it writes what is missing",
        )
    if not symbols:
        return Finding("Data", State.GOOD, "what Lean starts with is there; no bars of leanrig's yet")
    return Finding(
        "Data", State.GOOD, f"{len(symbols)} symbols: {', '.join(symbols[:5])}{' …' if len(symbols) > 5 else ''}"
    )


def organization(workspace: Workspace) -> Finding:
    """Look whether `lean.json` names an organization, without which the Lean CLI stops, though any text will do."""
    found = read_json_with_comments(workspace.root / "lean.json")
    named = [value for key in _ORGANIZATIONS if (value := found.get(key)) is not None]
    if not named:
        return Finding(
            "Organization",
            State.ABSENT,
            "none in lean.json: `lean` takes it for a workspace of an older version and stops",
            'add `"organization-id": ""` to lean.json, or your own',
        )
    return Finding(
        "Organization", State.GOOD, "named in lean.json" if any(named) else "empty: enough without the cloud"
    )


def keys(settings: Settings) -> list[Finding]:
    """Look at the keys of those who are no data vendors, without showing them or calling anybody."""
    return [_perplexity(settings)]


def _perplexity(settings: Settings) -> Finding:
    thing, cure = "Perplexity", "PERPLEXITY_API_KEY, or the key alone in perplexity_key.txt"
    try:
        found = settings.key("perplexity.api_key")
    except LeanrigError as error:
        return Finding(thing, State.ABSENT, error.what, error.cure)
    if found is None:
        return Finding(thing, State.ABSENT, "no key: reports come without news", cure)
    hourly = settings.perplexity.queries_per_hour
    return Finding(thing, State.GOOD, f"key from {found.where}; at most {hourly} queries an hour")
