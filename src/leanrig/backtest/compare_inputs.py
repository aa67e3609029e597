"""What two runs rested on: data files, signals, parameters, the algorithm's text; each by name and hash."""

from pathlib import Path
from typing import Any

from leanrig.backtest.compare_left_out import is_left_out_input
from leanrig.backtest.compare_side import Side
from leanrig.backtest.compare_values import compare_mappings
from leanrig.model.comparison import Difference, Part

__all__ = ["compare_inputs", "package_notes"]

_HASH_SHOWN = 12


def compare_inputs(left: Side, right: Side) -> Part:
    """Return which inputs differ; what one side has no record of is noted and not counted."""
    notes: list[str] = []
    kinds = (
        ("algorithm and signals", _kept(left), _kept(right)),
        ("data files", _data(left, right), _data(right, left)),
        ("parameters given", _given(left), _given(right)),
        ("parameters that the engine had", _had(left), _had(right)),
    )
    parts = []
    for kind, a, b in kinds:
        if a is None or b is None:
            sides = [side.shown.name for side, found in ((left, a), (right, b)) if found is None]
            notes.append(f"{kind}: {' and '.join(sides)} left no record")
        else:
            parts.append(compare_mappings("inputs", a, b))
    found = [_told(difference, left, right) for part in parts for difference in part.differences]
    equal, total = sum(part.equal for part in parts), sum(part.total for part in parts)
    return Part("inputs", equal, total, tuple(found), "; ".join(notes))


def package_notes(left: Side, right: Side) -> list[str]:
    """Return in which versions the machines differed: never counted, but often the reason."""
    a, b = _versions(left), _versions(right)
    names = [name for name in a if name in b and a[name] != b[name]]
    return [f"{name}: {left.shown.name} had {a[name]}, {right.shown.name} had {b[name]}" for name in names]


def _kept(side: Side) -> dict[str, str] | None:
    named = {_named(name): digest for name, digest in side.inputs.items() if not is_left_out_input(name)}
    return named or None


def _named(name: str) -> str:
    if name.startswith("storage/"):
        return f"signal file {name.removeprefix('storage/')}"
    return f"algorithm text {name}" if name.endswith(".py") else name


def _data(side: Side, other: Side) -> dict[str, str] | None:
    """Return the hashes of the data files, or of the bars that they were made of where neither side has more."""
    if side.data or other.data:
        return {f"data file {name}": digest for name, digest in side.data.items()} or None
    known = side.record.get("data")
    hashes = (found.get("hashes") for found in known.values()) if isinstance(known, dict) else ()
    return {f"bars {name}": digest for group in hashes if group for name, digest in group.items()} or None


def _given(side: Side) -> dict[str, str] | None:
    found = side.record.get("parameters")
    return {f"parameter {name}": str(value) for name, value in found.items()} if isinstance(found, dict) else None


def _had(side: Side) -> dict[str, str] | None:
    asked = side.result.configuration
    if asked is None:
        return None
    return {f"parameter {name}, as the engine had it": value for name, value in asked.parameters.items()}


def _versions(side: Side) -> dict[str, str]:
    packages: Any = side.record.get("packages")
    found = {"python": str(side.record.get("python") or "")}
    found |= {str(name): str(value) for name, value in packages.items()} if isinstance(packages, dict) else {}
    return {name: value for name, value in found.items() if value}


def _told(difference: Difference, left: Side, right: Side) -> Difference:
    """Return the difference with the first line that differs, where both texts were kept; else with short hashes."""
    lines = _first_lines(difference.what, left.kept, right.kept)
    if lines is not None:
        number, a, b = lines
        return Difference(f"{difference.what}, line {number}", a, b)
    if difference.what.startswith("parameter"):
        return difference
    return Difference(difference.what, difference.left[:_HASH_SHOWN], difference.right[:_HASH_SHOWN])


def _first_lines(what: str, left: Path | None, right: Path | None) -> tuple[int, str, str] | None:
    name = what.removeprefix("algorithm text ")
    if what.startswith("signal file "):
        name = f"storage/{what.removeprefix('signal file ')}"
    if left is None or right is None or not (left / name).is_file() or not (right / name).is_file():
        return None
    a, b = ((side / name).read_text(encoding="utf-8", errors="replace").splitlines() for side in (left, right))
    length = max(len(a), len(b))
    pairs = zip(a + ["–"] * (length - len(a)), b + ["–"] * (length - len(b)), strict=True)
    return next(((number, x, y) for number, (x, y) in enumerate(pairs, 1) if x != y), None)
