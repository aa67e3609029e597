"""Every planted look-ahead is found on its own line; no honest file is blamed."""

import re
from pathlib import Path

import pytest
from audit_corpus import HONEST, LEAKS, audited, marked


def test_there_are_thirty_of_each_and_ten_are_of_public_threads() -> None:
    assert (len(LEAKS), len(HONEST)) == (30, 30)
    assert sum(re.search(r"Kind: [\w-]+( \w+)? #\d+", path.read_text()) is not None for path in LEAKS) >= 10
    assert all(marked(path) for path in LEAKS)
    assert not any(marked(path) for path in HONEST)


@pytest.mark.parametrize("path", LEAKS, ids=lambda path: path.stem)
def test_a_planted_leak_is_found_on_its_line(path: Path) -> None:
    found = audited(path).findings
    assert found
    assert {finding.line for finding in found} <= marked(path)
    for finding in found:
        assert all((finding.what, finding.why, finding.cure, finding.signal))


@pytest.mark.parametrize("path", HONEST, ids=lambda path: path.stem)
def test_an_honest_file_is_not_blamed(path: Path) -> None:
    assert audited(path, seconds=0.2).findings == ()
