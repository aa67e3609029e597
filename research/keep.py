"""Signal files: the rows under Lean's Object Store, with a sidecar that says what they rest on."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from generator.recipe import Recipe
from leanrig.errors import BadInput
from leanrig.files import write_text
from leanrig.model.bars import BarSet
from leanrig.model.symbol import Symbol
from research.produce import Produced
from research.sidecar import described
from signals.contract import read_rows, written

__all__ = ["KeptSignals", "check_signals", "write_signals"]


@dataclass(frozen=True, slots=True)
class KeptSignals:
    """Where one symbol's file and sidecar lie, and the SHA-256 of the file."""

    symbol: Symbol
    path: Path
    sidecar: Path
    sha256: str


def write_signals(
    storage: Path,
    recipe: Recipe,
    bar_set: BarSet,
    produced: Produced,
    *,
    inputs: Mapping[str, str],
    now: datetime,
    answered: Sequence[Mapping[str, str]] = (),
) -> KeptSignals:
    """Write one symbol's rows and sidecar.

    The sidecar comes first: should the machine stop in between, it claims the place for this recipe, and its hash,
    which is not the old file's, tells the next reader to make the file again.

    Parameters
    ----------
    storage
        Lean's Object Store root.
    inputs
        File name -> SHA-256 of the stored bars that the rows were computed from.
    now
        Rows later than this are refused: nothing can be known of them.
    answered
        Who answered for which days (`store/answers.py`).

    Raises
    ------
    BadInput
        If the file that is there belongs to another recipe or to nobody, or a row could not be read back by an
        algorithm; nothing is written then.
    """
    path = storage / recipe.signal_key(bar_set.symbol)
    sidecar = path.with_suffix(".json")
    _refuse_foreign(path, sidecar, recipe)
    text = written(list(produced.rows))
    _read(text, path, recipe, bar_set.symbol, now)
    digest = _sha256(text)
    known = described(recipe, bar_set, produced, digest, inputs) | {"answers": [dict(span) for span in answered]}
    write_text(sidecar, json.dumps(known, indent=1, default=str) + "\n")
    write_text(path, text)
    return KeptSignals(bar_set.symbol, path, sidecar, digest)


def check_signals(path: Path, recipe: Recipe, symbol: Symbol, *, now: datetime) -> int:
    """Return the number of rows of a signal file; raise `BadInput` where an algorithm would refuse or misread it.

    A file that differs from what its sidecar says was made (cut off, edited) is refused; one without a sidecar is the
    user's own and is only read.
    """
    cure = f"leanrig signals {recipe.name}"
    if not path.exists():
        raise BadInput("the signal file is missing", where=str(path), cure=cure)
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError:
        raise BadInput("the signal file is no UTF-8 text", where=str(path), cure=cure) from None
    count = _read(text, path, recipe, symbol, now)
    sidecar = path.with_suffix(".json")
    if sidecar.exists() and _known(sidecar).get("sha256") != _sha256(text):
        raise BadInput("the signal file is not the one that its sidecar describes", where=str(path), cure=cure)
    return count


def _read(text: str, path: Path, recipe: Recipe, symbol: Symbol, now: datetime) -> int:
    try:
        rows = read_rows(
            text,
            name=path.name,
            symbol=symbol.ticker,
            has_sessions=recipe.has_sessions,
            now=now.replace(tzinfo=None),
            cure="the cure stands below",
        )
    except ValueError as error:
        what = str(error).removesuffix("; the cure stands below")
        raise BadInput(what, where=str(path), cure=f"leanrig signals {recipe.name}") from None
    return len(rows)


def _refuse_foreign(path: Path, sidecar: Path, recipe: Recipe) -> None:
    if not sidecar.exists():
        if path.exists():
            raise BadInput(
                "this signal file has no sidecar: leanrig did not make it and does not overwrite it",
                where=str(path),
                cure="move it away, or give the recipe another name",
            )
        return
    owner = _known(sidecar).get("recipe")
    if owner != recipe.name:
        raise BadInput(
            f"the signal file belongs to the recipe {owner!r}", where=str(sidecar), cure="rename one of the recipes"
        )


def _known(sidecar: Path) -> dict[str, Any]:
    try:
        found = json.loads(sidecar.read_text(encoding="utf-8"))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise BadInput("the sidecar cannot be read", where=str(sidecar), cure="delete it and its .csv, then run again")
    return found


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
