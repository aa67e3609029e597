"""Checks a rendered project before Lean sees it: ruff, mypy against Lean's stubs, and the members mypy cannot see."""

import ast
import json
import os
import subprocess
import sys
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from generator.attributes import unknown_attributes
from leanrig.errors import Missing
from leanrig.files import write_text

__all__ = ["CheckFailure", "check_project"]

_ROOMS = ("Indicators", "Securities", "Securities/Equity", "Securities/Crypto")
_BASES_CHECKED = ("IndicatorBase", "Security", "SecurityHolding")


class CheckFailure(Exception):
    """What a check found: its name and the lines."""

    def __init__(self, check: str, lines: list[str]) -> None:
        super().__init__(f"{check}: " + "\n".join(lines))
        self.check = check
        self.lines = lines


def check_project(folder: Path, *, cache: Path) -> tuple[str, ...]:
    """Run every check over the project in `folder`, with that folder as the only root; return the checks' names.

    Raises
    ------
    CheckFailure
        At the first check that finds something.
    """
    _run("ruff", folder, ["ruff", "check", "--isolated", "--select", "E9,F", "--ignore", "F403,F405", "."])
    _run("ruff format", folder, ["ruff", "format", "--isolated", "--line-length", "120", "--check", "."])
    _run(
        "mypy",
        folder,
        ["mypy", "--config-file=", "--check-untyped-defs", "--cache-dir", str(cache / "mypy"), "main.py"],
    )
    returns, members = _lists(cache)
    source = (folder / "main.py").read_text(encoding="utf-8")
    found = unknown_attributes(source, returns=returns, members=members)
    if found:
        raise CheckFailure("API lists", [f"main.py:{complaint.line}: {complaint.text}" for complaint in found])
    return ("ruff", "mypy", "the API lists")


def _run(check: str, folder: Path, command: list[str]) -> None:
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "MYPYPATH")}
    process = subprocess.run(
        [sys.executable, "-P", "-m", *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if process.returncode:
        raise CheckFailure(check, (process.stdout + process.stderr).strip().splitlines()[:20])


def _lists(cache: Path) -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    """Return the stubs' lists; made once per version of the stubs."""
    path = cache / f"stubs-{version('quantconnect-stubs')}.json"
    if not path.exists():
        returns, members = _read_stubs()
        write_text(path, json.dumps({"returns": returns, "members": {k: sorted(v) for k, v in members.items()}}))
    found = json.loads(path.read_text())
    return found["returns"], {kind: frozenset(names) for kind, names in found["members"].items()}


def _read_stubs() -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    spec = find_spec("QuantConnect")
    if spec is None or not spec.submodule_search_locations:
        raise Missing("quantconnect-stubs is not installed", cure="./rig doctor")
    root = Path(next(iter(spec.submodule_search_locations)))
    classes = {name: node for room in _ROOMS for name, node in _classes(root / room / "__init__.pyi").items()}
    members = {name: _members(name, classes) for name in classes}
    checked = {name: found for name, found in members.items() if found and _is_checked(name, classes)}
    return _returns(root / "Algorithm" / "__init__.pyi", set(checked)), checked


def _classes(path: Path) -> dict[str, ast.ClassDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}


def _bases(node: ast.ClassDef) -> list[str]:
    return [ast.unparse(base).partition("[")[0].rpartition(".")[2] for base in node.bases]


def _is_checked(name: str, classes: dict[str, ast.ClassDef]) -> bool:
    if name in _BASES_CHECKED:
        return True
    node = classes.get(name)
    return node is not None and any(base != name and _is_checked(base, classes) for base in _bases(node))


def _members(name: str, classes: dict[str, ast.ClassDef]) -> frozenset[str]:
    """All members, inherited ones included; what a class outside the rooms gives is not known and not needed."""
    node = classes.get(name)
    if node is None:
        return _OUTSIDE.get(name, frozenset())
    own = {child.name for child in node.body if isinstance(child, ast.FunctionDef)}
    inherited = (_members(base, classes) for base in _bases(node) if base != name)
    return frozenset(own).union(*inherited)


# Members that come from classes in other rooms of the stubs.
_OUTSIDE = {
    "WindowBase": frozenset({"window", "current", "previous"}),
    "DynamicObject": frozenset({"get", "add", "try_get", "remove", "clear"}),
    "ISecurityPrice": frozenset(),
}


@lru_cache(maxsize=1)
def _returns_of(path: Path) -> dict[str, str]:
    (algorithm,) = (node for name, node in _classes(path).items() if name == "QCAlgorithm")
    found = {}
    for child in algorithm.body:
        if isinstance(child, ast.FunctionDef) and child.returns is not None:
            found[child.name] = ast.unparse(child.returns).partition("[")[0].rpartition(".")[2]
    return found


def _returns(path: Path, kinds: set[str]) -> dict[str, str]:
    return {name: kind for name, kind in _returns_of(path).items() if kind in kinds}
