"""The ledger of trials: every setting of a recipe whose result somebody saw, counted once.

    artifacts/trials/<recipe>-<key>.json

One file a trial, written whole or not at all and never again: two processes may count at once, and neither can lose
what the other wrote. The key is a hash of what was tried, so that the same run, repeated or on another engine, and the
judge of the same signals count once. Nothing is ever taken out: a trial that was forgotten still had its chance.
"""

import hashlib
import json
import math
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from leanrig.errors import BadInput
from leanrig.files import write_text

__all__ = ["FOLDER", "VERSION", "Kind", "Trial", "Trials", "count", "key_of", "returns_hash", "trials_in", "trials_of"]

FOLDER = "trials"
VERSION = 1
_KEY = 24
_PLACES = 12

Kind = Literal["backtest", "sweep", "judge"]


@dataclass(frozen=True, slots=True)
class Trial:
    """One setting that was tried.

    Parameters
    ----------
    key
        `key_of` what was tried.
    kind
        What showed its result first.
    when
        That moment, UTC.
    parameters
        What was tried, by name.
    sharpe
        A year, without a riskless rate; NaN where the returns do not vary.
    bars
        Returns it rests on.
    returns
        `returns_hash` of them: trials that share it came to the same.
    source
        The run's folder, or what else says more of it.
    """

    recipe: str
    key: str
    kind: Kind
    when: datetime
    parameters: Mapping[str, str]
    sharpe: float
    bars: int
    returns: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Trials:
    """What the ledger says of a recipe.

    Parameters
    ----------
    count
        Trials by what was tried; `different` by what came out.
    variance
        Of their Sharpe ratios a year (ddof 1); NaN for fewer than two known ones.
    best
        The highest of them; NaN where none is known.
    first, last
        When the first and the last were counted.
    """

    recipe: str
    count: int
    different: int
    variance: float
    best: float
    first: datetime | None = None
    last: datetime | None = None


def key_of(inputs: Mapping[str, str], parameters: Mapping[str, str]) -> str:
    """Return the hash of what is tried.

    Parameters
    ----------
    inputs
        Name -> SHA-256 of the project's files and of its signal files, as `run.json` has them. Code, recipe and rows
        count; sidecars, notes and configuration do not.
    parameters
        All that are in force.

    Notes
    -----
    Rows count by what they say and not by where they lie, so the parameter `signals`, a folder, counts for nothing.
    """
    files = sorted(
        {(_short(name), digest) for name, digest in inputs.items() if name.endswith((".py", ".csv", ".toml"))}
    )
    values = sorted((name, _plain(value)) for name, value in parameters.items() if name != "signals")
    return hashlib.sha256(json.dumps([files, values]).encode()).hexdigest()[:_KEY]


def returns_hash(returns: NDArray[np.float64]) -> str:
    """Return the hash of returns to twelve places: engines differ beyond."""
    return hashlib.sha256((np.round(returns, _PLACES) + 0.0).astype("<f8").tobytes()).hexdigest()


def count(artifacts: Path, trial: Trial) -> bool:
    """Put a trial into the ledger and return whether it is a new one; one that is there stays as it is."""
    path = artifacts / FOLDER / f"{trial.recipe}-{trial.key}.json"
    if path.exists():
        return False
    new = path.with_name(f".{path.stem}.{os.getpid()}-{secrets.token_hex(4)}.new")
    write_text(new, json.dumps(_described(trial), indent=1) + "\n")
    try:
        _claim(new, path)
    except FileExistsError:
        return False  # another process was a moment faster
    finally:
        with suppress(FileNotFoundError):
            new.unlink()
    return True


def trials_in(artifacts: Path, recipe: str) -> tuple[Trial, ...]:
    """Return a recipe's trials, the oldest first.

    Raises
    ------
    BadInput
        If a file of the ledger is from another version, or cannot be read: a count that leaves some out would flatter.
    """
    found = (_read(path) for path in sorted((artifacts / FOLDER).glob(f"{recipe}-*.json")))
    return tuple(sorted((one for one in found if one.recipe == recipe), key=lambda one: (one.when, one.key)))


def trials_of(artifacts: Path, recipe: str) -> Trials:
    """Return how often luck had its chance with a recipe, and how far its results lie apart."""
    trials = trials_in(artifacts, recipe)
    known = [one.sharpe for one in trials if math.isfinite(one.sharpe)]
    return Trials(
        recipe,
        len(trials),
        len({one.returns for one in trials}),
        float(np.var(known, ddof=1)) if len(known) > 1 else math.nan,
        max(known, default=math.nan),
        trials[0].when if trials else None,
        trials[-1].when if trials else None,
    )


def _claim(new: Path, path: Path) -> None:
    """Give a complete file its name, unless somebody has it."""
    try:
        os.link(new, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: the last of two equal files wins
        new.replace(path)


def _described(trial: Trial) -> dict[str, Any]:
    return {
        "version": VERSION,
        "recipe": trial.recipe,
        "key": trial.key,
        "kind": trial.kind,
        "when": trial.when.isoformat(),
        "parameters": dict(trial.parameters),
        "sharpe": trial.sharpe if math.isfinite(trial.sharpe) else None,
        "bars": trial.bars,
        "returns": trial.returns,
        "source": trial.source,
    }


def _read(path: Path) -> Trial:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        version = found["version"]
        if version == VERSION:
            return _parsed(found)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            f"a trial of the ledger cannot be read: {error}", where=str(path), cure="put back the file as it was"
        ) from None
    raise BadInput(
        f"the ledger's trial is of version {version}, and this leanrig reads version {VERSION}",
        where=str(path),
        cure="use the leanrig that wrote it, or move the whole folder away and count anew",
    )


def _parsed(found: Mapping[str, Any]) -> Trial:
    kind = found["kind"]
    if kind not in get_args(Kind):
        raise ValueError(f"{kind!r} is no kind of trial")
    return Trial(
        recipe=str(found["recipe"]),
        key=str(found["key"]),
        kind=kind,
        when=datetime.fromisoformat(found["when"]),
        parameters={str(name): str(value) for name, value in found["parameters"].items()},
        sharpe=math.nan if found["sharpe"] is None else float(found["sharpe"]),
        bars=int(found["bars"]),
        returns=str(found["returns"]),
        source=str(found["source"]),
    )


def _short(name: str) -> str:
    return PurePosixPath(name).name if name.startswith("storage/") else name


def _plain(value: str) -> str:
    """Return numbers in one spelling: the grid says 0.5 where Lean writes 0.50."""
    try:
        return repr(float(value))
    except ValueError:
        return value
