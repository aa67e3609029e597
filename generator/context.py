"""What a template may say: everything worked out, so that the template only chooses and fills in."""

import zlib
from typing import Any

from generator.recipe import Recipe, optimizable
from leanrig.model.symbol import SecurityType
from signals.catalogue import REGIMES, STRENGTHS

__all__ = ["context"]

_MARKETS = {
    SecurityType.EQUITY: "",
    SecurityType.CRYPTO: ", Market.COINBASE",
    SecurityType.FOREX: ", Market.OANDA",
}


def context(recipe: Recipe) -> dict[str, Any]:
    """Return the names that the templates of a project use."""
    run, trade = recipe.backtest, recipe.trade
    tickers = [symbol.ticker for symbol in recipe.securities]
    return {
        "name": recipe.name,
        "class_name": _class_name(recipe.name),
        "description": recipe.description,
        "variant": recipe.variant,
        "tickers": tickers,
        "start": run.start,
        "end": run.end,
        "cash": run.cash,
        "brokerage": recipe.broker.lean_name,
        "account": run.account.upper(),
        "security_type": str(recipe.security_type),
        "resolution": recipe.resolution.upper(),
        "market": _MARKETS[recipe.security_type],
        "benchmark": tickers.index(run.benchmark.strip().upper()),
        "is_benchmark_in_dollars": not _starts_with_dollars(recipe),
        "act": trade.act,
        "has_sessions": recipe.has_sessions,
        "waits_for_open": recipe.security_type is not SecurityType.CRYPTO and not recipe.has_sessions,
        "signals_folder": recipe.signal_folder,
        "has_utc_days": recipe.security_type is not SecurityType.EQUITY,
        "bars": "quote_bars" if recipe.security_type is SecurityType.FOREX else "bars",
        "first": recipe.data.start,
        "warm_up_days": (run.start - recipe.data.start).days,
        "detector": _made(REGIMES[recipe.signals.regime], "regime", recipe.signals.regime_parameters),
        "strength": _made(STRENGTHS[recipe.signals.strength], "strength", recipe.signals.strength_parameters),
        "limits": _limits(recipe),
        "parameters": recipe.own_parameters | recipe.backtest.parameters,
        "local_id": 100_000_000 + zlib.crc32(recipe.name.encode()) % 900_000_000,
    }


def _starts_with_dollars(recipe: Recipe) -> bool:
    is_pair = recipe.security_type is SecurityType.FOREX
    return is_pair and recipe.backtest.benchmark.strip().upper().startswith("USD")


def _class_name(name: str) -> str:
    """Return a name that none of Lean's, which the star import brings in, can be: a recipe may be called `symbol`."""
    return "".join(part.capitalize() for part in name.split("_")) + "Algorithm"


def _made(where: tuple[str, str], part: str, parameters: dict[str, Any]) -> dict[str, Any]:
    return {
        "module": where[0],
        "kind": where[1],
        # A table of a table, such as a blend's, is written as pairs: a rendered file holds no dictionaries.
        "parameters": {name: tuple(v.items()) if isinstance(v, dict) else v for name, v in parameters.items()},
        "optimizable": {name: f"{part}_{name}" for name in optimizable(parameters)},
    }


def _limits(recipe: Recipe) -> dict[str, Any]:
    trade = recipe.trade
    return {
        "exposure": float(trade.exposure),
        "regime_weights": {str(regime): float(weight) for regime, weight in trade.regime_weights.items()},
        "minimum_confidence": float(trade.minimum_confidence),
        "long_only": trade.long_only,
        "maximum_drawdown": float(trade.maximum_drawdown),
        "pause_rows": trade.pause_rows,
        "rebalance_band": float(trade.rebalance_band),
    }
