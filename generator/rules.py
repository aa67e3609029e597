"""What a recipe may not say: every rule answers with a sentence that names the key and what to write instead. Pure."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from generator.brokers import BROKERS
from leanrig.model.symbol import SecurityType

if TYPE_CHECKING:
    from generator.recipe import Recipe

__all__ = ["trouble", "unfit_crosscheck", "unserved_by"]

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
# Kept by Lean's CLI for its output, or the name of a module that the project's own would hide; q_c makes QCAlgorithm.
_TAKEN = {"backtests", "live", "optimizations", "storage", "report", "main", "signals", "signal", "json", "test", "q_c"}
_MARKETS = {SecurityType.EQUITY: "usa", SecurityType.CRYPTO: "coinbase", SecurityType.FOREX: "oanda"}
_EQUITY, _CRYPTO, _FOREX = SecurityType.EQUITY, SecurityType.CRYPTO, SecurityType.FOREX
_SERVES = {
    "sample": {_EQUITY},
    "simulator": {_EQUITY, _CRYPTO},
    "auto": {_EQUITY, _CRYPTO, _FOREX},
    "polygon": {_EQUITY, _CRYPTO, _FOREX},
    "alpaca": {_EQUITY, _CRYPTO},
    "coinbase": {_CRYPTO},
}
_PAIR = re.compile("USD[A-Z]{3}|[A-Z]{3}USD")
# Of the account's worth, in a margin account, by Lean's models.
_LEVERAGE = {_EQUITY: 2, _CRYPTO: 1, _FOREX: 50}


def trouble(recipe: "Recipe") -> str | None:
    """Return what is wrong with the recipe as a whole, or None."""
    return next((found for rule in _RULES if (found := rule(recipe)) is not None), None)


def unfit_crosscheck(vendor: str, other: str, security_type: SecurityType) -> str | None:
    """Return why bars of `vendor` cannot be held against those of `other`, or None."""
    if vendor == "simulator":
        return "bars of the simulator were never traded: no vendor has them"
    if vendor == other:
        return f"{other} cannot be checked against itself"
    if security_type not in _SERVES[other]:
        return f"{other} has no {security_type}"
    return None


def unserved_by(vendor: str, recipe: "Recipe") -> str | None:
    """Return why `vendor` cannot have the recipe's bars, and who can; or None."""
    if vendor == "sample" and (recipe.security_type is not _EQUITY or recipe.resolution != "daily"):
        return f"'sample' has daily bars of stocks only: use {_others(recipe, vendor)}"
    if recipe.security_type not in _SERVES[vendor]:
        return f"{vendor!r} has no {recipe.security_type}: use {_others(recipe, vendor)}"
    return None


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
    unserved = unserved_by(data.vendor, recipe)
    if unserved is not None:
        return f"data.vendor {unserved}"
    if data.crosscheck is not None:
        unfit = unfit_crosscheck(data.vendor, data.crosscheck, recipe.security_type)
        if unfit is not None:
            return f"data.crosscheck: {unfit}; name another vendor or leave it out"
    if data.gaps == "forward_fill" and recipe.variant == "inline":
        return "data.gaps 'forward_fill' is for variant 'file': an inline algorithm computes on traded bars only"
    if run.start < data.start:
        return f"backtest.start ({run.start}) lies before data.start ({data.start}): there would be no bars"
    if run.end > data.end:
        return f"backtest.end ({run.end}) lies after data.end ({data.end}): there would be no bars"
    return None


def _others(recipe: "Recipe", vendor: str) -> str:
    found = (
        name for name, kinds in _SERVES.items() if recipe.security_type in kinds and name not in (vendor, "sample")
    )
    return ", ".join(repr(name) for name in found)


def _market(recipe: "Recipe") -> str | None:
    tickers = [symbol.ticker for symbol in recipe.regime_symbols]
    if len(set(tickers)) != len(tickers):
        return "signals.market: one of its symbols stands twice"
    if tickers and recipe.variant == "inline":
        return "signals.market is for the variants 'file' and 'module': an inline algorithm sees its own symbols only"
    return None


def _pairs(recipe: "Recipe") -> str | None:
    if recipe.security_type is not _FOREX:
        return None
    if recipe.resolution == "daily":
        return (
            "resolution: currencies cannot be traded by the day: Lean makes their market orders ones for the close, "
            "which Oanda refuses and which else wait for Friday; use 'hour'"
        )
    for symbol in recipe.securities:
        if not _PAIR.fullmatch(symbol.ticker) or symbol.ticker == "USDUSD":
            return (
                f"symbols: {symbol} has no dollar side, such as EURUSD or USDJPY have: the account is in dollars, and "
                "profits in another currency need prices of their own"
            )
        if recipe.backtest.account == "cash" and symbol.ticker.startswith("USD"):
            return f"backtest.account must be margin for {symbol}: in a cash account the dollars are its holdings"
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
    if recipe.security_type is _FOREX and broker.name == "interactive_brokers":
        return (
            "backtest.brokerage 'interactive_brokers' takes currencies in orders of 20,000 and more only: the smaller "
            "changes of a recipe would be refused; use default or oanda"
        )
    if recipe.security_type not in broker.security_types:
        others = ", ".join(name for name, other in BROKERS.items() if recipe.security_type in other.security_types)
        return f"backtest.brokerage {broker.name!r} does not trade {recipe.security_type}: use {others}"
    if run.account not in broker.accounts:
        return f"backtest.account {run.account!r} is not offered by {broker.name}: use {' or '.join(broker.accounts)}"
    if recipe.trade.act == "next_open" and not broker.takes_orders_for_the_open:
        return f"backtest.brokerage {broker.name!r} refuses orders for the open: this recipe could never trade"
    return None


def _money(recipe: "Recipe") -> str | None:
    run, is_crypto = recipe.backtest, recipe.security_type is _CRYPTO
    if run.account == "cash" and not recipe.trade.long_only:
        return "trade.long_only must be true in a cash account: it cannot be short"
    if is_crypto and not recipe.trade.long_only and not recipe.broker.shorts_coins:
        return f"trade.long_only must be true: {recipe.broker.name} does not lend coins"
    leverage = 1 if run.account == "cash" else _LEVERAGE[recipe.security_type]
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


_RULES: tuple[Callable[["Recipe"], str | None], ...] = (
    _name,
    _symbols,
    _market,
    _pairs,
    _data,
    _act,
    _broker,
    _money,
    _parameters,
)
