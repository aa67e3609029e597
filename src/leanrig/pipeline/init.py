"""Lays the starter rooms into a folder, and later shows what a newer version would change in them."""

import hashlib
import json
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from leanrig import __version__
from leanrig.errors import BadInput, Missing, OwnFault
from leanrig.files import write_bytes, write_text

__all__ = ["Change", "lay_starter", "starter_changes"]

_ROOMS = ("signals", "research", "generator", "templates")
_STAMP = ".leanrig.json"
_LEFT_OUT = {"__pycache__", ".ipynb_checkpoints"}
_IGNORED = "data/\nstorage/\nartifacts/\nleanrig.yaml\n*_key.txt\nopen_ai.txt\n"


@dataclass(frozen=True, slots=True)
class Change:
    """One file that a newer starter has in another form; `edited` where the user changed it since it was laid."""

    path: str
    edited: bool
    difference: str


def lay_starter(target: Path, *, under: str | None = None) -> list[Path]:
    """Write the starter rooms into `target` (or `target/under`) and return the files written.

    An existing `lean.json` stays as it is. Nothing is written if any other name is taken.
    """
    place = target / under if under else target
    files = _starter_files()
    taken = sorted({name.split("/")[0] for name in files if (place / name.split("/")[0]).exists()} - {"lean.json"})
    if taken:
        raise BadInput(
            f"these names are taken here: {', '.join(taken)}",
            where=str(place),
            cure="leanrig init --under FOLDER, or --update",
        )
    written = [write_bytes(place / name, data) for name, data in files.items() if name != "lean.json"]
    if not (place / "lean.json").exists():
        written.append(write_bytes(place / "lean.json", files["lean.json"]))
    if not (place / ".gitignore").exists():
        written.append(write_text(place / ".gitignore", _IGNORED))
    return [*written, _write_stamp(place, files)]


def starter_changes(root: Path, *, write: bool) -> list[Change]:
    """Return what this version's starter changes in the workspace at `root`; with `write`, take it over.

    A file that the user edited is never overwritten: its new form is written beside it as `<name>.new`.
    """
    laid = _read_stamp(root)
    files = _starter_files()
    changes = [change for name, data in files.items() if (change := _change(root, name, data, laid))]
    if write:
        for change in changes:
            name = f"{change.path}.new" if change.edited else change.path
            write_bytes(root / name, files[change.path])
        _write_stamp(root, files)
    return changes


def _change(root: Path, name: str, data: bytes, laid: dict[str, str]) -> Change | None:
    path = root / name
    old = path.read_bytes() if path.exists() else b""
    if old == data or (name == "lean.json" and old):
        return None
    difference = unified_diff(_lines(old), _lines(data), f"{name} (yours)", f"{name} (new)", lineterm="")
    return Change(name, bool(old) and laid.get(name) != _hash(old), "\n".join(difference))


def _starter_files() -> dict[str, bytes]:
    root = _starter_root()
    files = {"lean.json": (root / "lean.json").read_bytes()}
    for room in _ROOMS:
        for path in sorted((root / room).rglob("*")):
            if path.is_file() and not _LEFT_OUT & set(path.parts):
                files[path.relative_to(root).as_posix()] = path.read_bytes()
    return files


def _starter_root() -> Path:
    """Return the folder of the starter: in the wheel its own, in a checkout the checkout itself."""
    package = Path(__file__).parents[1]
    for root in (package / "starter", package.parents[1]):
        if (root / "signals" / "contract.py").is_file():
            return root
    raise OwnFault("this installation carries no starter files", where=str(package), cure="install leanrig again")


def _read_stamp(root: Path) -> dict[str, str]:
    path = root / _STAMP
    if not path.exists():
        raise Missing(
            f"no {_STAMP} here: this workspace was not laid by leanrig init", where=str(root), cure="leanrig init"
        )
    files: dict[str, str] = json.loads(path.read_text())["files"]
    return files


def _write_stamp(root: Path, files: dict[str, bytes]) -> Path:
    stamp = {"leanrig": __version__, "files": {name: _hash(data) for name, data in files.items()}}
    return write_text(root / _STAMP, json.dumps(stamp, indent=1) + "\n")


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _lines(data: bytes) -> list[str]:
    return data.decode(errors="replace").splitlines()
