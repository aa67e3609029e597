"""Which members Lean has, read from QuantConnect's stubs when a name is missing here, never before."""

import re
from functools import cache
from importlib import metadata
from pathlib import Path

__all__ = ["has_member", "namespace_of"]

_CLASS = re.compile(r"^class (\w+)", re.M)


def has_member(classes: tuple[str, ...], name: str) -> bool:
    """Whether one of the classes (or its stub's bases) declares `name`, in snake_case or capitals."""
    return any(name in _members(cls) for cls in classes)


def namespace_of(cls: str) -> str | None:
    """The .NET namespace of a class of Lean's; None when the stubs do not know it."""
    found = _index().get(cls)
    return found[0] if found else None


@cache
def _stub_files() -> tuple[Path, ...]:
    try:
        files = metadata.files("quantconnect-stubs") or []
    except metadata.PackageNotFoundError:
        return ()
    return tuple(
        Path(str(file.locate())) for file in files if file.name == "__init__.pyi" and "QuantConnect" in file.parts
    )


@cache
def _index() -> dict[str, tuple[str, Path]]:
    index: dict[str, tuple[str, Path]] = {}
    for path in _stub_files():
        parts = path.parts
        namespace = ".".join(parts[parts.index("QuantConnect") : -1])
        for cls in _CLASS.findall(path.read_text(encoding="utf-8")):
            index.setdefault(cls, (namespace, path))
    return index


@cache
def _members(cls: str) -> frozenset[str]:
    found = _index().get(cls)
    if not found:
        return frozenset()
    source = found[1].read_text(encoding="utf-8")
    body = re.search(rf"^class {cls}\(([^\n]*)\):\n(.*?)(?=^\S|\Z)", source, re.M | re.S)
    if body is None:
        return frozenset()
    own = set(re.findall(r"^    def ([a-z]\w*)\(", body[2], re.M)) | set(
        re.findall(r"^    (\w+)\s*[:=]", body[2], re.M)
    )
    for base in re.findall(r"(\w+)(?:\[[^\]]*\])?(?:,|$)", body[1]):
        if base != cls:
            own |= _members(base)
    return frozenset(own)
