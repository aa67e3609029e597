"""Runs whose console looks like a Lean that could not start, although their files are complete; odd paths."""

from pathlib import Path

import pytest
from backtest.native.built import Ending, built

from leanrig.errors import BadInput

NOISE = "Could not load file or assembly 'QuantConnect.Brokerages.Of.Another, Version=2.5.0.0'"


@pytest.mark.parametrize("ending", [Ending.ABORT, Ending.FAILED])
def test_what_lean_prints_besides_a_whole_result_is_no_missing_build(ending: Ending, tmp_path: Path) -> None:
    here = built(tmp_path, ending=ending)
    outcome = here.runner().run(here.job(here.project(initialize=f'print("{NOISE}")')))
    assert NOISE in outcome.console
    assert outcome.exit_code != 0
    assert (outcome.output / f"{outcome.algorithm_id}.json").is_file()


def test_a_project_below_an_apostrophe_is_refused(tmp_path: Path) -> None:
    here = built(tmp_path)
    project = here.project()
    odd = tmp_path / "it's" / "asking"
    odd.parent.mkdir()
    project.rename(odd)
    with pytest.raises(BadInput, match="apostrophe") as raised:
        here.runner().run(here.job(odd))
    assert "--engine embedded" in raised.value.cure
