"""Data and keys of the workspace."""

from leanrig.health.finding import Finding, State
from leanrig.secrets import is_placeholder
from leanrig.settings import Settings
from leanrig.workspace import Workspace

__all__ = ["data", "keys"]

_NEEDED = ("market-hours/market-hours-database.json", "symbol-properties/symbol-properties-database.csv")


def data(workspace: Workspace) -> Finding:
    """Look at the data folder: what Lean cannot start without, and how many symbols have bars."""
    symbols = sorted(path.parent.name for path in workspace.data.glob("*/metadata.json"))
    missing = [name for name in _NEEDED if not (workspace.data / name).is_file()]
    if not symbols and len(missing) == len(_NEEDED):
        return Finding("Data", State.ABSENT, "no bars yet", "leanrig fetch AAPL --vendor sample")
    if missing:
        return Finding(
            "Data",
            State.BROKEN,
            f"Lean stops without {missing[0]}",
            "leanrig fetch a symbol again: it writes what is missing",
        )
    return Finding(
        "Data", State.GOOD, f"{len(symbols)} symbols: {', '.join(symbols[:5])}{' …' if len(symbols) > 5 else ''}"
    )


def keys(settings: Settings) -> list[Finding]:
    """Look at each vendor's key without showing it or calling anybody."""
    polygon = "set" if settings.api_key is not None else ""
    alpaca = "set, paper" if settings.alpaca.paper else "set, LIVE: real orders"
    rows = [
        ("Polygon key", polygon, "api_key: polygon_key.txt in leanrig.yaml, or POLYGON_API_KEY"),
        (
            "Alpaca keys",
            alpaca if _both(settings) else "",
            "alpaca: {api_key, api_secret} in leanrig.yaml, or APCA_API_KEY_ID and APCA_API_SECRET_KEY",
        ),
        ("OpenAI key", "set" if _has_openai(settings) else "", "OPENAI_API_KEY, or the key alone in open_ai.txt"),
    ]
    return [
        Finding(name, State.GOOD, word) if word else Finding(name, State.ABSENT, "not set", cure)
        for name, word, cure in rows
    ]


def _both(settings: Settings) -> bool:
    pair = (settings.alpaca.api_key, settings.alpaca.api_secret)
    return all(key is not None and not is_placeholder(key) for key in pair)


def _has_openai(settings: Settings) -> bool:
    return settings.openai_api_key is not None or (settings.root / "open_ai.txt").exists()
