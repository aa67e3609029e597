"""A sentence as the grammar sees it: slots, and the phrases of the lexicon between them. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from leanrig.report.narrate.characters import check_characters, plain
from leanrig.report.narrate.forbidden import reason_for
from leanrig.report.narrate.language import Slot, parse
from leanrig.report.narrate.lexicon import Entry, trie
from leanrig.report.narrate.refusal import Refusal

__all__ = ["Item", "read"]

_TOKEN = re.compile(r"[A-Za-z]+(?:['\-][A-Za-z]+)*'?|--|[,.;:()'\-]")
_MARKS = {
    ",": "COMMA",
    ";": "SEMI",
    ":": "COLON",
    "--": "DASH",
    ".": "STOP",
    "(": "OPEN-P",
    ")": "CLOSE-P",
    "soft": "SOFT",
}
_SPLIT = {"cannot": ("can", "not"), "it's": ("it", "is"), "that's": ("that", "is"), "there's": ("there", "is"),
          "can't": ("can", "not"), "what's": ("what", "is"), "we've": ("we", "have"),
          "they're": ("they", "are")}  # fmt: skip
_CONTRACTED = re.compile(r"(did|does|do|was|were|is|are|has|have|had|could|should|must|need)n't")
_LONGEST = 60
_GLUED = "a slot stands by itself, with spaces around it: it brings its own name, figure and unit"


@dataclass(frozen=True, slots=True)
class Item:
    """A slot (`key`), a phrase with its entries, or a mark."""

    words: str
    key: str = ""
    entries: tuple[Entry, ...] = ()
    mark: str = ""
    tags: frozenset[str] = frozenset()
    """Its classes, or its mark."""

    def entry(self, tag: str) -> Entry | None:
        """Return the entry of a class, None where the phrase is not of it."""
        if tag not in self.tags:
            return None
        return next(entry for entry in self.entries if entry.tag == tag)

    def has(self, *tags: str) -> bool:
        """Whether it is of one of these classes, or this mark."""
        return not self.tags.isdisjoint(tags)


_MARKED = {word: Item(word, mark=mark, tags=frozenset({mark})) for word, mark in _MARKS.items()}
_SOFT = _MARKED["soft"]
_TOO = Item("too", tags=frozenset({"TOO"}))
_CLAIMS = ("REL", "CMP", "SIGN", "DIR", "EXT", "BETWEEN", "EQ")
_FILLER = Item("", tags=frozenset({"FILL"}))


@cache
def _tags(entries: tuple[Entry, ...]) -> frozenset[str]:
    return frozenset(entry.tag for entry in entries)


def read(text: str) -> tuple[list[Item], tuple[Refusal, ...]]:
    """Return the items of a sentence, and what is wrong with its words; the items only count where nothing is."""
    try:
        parts = parse(text)
    except ValueError:
        return [], (Refusal(text, "braces make a slot only as {key} or {key|name}, lower case, without spaces"),)
    items: list[Item] = []
    found: list[Refusal] = []
    for place, part in enumerate(parts):
        if isinstance(part, Slot):
            form = "|name" if part.form == "name" else ""
            items.append(Item(f"{{{part.key}{form}}}", key=part.key))
            continue
        words = plain(part)
        found += check_characters(words)
        if part.endswith("-") and place < len(parts) - 1:
            found.append(Refusal(part.split()[-1], _GLUED))
        found += _glued(words, is_first=place == 0, is_last=place == len(parts) - 1)
        items += _phrases(words, found, is_first=place == 0)
    if len(items) > _LONGEST:
        found.append(Refusal(text[:40], "too long: write several short sentences"))
    return ([], tuple(found)) if found else (_tidy(items), ())


def _glued(words: str, *, is_first: bool, is_last: bool) -> list[Refusal]:
    found = []
    if not is_first and words and words[0] not in " ,.;:)":
        found.append(Refusal(words.split(maxsplit=1)[0] if words.split() else words, _GLUED))
    if not is_last and words and words[-1] not in " (":
        found.append(Refusal(words.rsplit(maxsplit=1)[-1], _GLUED))
    return found


def _phrases(words: str, found: list[Refusal], *, is_first: bool) -> list[Item]:
    tokens = _tokens(words)
    items: list[Item] = []
    at, opens = 0, is_first
    while at < len(tokens):
        token = tokens[at]
        if token in _MARKS:
            items.append(_MARKED[token])
            opens, at = _MARKS[token] == "STOP", at + 1
            continue
        length, entries = _longest(tokens, at)
        capital = next((word for word in tokens[at + opens : at + (length or 1)] if word != word.lower()), "")
        if not length or capital:
            found.append(Refusal(capital or token, reason_for(capital or token, is_first=opens and not capital)))
        else:
            items.append(Item(" ".join(tokens[at : at + length]), entries=entries, tags=_tags(entries)))
        opens, at = False, at + (length or 1)
    return items


def _tokens(words: str) -> list[str]:
    tokens: list[str] = []
    for token in _TOKEN.findall(words):
        low = token.lower()
        contracted = _CONTRACTED.fullmatch(low)
        if contracted:
            tokens += [token[: len(contracted[1])], "not"]
        elif low in _SPLIT:
            first, second = _SPLIT[low]
            tokens += [token[0] + first[1:], second]
        else:
            tokens.append(token)
    return tokens


def _longest(tokens: Sequence[str], at: int) -> tuple[int, tuple[Entry, ...]]:
    node: dict[str, object] = trie()
    best: tuple[int, tuple[Entry, ...]] = (0, ())
    for length, token in enumerate(tokens[at:], 1):
        following = node.get(token.lower())
        if not isinstance(following, dict):
            break
        node = following
        if "" in node:
            best = (length, node[""])  # type: ignore[assignment]
    return best


def _tidy(items: list[Item]) -> list[Item]:
    """Take out what claims nothing: fillers, a slot in parentheses, the full stop, commas that stand at nothing."""
    items = _without_discourse(_without_asides(items))
    if sum(item.mark == "DASH" for item in items) == 2:
        items = [_MARKED[","] if item.mark == "DASH" else item for item in items]
    kept: list[Item] = []
    is_soft = False
    for at, item in enumerate(items):
        if _goes_along(items, at) and len(kept) > 1 and kept[-1].key and kept[-2].has("AND"):
            kept.append(_TOO)
            continue
        if item.has("FILL"):
            is_soft = True
            continue
        if item.mark in ("COLON", "DASH") and (not kept or kept[-1].mark in ("SEMI", "STOP")):
            continue
        if item.mark == "COMMA" and (not kept or kept[-1].mark in ("COMMA", "SOFT")):
            kept = [*kept[:-1], _SOFT] if kept else kept
            continue
        kept.append(_SOFT if item.mark == "COMMA" and is_soft else item)
        is_soft = False
    while kept and kept[-1].mark in ("COMMA", "SOFT", "STOP"):
        kept.pop()
    return kept


def _goes_along(items: Sequence[Item], at: int) -> bool:
    """Whether a fact behind a claim goes along with it: "{A} was above {B}, and {C} as well"."""
    is_last = at + 1 == len(items) or items[at + 1].has("COMMA", "STOP", "SEMI", "COLON", "DASH")
    is_too = items[at].words.lower() in ("too", "also", "as well", "likewise", "likewise too", "similarly")
    return is_last and is_too and any(item.has(*_CLAIMS) for item in items[:at])


def _without_discourse(items: list[Item]) -> list[Item]:
    """Take out adverbs of discourse: "Notably, ..."; before a comparison they would be degrees."""
    starts = ("COMMA", "SOFT", "SEMI", "STOP", "COLON", "DASH", "AND", "BUT")
    ends = ("COMMA", "COLON", "DASH", "STOP", "SEMI")
    return [
        _FILLER
        if item.has("DISC")
        and (at == 0 or items[at - 1].has(*starts, "FILL"))
        and (at + 1 == len(items) or items[at + 1].has(*ends))
        else item
        for at, item in enumerate(items)
    ]


def _without_asides(items: list[Item]) -> list[Item]:
    """Take out a fact in parentheses behind another; other words in parentheses stand between commas."""
    kept: list[Item] = []
    at = 0
    while at < len(items):
        close = next((place for place in range(at + 1, len(items)) if items[place].mark == "CLOSE-P"), 0)
        if items[at].mark != "OPEN-P" or close < at + 2:
            kept.append(items[at])
            at += 1
            continue
        inside, before = items[at + 1 : close], kept[-1] if kept else None
        is_fact = len(inside) == 1 and bool(inside[0].key)
        is_again = is_fact and sum(item.key == inside[0].key for item in items) > 1
        if is_fact and (is_again or before is None or not before.key or before.words.endswith("|name}")):
            kept += items[at : close + 1]  # who has this figure, nobody knows
        elif not is_fact and not (len(inside) == 2 and inside[0].has("ANCHOR", "WITH") and inside[1].key):
            kept += [_MARKED[","], *inside, _MARKED[","]]
        at = close + 1
    return kept
