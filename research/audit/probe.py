"""Runs one signal over histories that share a past, and finds what a later bar has changed."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from research.audit.futures import FUTURES
from research.audit.histories import History, histories, view
from research.audit.rows import Difference, parted, rows_of
from research.audit.subjects import Subject

__all__ = ["NotASignal", "Parting", "Probed", "probe", "run"]

_MOST_CUTS, _FEWEST_CUTS = 24, 2
_MOST_SWITCHES, _FEW_VALUES = 8, 6
_EDGE = 64
_LEAST_ANSWERS = 20


class NotASignal(Exception):
    """It does not answer with one value a bar; `scalar` holds what it answers with instead."""


@dataclass(frozen=True, slots=True, eq=False)
class Parting:
    """A history, and `other` with the same first `cut` bars, of which the signal says different things."""

    history: History
    cut: int
    how: str
    other: pd.DataFrame
    kind: str
    found: Difference


@dataclass(slots=True)
class Probed:
    """What came of it: where it parts, the kind of history it takes, and what is worth saying besides."""

    kind: str = ""
    parting: Parting | None = None
    notes: list[str] = field(default_factory=list)
    runs: int = 0


def probe(subject: Subject, given: list[History] | None = None, *, seconds: float = 8.0) -> Probed:
    """Return what a signal's answers depend on.

    Parameters
    ----------
    given
        Histories besides the made ones.
    seconds
        Time that is meant to be enough; slow signals are cut at fewer places.

    Raises
    ------
    NotASignal
        If no history makes it answer with one value a bar.
    ValueError
        If it raises on all of them, or never answers, or answers twice differently on the same bars.
    """
    probed = Probed()
    kind, material = _material(subject, probed)
    probed.kind = kind
    extra = [] if kind == "panel" else (given or [])
    for history in (*material, *extra):
        parting = _part(subject, kind, history, probed, seconds / (len(material) + len(extra)))
        if parting is not None:
            probed.parting = parting
            break
    return probed


def run(subject: Subject, bars: pd.DataFrame, kind: str) -> pd.DataFrame | None:
    """Return the signal's rows, its seeds fixed; None where it answers with something else."""
    with _seeded():
        return rows_of(subject.run(view(bars, kind), kind), bars.index)


def _material(subject: Subject, probed: Probed) -> tuple[str, list[History]]:
    """Return the kind that the signal takes, with histories on which it answers."""
    failures, silent, scalar = [], False, False
    for kind in subject.kinds:
        for longer in (False, True):
            try:
                made = [(history, run(subject, history.bars, kind)) for history in histories(kind, longer=longer)]
            except Exception as error:  # whatever the user's code raises
                failures.append(f"{type(error).__name__}: {error}")
                break
            probed.runs += len(made)
            if all(rows is None for _, rows in made):
                scalar = True
                break
            speaking = [history for history, rows in made if rows is not None and _answers(rows) >= _LEAST_ANSWERS]
            if speaking:
                _say_if_random(subject, kind, speaking[0], probed)
                return kind, speaking
            silent = True
    if scalar:
        raise NotASignal(subject.name)
    if silent:
        raise ValueError(f"{subject.name} says nothing on 3,000 bars: too few for it")
    raise ValueError(f"{subject.name} cannot be run: {failures[0] if failures else 'it takes no history'}")


def _answers(rows: pd.DataFrame) -> int:
    return int(rows.notna().any(axis=1).sum())


def _say_if_random(subject: Subject, kind: str, history: History, probed: Probed) -> None:
    if _is_blind(subject):  # it is fed the same bars twice below
        return
    first, again = run(subject, history.bars, kind), run(subject, history.bars, kind)
    if first is None or again is None:
        return
    last = history.bars.index[-1]
    if parted(first, again, last, len(history.bars)) is not None:
        raise ValueError(f"{subject.name} answers twice differently on the same bars, its seeds fixed: give it a seed")
    try:
        free = rows_of(subject.run(view(history.bars, kind), kind), history.bars.index)
    except Exception:  # it ran a moment ago
        return
    if free is not None and parted(first, free, last, len(history.bars)) is not None:
        probed.notes.append(f"{subject.name} is not deterministic: audited with its seeds fixed")


@dataclass(frozen=True, slots=True, eq=False)
class _Trial:
    """A signal on one history: what it says with all its bars."""

    subject: Subject
    kind: str
    history: History
    whole: pd.DataFrame
    answered: list[bool] = field(default_factory=list)
    """Whether it answered, for each other history that it was given."""

    def against(self, other: pd.DataFrame, cut: int, how: str) -> Parting | None:
        """Run it on bars that have the first `cut` in common with the history."""
        try:
            rows = run(self.subject, other, self.kind)
        except Exception:  # too few bars for it, or prices it refuses: another cut will tell
            rows = None
        self.answered.append(rows is not None)
        found = None if rows is None else parted(self.whole, rows, self.history.bars.index[cut - 1], cut)
        return None if found is None else Parting(self.history, cut, how, other, self.kind, found)


