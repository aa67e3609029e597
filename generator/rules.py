"""What a recipe may not say: every rule answers with a sentence that names the key and what to write instead. Pure."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from generator.brokers import BROKERS
from leanrig.model.symbol import SecurityType

if TYPE_CHECKING:
    from generator.recipe import Recipe

__all__ = ["trouble"]

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
# Kept by Lean's CLI for its output, or the name of a module that the project's own would hide; q_c makes QCAlgorithm.
_TAKEN = {"backtests", "live", "optimizations", "storage", "report", "main", "signals", "signal", "json", "test", "q_c"}
_MARKETS = {SecurityType.EQUITY: "usa", SecurityType.CRYPTO: "coinbase"}


def trouble(recipe: "Recipe") -> str | None:
    """Return what is wrong with the recipe as a whole, or None."""
    return next((found for rule in _RULES if (found := rule(recipe)) is not None), None)


def _name(recipe: "Recipe") -> str | None:
    if not _NAME.fullmatch(recipe.name):
        return f"name {recipe.name!r} must be small letters, digits and _, starting with a letter, 40 at most"
    if recipe.name in _TAKEN:
        return f"name {recipe.name!r} is taken by Lean, its CLI or Python: choose another"
    return None


def _symbols(recipe: "Recipe") -> str | None:
    tickers = [symbol.ticker for symbol in recipe.securities]
    if len(set(tickers)) != len(tickers):
        return "symbols: one of them stands twice"
    if recipe.backtest.benchmark.strip().upper() not in tickers:
        return f"backtest.benchmark {recipe.backtest.benchmark!r} must be one of the symbols: only their bars are there"
    market = _MARKETS[recipe.security_type]
    if recipe.market not in (None, market):
        return f"market {recipe.market!r} is not known for {recipe.security_type}: write {market!r} or leave it out"
    return None


def _data(recipe: "Recipe") -> str | None:
    data, run = recipe.data, recipe.backtest
    if data.vendor == "sample" and (recipe.security_type is not SecurityType.EQUITY or recipe.resolution != "daily"):
        return "data.vendor 'sample' has daily bars of stocks only: use 'simulator'"
    if data.gaps == "forward_fill" and recipe.variant == "inline":
        return "data.gaps 'forward_fill' is for variant 'file': an inline algorithm computes on traded bars only"
    if run.start < data.start:
        return f"backtest.start ({run.start}) lies before data.start ({data.start}): there would be no bars"
    if run.end > data.end:
        return f"backtest.end ({run.end}) lies after data.end ({data.end}): there would be no bars"
    return None


def _act(recipe: "Recipe") -> str | None:
    act = recipe.trade.act
    if recipe.has_sessions and act != "next_open":
        return "trade.act must be 'next_open' for daily bars of stocks: a row of the close cannot be acted on before"
    if not recipe.has_sessions and act == "next_open":
        return "trade.act 'next_open' is for daily stocks only: use 'next_slice' (the first bar after the row)"
    return None


def _broker(recipe: "Recipe") -> str | None:
    broker, run = recipe.broker, recipe.backtest
    if recipe.security_type not in broker.security_types:
        others = ", ".join(name for name, other in BROKERS.items() if recipe.security_type in other.security_types)
        return f"backtest.brokerage {broker.name!r} does not trade {recipe.security_type}: use {others}"
    if run.account not in broker.accounts:
        return f"backtest.account {run.account!r} is not offered by {broker.name}: use {' or '.join(broker.accounts)}"
    if recipe.trade.act == "next_open" and not broker.takes_orders_for_the_open:
        return f"backtest.brokerage {broker.name!r} refuses orders for the open: this recipe could never trade"
    return None


def _money(recipe: "Recipe") -> str | None:
    run, is_crypto = recipe.backtest, recipe.security_type is SecurityType.CRYPTO
    if run.account == "cash" and not recipe.trade.long_only:
        return "trade.long_only must be true in a cash account: it cannot be short"
    if is_crypto and not recipe.trade.long_only and not recipe.broker.shorts_coins:
        return f"trade.long_only must be true: {recipe.broker.name} does not lend coins"
    leverage = 1 if run.account == "cash" or is_crypto else 2
    if recipe.trade.exposure > leverage:
        return (
            f"trade.exposure is {recipe.trade.exposure:g}; this account holds {leverage} times its worth at most, "
            "every larger order would be refused"
        )
    return None


def _parameters(recipe: "Recipe") -> str | None:
    for name in recipe.backtest.parameters:
        if name in recipe.own_parameters:
            return f"backtest.parameters.{name} is set by the recipe already: change it under [trade]"
    return None


_RULES: tuple[Callable[["Recipe"], str | None], ...] = (_name, _symbols, _data, _act, _broker, _money, _parameters)
