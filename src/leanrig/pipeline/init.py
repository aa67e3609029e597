"""Lays the starter rooms into a folder, and later shows what a newer version would change in them."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from tempfile import TemporaryDirectory

from leanrig import __version__
from leanrig.errors import BadInput, Missing, OwnFault
from leanrig.files import write_bytes, write_text
from leanrig.workspace import find_workspace, read_json_with_comments

__all__ = ["IGNORED", "Change", "lay_starter", "starter_changes", "starter_place"]

_ROOMS = ("signals", "research", "generator", "templates")
_STAMP = ".leanrig.json"
_LEFT_OUT = {"__pycache__", ".ipynb_checkpoints"}
_OF_A_RECIPE = Path("research/notebooks/lean")  # what `leanrig notebook` made in the checkout
IGNORED = "data/\nstorage/\nartifacts/\nleanrig.yaml\n*_key.txt\nopen_ai.txt\n"
"""What a `.gitignore` of ours holds: what is fetched or made, and keys."""


@dataclass(frozen=True, slots=True)
class Change:
    """One file that a newer starter has in another form; `edited` where the user changed it since it was laid."""

    path: str
    edited: bool
    difference: str


def lay_starter(target: Path, *, under: str | None = None) -> list[Path]:
    """Write the starter rooms into `target` (or `target/under`) and return the files written.

    What is there stays as it is. Below a Lean workspace, `under` becomes one of its own that reads the same bars.

    Raises
    ------
    BadInput
        If a room's name is taken; nothing is written then.
    """
    place = starter_place(target, under)
    files = _starter_files()
    _refuse_taken(place, files)
    ours = files | {"lean.json": _settings(target, place, files["lean.json"]), ".gitignore": IGNORED.encode()}
    wanted = {name: data for name, data in ours.items() if not _is_there(place / name)}
    _lay(place, wanted)
    return [*(place / name for name in wanted), _write_stamp(place, files)]


def starter_place(target: Path, under: str | None) -> Path:
    """Return the folder that the rooms go into; raise `BadInput` where `under` leads out of `target`."""
    place = target / under if under else target
    if not place.resolve().is_relative_to(target.resolve()):
        raise BadInput("--under names a folder below", where=str(place), cure="leanrig init --under FOLDER")
    return place


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


def _refuse_taken(place: Path, files: Mapping[str, bytes]) -> None:
    rooms = {name.split("/")[0] for name in files} - {"lean.json"}
    taken = sorted(name for name in rooms if _is_there(place / name))
    if taken:
        cure = "leanrig init --update shows what is new" if (place / _STAMP).exists() else "leanrig init --under FOLDER"
        raise BadInput(f"these names are taken here: {', '.join(taken)}", where=str(place), cure=cure)


def _settings(target: Path, place: Path, plain: bytes) -> bytes:
    """Return the `lean.json` to lay: below another workspace, one that shares its bars and organisation."""
    if place == target or not (target / "lean.json").is_file():
        return plain
    theirs = read_json_with_comments(target / "lean.json")
    data = os.path.relpath(find_workspace(target).data.resolve(), place.resolve())
    organisation = theirs.get("organization-id") or theirs.get("job-organization-id") or ""
    text = json.dumps({"data-folder": Path(data).as_posix(), "organization-id": organisation}, indent=4)
    return f"{text}\n".encode()


def _lay(place: Path, files: Mapping[str, bytes]) -> None:
    """Write the files whole, beside their place, before any takes its name: a full disk leaves no half a room."""
    place.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".leanrig-init-", dir=place) as stage:
        for name, data in files.items():
            write_bytes(Path(stage) / name, data)
        for path in sorted(Path(stage).iterdir()):
            path.rename(place / path.name)


def _is_there(path: Path) -> bool:
    return os.path.lexists(path)  # a link that leads nowhere is somebody's too


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
            name = path.relative_to(root)
            if path.is_file() and not _LEFT_OUT & set(name.parts) and not name.is_relative_to(_OF_A_RECIPE):
                files[name.as_posix()] = path.read_bytes()
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
