"""The Object Store of the cloud's stand-in: real files below a folder, so that an algorithm reads them there."""

import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from werkzeug.wrappers import Request

from leanrig.files import write_bytes
from leanrig.standins.quantconnect_asked import Refusal
from leanrig.standins.server import Reply

__all__ = ["Objects"]

# As Lean's own store has it: one dot at most.
_KEY = re.compile(r"\.?[a-zA-Z0-9\\/_#\-$= ]+\.?[a-zA-Z0-9]*")


class Objects:
    """One organization's store; without one (`is_paid` false) everything is refused."""

    def __init__(self, folder: Path, organization: str, *, is_paid: bool = True) -> None:
        self.folder = folder
        self.is_paid = is_paid
        self._organization = organization
        self._jobs: list[list[str]] = []
        folder.mkdir(parents=True, exist_ok=True)

    def set(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Store bytes."""
        data = asked.get("objectData", b"")
        write_bytes(self._path(asked), data if isinstance(data, bytes) else str(data).encode())
        return {}

    def properties(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Size and checksum of a key."""
        path = self._present(asked)
        data = path.read_bytes()
        stamp = _stamp(path)
        # The vendor's own choice of a checksum.
        md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
        key = str(asked["key"])
        preview = data[:64].decode(errors="replace")
        return {
            "metadata": {
                "key": key, "modified": stamp, "created": stamp, "size": len(data), "md5": md5, "mime": "text/plain",
                "preview": preview,
            }
        }  # fmt: skip

    def list(self, asked: dict[str, Any]) -> dict[str, Any]:
        """What lies directly below a path."""
        self._require()
        place = self.folder / str(asked.get("path") or "").strip("/")
        found = sorted(place.iterdir()) if place.is_dir() else []
        objects = [
            {
                "key": path.relative_to(self.folder).as_posix(), "name": path.name, "modified": _stamp(path),
                "mime": "text/plain", "folder": path.is_dir(), "size": path.stat().st_size,
            }
            for path in found
        ]  # fmt: skip
        used = sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())
        return {"path": str(asked.get("path") or ""), "objects": objects, "page": 1, "totalPages": 1,
                "objectStorageUsed": used, "objectStorageUsedHuman": f"{used} B"}  # fmt: skip

    def delete(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Take a key away."""
        self._present(asked).unlink()
        return {}

    def get(self, url: Callable[[], str]) -> Callable[[dict[str, Any]], dict[str, Any]]:
        """Return what makes a download ready: a job first, its address when asked again."""

        def answer(asked: dict[str, Any]) -> dict[str, Any]:
            if "jobId" in asked:
                return {"jobId": asked["jobId"], "url": f"{url()}/objects/{asked['jobId']}.zip"}
            for key in asked.get("keys") or ():
                self._present({**asked, "key": key})
            self._jobs.append([str(key) for key in asked.get("keys") or ()])
            return {"jobId": str(len(self._jobs)), "url": ""}

        return answer

    def download(self, request: Request, parts: dict[str, str]) -> Reply:  # noqa: ARG002
        """Return a job's objects, packed."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for key in self._jobs[int(parts["job"]) - 1]:
                archive.write(self.folder / key, key)
        return Reply(packed.getvalue())

    def _require(self) -> None:
        if not self.is_paid:
            raise Refusal("Object Store is not included in the Free tier, please upgrade your organization")

    def _path(self, asked: dict[str, Any]) -> Path:
        self._require()
        key = str(asked.get("key", ""))
        if asked.get("organizationId") != self._organization:
            raise Refusal("Organization not found")
        if not _KEY.fullmatch(key) or ".." in key or key.startswith("/"):
            raise Refusal(f"Invalid key {key}")
        return self.folder / key

    def _present(self, asked: dict[str, Any]) -> Path:
        path = self._path(asked)
        if not path.is_file():
            raise Refusal(f"Object {asked.get('key')} not found")
        return path


def _stamp(path: Path) -> str:
    return f"{datetime.fromtimestamp(path.stat().st_mtime, UTC):%Y-%m-%dT%H:%M:%SZ}"
