"""Every kind of consolidator against real Lean: bars, and the moment at which each is handed over."""

import json
from pathlib import Path
from typing import Any

import pytest
from engine.golden_probe import answers, recorded

CASES = ["minute", "hour", "daily", "forex", "crypto", "tick"]


@pytest.mark.parametrize("case", CASES)
def test_bars_and_moments_are_those_of_lean(case: str, tmp_path: Path) -> None:
    name = f"consolidators_{case}.json"
    ours = answers("consolidators", "probe_consolidators", tmp_path, case=case)[name]
    leans = recorded("consolidators", name)
    assert ours["manual 5 minute"] == leans["manual 5 minute"]
    assert _rows(ours["bars"]) == _rows(leans["bars"])
    assert ours["silent"] == leans["silent"]
    assert set(ours["errors"]) == set(leans["errors"])


def _rows(bars: dict[str, Any]) -> dict[str, Any]:
    return {
        name: [entry["count"], *([_row(row) for row in entry[part]] for part in ("first", "last"))]
        for name, entry in bars.items()
    }


def _row(text: str) -> list[Any]:
    row = json.loads(text)
    # A range bar begins in the year 1; its length loses microseconds on the way to Python.
    return [*row[:9], row[10]] if row[1] == "RangeBar" else row
