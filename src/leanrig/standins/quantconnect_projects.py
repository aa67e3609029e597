"""Projects and files of the cloud's stand-in, in memory."""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from leanrig.standins.quantconnect_asked import Refusal

__all__ = ["Held", "Projects"]

_NAME = re.compile(r"[-_a-zA-Z0-9/\s]+")
_RESERVED = {"backtests", "live", "optimizations", "storage", "report"}
_STARTER = "from AlgorithmImports import *\n\n\nclass New(QCAlgorithm):\n    def initialize(self):\n        pass\n"


@dataclass(slots=True)
class Held:
    """One project."""

    id: int
    name: str
    organization: str
    created: datetime
    modified: datetime
    description: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    lean_version: int = -1


class Projects:
    """All projects of the account.

    Parameters
    ----------
    largest_file
        Bytes of the largest source file that the tier takes.
    """

    def __init__(self, organization: str, now: Callable[[], datetime], *, largest_file: int = 256_000) -> None:
        self.held: dict[int, Held] = {}
        self.locked_by = ""
        self._organization = organization
        self._now = now
        self._largest = largest_file
        self._lock = threading.RLock()

    def of(self, asked: dict[str, Any]) -> Held:
        """Return the project that is asked for."""
        number = str(asked.get("projectId", ""))
        found = self.held.get(int(number)) if number.isdigit() else None
        if found is None:
            raise Refusal(f"Project {number} not found")
        return found

    def create(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Make a project that holds the cloud's own first file."""
        name = str(asked.get("name", ""))
        if not _NAME.fullmatch(name) or name.rpartition("/")[2].lower() in _RESERVED:
            raise Refusal(f"Invalid project name {name}")
        with self._lock:
            taken = {project.name for project in self.held.values()}
            number, unique = 1, name
            while unique in taken:
                number, unique = number + 1, f"{name} {number}"
            now = self._now()
            project = Held(20_000_000 + len(self.held) + 1, unique, self._organization, now, now)
            while project.id in self.held:
                project.id += 1
            project.files["main.py"] = _STARTER
            self.held[project.id] = project
        return {"projects": [described(project)]}

    def read(self, asked: dict[str, Any]) -> dict[str, Any]:
        """One project, or all."""
        found = [self.of(asked)] if "projectId" in asked else list(self.held.values())
        return {"projects": [described(project) for project in found], "versions": []}

    def update(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Change what is given; files given are all the files there are then."""
        project = self.of(asked)
        if self.locked_by and asked.get("codeSourceId") is not None:
            raise Refusal(f"{self.locked_by} has write permission to this project")
        files = {str(item["name"]): str(item.get("content", "")) for item in asked.get("files") or ()}
        self._require_small(files)
        with self._lock:
            project.name = str(asked.get("name", project.name))
            project.description = str(asked.get("description", project.description))
            if "parameters" in asked:
                given = asked["parameters"] or ()
                project.parameters = {str(item["key"]): str(item.get("value", "")) for item in given}
            if "files" in asked:
                project.files = files
            project.modified = self._now()
        return {}

    def delete(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Forget a project."""
        del self.held[self.of(asked).id]
        return {}

    def read_files(self, asked: dict[str, Any]) -> dict[str, Any]:
        """All files, or the one that is named."""
        project = self.of(asked)
        names = [asked["name"]] if "name" in asked else list(project.files)
        if missing := [name for name in names if name not in project.files]:
            raise Refusal(f"File not found: {missing[0]}")
        return {"files": [self._file(project, name) for name in names]}

    def create_file(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Add a file."""
        project, name = self.of(asked), str(asked.get("name", ""))
        if name in project.files:
            raise Refusal(f"File already exists: {name}")
        self._require_small({name: str(asked.get("content", ""))})
        project.files[name] = str(asked.get("content", ""))
        return {}

    def update_file(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Replace a file's text, or its name."""
        project, name = self.of(asked), str(asked.get("name", asked.get("oldFileName", "")))
        if name not in project.files:
            raise Refusal(f"File not found: {name}")
        if "newName" in asked:
            project.files[str(asked["newName"])] = project.files.pop(name)
            return {}
        self._require_small({name: str(asked.get("content", ""))})
        project.files[name] = str(asked.get("content", ""))
        return {}

    def delete_file(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Take a file away."""
        project, name = self.of(asked), str(asked.get("name", ""))
        if project.files.pop(name, None) is None:
            raise Refusal(f"File not found: {name}")
        return {}

    def _require_small(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            if len(text.encode()) > self._largest:
                raise Refusal(f"File {name} exceeds the allowed size limit of {self._largest // 1000} KB")

    def _file(self, project: Held, name: str) -> dict[str, Any]:
        return {
            "id": 1 + list(project.files).index(name),
            "projectId": project.id,
            "name": name,
            "content": project.files[name],
            "modified": _stamp(project.modified),
            "open": False,
            "isLibrary": False,
        }


def described(project: Held) -> dict[str, Any]:
    """Return a project as the API tells it; parameters in the form that the official client reads."""
    return {
        "projectId": project.id,
        "organizationId": project.organization,
        "name": project.name,
        "modified": _stamp(project.modified),
        "created": _stamp(project.created),
        "ownerId": 1,
        "language": "Py",
        "collaborators": [],
        "leanVersionId": project.lean_version,
        "leanPinnedToMaster": True,
        "owner": True,
        "description": project.description,
        "parameters": [{"key": key, "value": value} for key, value in project.parameters.items()],
        "libraries": [],
        "leanEnvironment": 1,
        "encrypted": False,
    }


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
