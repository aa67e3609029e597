"""Joins what a run has shown with what the text shows: the file's findings."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from research.audit.finding import Audit, Evidence, Finding
from research.audit.histories import History
from research.audit.kinds import KINDS
from research.audit.lean_traps import traps
from research.audit.patterns import suspicions
from research.audit.probe import NotASignal, Parting, probe, run
from research.audit.reach import reached
from research.audit.rows import parted
from research.audit.subjects import Subject, caller
from research.audit.suspicion import Suspicion, Tree
from research.audit.trace import Place, places
from research.audit.walk import earned, told, with_lag

__all__ = ["audit_by_text", "audit_signals", "by_traps"]

_CLEAR = 5.0
_WEAK = ("whole-sample", "last-of-all", "early-stamp")  # so often honest that any other suspicion goes before them


def audit_by_text(file: str, text: str, *, reason: str = "") -> Audit:
    """Return what the text alone shows: for files that cannot be run. Lines that a run would decide are notes."""
    found = suspicions(Tree(text))
    sure = [item for item in found if item.grade != "suspect"]
    doubtful = [item for item in found if item.grade == "suspect"]
    notes = [reason] if reason else []
    if doubtful:
        named = ", ".join(f"{item.line} ({item.kind})" for item in doubtful)
        notes.append(f"not decided, because it was not run: lines {named}")
    return Audit(file, tuple(_finding(file, item, item.function or "module") for item in sure), (), tuple(notes))


def by_traps(file: str, text: str) -> Audit:
    """Return the traps that a Lean algorithm has walked into."""
    return Audit(file, tuple(_finding(file, item, item.function) for item in traps(Tree(text))), ("its text",))


def audit_signals(
    file: str,
    text: str,
    subjects: Sequence[Subject],
    *,
    given: Sequence[History] = (),
    notes: Sequence[str] = (),
    seconds: float = 6.0,
    path: str = "",
) -> Audit:
    """Return what was found in signals that can be run.

    Parameters
    ----------
    file
        How to name the file.
    subjects
        Its signals.
    given
        Histories besides the made ones.
    seconds
        Time meant for each signal.
    path
        Under which the interpreter knows the file.

    Raises
    ------
    ValueError
        If no signal can be run on any history, or they answer differently each time.
    """
    tree = Tree(text)
    lines = suspicions(tree)
    findings: list[Finding] = []
    audited, said, failures = [], list(notes), list[str]()
    source = _Source(file, text, tree, lines, path or file)
    for subject in subjects:
        try:
            probed = probe(subject, list(given), seconds=seconds)
        except NotASignal:
            continue
        except ValueError as error:
            failures.append(str(error))
            continue
        audited.append(subject.name)
        said += probed.notes
        if probed.parting is not None:
            findings.append(_shown(source, subject, probed.parting))
        findings += _profits(source, subject, probed.kind)
    findings += [_finding(file, item, item.function or "module") for item in lines if item.grade == "beyond"]
    if failures and not audited and not findings:
        raise ValueError(failures[0])
    return Audit(file, _once(findings), tuple(audited), tuple(dict.fromkeys([*said, *failures])))


@dataclass(frozen=True, slots=True, eq=False)
class _Source:
    """A file, read: `path` is the name under which the interpreter knows it."""

    file: str
    text: str
    tree: Tree
    lines: list[Suspicion]
    path: str

    def near(self, subject: Subject) -> list[Suspicion]:
        """Return the suspicious lines that a signal may run through."""
        functions = reached(self.tree, subject.name)
        return [item for item in self.lines if item.function in functions]


def _shown(source: _Source, subject: Subject, parting: Parting) -> Finding:
    near = [item for item in source.near(subject) if item.grade != "beyond" and item.kind != "same-bar-profit"]
    where = places(subject, parting, source.tree, source.path)
    cause = _cause(where, near)
    if cause is not None:
        kind, line = cause.kind, cause.line
    else:
        kind, line = _kind_without_words(subject, parting), _line_without_words(where, subject)
    words, also = KINDS[kind], sorted({item.line for item in near if item.line != line})
    shown = _evidence(subject, parting)
    return Finding(source.file, line, kind, words.what, words.why, words.cure, subject.name, shown, tuple(also))


def _cause(where: list[Place], near: list[Suspicion]) -> Suspicion | None:
    """Return the suspicious line on which, or soonest before which, later bars got in."""
    for place in where:
        lines = [other.line for other in where if (other.function, other.name) == (place.function, place.name)]
        same = [item for item in near if item.function == place.function]
        exact = [item for item in same if any(item.first <= line <= item.last for line in lines)]
        before = [] if place.is_number else [item for item in same if item.line <= max(lines)][-1:]
        told = sorted(exact + before, key=lambda item: item.kind in _WEAK)
        if told:
            return told[0]
        if not place.is_number:
            break
    ordered = sorted(near, key=lambda item: (item.grade != "certain", item.kind != "whole-fit"))
    return ordered[0] if ordered else None


def _kind_without_words(subject: Subject, parting: Parting) -> str:
    if subject.needs_history:
        return "told-all"
    row = parting.found.row
    is_own = isinstance(row, pd.Timestamp) and row not in parting.history.bars.index
    return "early-stamp" if is_own else "later-bars"


def _line_without_words(where: list[Place], subject: Subject) -> int:
    return next((place.line for place in where if not place.is_number), subject.line)


def _evidence(subject: Subject, parting: Parting) -> Evidence:
    found, bars = parting.found, parting.history.bars
    return Evidence(
        row=_said(found.row),
        known=_said(bars.index[parting.cut - 1]),
        before=_said(found.before),
        after=_said(found.after),
        how=parting.how,
        bars=parting.history.name,
        rests_on=_first_tradable(subject, parting),
        walk=told(subject, parting.kind),
    )


def _first_tradable(subject: Subject, parting: Parting) -> str:
    """Say from which bar on the answer stands as it is with all bars."""
    found, bars = parting.found, parting.history.bars
    if not isinstance(found.row, pd.Timestamp):
        return ""
    first = int(bars.index.searchsorted(found.row))
    whole = run(subject, bars, parting.kind)
    began, step = time.perf_counter(), 1
    while first + step < len(bars) and time.perf_counter() - began < 1.0:
        end = first + step
        try:
            short = run(subject, bars.iloc[:end], parting.kind)
        except Exception:  # too few bars for it
            short = None
        if short is not None and whole is not None and found.row in short.index and found.row in whole.index:
            same = parted(whole.loc[[found.row]], short.loc[[found.row]], None, 1) is None
            if same:
                return f"it stands from {_said(bars.index[end - 1])} on, its first tradable moment"
        step *= 2
    return ""


def _profits(source: _Source, subject: Subject, kind: str) -> list[Finding]:
    """The lag test: what is earned on a random walk, and no longer with each position held one bar later."""
    paid = [item for item in source.near(subject) if item.kind == "same-bar-profit"]
    if not paid or subject.function is None or abs(at_once := earned(subject, kind)) < _CLEAR:
        return []
    found = []
    for item in paid:
        lagged = with_lag(subject.function, source.text, item.line)
        later = None if lagged is None else earned(replace(subject, run=caller(lagged)), kind)
        if later is not None and abs(later) < _CLEAR / 2:
            shown = (
                f"its mean is {at_once:.1f} standard errors from 0, and {later:.1f} with the position of the bar before"
            )
            evidence = Evidence("the mean", "", f"{later:.1f}", f"{at_once:.1f}", "", "a random walk", walk=shown)
            found.append(_finding(source.file, item, subject.name, evidence))
    return found


def _finding(file: str, item: Suspicion, signal: str, evidence: Evidence | None = None) -> Finding:
    words = KINDS[item.kind]
    return Finding(file, item.line, item.kind, words.what, words.why, words.cure, signal, evidence)


def _once(findings: list[Finding]) -> tuple[Finding, ...]:
    """One finding a line and kind: several signals may run through it."""
    kept: dict[tuple[int, str], Finding] = {}
    for found in findings:
        kept.setdefault((found.line, found.kind), found)
    return tuple(sorted(kept.values(), key=lambda found: found.line))


def _said(value: Any) -> str:
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, float):
        return f"{value:.6g}"
    return str(value)
