"""Clauses that claim nothing: "{A} should be read with care", "keep {A} and {B} in mind". Pure.

A slot says what it says by itself; the words between two slots must not make them one another's: only a list or a
word like "beside" may join them.
"""

from collections.abc import Iterator

from leanrig.report.narrate.predicates import Reader

__all__ = ["neutral_ends"]

_UNFINISHED = frozenset(
    {"BE", "STAND", "AUX", "DET", "PREP", "OF", "TO", "WITH", "JOINT", "ANCHOR", "AND", "IMPER", "KEEP", "SET"}
    | {"THAT", "OPEN", "SOFT", "WHICH", "BOTH"}
)
_PLAIN = _UNFINISHED | {"NEUT", "ADVICE", "IT", "BOTH-OF"}
_JOINS = ("JOINT", "ANCHOR", "WITH")
_AUXILIARIES = ("may", "might", "can")
_ADVERBS = frozenset(
    {"in mind", "carefully", "cautiously", "closely", "separately", "alone", "together", "apart", "with care", "here"}
    | {"with caution", "too", "also", "as well", "shown", "listed", "given", "at all", "as it is", "should"}
)
_MOST = 40


def neutral_ends(reader: Reader, at: int, number: int, *, has_slots: bool) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield where a clause that claims nothing may end, with its slots.

    Parameters
    ----------
    number
        How many clauses came before.
    has_slots
        Whether the sentence has a slot at all; a sentence without one is looked up elsewhere.
    """
    if has_slots:
        yield from _walk(reader, at, at, (), number)


def _walk(
    reader: Reader, start: int, at: int, keys: tuple[str, ...], number: int
) -> Iterator[tuple[int, tuple[str, ...]]]:
    if at > start and _is_whole(reader, start, at, keys):
        yield at, keys
    if at >= reader.size or at - start > _MOST:
        return
    if reader.is_slot(at):
        if _may_stand(reader, start, at, is_first=not keys, number=number):
            for end, listed in reader.slots(at, "AND", "OR"):
                yield from _walk(reader, start, end, (*keys, *listed), number)
        return
    if at > start and reader.is_slot(at - 1) and not _may_follow(reader, at):
        return
    if _is_plain(reader, start, at, number):
        yield from _walk(reader, start, at + 1, keys, number)


def _is_plain(reader: Reader, start: int, at: int, number: int) -> bool:
    item = reader.items[at]
    if not item.has(*_PLAIN):
        return False
    only = {entry.tag for entry in item.entries} & _PLAIN
    if only == {"AUX"}:
        return item.words.lower() in _AUXILIARIES
    if only == {"OPEN"}:
        return at == start and number == 0
    if "IT" in only and not only & {"NEUT", "IMPER", "DET"}:
        return at == start or reader.has(at - 1, "IMPER", "KEEP", "SET", "AND", "THAT", "SOFT")
    if only == {"AND"}:
        return at > start and not reader.is_slot(at - 1)
    return True


def _may_stand(reader: Reader, start: int, at: int, *, is_first: bool, number: int) -> bool:
    """Whether a slot may stand here, for what stands before it."""
    if at == start:
        return True
    before = reader.items[at - 1]
    if before.words.lower() in ("the", "a", "an", "its", "their") or before.has("PREP", "TO", "BOTH-OF"):
        return False
    if before.has(*_JOINS):
        return True
    if before.has("AND"):
        return is_first or any(reader.items[place].has("IMPER") for place in range(start, at))
    if before.has("SOFT", "COMMA"):
        return is_first and not reader.items[max(at - 2, start)].has("BE", "STAND", "AUX")
    if before.has("IT") and not before.has("DET"):
        return False
    if before.has("BE", "STAND", "OF", "OPEN", "THAT", "WHICH", "IT"):
        return is_first and number == 0
    return is_first


def _may_follow(reader: Reader, at: int) -> bool:
    """Whether a word may stand right behind a slot."""
    item = reader.items[at]
    if item.has("BE", "STAND", "AUX", "ADVICE", "JOINT", "ANCHOR", "WITH", "AND", "SOFT", "PREP", "TO"):
        return True
    return item.has("NEUT") and item.words.lower() in _ADVERBS


def _is_whole(reader: Reader, start: int, at: int, keys: tuple[str, ...]) -> bool:
    last = reader.items[at - 1]
    if not last.key and not last.has("NEUT", "ADVICE", "IT", "BOTH-OF"):
        return False
    items = reader.items[start:at]
    if any(item.has("KEEP") for item in items) and not any("mind" in item.words.lower() for item in items):
        return False
    if any(item.has("SET") for item in items):
        return len(keys) > 1
    return bool(keys) or any(item.has("ADVICE", "NEUT", "WITH", "IMPER") for item in items)
