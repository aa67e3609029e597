"""Shipped signals that were made to look ahead are caught; as shipped they are not blamed.

Here a part of the mutants; `python tests/research/audit/mutants.py` judges them all.
"""

import pytest
from mutants import SIGNALS, judge, mutants_of, original

from research.audit.probe import probe

_SLOW = ("markov", "changepoint", "jump")


def test_nineteen_of_twenty_mutants_are_caught() -> None:
    judged = judge([name for name in SIGNALS if name not in _SLOW], every=12, seconds=0.4)
    assert judged.changed >= 12
    assert len(judged.passed) <= 0.05 * judged.changed, judged.passed


@pytest.mark.parametrize("name", [name for name in SIGNALS if name not in _SLOW])
def test_as_shipped_it_does_not_look_ahead(name: str) -> None:
    for subject in original(name):
        assert probe(subject, seconds=0.1).parting is None


def test_a_detector_fitted_on_all_bars_is_caught() -> None:
    (mutant,) = (mutant for mutant in mutants_of("markov") if mutant.kind == "fitted on all bars")
    parting = probe(mutant.made(), seconds=0.3).parting
    assert parting is not None
    assert parting.found.place < parting.cut