def _part(subject: Subject, kind: str, history: History, probed: Probed, seconds: float) -> Parting | None:
    began = time.process_time()
    whole = run(subject, history.bars, kind)
    if whole is None or _answers(whole) < _LEAST_ANSWERS:
        return None
    cost = max(time.process_time() - began, 1e-4)
    trial = _Trial(subject, kind, history, whole)
    cuts = _cuts(trial, int(np.clip(seconds / cost / 6, _FEWEST_CUTS, _MOST_CUTS)))
    parting = _with_other_futures(trial, cuts, probed) or _without_future(trial, cuts, probed)
    if not any(trial.answered):
        raise ValueError(f"{subject.name} answers on one history and on no other of the same past: nothing is shown")
    return parting


def _with_other_futures(trial: _Trial, cuts: list[int], probed: Probed) -> Parting | None:
    futures = list(FUTURES.items())[: 1 if _is_blind(trial.subject) else None]
    for cut in cuts:
        for how, future in futures:
            probed.runs += 1
            parting = trial.against(future(trial.history.bars, cut), cut, how)
            if parting is not None:
                return parting
    return None


def _without_future(trial: _Trial, cuts: list[int], probed: Probed) -> Parting | None:
    """Truncate: an answer near the end that is not there yet, or not what it will be, needs later bars.

    One that differs all over depends on the number of bars, as folds of equal size do, and on nothing that they say.
    """
    for cut in cuts:
        probed.runs += 1
        parting = trial.against(trial.history.bars.iloc[:cut], cut, "without the bars")
        if parting is None:
            continue
        is_late = parting.found.from_end <= _EDGE
        if is_late or (parting.found.is_missing and _is_none(parting.found.after)):
            return parting
        note = f"{trial.subject.name} depends on how many bars there are, and not on what they say: no look-ahead"
        if note not in probed.notes:
            probed.notes.append(note)
    return None


def _is_blind(subject: Subject) -> bool:
    """A stream answers before the next bar is fed: only what its class or module keeps between runs can be a leak."""
    return subject.is_stream and not subject.needs_history


def _cuts(trial: _Trial, count: int) -> list[int]:
    """Lengths from a third to one below the whole, unevenly spaced; around refits, and around changes of the answer.

    A look of one bar ahead at a state that seldom changes shows only where it changes.
    """
    bars = len(trial.history.bars)
    if _is_blind(trial.subject):
        return [int(bars * 0.7)]
    spread = min(count, _MOST_CUTS)
    early = {3, 12, 40, 120} if count > 2 * _FEWEST_CUTS else set()
    cuts = (
        {int(bars * (0.35 + 0.63 * (step / spread) ** 0.9)) - step % 3 for step in range(spread)} | {bars - 1} | early
    )
    refits = trial.subject.refits(trial.history.bars) if trial.subject.refits else []
    late = [fit for fit in refits if bars // 3 < fit < bars - 2]
    for fit in late[len(late) // 2 :][:1]:
        cuts |= {fit, fit + 1}
    if count > 2 * _FEWEST_CUTS:
        for switch in _switches(trial)[: count // 3]:
            cuts |= {switch, switch + 1, switch + 2}
    return sorted(cut for cut in cuts if 2 <= cut < bars)


def _switches(trial: _Trial) -> list[int]:
    """Some bars at which an answer of few values becomes another one."""
    rows, bars = trial.whole, trial.history.bars.index
    found: set[int] = set()
    for name in rows.columns:
        codes = pd.factorize(rows[name].astype(object))[0]
        if 2 <= len(np.unique(codes)) <= _FEW_VALUES:
            found |= {int(place) for place in np.flatnonzero(np.diff(codes)) + 1}
    if isinstance(rows.index, pd.DatetimeIndex):
        found = {int(bars.searchsorted(rows.index[place])) for place in found}
    late = sorted(place for place in found if place > len(bars) // 4)
    step = max(1, len(late) // _MOST_SWITCHES)
    return late[::step][:_MOST_SWITCHES]


def _is_none(value: Any) -> bool:
    return value is None or (isinstance(value, float) and np.isnan(value))


@contextmanager
def _seeded() -> Iterator[None]:
    """Fix the seeds that code may lean on without knowing."""
    kept, state, made = random.getstate(), np.random.get_state(), np.random.default_rng
    random.seed(0)
    np.random.seed(0)
    np.random.default_rng = lambda seed=None: made(0 if seed is None else seed)
    try:
        yield
    finally:
        np.random.default_rng = made
        random.setstate(kept)
        np.random.set_state(state)
