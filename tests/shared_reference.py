"""Where the shared reference lies: recorded answers of real Lean, sample data, vendors' specs.

A bare clone has none of it; what needs it is skipped and says so.
"""

import os
from pathlib import Path

import pytest

_ROOT = Path(os.environ.get("LEANRIG_SHARED", Path(__file__).resolve().parents[2] / "shared"))


def shared(*parts: str) -> Path:
    """Return the path below the shared reference; skip the test where it is absent."""
    path = _ROOT.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"no {'/'.join(parts)} in the shared reference (set LEANRIG_SHARED to its folder)")
    return path
