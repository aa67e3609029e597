"""Signal files: the rows under Lean's Object Store, with a sidecar that says what they rest on."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from generator.recipe import Recipe
from leanrig import __version__
from leanrig.errors import BadInput
from leanrig.files import write_text
from leanrig.model.bars import BarSet
from leanrig.model.symbol import Symbol
from research.produce import Produced
from signals.contract import read_rows, written

__all__ = ["KeptSignals", "check_signals", "write_signals"]


@dataclass(frozen=True, slots=True)
class KeptSignals:
    """Where one symbol's file and sidecar lie."""

    symbol: Symbol
    path: Path
    sidecar: Path


def write_signals(
    storage: Path, recipe: Recipe, bar_set: BarSet, produced: Produced, *, inputs: Mapping[str, str], now: datetime
) -> KeptSignals:
    """Write one symbol's rows and sidecar.

    Parameters
    ----------
    storage
        Lean's Object Store root.
    inputs
        File name -> SHA-256 of the stored bars that the rows were computed from.
    now
        Rows later than this are refused: nothing can be known of them.

    Raises
    ------
    BadInput
        If the file that is there belongs to another recipe, or a row lies in the future.
    """
    path = storage / recipe.signal_key(bar_set.symbol)
    sidecar = path.with_suffix(".json")
    _refuse_other_recipe(sidecar, recipe)
    text = written(list(produced.rows))
    if produced.rows[-1].stamp > now.replace(tzinfo=None):
        raise BadInput(
            f"the last row ({produced.rows[-1].stamp}) lies in the future", where=str(path), cure="check data.end"
        )
    write_text(path, text)
    write_text(sidecar, json.dumps(_described(recipe, bar_set, produced, text, inputs), indent=1, default=str) + "\n")
    return KeptSignals(bar_set.symbol, path, sidecar)


def check_signals(path: Path, recipe: Recipe, symbol: Symbol, *, now: datetime) -> int:
    """Return the number of rows of a signal file; raise `BadInput` where an algorithm would refuse or misread it."""
    if not path.exists():
        raise BadInput("the signal file is missing", where=str(path), cure=f"leanrig signals {recipe.name}")
    try:
        text = path.read_text(encoding="utf-8")
        rows = read_rows(text, name=str(path), symbol=symbol.ticker, has_sessions=recipe.has_sessions)
    except (ValueError, OSError) as error:
        raise BadInput(str(error), cure=f"leanrig signals {recipe.name}") from None
    if rows[-1].stamp > now.replace(tzinfo=None):
        raise BadInput(
            f"a row ({rows[-1].stamp}) lies in the future", where=str(path), cure=f"leanrig signals {recipe.name}"
        )
    return len(rows)


def _described(
    recipe: Recipe, bar_set: BarSet, produced: Produced, text: str, inputs: Mapping[str, str]
) -> dict[str, Any]:
    known = bar_set.provenance
    return {
        "recipe": recipe.name,
        "symbol": bar_set.symbol.ticker,
        "rows": len(produced.rows),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "resolution": str(bar_set.resolution),
        "timestamp": "end of the bar, UTC",
        "signals": recipe.signals.model_dump(mode="json"),
        "confidence": _CONFIDENCE[recipe.signals.regime],
        "fits": list(produced.fits),
        "provenance": asdict(known),
        "inputs": dict(inputs),
        "leanrig": __version__,
    }


_CONFIDENCE = {
    "markov": "filtered probability of the regime",
    "trend": "share of earlier like cases after which the state held one bar",
    "volatility": "share of earlier like cases after which the state held one bar",
}


def _refuse_other_recipe(sidecar: Path, recipe: Recipe) -> None:
    if not sidecar.exists():
        return
    try:
        owner = json.loads(sidecar.read_text())["recipe"]
    except (ValueError, KeyError):
        raise BadInput(
            "the sidecar cannot be read", where=str(sidecar), cure="delete it and its .csv, then run again"
        ) from None
    if owner != recipe.name:
        raise BadInput(
            f"the signal file belongs to the recipe {owner!r}", where=str(sidecar), cure="rename one of the recipes"
        )
