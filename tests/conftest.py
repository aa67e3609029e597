"""Over the whole run: no key that a test used may stand in anything that was written or captured.

Keys of tests hold the word "canary" or are the sandbox's. Files in which a user keeps keys are left out by their names.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# A machine that is busy is no fault of the code: examples have no deadline.
settings.register_profile("leanrig", deadline=None)
settings.load_profile("leanrig")

# No test asks a vendor or a server of models that the developer happens to have.
for _name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "PERPLEXITY_API_KEY"):
    os.environ.pop(_name, None)
os.environ["LEANRIG_LOCAL_MODEL_URL"] = "off"

_KEYS = re.compile(rb"canary|sandbox-(polygon|alpaca|openai)-key|sandbox-alpaca-secret|BEGIN (EC )?PRIVATE", re.I)
_KEPT_BY_THE_USER = re.compile(r"leanrig\.yaml|.*_key\.txt|.*\.pem|open_ai\.txt|keyring_pass\.cfg")
_captured: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Look through what a test that passed wrote to the screen and the log."""
    if report.passed and _KEYS.search(report.capstdout.encode() + report.capstderr.encode() + report.caplog.encode()):
        _captured.append(report.nodeid)


@pytest.fixture(scope="session", autouse=True)
def nothing_written_holds_a_key(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """After the last test, search every file that the tests left behind."""
    yield
    root = tmp_path_factory.getbasetemp()
    files = [path for path in root.rglob("*") if path.is_file() and not path.is_symlink()]
    holders = [str(path.relative_to(root)) for path in files if _holds_a_key(path)]
    assert holders == [], f"{len(holders)} of {len(files)} files hold a key"
    assert _captured == [], "keys were printed or logged by these tests"


def _holds_a_key(path: Path) -> bool:
    try:
        return not _KEPT_BY_THE_USER.fullmatch(path.name) and bool(_KEYS.search(path.read_bytes()))
    except FileNotFoundError:  # a database that was closed meanwhile took its log away
        return False
