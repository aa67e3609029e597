"""No training set knows of its test set: laws of the splitters by hypothesis, over labels of any length."""

from math import comb

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from leanrig.errors import BadInput
from research.judging.splits import Split, combinatorial_purged, label_ends_of, paths_of, walk_forward


@st.composite
def labels(draw: st.DrawFn, least: int = 30, most: int = 90) -> np.ndarray:
    """Draw label ends: each from one to eight bars after its observation."""
    count = draw(st.integers(least, most))
    lengths = draw(st.lists(st.integers(1, 8), min_size=count, max_size=count))
    return np.arange(count) + np.array(lengths)


def spans(places: np.ndarray, ends: np.ndarray) -> set[int]:
    """Bars whose returns the labels of these observations rest on."""
    return {bar for t in places.tolist() for bar in range(t + 1, int(ends[t]) + 1)}


def check(split: Split, ends: np.ndarray, embargo: int) -> None:
    assert not set(split.train.tolist()) & set(split.test.tolist())
    assert not spans(split.train, ends) & spans(split.test, ends)
    assert (np.diff(split.train) > 0).all()
    assert (np.diff(split.test) > 0).all()
    stretches = np.split(split.test, np.flatnonzero(np.diff(split.test) > 1) + 1)
    for stretch in stretches:
        last = int(ends[stretch].max())
        assert not [t for t in split.train.tolist() if stretch[-1] < t < last + embargo]


@settings(max_examples=40, deadline=None)
@given(ends=labels(), groups=st.integers(3, 6), tested=st.integers(1, 2), embargo=st.integers(0, 4))
def test_combinatorial_splits(ends: np.ndarray, groups: int, tested: int, embargo: int) -> None:
    try:
        splits = list(combinatorial_purged(ends, groups=groups, tested=tested, embargo=embargo))
    except BadInput as error:
        assert "leave nothing to fit on" in error.what
        return
    assert len(splits) == comb(groups, tested)
    for split in splits:
        check(split, ends, embargo)
    times_tested = np.bincount(np.concatenate([split.test for split in splits]), minlength=len(ends))
    assert (times_tested == comb(groups - 1, tested - 1)).all()


@settings(max_examples=40, deadline=None)
@given(ends=labels(), groups=st.integers(3, 6), tested=st.integers(1, 2))
def test_no_more_is_purged_than_has_to_be(ends: np.ndarray, groups: int, tested: int) -> None:
    """Without an embargo an observation is left out only if its label meets the span of a test group."""
    try:
        splits = list(combinatorial_purged(ends, groups=groups, tested=tested))
    except BadInput:
        assume(False)
    parts = np.array_split(np.arange(len(ends)), groups)
    for split in splits:
        left_out = set(range(len(ends))) - set(split.train.tolist()) - set(split.test.tolist())
        hulls = [set(range(int(parts[g][0]) + 1, int(ends[parts[g]].max()) + 1)) for g in split.groups]
        assert all(any(spans(np.array([t]), ends) & hull for hull in hulls) for t in left_out)


@settings(max_examples=60, deadline=None)
@given(
    ends=labels(),
    train=st.integers(12, 25),
    test=st.integers(1, 9),
    embargo=st.integers(0, 3),
    is_expanding=st.booleans(),
)
def test_walking_forward(ends: np.ndarray, train: int, test: int, embargo: int, is_expanding: bool) -> None:
    splits = list(walk_forward(ends, train=train, test=test, embargo=embargo, is_expanding=is_expanding))
    assert np.concatenate([split.test for split in splits]).tolist() == list(range(train, len(ends)))
    for split in splits:
        assert split.train.max() < split.test.min()
        assert ends[split.train].max() + embargo <= split.test[0]
        assert not spans(split.train, ends) & spans(split.test, ends)
        assert len(split.train) <= (len(ends) if is_expanding else train)


@pytest.mark.parametrize(("groups", "tested", "paths"), [(6, 2, 5), (6, 1, 1), (10, 2, 9), (5, 3, 6)])
def test_paths_cover_everything_once(groups: int, tested: int, paths: int) -> None:
    """Lopez de Prado 2018, section 12.4: six groups, two tested, give five paths."""
    found = paths_of(groups, tested)
    assert found.shape == (paths, groups)
    splits = list(combinatorial_purged(label_ends_of(10 * groups, 1), groups=groups, tested=tested))
    assert all(group in splits[split].groups for path in found for group, split in enumerate(path.tolist()))
    pairs = {(int(split), group) for path in found for group, split in enumerate(path)}
    assert len(pairs) == paths * groups == comb(groups, tested) * tested


def test_a_split_by_hand() -> None:
    """Twelve bars, labels of three, the middle third tested, one more left out behind it."""
    splits = list(combinatorial_purged(label_ends_of(12, 3), groups=3, tested=1, embargo=1))
    assert splits[1].test.tolist() == [4, 5, 6, 7]
    assert splits[1].train.tolist() == [0, 1, 11]


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: label_ends_of(10, 0), "no outcome"),
        (lambda: list(walk_forward(np.arange(30), train=10, test=5)), "ends at its own bar"),
        (lambda: list(walk_forward(label_ends_of(30, 1), train=30, test=5)), "observations"),
        (lambda: list(walk_forward(label_ends_of(30, 20), train=10, test=5)), "nothing to fit on"),
        (lambda: list(combinatorial_purged(label_ends_of(30, 25), groups=3, tested=1)), "nothing to fit on"),
        (lambda: list(combinatorial_purged(label_ends_of(30, 1), groups=3, tested=3)), "groups"),
        (lambda: list(combinatorial_purged(label_ends_of(30, 1), groups=3, tested=1, embargo=-1)), "embargo"),
    ],
)
def test_labels_that_overlap_too_far_are_told(make, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        make()
