"""The corpora: files with a planted look-ahead, its line marked, and files that only look as if they had one."""

import sys
import warnings
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from research.audit.decide import audit_by_text, audit_signals, by_traps
from research.audit.finding import Audit
from research.audit.lean_traps import is_algorithm
from research.audit.subjects import subjects_of

__all__ = ["HONEST", "LEAKS", "audited", "marked"]

_HERE = Path(__file__).parent
LEAKS = sorted((_HERE / "leaks").glob("*.py"))
HONEST = sorted((_HERE / "honest").glob("*.py"))


def marked(path: Path) -> set[int]:
    """Return the lines that end with the mark."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {number for number, line in enumerate(lines, start=1) if line.endswith("# <- leak")}


def audited(path: Path, *, seconds: float = 0.5) -> Audit:
    """Audit a file as the child process does, in this one."""
    text = path.read_text(encoding="utf-8")
    if is_algorithm(text):
        return by_traps(path.name, text)
    spec = spec_from_file_location(f"audited_{path.stem}", path)
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            spec.loader.exec_module(module)
        except ModuleNotFoundError as error:
            return audit_by_text(path.name, text, reason=f"there is no package {error.name}")
        subjects, notes = subjects_of(module)
        return audit_signals(path.name, text, subjects, notes=notes, seconds=seconds, path=str(path))
