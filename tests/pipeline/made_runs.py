"""Run folders by the hundred, with the files that a run and its report leave: seeded, and some of them planted."""

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

STOCKS = ("AAPL", "MSFT", "SPY", "XOM", "KO", "TSLA", "NVDA", "JPM")
COINS = ("BTCUSD", "SOLUSD", "LTCUSD")
DETECTORS = ("markov", "volatility", "trend")
STRENGTHS = ("momentum", "breakout")
REGIMES = {"markov": ("calm", "volatile"), "volatility": ("calm", "volatile"), "trend": ("trending", "calm")}


@dataclass(frozen=True)
class Made:
    """What a made run is to say."""

    recipe: str
    symbols: tuple[str, ...]
    detector: str
    strength: str
    started: datetime
    growth: float
    held: float
    sharpe: float
    by_regime: Mapping[str, float]
    falls: tuple[tuple[str, str, int, float], ...]
    judgement: str = "good"
    verdict: str = ""
    looks: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    quote: str = ""
    description: str = ""
    label: str = "sample data, public domain"
    vendor: str = "polygon"
    parameters: Mapping[str, str] = field(default_factory=lambda: {"exposure": "1.0", "minimum_confidence": "0.6"})
    inputs: Mapping[str, str] = field(default_factory=dict)


def ordinary(dice: random.Random, number: int) -> Made:
    """Return a run as there are many: it made money in every regime, and nothing about it is strange."""
    is_coin = dice.random() < 0.2
    symbols = (dice.choice(COINS if is_coin else STOCKS),)
    detector, strength = dice.choice(DETECTORS), dice.choice(STRENGTHS)
    growth = round(dice.uniform(0.02, 0.3), 4)
    held = round(growth + dice.uniform(-0.1, -0.01) if is_coin else growth + dice.uniform(-0.15, 0.15), 4)
    sharpe = round(dice.uniform(0.2, 1.6), 2)
    day = datetime(2009, 1, 5) + timedelta(days=dice.randrange(0, 4000))
    days, depth = dice.randrange(40, 300), -round(dice.uniform(0.04, 0.22), 4)
    end = day + timedelta(days=days)
    word = "Better than" if growth > held else "Not distinguishable from"
    return Made(
        recipe=f"{symbols[0].lower()}_{detector}_{strength}",
        symbols=symbols,
        detector=detector,
        strength=strength,
        started=datetime(2026, 1, 1, 9) + timedelta(hours=number * 7),
        growth=growth,
        held=held,
        sharpe=sharpe,
        by_regime={regime: round(dice.uniform(0.01, 2.0), 3) for regime in REGIMES[detector]},
        falls=((f"{day:%Y-%m-%d}", f"{end:%Y-%m-%d}", days, depth),),
        verdict=f"{word} buy and hold: Sharpe {sharpe} against {round(sharpe - (growth - held) * 3, 2)}, p = 0.31.",
        looks=(("A short sample: 2.1 years.",) if dice.random() < 0.3 else ()),
        description=f"{symbols[0]}, {strength} sized by the {detector} regime",
        label=dice.choice(("sample data, public domain", "delayed quotes, consolidated tape")),
        inputs={"recipe.toml": f"{number:064x}", "main.py": "ab" * 32},
    )


def write(artifacts: Path, made: Made) -> Path:
    """Write the run's folder and return it."""
    name = made.symbols[0] if len(made.symbols) == 1 else made.recipe
    folder = artifacts / name / f"{made.started:%Y-%m-%d}" / f"{made.started:%H%M%S}"
    (folder / "inputs").mkdir(parents=True)
    (folder / "run.json").write_text(json.dumps(_record(made)))
    (folder / "facts.json").write_text(json.dumps(facts_of(made)))
    (folder / "inputs" / "recipe.toml").write_text(_recipe(made))
    rows = [
        f"{start} 21:00:00,{made.symbols[0]},volatile,0.9,-0.4"
        for start, _, _, change in made.falls
        if made.by_regime.get("volatile", 0) < 0 and change < -0.2
    ]
    if rows:
        storage = folder / "inputs" / "storage" / "signals" / made.recipe
        storage.mkdir(parents=True)
        header = "timestamp,symbol,regime,confidence,signal_strength"
        (storage / "a.csv").write_text("\n".join([header, *rows]) + "\n")
    return folder


def changed(made: Made, **what: Any) -> Made:
    """Return the run with something else in it."""
    return replace(made, **what)


def _record(made: Made) -> dict[str, Any]:
    origin = {
        "vendor": made.vendor,
        "feed": "daily",
        "label": made.label,
        "adjustment": "raw",
        "hashes": {"a": "cd" * 32},
    }
    return {
        "engine": "embedded 0.1.0",
        "project": made.recipe,
        "recipe": made.recipe,
        "symbols": list(made.symbols),
        "data": dict.fromkeys(made.symbols, origin),
        "started": made.started.isoformat() + "+00:00",
        "seconds": 1.5,
        "parameters": dict(made.parameters),
        "inputs": dict(made.inputs),
        "data_files": {},
    }


def _recipe(made: Made) -> str:
    symbols = ", ".join(f'"{symbol}"' for symbol in made.symbols)
    return (
        f'name = "{made.recipe}"\ndescription = "{made.description}"\nsymbols = [{symbols}]\nresolution = "daily"\n'
        f'[signals]\nregime = "{made.detector}"\nstrength = "{made.strength}"\n'
    )


def facts_of(made: Made) -> dict[str, Any]:
    """Return `facts.json` in the shape that a report writes."""
    deepest = min((fall[3] for fall in made.falls), default=0.0)
    values = {
        "figure.return": (made.growth, f"{made.growth:+.1%}"),
        "benchmark.return": (made.held, f"{made.held:+.1%}"),
        "figure.sharpe": (made.sharpe, f"{made.sharpe:.2f}"),
        "figure.drawdown": (deepest, f"{deepest:.1%}"),
        "figure.trades": (61, "61"),
        "benchmark.name": ("buy and hold", "buy and hold"),
    }
    regimes = [[name, 0.5, growth, 30] for name, growth in made.by_regime.items()]
    return {
        "facts": {
            key: {"value": value, "text": text, "unit": "", "how": "", "source": "result"}
            for key, (value, text) in values.items()
        },
        "tables": {
            "regimes": _table(("regime", "share", "growth", "trades"), regimes),
            "falls": _table(("start", "end", "days", "change"), [list(fall) for fall in made.falls]),
        },
        "quotes": {"verdict.0": {"source": "result", "text": made.quote}} if made.quote else {},
        "verdict": {
            "word": made.judgement,
            "sentence": made.verdict,
            "looks": list(made.looks),
            "reasons": list(made.reasons),
        },
    }


def _table(names: tuple[str, ...], rows: list[list[Any]]) -> dict[str, Any]:
    return {"title": "", "source": "", "columns": [{"key": name} for name in names], "rows": rows}
