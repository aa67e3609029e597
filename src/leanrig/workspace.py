"""The folder that leanrig and the Lean CLI work in: found upwards from where the user stands, by its `lean.json`."""

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leanrig.errors import BadInput, Missing

__all__ = ["Workspace", "find_workspace", "read_json_with_comments"]

_COMMENT = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Workspace:
    """The places of one workspace."""

    root: Path
    data: Path

    @property
    def storage(self) -> Path:
        """Lean's Object Store root; signal files lie under `signals/` in it."""
        return self.root / "storage"

    @property
    def artifacts(self) -> Path:
        """What runs left behind."""
        return self.root / "artifacts"

    @property
    def recipes(self) -> Path:
        """The recipes that `leanrig run` knows by name."""
        return self.root / "generator" / "recipes"

    @property
    def algorithms(self) -> Path:
        """The rendered projects."""
        return self.root / "algorithms"

    def enter(self) -> None:
        """Put the workspace first on the import path, so that its signals, research and generator are the ones used."""
        text = str(self.root)
        if text not in sys.path:
            sys.path.insert(0, text)


def find_workspace(start: Path) -> Workspace:
    """Return the workspace that holds `start`; raise `Missing` where no folder upwards has a `lean.json`."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / "lean.json").is_file():
            return Workspace(folder, _data_folder(folder))
    raise Missing("no lean.json here or in any folder above", where=str(start.resolve()), cure="leanrig init")


def read_json_with_comments(path: Path) -> dict[str, Any]:
    """Return the settings in a file such as `lean.json`; raise `BadInput` where it is no JSON object."""
    text = path.read_text(encoding="utf-8-sig")
    plain = _COMMENT.sub(lambda match: match[0] if match[0].startswith('"') else " ", text)
    try:
        found = json.loads(plain)
    except json.JSONDecodeError as error:
        raise BadInput("lean.json cannot be read", where=f"{path}:{error.lineno}", cure=error.msg) from None
    if not isinstance(found, dict):
        raise BadInput("lean.json is no object", where=str(path), cure="write it as `{ ... }`")
    return found


def _data_folder(root: Path) -> Path:
    path = root / "lean.json"
    name = read_json_with_comments(path).get("data-folder")
    if not isinstance(name, str) or not name:
        raise BadInput("lean.json names no data folder", where=str(path), cure='add `"data-folder": "data"` to it')
    return root / name
