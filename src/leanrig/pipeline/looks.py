"""What doctor looks at of each vendor: where its key was found, the vendor itself, the newest bar that it gave."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from leanrig.errors import LeanrigError
from leanrig.health.calls import call_summaries
from leanrig.health.vendors import Look
from leanrig.pipeline.vendors import is_enabled, vendor_of
from leanrig.providers.http.place import state_folder
from leanrig.providers.http.rates import Patience
from leanrig.settings import Settings
from leanrig.store.metadata import read_metadata
from leanrig.workspace import Workspace

__all__ = ["vendor_looks"]

_KEYS = {"polygon": ("api_key",), "alpaca": ("alpaca.api_key", "alpaca.api_secret"), "coinbase": ("coinbase.api_key",)}
_CURES = {
    "polygon": "the key alone in polygon_key.txt, or POLYGON_API_KEY",
    "alpaca": "alpaca: {api_key, api_secret} in leanrig.yaml, or APCA_API_KEY_ID and APCA_API_SECRET_KEY",
    "coinbase": "",
}
_FREE = {"alpaca": "coins only", "coinbase": "public prices"}
_QUICK = Patience(timeout_s=5, attempts=1, deadline_s=6, queue_s=2)


def vendor_looks(space: Workspace, settings: Settings, *, now: datetime) -> list[Look]:
    """Return a look for each vendor; what is wrong with its key is in the look and stops nothing."""
    newest = _newest(space.data)
    calls = call_summaries(state_folder(), now)
    looks = [_look(vendor, settings, newest.get(vendor)) for vendor in _KEYS]
    return [replace(look, calls=[c for c in calls if c.vendor == look.title.lower()]) for look in looks]


def _look(vendor: str, settings: Settings, newest: datetime | None) -> Look:
    title = vendor.capitalize()
    if not is_enabled(vendor, settings):
        return Look(title, "", None, "switched off", f"{vendor}: {{enabled: true}} in leanrig.yaml")
    try:
        found = [key for name in _KEYS[vendor] if (key := settings.key(name)) is not None]
        provider = vendor_of(vendor, settings=settings, state=state_folder(), patience=_QUICK)
    except LeanrigError as error:
        return Look(title, "", None, error.what, error.cure)
    if len(found) < len(_KEYS[vendor]):
        free = _FREE.get(vendor)
        if free is None:
            return Look(title, "", None, "no key", _CURES[vendor])
        return Look(title, f"no key: {free}", provider, newest=newest)
    paper = (", paper" if settings.alpaca.paper else ", LIVE: real orders") if vendor == "alpaca" else ""
    return Look(title, f"key from {found[0].where}{paper}", provider, newest=newest)


def _newest(data: Path) -> dict[str, datetime]:
    """Return the end of the last day that each vendor answered for, over all symbols, at most when it answered."""
    found: dict[str, datetime] = {}
    for vendor, moment in _answers(data):
        found[vendor] = max(moment, found.get(vendor, moment))
    return found


def _answers(data: Path) -> Iterator[tuple[str, datetime]]:
    for path in data.glob("*/metadata.json"):
        try:
            metadata = read_metadata(path.parent)
        except LeanrigError:
            continue  # what is wrong with a symbol's bars is told when they are read
        for entry in metadata.entries.values() if metadata else ():
            for segment in entry.segments:
                end = datetime.combine(segment.days.last + timedelta(days=1), time(), UTC)
                yield segment.source.vendor, min(end, segment.source.as_of)
