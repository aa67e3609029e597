"""A small market and an account in it, day by day, from a seed: what the made reports report of."""

import math
import random
from dataclasses import dataclass, field
from datetime import date, timedelta

__all__ = ["REGIMES", "Fall", "Run", "Spec", "Trade", "compounded", "deviation", "falls_of", "sharpe", "simulate"]

REGIMES = ("calm", "trending", "volatile")
_DRIFT = {"calm": 0.0004, "trending": 0.0011, "volatile": -0.0012}
_DEVIATION = {"calm": 0.006, "trending": 0.010, "volatile": 0.021}


@dataclass(frozen=True, slots=True)
class Spec:
    """What a made report is to be like."""

    name: str
    seed: int
    start: date
    days: int
    symbols: tuple[str, ...]
    drift: float = 0.0
    in_market: float = 0.7
    regimes: tuple[str, ...] = REGIMES
    has_benchmark: bool = True
    p: float | None = 0.4
    trades: bool = True
    turn: float = 0.08
    cash: float = 100_000.0


@dataclass(frozen=True, slots=True)
class Trade:
    """One symbol held from a day to another."""

    symbol: str
    entry: date
    exit: date
    profit: float
    fee: float


@dataclass(frozen=True, slots=True)
class Fall:
    """A drawdown: how deep as a fraction, from when, to which bottom, how many days until it was made good."""

    depth: float
    start: date
    bottom: date
    days: int


@dataclass(slots=True)
class Run:
    """Everything day by day."""

    days: list[date] = field(default_factory=list)
    regimes: list[str] = field(default_factory=list)
    account: list[float] = field(default_factory=list)
    benchmark: list[float] = field(default_factory=list)
    by_symbol: dict[str, list[float]] = field(default_factory=dict)
    trades: list[Trade] = field(default_factory=list)


def simulate(spec: Spec) -> Run:
    """Return the run of a specification; the same for the same seed."""
    rng = random.Random(spec.seed)
    run = Run(by_symbol={symbol: [] for symbol in spec.symbols})
    regime, held, day = spec.regimes[0], dict.fromkeys(spec.symbols, False), spec.start
    opened: dict[str, tuple[date, float]] = {}
    while len(run.days) < spec.days:
        day += timedelta(days=1)
        if day.weekday() > 4:
            continue
        regime = rng.choice(spec.regimes) if rng.random() < 0.02 else regime
        run.days.append(day)
        run.regimes.append(regime)
        for symbol in spec.symbols:
            run.by_symbol[symbol].append(_DRIFT[regime] + spec.drift + rng.gauss(0, _DEVIATION[regime]))
        run.benchmark.append(sum(run.by_symbol[symbol][-1] for symbol in spec.symbols) / len(spec.symbols))
        run.account.append(sum(run.by_symbol[s][-1] for s in spec.symbols if held[s]) / len(spec.symbols))
        for symbol in spec.symbols if spec.trades else ():
            if rng.random() < spec.turn:
                held[symbol] = _turn(spec, run, symbol, held[symbol], opened, rng)
    return run


def _turn(
    spec: Spec, run: Run, symbol: str, is_held: bool, opened: dict[str, tuple[date, float]], rng: random.Random
) -> bool:
    price = math.prod(1 + value for value in run.by_symbol[symbol])
    wants = rng.random() < spec.in_market
    if wants and not is_held:
        opened[symbol] = (run.days[-1], price)
    if is_held and not wants:
        entry, paid = opened.pop(symbol)
        size = spec.cash / len(spec.symbols)
        run.trades.append(Trade(symbol, entry, run.days[-1], size * (price / paid - 1), round(1 + rng.random(), 2)))
    return wants


def compounded(returns: list[float]) -> float:
    """Return the growth of daily returns, as a fraction; NaN of none."""
    return math.prod(1 + value for value in returns) - 1 if returns else math.nan


def deviation(returns: list[float]) -> float:
    """Return the annual standard deviation; NaN of fewer than two."""
    if len(returns) < 2:
        return math.nan
    mean = sum(returns) / len(returns)
    return math.sqrt(sum((value - mean) ** 2 for value in returns) / (len(returns) - 1) * 252)


def sharpe(returns: list[float]) -> float:
    """Return mean over deviation of a year; NaN where nothing moved."""
    spread = deviation(returns)
    return math.nan if not spread > 0 else sum(returns) / len(returns) * 252 / spread


def falls_of(run: Run, returns: list[float]) -> list[Fall]:
    """Return the drawdowns, the deepest first."""
    found: list[Fall] = []
    value = peak = low = 1.0
    peak_day = low_day = run.days[0]
    for day, change in zip(run.days, returns, strict=True):
        value *= 1 + change
        if value >= peak:
            if low < peak:
                found.append(Fall(low / peak - 1, peak_day, low_day, (day - peak_day).days))
            peak = low = value
            peak_day = low_day = day
        elif value < low:
            low, low_day = value, day
    if low < peak:
        found.append(Fall(low / peak - 1, peak_day, low_day, (run.days[-1] - peak_day).days))
    return sorted(found, key=lambda fall: fall.depth)
