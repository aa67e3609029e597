"""The Object Store: keys are relative paths below a folder."""

import json
import re
from pathlib import Path
from typing import Any

from leanrig.engine.errors import ArgumentException, KeyNotFoundException
from leanrig.engine.naming import Dotnet
from leanrig.engine.securities.dictionary import KeyValuePair

__all__ = ["ObjectStore"]

# What Lean's store accepts when it saves: no second dot, nothing outside these letters.
_KEY = re.compile(r"^[A-Za-z0-9_#\-$= /]*\.?[A-Za-z0-9_#\-$= /]*$")


class ObjectStore(Dotnet):
    """`algorithm.object_store`, read and written at once on disk."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def _path(self, key: str) -> Path:
        return self._root / key.replace("\\", "/").lstrip("./")

    def contains_key(self, key: str) -> bool:
        return self._path(key).is_file()

    def __contains__(self, key: str) -> bool:
        return self.contains_key(key)

    def read(self, key: str, encoding: Any = None) -> str:
        """The text of a key."""
        return self.read_bytes(key).decode("utf-8-sig")

    read_string = read

    def read_bytes(self, key: str) -> bytes:
        path = self._path(key)
        if not path.is_file():
            raise KeyNotFoundException(
                f"Object with path '{key}' was not found in the current project. "
                "Please use ObjectStore.ContainsKey(key) to check if an object exists before attempting to read."
            )
        return path.read_bytes()

    def read_json(self, key: str, *_: Any) -> Any:
        return json.loads(self.read(key))

    def save(self, key: str, text: str | None = None, encoding: Any = None) -> bool:
        """Write text below a key; True when it is done."""
        if text is None:
            return self.contains_key(key)
        return self.save_bytes(key, str(text).encode())

    save_string = save

    def save_bytes(self, key: str, contents: Any) -> bool:
        clean = key.replace("\\", "/").lstrip("./")
        if not _KEY.match(clean) or ".." in clean:
            raise ArgumentException(f"LocalObjectStore: path is not supported: '{key}'")
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.part")
        temporary.write_bytes(bytes(contents))
        temporary.replace(path)
        return True

    def save_json(self, key: str, value: Any, *_: Any) -> bool:
        return self.save(key, json.dumps(value))

    def delete(self, key: str) -> bool:
        path = self._path(key)
        found = path.is_file()
        path.unlink(missing_ok=True)
        return found

    def get_file_path(self, key: str) -> str:
        """Where a key lies; for a missing key a path that does not exist yet."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        return str(path)

    @property
    def keys(self) -> list[str]:
        if not self._root.is_dir():
            return []
        files = (path.relative_to(self._root).as_posix() for path in self._root.rglob("*") if path.is_file())
        return sorted(files)

    def clear(self) -> None:
        """Forget what was read: nothing is kept here."""

    def __iter__(self) -> Any:
        return iter([KeyValuePair(key, self.read_bytes(key)) for key in self.keys])
