"""What each of Lean's regression algorithms must give, read from the C# sources of a checkout."""

import re
from dataclasses import dataclass
from pathlib import Path

from leanrig.errors import BadInput, Missing

__all__ = ["Published", "read_published"]

_CLASS = re.compile(
    r"^(?: {4}|\t)?public\s+(?:abstract\s+|sealed\s+|partial\s+)*class\s+(\w+)(?:\s*:\s*([^{\n]+))?", re.MULTILINE
)
_STATISTICS = re.compile(
    r"\bExpectedStatistics\s*=>\s*new\s*(?:Dictionary<string,\s*string>)?\s*(?:\(\))?\s*(;|\{.*?\n\s*\};)", re.DOTALL
)
_PAIR = re.compile(r'\{\s*"((?:[^"\\]|\\.)*)"\s*,\s*"((?:[^"\\]|\\.)*)"\s*\}')
_LANGUAGES = re.compile(r"\bList<Language>\s+Languages\b[^=\n]*=>?\s*([^;]*);")
_STATUS = re.compile(r"\bAlgorithmStatus\s+AlgorithmStatus\s*=>\s*AlgorithmStatus\.(\w+)")
_LOCAL = re.compile(r"\bbool\s+CanRunLocally\b([^\n]*)")


@dataclass(frozen=True, slots=True)
class Published:
    """The expectations of one algorithm; `statistics` holds the order-list hash under `OrderListHash`."""

    name: str
    python_file: Path
    statistics: dict[str, str]
    status: str
    is_local: bool


@dataclass(frozen=True, slots=True)
class _Source:
    """One C# class: its text and the class it extends."""

    text: str
    base: str


def read_published(checkout: Path) -> dict[str, Published]:
    """Return name -> expectations for every regression algorithm of the checkout that has a Python twin.

    A property that a class does not state is the one of the class it extends.

    Raises
    ------
    Missing
        If the folder is no checkout of Lean.
    """
    sources, python = checkout / "Algorithm.CSharp", checkout / "Algorithm.Python"
    if not sources.is_dir() or not python.is_dir():
        raise Missing(
            "this is no checkout of Lean: it has no Algorithm.CSharp and Algorithm.Python",
            where=str(checkout),
            cure="git clone https://github.com/QuantConnect/Lean, and name that folder with --lean",
        )
    classes = _classes(sources)
    files = {path.stem: path for path in sorted(python.rglob("*.py"))}
    found = (_published(name, classes, files[name]) for name in sorted(classes.keys() & files.keys()))
    return {item.name: item for item in found if item is not None}


def _classes(folder: Path) -> dict[str, _Source]:
    found: dict[str, _Source] = {}
    for path in sorted(folder.rglob("*.cs")):
        text = path.read_text(encoding="utf-8-sig", errors="replace")
        starts = list(_CLASS.finditer(text))
        ends = [match.start() for match in starts[1:]] + [len(text)]
        for match, end in zip(starts, ends[: len(starts)], strict=True):
            base = (match[2] or "").split(",")[0].strip()
            found.setdefault(match[1], _Source(text[match.start() : end], base))
    return found


def _published(name: str, classes: dict[str, _Source], python_file: Path) -> Published | None:
    statistics = _first(_STATISTICS, name, classes)
    languages = _first(_LANGUAGES, name, classes)
    if statistics is None or "Language.Python" not in (languages or ""):
        return None
    return Published(
        name,
        python_file,
        _pairs(statistics, name),
        status=_first(_STATUS, name, classes) or "Completed",
        is_local="true" in (_first(_LOCAL, name, classes) or ""),
    )


def _first(pattern: re.Pattern[str], name: str, classes: dict[str, _Source]) -> str | None:
    """Return what `pattern` finds in the class, or in the nearest one that it extends."""
    seen: set[str] = set()
    while name in classes and name not in seen:
        seen.add(name)
        match = pattern.search(classes[name].text)
        if match:
            return match[1]
        name = classes[name].base
    return None


def _pairs(text: str, name: str) -> dict[str, str]:
    pairs = dict(_PAIR.findall(text))
    if len(pairs) != text.count('{"') + text.count('{ "'):
        raise BadInput(
            "the expected statistics cannot be read", where=f"{name}.cs", cure="is this checkout newer than leanrig?"
        )
    return pairs
