"""What is kept of one trial as it ends: `trial.json` with all its figures, `returns.parquet` with its account a day.

`trial.json` comes last, so that a trial is there with all that it has, or not at all.
"""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from leanrig.backtest.constraints import Constraint
from leanrig.backtest.results import read_result
from leanrig.backtest.trials import Target, Trial
from leanrig.backtest.verdict import judge
from leanrig.errors import LeanrigError
from leanrig.model.result import Result
from leanrig.model.verdict import Judgement
from leanrig.report.daily import daily_of

__all__ = ["ATTEMPTS", "KEPT", "RETURNS", "Kept", "cleared", "keep", "kept_in", "look_at", "trial_of"]

KEPT = "trial.json"
RETURNS = "returns.parquet"
ATTEMPTS = ".attempts"
"""Grows by a letter with each attempt at a trial on a cluster: it outlives the worker."""

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """One trial, whatever is looked for. `number` counts from 1; `days` is the number of its samples a day."""

    number: int
    parameters: Mapping[str, str]
    judgement: Judgement
    status: str = ""
    told: str = ""
    order_hash: str = ""
    orders: int = 0
    days: int = 0
    seconds: float = 0.0
    statistics: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, float] = field(default_factory=dict)


def look_at(place: Path, number: int, point: Mapping[str, str], *, seconds: float) -> Kept:
    """Return what a run's folder says, and leave its account a day beside it."""
    try:
        result = read_result(place)
    except LeanrigError as error:
        return Kept(number, point, Judgement.CRASHED, told=error.what, seconds=seconds)
    verdict = judge(result)
    return Kept(
        number,
        point,
        verdict.judgement,
        status=result.status,
        told=verdict.sentence if verdict.reasons else "",
        order_hash=result.order_list_hash,
        orders=len(result.orders),
        days=_write_returns(result, place / RETURNS),
        seconds=seconds,
        statistics=dict(result.statistics),
        figures=dict(result.portfolio),
    )


def keep(place: Path, kept: Kept) -> None:
    """Write `trial.json`. A name that is taken over in one step is enough: a sweep can make any trial again."""
    place.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"version": _VERSION, **asdict(kept)})
    part = place / f".{KEPT}.{os.getpid()}-{secrets.token_hex(4)}.part"
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(place / KEPT)
    finally:
        part.unlink(missing_ok=True)


def cleared(place: Path) -> Path:
    """Return the trial's folder without what an earlier attempt left; the marks of attempts stay."""
    place.mkdir(parents=True, exist_ok=True)
    for path in place.iterdir():
        if path.name != ATTEMPTS:
            path.unlink()
    return place


def kept_in(place: Path) -> Kept | None:
    """Return the trial that is kept in a folder; None where it did not come to its end, or is of another version."""
    try:
        found: dict[str, Any] = json.loads((place / KEPT).read_text(encoding="utf-8"))
        if found.pop("version") != _VERSION:
            return None
        return Kept(**{**found, "judgement": Judgement(found["judgement"])})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def trial_of(kept: Kept, folder: str, target: Target, constraints: tuple[Constraint, ...] = ()) -> Trial:
    """Return the trial as the table shows it."""
    broken = [str(one) for one in constraints if not one.holds(kept.figures)]
    return Trial(
        kept.number,
        kept.parameters,
        kept.judgement,
        folder=folder,
        status=kept.status,
        told=kept.told,
        value=kept.figures.get(target.field),
        order_hash=kept.order_hash,
        orders=kept.orders,
        statistics=kept.statistics,
        figures=kept.figures,
        seconds=kept.seconds,
        breaks=", ".join(broken),
    )


def _write_returns(result: Result, path: Path) -> int:
    """Write the account a calendar day, as Lean samples it, and the changes of account and benchmark since the last."""
    daily = daily_of(result)
    if daily is None:
        return 0
    table = pa.table(
        {
            "time": pa.array(daily.times, pa.timestamp("s", tz="UTC")),
            "equity": pa.array(daily.equity, pa.float64()),
            "return": pa.array(_changes(daily.equity.tolist()), pa.float64()),
            "benchmark": pa.array(
                [None] * len(daily.times) if daily.benchmark is None else _changes(daily.benchmark.tolist()),
                pa.float64(),
            ),
        }
    )
    pq.write_table(table, path)
    return len(daily.times)


def _changes(values: list[float]) -> list[float | None]:
    return [None, *(now / then - 1 if then else None for then, now in pairwise(values))]
