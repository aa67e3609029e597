"""Clauses that claim nothing: "{A} should be read with care", "keep {A} and {B} in mind". Pure.

A slot says what it says by itself; the words between two slots must not make them one another's: only a list, a word
like "beside", or what a reader does with a figure ("read", "look at") may join them.
"""

from collections.abc import Iterator

from leanrig.report.narrate.lexicon_reading import WITHOUT_VERB
from leanrig.report.narrate.neutral_words import (
    ADVERBS,
    AUXILIARIES,
    CERTAIN,
    CLAIMING,
    HARMLESS,
    HEARSAY,
    JOINS,
    MOST,
    OPEN_ENDS,
    PLAIN,
    READERS,
    SHARED,
)
from leanrig.report.narrate.predicates import Reader

__all__ = ["is_sharing", "neutral_ends", "prefix_ends"]


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


def prefix_ends(reader: Reader, at: int) -> Iterator[int]:
    """Yield where the main clause starts behind "it is worth knowing that" or "a word of warning:"."""
    start = at
    while at < reader.size and at - start < 16:
        item = reader.items[at]
        if (item.has("THAT") or item.words.lower() == "how") and at > start:
            yield at + 1
        if item.has("COLON", "DASH") and at > start:
            yield at + 1
            return
        if item.key or item.has("NEG") or not HEARSAY.isdisjoint(item.words.lower().split()):
            return
        if not ((item.has(*PLAIN) and not _claims(item.tags, item.words)) or item.has("OPEN")):
            return
        at += 1


def is_sharing(reader: Reader, at: int, end: int) -> bool:
    """Whether a clause says that its fact goes along with the one before: "rose, {B} alongside"."""
    return any(not SHARED.isdisjoint(item.words.lower().split()) for item in reader.items[at:end])


def _claims(tags: frozenset[str], words: str) -> bool:
    return not tags.isdisjoint(CLAIMING) and words.lower() not in HARMLESS


def _walk(
    reader: Reader, start: int, at: int, keys: tuple[str, ...], number: int
) -> Iterator[tuple[int, tuple[str, ...]]]:
    if at > start and _is_whole(reader, start, at, keys):
        yield at, keys
    if at >= reader.size or at - start > MOST:
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
    if item.words.lower() in ("will", "would"):
        return at > start and reader.items[at - 1].words.lower() in READERS and reader.has(at + 1, "NV", "BRIDGE")
    if not item.has(*PLAIN):
        return item.has("REL", "TO") and item.words.lower() in ("before", "after", "until") and _is_deed(reader, at + 1)
    if _claims(item.tags, item.words):
        return item.words.lower() in ("before", "after") and _is_deed(reader, at + 1)
    only = {entry.tag for entry in item.entries} & PLAIN
    if item.words.lower() == "without" and reader.is_slot(at + 1):
        return any(reader.has(place, "NV", "BRIDGE", "IMPER") for place in range(start, at))
    if only == {"NEG"}:
        return _may_be_turned(reader, at)
    if only == {"AUX"}:
        return item.words.lower() in AUXILIARIES
    if only == {"OPEN"}:
        return at == start and number == 0
    if "IT" in only and not only & {"NEUT", "IMPER", "DET"}:
        return at == start or reader.has(at - 1, "IMPER", "KEEP", "SET", "AND", "THAT", "SOFT", "NEUT", "NV", "BRIDGE")
    if item.words.lower() == "worth":
        return reader.has(at + 1, "NV", "NEUT", "DET", "BRIDGE") and not reader.has(at + 1, "IT")
    if "IT" in only and reader.has(at - 1, "WITH"):
        return False
    if only == {"AND"}:
        return (at > start and not reader.is_slot(at - 1)) or reader.has(at + 1, "NV", "ADVICE", "AUX", "BE")
    return True


def _is_deed(reader: Reader, at: int) -> bool:
    return reader.has(at, "NV", "BRIDGE", "IMPER") or (
        at < reader.size and reader.items[at].words.lower() in ("you", "we", "one", "a", "the", "readers", "anyone")
        and not reader.is_slot(at + 1)
    )  # fmt: skip


