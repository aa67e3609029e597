"""Automatic indicators of a whole run against real Lean: all that the reference knows, with names and parts."""

from pathlib import Path
from typing import Any

import pytest
from engine.golden_probe import answers, recorded

_FACTS = ("type", "name", "str before data", "is_ready", "samples", "window.size")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder: Path = tmp_path_factory.mktemp("indicators")
    return answers("indicators", "probe_indicators", folder)


def test_every_value_of_every_bar(run: dict[str, Any]) -> None:
    ours, leans = run["indicator_values.json"], recorded("indicators", "indicator_values.json")
    own, facts = run["indicators.json"]["meta"], recorded("indicators", "indicators.json")["meta"]
    for label, rows in leans.items():
        parts = [own[label]["sub indicators"].index(part) for part in facts[label]["sub indicators"]]
        for row, lean in zip(ours[label], rows, strict=True):
            assert row[1:3] == lean[1:3], label
            got = [row[0], *(row[3 + place] for place in parts)]
            assert got == pytest.approx([lean[0], *lean[3:]], rel=1e-9, abs=1e-12), label


def test_names_and_first_states(run: dict[str, Any]) -> None:
    ours, leans = run["indicators.json"]["meta"], recorded("indicators", "indicators.json")["meta"]
    for label, facts in leans.items():
        assert {fact: ours[label][fact] for fact in _FACTS} == {fact: facts[fact] for fact in _FACTS}, label
        assert (ours[label]["warm_up_period"] or None) == facts["warm_up_period"], label
