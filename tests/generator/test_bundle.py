"""The closure of imports: all that is needed, nothing else, whatever the way of importing."""

import pytest

from generator.bundle import closure

FILES = {
    "signals/__init__.py": "",
    "signals/a.py": "import math\nfrom signals.deep.b import thing\n",
    "signals/deep/b.py": "def thing():\n    import signals.c\n",
    "signals/c.py": "from signals import a\n",
    "signals/unused.py": "",
    "signals/relative.py": "from .a import x\n",
}


@pytest.mark.parametrize("line", ["from signals.a import thing", "import signals.a", "from signals import a"])
def test_all_that_is_reached_and_nothing_else(line: str) -> None:
    found = closure(f"import numpy\n{line}\n", FILES.get)
    assert set(found) == {
        "signals/__init__.py",
        "signals/a.py",
        "signals/c.py",
        "signals/deep/__init__.py",
        "signals/deep/b.py",
    }
    assert found["signals/a.py"] == FILES["signals/a.py"]


def test_other_packages_are_left_to_lean() -> None:
    assert closure("import numpy\nfrom signalsmith import x\n", FILES.get) == {}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("from signals.absent import x", r"signals/absent\.py is imported and does not exist"),
        ("from signals import absent", r"signals/absent\.py is imported and does not exist"),
        ("from signals.relative import x", "is relative"),
    ],
)
def test_what_lean_could_not_import_is_refused(line: str, words: str) -> None:
    with pytest.raises(LookupError, match=words):
        closure(line, FILES.get)