def _may_be_turned(reader: Reader, at: int) -> bool:
    """Whether "not" stands before a reader's deed: "should not be ignored"; of "not shown" nobody knows."""
    at += 1
    while reader.has(at, "BE", "AUX", "TO", "SOFT") or (at < reader.size and reader.items[at].words.lower() == "have"):
        at += 1
    if not reader.has(at, "NV", "ADVICE", "BRIDGE", "IMPER", "NEUT", "KEEP", "SET"):
        return False
    said = reader.items[at].words.lower().split()
    return said[0] not in WITHOUT_VERB and CERTAIN.isdisjoint(said)


def _may_stand(reader: Reader, start: int, at: int, *, is_first: bool, number: int) -> bool:
    """Whether a slot may stand here, for what stands before it."""
    if at == start:
        return True
    before = reader.items[at - 1]
    words = before.words.lower()
    if words == "the" and at - 1 > start:
        return _may_stand(reader, start, at - 1, is_first=is_first, number=number)
    if words.endswith("while reading") or (words == "reading" and reader.has(at - 2, "BUT")):
        return False
    if before.has("BRIDGE") and not before.has("JOINT"):
        return not reader.has(at - 2, "BE", "STAND") or at - 1 == start or words.endswith(("ing", " at", " on"))
    if before.has(*JOINS):
        return True
    if words in ("a", "an", "its", "their") or before.has("PREP", "TO", "BOTH-OF", "FROM"):
        return False
    if before.has("NEG"):
        return words == "without" and any(reader.has(place, "NV", "BRIDGE", "IMPER") for place in range(start, at))
    if before.has("AND"):
        return is_first or any(reader.items[place].has("IMPER", "BRIDGE") for place in range(start, at))
    if before.has("SOFT", "COMMA"):
        return is_first and not reader.items[max(at - 2, start)].has("BE", "STAND", "AUX")
    if before.has("IT") and not before.has("DET"):
        return False
    if before.has("BE", "STAND", "OF", "OPEN", "THAT", "WHICH", "IT"):
        return is_first and number == 0
    if words in ("when", "whenever", "if", "where"):
        return _goes_on(reader, at)
    return is_first


def _goes_on(reader: Reader, at: int) -> bool:
    """When {B} is considered: the slot has a deed of its own."""
    return reader.has(at + 1, "BE", "NV", "AUX") and reader.has(
        at + 2, "NV", "BRIDGE", "BE", "ADVICE", "ANCHOR", "JOINT", "SET"
    )


def _may_follow(reader: Reader, at: int) -> bool:
    """Whether a word may stand right behind a slot."""
    item = reader.items[at]
    if item.has("BE", "STAND", "AUX", "ADVICE", "JOINT", "ANCHOR", "WITH", "AND", "SOFT", "PREP", "TO", "NV", "NEG"):
        return True
    if item.has("BRIDGE"):
        return True
    return (item.has("NEUT") and item.words.lower() in ADVERBS) or item.words.lower() in ("before", "after")


def _is_whole(reader: Reader, start: int, at: int, keys: tuple[str, ...]) -> bool:
    last = reader.items[at - 1]
    items = reader.items[start:at]
    if not last.key and not last.has("NEUT", "ADVICE", "IT", "BOTH-OF", "NV"):
        return last.has("PREP", "ANCHOR", "BRIDGE", "JOINT") and bool(keys) and any(
            item.has("TO") and reader.has(start + place + 1, "NV", "BRIDGE", "KEEP", "SET")
            for place, item in enumerate(items)
        )  # fmt: skip
    if not last.key and last.words.lower() in OPEN_ENDS:
        return False
    if any(item.has("KEEP") for item in items) and not any("mind" in item.words.lower() for item in items):
        return any(item.words.lower() in ("in view", "in sight", "at hand", "in view of", "view as") for item in items)
    if any(item.has("SET") for item in items):
        return len(keys) > 1
    return bool(keys) or any(item.has("ADVICE", "NEUT", "WITH", "IMPER", "NV") for item in items)
