"""A recipe: what to trade, on which signals, within which limits; TOML that a trader can read aloud.

Parsed once into frozen values. Whatever could never trade, or would be refused later by Lean or a broker, is refused
here, with the key and what to do.
"""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt, ValidationError, field_validator, model_validator

from generator.brokers import BROKERS, Broker
from generator.explain import explained
from generator.rules import trouble
from leanrig.errors import BadInput, Missing
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from signals.catalogue import make_detector, make_strength
from signals.contract import Regime

__all__ = ["Backtest", "Data", "Recipe", "Signals", "Trade", "load_recipe", "optimizable", "parse_recipe"]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Data(_Section):
    """Where the bars come from, the days to fetch (both included), and the vendor that they are held against."""

    vendor: Literal["sample", "simulator", "auto", "polygon", "alpaca", "coinbase"] = "sample"
    crosscheck: Literal["polygon", "alpaca", "coinbase"] | None = None
    start: date
    end: date
    seed: StrictInt = Field(default=7, ge=0)
    gaps: Literal["flag", "forward_fill"] = "flag"

    @field_validator("gaps", mode="before")
    @classmethod
    def _causal(cls, chosen: Any) -> Any:
        if chosen == "interpolate":
            raise ValueError(
                "data.gaps 'interpolate' draws a missing bar from the one after it, which nobody knew at its moment: "
                "use 'flag' or 'forward_fill'"
            )
        return chosen

    @model_validator(mode="after")
    def _in_order(self) -> "Data":
        if self.start > self.end:
            raise ValueError(f"data.end ({self.end}) lies before data.start ({self.start})")
        return self


class Signals(_Section):
    """Detector and strength by name, with their parameters.

    `market` names the symbols whose regime it is, as one index, where it is not each symbol's own.
    """

    regime: str = "markov"
    strength: str = "momentum"
    regime_parameters: dict[str, Any] = Field(default_factory=dict)
    strength_parameters: dict[str, Any] = Field(default_factory=dict)
    market: tuple[str, ...] = ()

    @field_validator("market", mode="before")
    @classmethod
    def _one_or_more(cls, chosen: Any) -> Any:
        return (chosen,) if isinstance(chosen, str) else chosen

    @model_validator(mode="after")
    def _known(self) -> "Signals":
        try:
            make_detector(self.regime, self.regime_parameters)
            make_strength(self.strength, self.strength_parameters)
        except TypeError as error:  # such as a text where a number belongs
            raise ValueError(f"signals: a parameter is of the wrong kind: {error}") from None
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
    pause_rows: StrictInt = Field(default=21, ge=1)
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
    cash: StrictInt = Field(default=100_000, gt=0)
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
    variant: Literal["file", "module", "inline"] = "file"
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
    def regime_symbols(self) -> tuple[Symbol, ...]:
        """Whose regime it is, as nouns; none where it is each symbol's own."""
        return tuple(Symbol.parse(text, self.security_type, self.market) for text in self.signals.market)

    @property
    def data_symbols(self) -> tuple[Symbol, ...]:
        """Whose bars are needed: what is traded, then what the regime is of."""
        return tuple(dict.fromkeys((*self.securities, *self.regime_symbols)))

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

    @property
    def rests_on_rows(self) -> bool:
        """Whether the algorithm is handed rows that were made before, instead of computing them."""
        return self.variant != "inline"

    @property
    def signal_folder(self) -> str:
        """Where the rows of all its symbols lie in the Object Store."""
        return f"signals/{self.name}"

    @property
    def own_parameters(self) -> dict[str, str]:
        """The project's parameters that the recipe itself sets, as the texts that Lean wants."""
        trade = self.trade
        numbers = {
            "exposure": trade.exposure,
            "minimum_confidence": trade.minimum_confidence,
            "maximum_drawdown": trade.maximum_drawdown,
            "rebalance_band": trade.rebalance_band,
        }
        texts = {name: repr(float(value)) for name, value in numbers.items()}
        if self.variant == "file":
            return {"signals": self.signal_folder} | texts
        if self.variant == "module":
            return texts
        for part, made in (("regime", self.signals.regime_parameters), ("strength", self.signals.strength_parameters)):
            texts |= {f"{part}_{name}": repr(value) for name, value in optimizable(made).items()}
        return texts

    def signal_key(self, symbol: Symbol) -> str:
        """The Object Store key of one symbol's rows."""
        return f"{self.signal_folder}/{symbol.ticker.lower()}.csv"

    @model_validator(mode="after")
    def _sound(self) -> "Recipe":
        complaint = trouble(self)
        if complaint:
            raise ValueError(complaint)
        return self


def optimizable(parameters: dict[str, Any]) -> dict[str, int | float]:
    """Return those parameters of a detector or strength that `lean optimize` can vary: the plain numbers."""
    return {name: value for name, value in parameters.items() if type(value) in (int, float)}


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
        raise explained(error, Recipe, where) from None
