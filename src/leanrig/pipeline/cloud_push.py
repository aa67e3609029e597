"""A project goes to the cloud with the signal files it reads, and is read back: what is there is what was meant."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leanrig.backtest.project import project_name
from leanrig.errors import BadInput, Interrupted, LeanrigError, Missing, VendorFailed
from leanrig.files import write_text
from leanrig.pipeline.cloud_account import CloudAccount
from leanrig.pipeline.cloud_cli import push_by_lean
from leanrig.pipeline.inputs import project_files
from leanrig.providers.failures import NotEntitled
from leanrig.providers.quantconnect.names import require_name
from leanrig.providers.quantconnect.objects import object_properties, put_object
from leanrig.providers.quantconnect.projects import (
    CloudProject,
    create_project,
    delete_file,
    find_project,
    read_files,
    read_project,
    update_project,
)
from leanrig.providers.quantconnect.refusals import CloudGone
from leanrig.workspace import Workspace

__all__ = ["NoObjectStore", "Pushed", "cloud_id", "cloud_name", "project_to_push", "push", "put_objects"]

_SOURCES = {".py", ".cs", ".ipynb", ".css", ".html"}
_LARGEST = 256_000
_AGAIN = "run the same command again: it goes on from there"


class NoObjectStore(NotEntitled):
    """The organization's tier takes no objects."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What lies in the cloud now, read back from there."""

    project: CloudProject
    files: tuple[str, ...]
    objects: tuple[str, ...]


def project_to_push(space: Workspace, recipe_path: Path, *, is_fresh: bool = True) -> Path:
    """Return the project that was rendered from a recipe.

    Parameters
    ----------
    is_fresh
        Whether it must be byte for byte what the recipe renders to now.

    Raises
    ------
    BadInput, Missing
        If it is not there, or not what it has to be.
    """
    from generator.recipe import load_recipe  # the workspace's own rooms, importable once it has been entered
    from leanrig.pipeline.render import project_drift

    project = space.algorithms / load_recipe(recipe_path).name
    if not (project / "main.py").is_file():
        raise Missing("the project has not been rendered", where=str(project), cure=f"leanrig render {project.name}")
    drift = project_drift(space, recipe_path) if is_fresh else []
    if drift:
        raise BadInput(
            f"the project is not what its recipe renders to: {drift[0]}",
            where=str(project),
            cure=f"leanrig render {project.name}",
        )
    return project


def push(
    account: CloudAccount,
    space: Workspace,
    project: Path,
    *,
    parameters: Mapping[str, str],
    objects: Mapping[str, Path],
    sources: Mapping[str, str] | None = None,
    is_new: bool = False,
    by_lean: bool = False,
) -> Pushed:
    """Upload objects and project, take away what else the cloud project holds, and compare all of it with what is here.

    Parameters
    ----------
    objects
        Object Store key -> file.
    sources
        File -> text to send in place of the project's own; not by the Lean CLI.
    is_new
        Whether a cloud project that is gone may be made anew.
    by_lean
        Whether `lean cloud push` sends the files, instead of one request of ours.

    Raises
    ------
    BadInput
        Before anything is sent, for a name or a file that the cloud would not take.
    VendorFailed
        Says how far it came. Everything here may be done twice, so the same command goes on from there.
    """
    name = require_name(cloud_name(space, project))
    files = dict(sources) if sources is not None else _sources(project)
    done: list[str] = []
    with _told_how_far(done):
        put_objects(account, objects, done)
        there = _ensured(account, project, name, is_new=is_new)
        done.append(f"project {there.id} ({there.name}) is there")
        if by_lean:
            push_by_lean(account, project, name)
        else:
            description = str(_config(project).get("description", ""))
            update_project(account.api, there, files=files, parameters=parameters, description=description)
        done.append(f"{len(files)} files sent")
        there = _read_back(account, there, files, parameters)
    return Pushed(there, tuple(files), tuple(objects))


def put_objects(account: CloudAccount, objects: Mapping[str, Path], done: list[str]) -> None:
    """Store files by key and compare what the store says of them; `done` hears of each."""
    for key, path in objects.items():
        data = path.read_bytes()
        try:
            put_object(account.api, account.organization, key, data)
        except NotEntitled as refused:
            raise NoObjectStore(
                refused.what,
                where=f"{refused.where} {key}",
                cure='without an Object Store the rows travel in the algorithm (`variant = "module"` in the recipe), or'
                ' are computed there (`variant = "inline"`)',
            ) from None
        done.append(f"{key} sent")
        if not object_properties(account.api, account.organization, key).holds(data):
            raise VendorFailed("the Object Store does not hold what was sent", where=key, cure=_AGAIN)
        done[-1] += " and found again"


