"""Sentences on what ran: recipe, detector, strength, parameters, and whose bars."""

from collections.abc import Iterator, Mapping
from typing import Any

from leanrig.model.recalled import Kind, RunText
from leanrig.report.recall.gist import gist_of, known_as
from leanrig.report.recall.run_files import RunFiles

__all__ = ["subject_texts"]

_BARS = {"tick": "tick by tick", "second": "by the second", "minute": "by the minute", "hour": "by the hour"}


def subject_texts(files: RunFiles) -> Iterator[RunText]:
    """Yield recipe, signals, parameters and data."""
    told: tuple[tuple[Kind, str], ...] = (
        ("recipe", _recipe(files)),
        ("recipe", _signals(files)),
        ("parameters", _parameters(files)),
        ("data", _data(files)),
    )
    for kind, words in told:
        if words:
            yield RunText(kind, "data" if kind == "data" else "summary", words, gist_of(words))


def _recipe(files: RunFiles) -> str:
    traded = ", ".join(known_as(symbol) for symbol in files.symbols)
    pace = _BARS.get(str(files.recipe.get("resolution", "")), "daily" if files.recipe else "")
    days = f"from {files.text('start')} to {files.text('end')}" if files.text("start") else ""
    head = f"{files.title}: " + ", ".join(part for part in (traded, pace, days) if part)
    described = str(files.recipe.get("description") or "").strip()
    return f"{head}. {described}" if described else head


def _signals(files: RunFiles) -> str:
    found = files.part("signals")
    parts = [f"regime detector {found['regime']}" if found.get("regime") else ""]
    parts += [f"strength {found['strength']}" if found.get("strength") else ""]
    settings = [*_pairs(found.get("regime_parameters")), *_pairs(found.get("strength_parameters"))]
    said = ", ".join(str(part).replace("_", " ") for part in parts if part)
    return f"Signals: {said}" + (f" ({', '.join(settings)})" if settings else "") if said else ""


def _parameters(files: RunFiles) -> str:
    pairs = _pairs(files.record.get("parameters"))
    weights = [f"{regime} {weight}" for regime, weight in _items(files.part("trade").get("regime_weights"))]
    return "; ".join(
        part
        for part in (
            f"Parameters: {', '.join(pairs)}" if pairs else "",
            f"weights by regime: {', '.join(weights)}" if weights else "",
        )
        if part
    )


def _data(files: RunFiles) -> str:
    said = []
    for symbol, found in _items(files.record.get("data")):
        if isinstance(found, Mapping):
            origin = ", ".join(str(found[key]) for key in ("vendor", "feed", "label", "adjustment") if found.get(key))
            said.append(f"{symbol} from {origin}")
    return f"Bars: {'; '.join(said[:6])}" if said else ""


def _pairs(found: object) -> list[str]:
    return [f"{key} = {value}" for key, value in _items(found)]


def _items(found: object) -> list[tuple[str, Any]]:
    return [(str(key), value) for key, value in found.items()] if isinstance(found, Mapping) else []
