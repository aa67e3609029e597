"""Lists out of Lean's stubs: the members of indicators and securities, and which method makes which."""

import ast
import json
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from leanrig.errors import Missing
from leanrig.files import write_text

__all__ = ["stub_lists"]

_ROOMS = ("Indicators", "Securities", "Securities/Equity", "Securities/Crypto")
_BASES_CHECKED = ("IndicatorBase", "Security", "SecurityHolding")
# Members that come from classes in other rooms of the stubs, or are added to every object.
_OUTSIDE = {
    "WindowBase": frozenset({"window", "current", "previous"}),
    "DynamicObject": frozenset({"get", "add", "try_get", "remove", "clear"}),
}


def stub_lists(cache: Path) -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    """Return method -> class, and class -> members; read once per version of the stubs and kept in `cache`."""
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
    members = {name: _members(name, classes) for name in classes if _is_checked(name, classes)}
    return _returns(root / "Algorithm" / "__init__.pyi", set(members)), members


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
    """All members, inherited ones included."""
    node = classes.get(name)
    if node is None:
        return _OUTSIDE.get(name, frozenset())
    own = {child.name for child in node.body if isinstance(child, ast.FunctionDef)}
    own |= {
        child.target.id
        for child in node.body
        if isinstance(child, ast.AnnAssign) and isinstance(child.target, ast.Name)
    }
    inherited = (_members(base, classes) for base in _bases(node) if base != name)
    return frozenset(own).union(*inherited)


def _returns(path: Path, kinds: set[str]) -> dict[str, str]:
    """Return method -> class for the methods of QCAlgorithm that give one of `kinds`."""
    algorithm = _classes(path)["QCAlgorithm"]
    found = {}
    for child in algorithm.body:
        if isinstance(child, ast.FunctionDef) and child.returns is not None:
            kind = ast.unparse(child.returns).partition("[")[0].rpartition(".")[2]
            if kind in kinds:
                found[child.name] = kind
    return found
