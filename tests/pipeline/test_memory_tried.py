"""Have we tried this? Same inputs first, then the same recipe, then what is only alike; never a later run."""

from datetime import timedelta
from pathlib import Path
from random import Random

from pipeline.made_runs import Made, changed, ordinary, write
from pipeline.test_memory import Counting

from leanrig.pipeline.tried import tried_before


def run(**what: object) -> Made:
    return changed(ordinary(Random(3), 0), **what)


def later(made: Made, hours: int, **what: object) -> Made:
    return changed(made, started=made.started + timedelta(hours=hours), **what)


def test_the_same_inputs_with_the_same_and_with_another_result(tmp_path: Path) -> None:
    first = run()
    write(tmp_path, first)
    write(tmp_path, later(first, 1, sharpe=9.87))
    here = write(tmp_path, later(first, 2))
    write(tmp_path, later(first, 3))
    another, same = tried_before(here)
    assert (another.likeness, another.is_same_result) == ("same inputs", False)
    assert (same.likeness, same.is_same_result) == ("same inputs", True)
    assert another.sentence.startswith("The same inputs ran on 2026-01-01 10:00 with another result: Sharpe ratio 9.87")
    assert same.sentence.startswith("The same inputs ran on 2026-01-01 09:00 with the same result")
    assert same.figures["figure.sharpe"] == f"{first.sharpe:.2f}"


def test_another_file_parameter_or_bar_is_no_longer_the_same_input(tmp_path: Path) -> None:
    first = run()
    write(tmp_path, first)
    write(tmp_path, later(first, 1, parameters={"exposure": "0.5", "minimum_confidence": "0.6"}))
    here = write(tmp_path, later(first, 2, inputs={"recipe.toml": "ff" * 32}))
    half, old = tried_before(here)
    assert [half.likeness, old.likeness] == ["same recipe", "same recipe"]
    assert half.differences == ("exposure 0.5 then, 1.0 now",)
    assert old.differences == ()
    assert "on other inputs" in old.sentence


def test_a_run_that_failed_is_another_result(tmp_path: Path) -> None:
    first = run()
    write(tmp_path, changed(first, judgement="runtime_error", verdict="A handler raised."))
    here = write(tmp_path, later(first, 1))
    (near,) = tried_before(here)
    assert near.is_same_result is False
    assert near.sentence == "The same inputs ran on 2026-01-01 09:00 with another result: runtime error."


def test_what_is_only_alike_needs_an_embedder(tmp_path: Path) -> None:
    first = run()
    write(tmp_path, changed(first, recipe="an_older_name"))
    other = changed(first, symbols=("ZM",), recipe="x", detector="q", strength="q", by_regime={}, falls=(), growth=-0.4)
    write(tmp_path, changed(other, verdict="Worse than the index.", looks=("A short sample: 1 years.",)))
    here = write(tmp_path, later(first, 5, inputs={"recipe.toml": "ee" * 32}))
    assert tried_before(here) == ()
    (near,) = tried_before(here, embedder=Counting("fake"))
    assert (near.likeness, near.title) == ("alike", "an_older_name")
    assert near.score is not None
    assert near.score > 0.9


def test_the_first_run_of_all_has_nothing_before_it(tmp_path: Path) -> None:
    assert tried_before(write(tmp_path, run())) == ()


def test_a_folder_elsewhere_has_nothing_before_it(tmp_path: Path) -> None:
    (tmp_path / "success").mkdir()
    (tmp_path / "success" / "run.json").write_text("{}")
    assert tried_before(tmp_path / "success") == ()
    assert tried_before(tmp_path / "nowhere") == ()
