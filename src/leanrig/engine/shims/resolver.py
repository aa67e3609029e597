"""Which object of the engine stands behind a name of Lean's."""

import importlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from leanrig.engine.shims.placeholders import Placeholder

__all__ = ["all_names", "names_of", "namespaces", "resolve"]

_HERE = Path(__file__).resolve().parent
_ENGINE = _HERE.parent
_CLASS = re.compile(r"^class ([A-Z]\w*)", re.M)
# Namespaces whose names `from AlgorithmImports import *` brings, in Lean's order: later ones win.
_STARRED = [
    "System", "System.Drawing", "QuantConnect", "QuantConnect.Api", "QuantConnect.Util", "QuantConnect.Data",
    "QuantConnect.Orders", "QuantConnect.Python", "QuantConnect.Storage", "QuantConnect.Research",
    "QuantConnect.Commands", "QuantConnect.Algorithm", "QuantConnect.Statistics", "QuantConnect.Parameters",
    "QuantConnect.Benchmarks", "QuantConnect.Brokerages", "QuantConnect.Securities",
    "QuantConnect.Indicators", "QuantConnect.Interfaces", "QuantConnect.Scheduling",
    "QuantConnect.DataSource", "QuantConnect.Orders.Fees", "QuantConnect.Data.Custom",
    "QuantConnect.Data.Market", "QuantConnect.Lean.Engine", "QuantConnect.Orders.Fills",
    "QuantConnect.Configuration", "QuantConnect.Notifications", "QuantConnect.Data.Auxiliary",
    "QuantConnect.Data.Shortable", "QuantConnect.Orders.Slippage", "QuantConnect.Securities.Forex",
    "QuantConnect.Data.Fundamental", "QuantConnect.Securities.Crypto", "QuantConnect.Securities.Option",
    "QuantConnect.Securities.Equity", "QuantConnect.Securities.Future", "QuantConnect.Data.Consolidators",
    "QuantConnect.Orders.TimeInForces", "QuantConnect.Algorithm.Framework",
    "QuantConnect.Algorithm.Selection", "QuantConnect.Securities.Positions",
    "QuantConnect.Orders.OptionExercise", "QuantConnect.Securities.Volatility",
    "QuantConnect.Securities.Interfaces", "QuantConnect.Data.UniverseSelection",
    "QuantConnect.Securities.IndexOption", "QuantConnect.Data.Custom.IconicTypes",
    "QuantConnect.Securities.CryptoFuture", "QuantConnect.Algorithm.Framework.Risk",
    "QuantConnect.Algorithm.Framework.Alphas", "QuantConnect.Algorithm.Framework.Execution",
    "QuantConnect.Algorithm.Framework.Portfolio", "QuantConnect.Indicators.CandlestickPatterns",
    "QuantConnect.Algorithm.Framework.Portfolio.SignalExports", "QuantConnect.Algorithm.Framework.Selection",
]  # fmt: skip
# Names of Lean's that stand for another class here, as module:attribute below leanrig.engine.
_SAME_AS = {
    "SecurityCache": "securities.price_cache:PriceCache",
    "QCAlgorithmFramework": "algorithm.qc_algorithm:QCAlgorithm",
    "QCAlgorithmFrameworkBridge": "algorithm.qc_algorithm:QCAlgorithm",
}
# Rooms that Lean's Python code cannot name.
_INNER = {"shims", "loop", "feed"}


@cache
def _names() -> dict[str, list[str]]:
    names: dict[str, list[str]] = json.loads((_HERE / "names.json").read_text(encoding="utf-8"))
    return names


def namespaces() -> frozenset[str]:
    """All .NET namespaces that can be imported, with their parents."""
    return frozenset(
        ".".join(parts[: count + 1]) for parts in (name.split(".") for name in _names()) for count in range(len(parts))
    )


def names_of(namespace: str) -> list[str]:
    """The names that Lean has in a namespace."""
    return _names().get(namespace, [])


@cache
def all_names() -> dict[str, str]:
    """Every name of `from AlgorithmImports import *` with the namespace it comes from."""
    found = {name: namespace for namespace in _STARRED for name in names_of(namespace)}
    return found | dict.fromkeys(_SAME_AS, "QuantConnect.Algorithm")


@cache
def _own() -> dict[str, str]:
    """Classes of the engine by name, found by reading its files without importing them."""
    found: dict[str, str] = {}
    for path in sorted(_ENGINE.rglob("*.py")):
        parts = path.relative_to(_ENGINE).with_suffix("").parts
        if parts[0] in _INNER or (len(parts) < 2 and parts[0] in ("child",)):
            continue
        module = ".".join(part for part in parts if part != "__init__")
        for name in _CLASS.findall(path.read_text(encoding="utf-8")):
            found.setdefault(name, module)
    return found


@cache
def resolve(name: str, namespace: str) -> Any:
    """The engine's object of that name, or a placeholder that says that it is not there yet."""
    place = _SAME_AS.get(name)
    if place is None and name in _own():
        place = f"{_own()[name]}:{name}"
    if place is None:
        return Placeholder(name, namespace)
    module, attribute = place.split(":")
    return getattr(importlib.import_module(f"leanrig.engine.{module}"), attribute)
