"""What stands beside a signal file: from which bars, by which method with which parameters, fitted when. Pure."""

import inspect
from collections.abc import Mapping
from dataclasses import asdict
from importlib import import_module
from typing import Any

from generator.recipe import Recipe
from leanrig import __version__
from leanrig.model.bars import BarSet
from research.produce import Produced
from signals.catalogue import REGIMES, STRENGTHS

__all__ = ["described"]

_SHARE = (
    "share of earlier bars, in the same state and at a like distance from its threshold (where these are fewer than"
    " 100: in the same state), after which the state held one bar; no row before 100 cases"
)
_CONFIDENCE = {
    "changepoint": "filtered mass of the run lengths, each weighted by the chance that its variance fits the regime",
    "jump": "share of bars of the fit, at a like lead of one state over the other, of which hindsight said the same",
    "markov": "filtered probability of the regime",
    "trend": _SHARE,
    "volatility": _SHARE,
}


def described(
    recipe: Recipe, bar_set: BarSet, produced: Produced, sha256: str, inputs: Mapping[str, str]
) -> dict[str, Any]:
    """Return the sidecar's content.

    Parameters
    ----------
    sha256
        Of the signal file.
    inputs
        File name -> SHA-256 of the stored bars.
    """
    known = bar_set.provenance
    rows = produced.rows
    return {
        "recipe": recipe.name,
        "symbol": bar_set.symbol.ticker,
        "security_type": str(bar_set.symbol.security_type),
        "market": bar_set.symbol.market,
        "resolution": str(bar_set.resolution),
        "timestamp": "end of the bar, UTC",
        "rows": len(rows),
        "first": rows[0].stamp,
        "last": rows[-1].stamp,
        "sha256": sha256,
        "vendor": known.vendor,
        "feed": known.feed,
        "label": known.label,
        "provenance": asdict(known),
        "data": {"start": recipe.data.start, "end": recipe.data.end},
        "inputs": dict(inputs),
        "prices": "closes adjusted for splits and dividends as Lean shows them",
        "detector": _method(REGIMES, recipe.signals.regime, recipe.signals.regime_parameters),
        "strength": _method(STRENGTHS, recipe.signals.strength, recipe.signals.strength_parameters),
        "confidence": _CONFIDENCE[recipe.signals.regime],
        "regime_of": list(recipe.signals.market),
        "refits": [fit["known"] for fit in produced.fits],
        "fits": list(produced.fits),
        "strength_fits": list(produced.strength_fits),
        "leanrig": __version__,
    }


def _method(table: Mapping[str, tuple[str, str]], name: str, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Name and all parameters in force, the defaults too: they may change with the kit's version."""
    module, kind = table[name]
    known = inspect.signature(getattr(import_module(module), kind)).parameters
    return {"name": name, "parameters": {key: value.default for key, value in known.items()} | dict(chosen)}