def cloud_name(space: Workspace, project: Path) -> str:
    """Return the project's name in the cloud: its path from the workspace's root, as `lean cloud push` has it."""
    place = project.resolve()
    if project.is_file() or not place.is_relative_to(space.root):
        return project_name(project)
    return place.relative_to(space.root).as_posix()


def cloud_id(project: Path) -> int | None:
    """Return the number of the cloud project that `config.json` names; the Lean CLI keeps it there too."""
    found = _config(project).get("cloud-id")
    return int(found) if isinstance(found, int) or (isinstance(found, str) and found.isdigit()) else None


def _sources(project: Path) -> dict[str, str]:
    """Return the files that the cloud takes; a single file is sent as `main.py`."""
    if project.is_file():
        found = {"main.py": project}
    else:
        found = {name: path for name, path in project_files(project).items() if path.suffix in _SOURCES}
    for name, path in found.items():
        if path.stat().st_size > _LARGEST:
            raise BadInput(
                f"{name} has {path.stat().st_size // 1000} KB; no tier takes more than {_LARGEST // 1000} KB a file",
                where=str(path),
                cure="split it, or keep its data in the Object Store",
            )
    return {name: path.read_text(encoding="utf-8") for name, path in found.items()}


def _ensured(account: CloudAccount, project: Path, name: str, *, is_new: bool) -> CloudProject:
    known = cloud_id(project)
    if known is not None:
        try:
            return read_project(account.api, known)
        except CloudGone:
            if not is_new:
                raise CloudGone(
                    f"cloud project {known} is gone: it was deleted, or belongs to another account",
                    where=f"cloud-id in {project / 'config.json'}",
                    cure="--new-project makes another one; what is on this machine is untouched",
                ) from None
    found = find_project(account.api, name) or create_project(account.api, name, organization=account.organization)
    _remember(project, found)
    return found


def _remember(project: Path, found: CloudProject) -> None:
    """Write the number where the Lean CLI looks for it."""
    if project.is_file():
        return
    wanted = _config(project) | {"cloud-id": found.id}
    if found.organization:
        wanted["organization-id"] = found.organization
    write_text(project / "config.json", json.dumps(wanted, indent=4, ensure_ascii=False) + "\n")


def _read_back(
    account: CloudAccount, project: CloudProject, files: Mapping[str, str], parameters: Mapping[str, str]
) -> CloudProject:
    there = read_files(account.api, project.id)
    for name in sorted(there.keys() - files.keys()):
        delete_file(account.api, project.id, name)
    wrong = [name for name, text in files.items() if _plain(there.get(name)) != _plain(text)]
    found = read_project(account.api, project.id)
    wrong += [f"parameter {key}" for key in sorted({*parameters, *found.parameters}) if _differ(key, parameters, found)]
    if wrong:
        raise VendorFailed(
            f"the cloud does not hold what was pushed: {', '.join(wrong[:5])}", where=found.url, cure=_AGAIN
        )
    return found


def _differ(key: str, parameters: Mapping[str, str], found: CloudProject) -> bool:
    return parameters.get(key) != found.parameters.get(key)


def _plain(text: str | None) -> str | None:
    return None if text is None else text.replace("\r\n", "\n")


def _config(project: Path) -> dict[str, Any]:
    path = project / "config.json"
    if project.is_file() or not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise BadInput("config.json cannot be read", where=str(path), cure="render the project again")
    return found


@contextmanager
def _told_how_far(done: list[str]) -> Iterator[None]:
    """Add to what goes wrong in the middle what the cloud has by then."""
    try:
        yield
    except KeyboardInterrupt:
        raise Interrupted("stopped while pushing", where=_state(done), cure=_AGAIN) from None
    except LeanrigError as error:
        where = f"{error.where} ({_state(done)})" if error.where else _state(done)
        raise type(error)(error.what, where=where, cure=error.cure or _AGAIN) from None


def _state(done: list[str]) -> str:
    return f"so far: {'; '.join(done)}" if done else "so far: nothing was sent"
