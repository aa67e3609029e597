"""A recipe: what to trade, on which signals, within which limits; TOML that a trader can read aloud.

Parsed once into frozen values. Whatever could never trade, or would be refused later by Lean or a broker, is refused
here, with the key and what to do.
"""

import re
import tomllib
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from generator.brokers import BROKERS, Broker
from leanrig.errors import BadInput, Missing
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from signals.catalogue import make_detector, make_strength
from signals.contract import Regime

__all__ = ["Backtest", "Data", "Recipe", "Signals", "Trade", "load_recipe", "parse_recipe"]

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_TAKEN = {"backtests", "live", "optimizations", "storage", "report", "main", "signals", "signal", "json", "test"}


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Data(_Section):
    """Where the bars come from, and the days to fetch (both included)."""

    vendor: Literal["sample", "simulator"] = "sample"
    start: date
    end: date
    seed: int = 7

    @model_validator(mode="after")
    def _in_order(self) -> "Data":
        if self.start > self.end:
            raise ValueError(f"data.end ({self.end}) lies before data.start ({self.start})")
        return self


class Signals(_Section):
    """Detector and strength by name, with their parameters."""

    regime: str = "markov"
    strength: str = "momentum"
    regime_parameters: dict[str, Any] = Field(default_factory=dict)
    strength_parameters: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _known(self) -> "Signals":
        make_detector(self.regime, self.regime_parameters)
        make_strength(self.strength, self.strength_parameters)
        return self


class Trade(_Section):
    """From a row to an order; the limits are explained in signals/sizing.py."""

    act: Literal["next_open", "next_slice", "same_close"]
    exposure: float = Field(default=1.0, gt=0, le=2)
    regime_weights: dict[Regime, float] = Field(
        default={Regime.TRENDING: 1.0, Regime.CALM: 1.0, Regime.MEAN_REVERTING: 0.5, Regime.VOLATILE: 0.0}
    )
    minimum_confidence: float = Field(default=0.5, ge=0, le=1)
    long_only: bool = True
    maximum_drawdown: float = Field(default=0.25, gt=0, le=1)
    pause_rows: int = Field(default=21, ge=1)
    rebalance_band: float = Field(default=0.05, ge=0.001, le=1)

    @model_validator(mode="after")
    def _shares(self) -> "Trade":
        for regime, weight in self.regime_weights.items():
            if not 0 <= weight <= 1:
                raise ValueError(f"trade.regime_weights.{regime} is {weight}; it must lie from 0 to 1")
        if not any(self.regime_weights.values()):
            raise ValueError("trade.regime_weights are all 0: this recipe could never trade")
        return self


class Backtest(_Section):
    """Dates, money and broker of the run."""

    start: date
    end: date
    cash: int = Field(default=100_000, gt=0)
    benchmark: str
    brokerage: Literal[tuple(BROKERS)]  # type: ignore[valid-type]
    account: Literal["margin", "cash"] = "margin"
    parameters: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _in_order(self) -> "Backtest":
        if self.start > self.end:
            raise ValueError(f"backtest.end ({self.end}) lies before backtest.start ({self.start})")
        return self


class Recipe(_Section):
    """One recipe, one project."""

    name: str
    description: str = Field(min_length=1)
    template: Literal["classic"] = "classic"
    variant: Literal["file", "inline"] = "file"
    symbols: tuple[str, ...] = Field(min_length=1)
    security_type: SecurityType = SecurityType.EQUITY
    market: str | None = None
    resolution: Literal["daily", "hour", "minute"] = "daily"
    data: Data
    signals: Signals = Signals()
    trade: Trade
    backtest: Backtest

    @property
    def securities(self) -> tuple[Symbol, ...]:
        """The symbols as nouns."""
        return tuple(Symbol.parse(text, self.security_type, self.market) for text in self.symbols)

    @property
    def bar_size(self) -> Resolution:
        """The resolution as a noun."""
        return Resolution(self.resolution)

    @property
    def broker(self) -> Broker:
        """What the chosen broker model accepts."""
        return BROKERS[self.backtest.brokerage]

    @property
    def has_sessions(self) -> bool:
        """Whether rows are of daily bars of a market that opens and closes."""
        return self.security_type is SecurityType.EQUITY and self.resolution == "daily"

    @property
    def run_name(self) -> str:
        """What runs are kept under: the symbol, or the recipe's name where there is not exactly one."""
        return self.securities[0].ticker if len(self.symbols) == 1 else self.name

    def signal_key(self, symbol: Symbol) -> str:
        """The Object Store key of one symbol's rows."""
        return f"signals/{self.name}/{symbol.ticker.lower()}.csv"

    @model_validator(mode="after")
    def _sound(self) -> "Recipe":
        for complaint in (_name_trouble(self), _symbol_trouble(self), _act_trouble(self), _broker_trouble(self)):
            if complaint:
                raise ValueError(complaint)
        return self


