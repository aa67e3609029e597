"""Cloud projects: found by name, made, filled, and read back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leanrig.errors import BadInput
from leanrig.providers.failures import BadAnswer
from leanrig.providers.quantconnect.refusals import CloudGone
from leanrig.providers.quantconnect.wire import VENDOR, Api, need

__all__ = [
    "CloudProject",
    "create_project",
    "delete_file",
    "find_project",
    "organization_of",
    "read_files",
    "read_project",
    "update_project",
]


@dataclass(frozen=True, slots=True)
class CloudProject:
    """A project as the cloud has it."""

    id: int
    name: str
    organization: str
    parameters: Mapping[str, str]

    @property
    def url(self) -> str:
        """Its page."""
        return f"https://www.quantconnect.com/project/{self.id}"


def find_project(api: Api, name: str) -> CloudProject | None:
    """Return the account's project of that name; None where there is none.

    Raises
    ------
    BadInput
        If there are several.
    """
    path = "projects/read"
    found = [_project(item, path) for item in api.read(path).get("projects") or ()]
    named = [project for project in found if project.name == name]
    if len(named) > 1:
        raise BadInput(
            f"the cloud has {len(named)} projects called {name}",
            where=", ".join(str(project.id) for project in named),
            cure="rename or delete all but one on quantconnect.com",
        )
    return named[0] if named else None


def read_project(api: Api, project_id: int) -> CloudProject:
    """Return a project by its number; raise `CloudGone` where it is not there."""
    path = "projects/read"
    found = api.read(path, projectId=project_id).get("projects") or ()
    if not found:
        raise CloudGone(f"{VENDOR} has no project {project_id}", where=path, cure="was it deleted on quantconnect.com?")
    return _project(found[0], path)


def create_project(api: Api, name: str, *, organization: str | None = None) -> CloudProject:
    """Make an empty Python project."""
    path = "projects/create"
    extra = {"organizationId": organization} if organization else {}
    found = api.make(path, name=name, language="Py", **extra).get("projects") or ()
    if not found:
        raise BadAnswer(f"{VENDOR} names no project that it made", where=path, cure="run the same command again")
    return _project(found[0], path)


def update_project(
    api: Api, project: CloudProject, *, files: Mapping[str, str], parameters: Mapping[str, str], description: str
) -> None:
    """Give a project its files, parameters and description, all in one request; other files of it are taken away.

    The vendor's description of `projects/update` knows name and description only; the official CLI sends all of this,
    as a form.
    """
    fields = {"projectId": str(project.id), "name": project.name, "description": description, "codeSourceId": "leanrig"}
    for number, (key, value) in enumerate(parameters.items()):
        fields |= {f"parameters[{number}][key]": key, f"parameters[{number}][value]": value}
    if not parameters:
        fields["parameters"] = ""
    for number, (name, text) in enumerate(files.items()):
        fields |= {f"files[{number}][name]": name, f"files[{number}][content]": text}
    api.send_form("projects/update", fields)


def read_files(api: Api, project_id: int) -> dict[str, str]:
    """Return name -> text of what the cloud project holds."""
    path = "files/read"
    found = api.read(path, projectId=project_id).get("files") or ()
    return {
        need(item, "name", str, path): str(item.get("content") or "") for item in found if not item.get("isLibrary")
    }


def delete_file(api: Api, project_id: int, name: str) -> None:
    """Take one file away."""
    api.put("files/delete", projectId=project_id, name=name)


def organization_of(api: Api) -> str:
    """Return the organization that the account uses."""
    path = "account/read"
    return need(api.read(path), "organizationId", str, path)


def _project(item: Mapping[str, Any], path: str) -> CloudProject:
    return CloudProject(
        id=need(item, "projectId", int, path),
        name=need(item, "name", str, path).lstrip("/"),
        organization=str(item.get("organizationId") or ""),
        parameters=_parameters(item.get("parameters")),
    )


def _parameters(value: Any) -> dict[str, str]:
    """A list of keys and values, an object of such, or an object of texts: all three have been seen."""
    if isinstance(value, Mapping) and not any(isinstance(item, Mapping) for item in value.values()):
        return {str(key): str(item) for key, item in value.items()}
    items = value.values() if isinstance(value, Mapping) else value or ()
    return {str(item["key"]): str(item["value"]) for item in items if isinstance(item, Mapping) and "key" in item}
