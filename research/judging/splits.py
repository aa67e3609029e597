"""Train and test by place in time, with nothing in the training set that knows of the test set. Pure.

An observation t is made at the close of bar t, and its label (the outcome it is held against) rests on the bars after t
up to `label_ends[t]`. A training observation whose label reaches into a test label's bars is purged; after a test set
some more are left out by an embargo, for what lingers in features.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from leanrig.errors import BadInput

__all__ = ["Places", "Split", "combinatorial_purged", "label_ends_of", "paths_of", "purged", "walk_forward"]

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Split:
    """Places of the observations to fit on and to test on, both rising; `groups` are the test groups' numbers."""

    train: Places
    test: Places
    groups: tuple[int, ...] = ()


def label_ends_of(bars: int, horizon: int) -> Places:
    """Return the last bar that each label rests on, where every label looks `horizon` bars ahead."""
    if horizon < 1:
        raise BadInput(f"a label over {horizon} bars has no outcome", cure="1 bar or more")
    return np.arange(bars) + horizon


def walk_forward(
    label_ends: Places, *, train: int, test: int, embargo: int = 0, is_expanding: bool = True
) -> Iterator[Split]:
    """Yield splits in which the past is fitted on and the next `test` observations are tested, one after the other.

    Every observation from `train` on is tested once, the last test set may be shorter.

    Parameters
    ----------
    label_ends : (n,)
        Last bar of each label; see `label_ends_of`.
    train
        Observations before the first test set, and, unless `is_expanding`, the most to look back over.
    embargo
        Bars between the last label of the training set and the first test observation.

    Raises
    ------
    BadInput
        If nothing is left to test on, or labels and embargo leave nothing to fit on.
    """
    ends = _checked(label_ends, embargo)
    if not (0 < train < len(ends) and test > 0):
        raise BadInput(
            f"{len(ends)} observations: train {train}, test {test}", cure="0 < train < observations, test > 0"
        )
    for start in range(train, len(ends), test):
        known = np.arange(0 if is_expanding else max(0, start - train), start)
        kept = known[ends[known] + embargo <= start]
        _insist(kept, f"the test set from {start} on")
        yield Split(kept, np.arange(start, min(start + test, len(ends))))


def combinatorial_purged(label_ends: Places, *, groups: int, tested: int, embargo: int = 0) -> Iterator[Split]:
    """Yield a split for each choice of `tested` out of `groups` stretches of time.

    Each observation is tested comb(groups - 1, tested - 1) times, so that as many whole paths through all the data can
    be put together (`paths_of`).

    Notes
    -----
    Lopez de Prado (2018), Advances in Financial Machine Learning, chapters 7 and 12.
    """
    ends = _checked(label_ends, embargo)
    if not (1 <= tested < groups <= len(ends)):
        raise BadInput(f"{groups} groups, {tested} tested", cure="1 <= tested < groups <= observations")
    parts = np.array_split(np.arange(len(ends)), groups)
    for chosen in combinations(range(groups), tested):
        test = np.concatenate([parts[number] for number in chosen])
        kept = purged(ends, [parts[number] for number in chosen], embargo=embargo)
        _insist(kept, f"the test groups {chosen}")
        yield Split(kept, test, chosen)


def purged(label_ends: Places, tests: list[Places], *, embargo: int = 0) -> Places:
    """Return the observations that may be fitted on while `tests`, unbroken stretches, are tested on."""
    places = np.arange(len(label_ends))
    keep = np.ones(len(label_ends), dtype=bool)
    for stretch in tests:
        first, last = int(stretch[0]), int(label_ends[stretch].max())
        # labels rest on (t, end]: two meet where each begins before the other has ended
        meets = (places < last) & (label_ends > first)
        lingers = (places >= last) & (places < last + embargo)
        keep[stretch] = False
        keep &= ~(meets | lingers)
    return places[keep]


def paths_of(groups: int, tested: int) -> NDArray[np.int64]:
    """Return, for each path and group, the number of the split, as `combinatorial_purged` yields them, that tests it.

    Shape (comb(groups - 1, tested - 1), groups); each pair of split and tested group is used once.
    """
    found = np.zeros((comb(groups - 1, tested - 1), groups), dtype=np.int64)
    used = [0] * groups
    for split, chosen in enumerate(combinations(range(groups), tested)):
        for group in chosen:
            found[used[group], group] = split
            used[group] += 1
    return found


def _checked(label_ends: Places, embargo: int) -> Places:
    ends = np.asarray(label_ends, dtype=np.int64)
    if not len(ends) or (ends <= np.arange(len(ends))).any():
        raise BadInput("a label ends at its own bar or before", cure="the last bar that each outcome rests on")
    if embargo < 0:
        raise BadInput(f"an embargo of {embargo} bars", cure="0 or more")
    return ends


def _insist(kept: Places, what: str) -> None:
    if not len(kept):
        raise BadInput(
            "labels overlap so far that purging and embargo leave nothing to fit on",
            where=what,
            cure="shorter labels, a smaller embargo, fewer groups or a longer first training set",
        )