def load_recipe(path: Path) -> Recipe:
    """Return the recipe in `path`; raise `Missing` or `BadInput` with file, key and cure."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Missing("there is no such recipe", where=str(path), cure="ls generator/recipes/") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"the recipe cannot be read: {error}", where=str(path), cure="check the file") from None
    return parse_recipe(text, where=str(path))


def parse_recipe(text: str, *, where: str = "") -> Recipe:
    """Return the recipe in `text`; `where` names it in errors."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"the recipe is no TOML: {error}", where=where, cure="correct that line") from None
    try:
        return Recipe(**found)
    except BadInput as error:
        raise BadInput(error.what, where=where, cure=error.cure) from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise _explained(first, where) from None


def _explained(problem: Any, where: str) -> BadInput:
    key = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        near = get_close_matches(key.split(".")[-1], _known_keys(problem["loc"]), n=1, cutoff=0.5)
        prefix = key.rpartition(".")[0]
        cure = (
            f"did you mean {prefix + '.' if prefix else ''}{near[0]}?"
            if near
            else "remove it; docs/render.md lists the keys"
        )
        return BadInput(f"unknown key {key}", where=where, cure=cure)
    if problem["type"] == "missing":
        return BadInput(f"{key} is missing", where=where, cure="add it; docs/render.md lists the keys")
    message = problem["msg"].removeprefix("Value error, ")
    what = message if key and key in message else f"{key + ': ' if key else ''}{message}"
    return BadInput(what, where=where, cure="change it in the recipe; docs/render.md explains each key")


def _known_keys(place: tuple[Any, ...]) -> list[str]:
    model: Any = Recipe
    for part in place[:-1]:
        model = model.model_fields[part].annotation
    return list(model.model_fields)


def _name_trouble(recipe: Recipe) -> str | None:
    if not _NAME.fullmatch(recipe.name):
        return f"name {recipe.name!r} must be small letters, digits and _, starting with a letter, 40 at most"
    if recipe.name in _TAKEN:
        return f"name {recipe.name!r} is taken by Lean, its CLI or Python: choose another"
    return None


def _symbol_trouble(recipe: Recipe) -> str | None:
    tickers = [symbol.ticker for symbol in recipe.securities]
    if len(set(tickers)) != len(tickers):
        return "symbols: one of them stands twice"
    if recipe.backtest.benchmark.upper() not in tickers:
        return f"backtest.benchmark {recipe.backtest.benchmark!r} must be one of the symbols: only their bars are there"
    return None


def _act_trouble(recipe: Recipe) -> str | None:
    act = recipe.trade.act
    if recipe.has_sessions and act != "next_open":
        return "trade.act must be 'next_open' for daily bars of stocks: a row of the close cannot be acted on before"
    if not recipe.has_sessions and act == "next_open":
        return "trade.act 'next_open' is for daily stocks only: use 'next_slice' (the first bar after the row)"
    return None


def _broker_trouble(recipe: Recipe) -> str | None:
    broker, run = recipe.broker, recipe.backtest
    if recipe.security_type not in broker.security_types:
        return f"backtest.brokerage {broker.name!r} does not trade {recipe.security_type}: use {_brokers_for(recipe)}"
    if run.account not in broker.accounts:
        return f"backtest.account {run.account!r} is not offered by {broker.name}: use {' or '.join(broker.accounts)}"
    if recipe.trade.act == "next_open" and not broker.takes_orders_for_the_open:
        return f"backtest.brokerage {broker.name!r} refuses orders for the open: this recipe could never trade"
    if run.account == "cash" and not recipe.trade.long_only:
        return "trade.long_only must be true in a cash account: it cannot be short"
    if run.account == "cash" and recipe.trade.exposure > 1:
        return "trade.exposure above 1 needs a margin account"
    return None


def _brokers_for(recipe: Recipe) -> str:
    return ", ".join(name for name, broker in BROKERS.items() if recipe.security_type in broker.security_types)
