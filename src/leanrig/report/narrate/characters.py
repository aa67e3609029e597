"""Which characters the words of a sentence may have: letters and plain punctuation. Pure.

Looked at before any word is: a digit of any script, a symbol, a look-alike letter say what no lexicon sees.
"""

import re
import unicodedata

from leanrig.report.narrate.refusal import Refusal

__all__ = ["check_characters", "plain"]

_PLAIN = {"’": "'", "‘": "'", "–": "-- ", "—": "-- ", "\u00a0": " ", "\u202f": " "}
_ALLOWED = re.compile(r"[A-Za-z ,.;:'()\-]*")
_ROMAN = re.compile(r"\b(?=[IVXLCDM]{2,}\b|[VXLCDM]\b)[IVXLCDM]+\b")
_ADDRESS = re.compile(r"https?:|www\.|\b[a-z0-9-]+\.(?:com|org|net|io|gov|edu|co|info)\b", re.IGNORECASE)
_REASONS = (
    (_ADDRESS, "an address is not a fact: leave it out"),
    (re.compile(r"[<>\[\]`*_~|\\#=&]"), "markup and code are not published: write plain words"),
    (re.compile(r"[\"“”«»„]"), "quoted words are somebody's: leave the quotation out"),
    (re.compile(r"[?!]"), "neither questions nor exclamations: state what a fact says"),
    (re.compile(r"[\r\n\t\v\f]"), "one sentence on one line"),
)


def plain(words: str) -> str:
    """Return the words with typographic apostrophes, dashes and spaces made plain; a dash becomes ` -- `."""
    for shown, typed in _PLAIN.items():
        words = words.replace(shown, f" {typed}" if typed.startswith("--") else typed)
    return re.sub(r"(?<!\S)-(?!\S)", " -- ", words) if "-" in words else words


def check_characters(words: str) -> tuple[Refusal, ...]:
    """Return what is wrong with the characters of a piece between slots; `words` are plain already."""
    if _ALLOWED.fullmatch(words) and not _ROMAN.search(words):
        return ()
    found: list[Refusal] = []
    if any(unicodedata.category(letter).startswith("N") for letter in words):
        token = next(token for token in words.split() if any(unicodedata.category(x)[0] == "N" for x in token))
        found.append(Refusal(token, "a number has to come from a fact: put its slot, {key}, in its place"))
    for pattern, reason in _REASONS:
        if hit := pattern.search(words):
            found.append(Refusal(hit[0].strip() or repr(hit[0]), reason))
    if hit := _ROMAN.search(words):
        found.append(Refusal(hit[0], "a roman numeral is a number: it has to come from a fact"))
    if not found:
        strange = [letter for letter in words if not _ALLOWED.fullmatch(letter)]
        found += [_strange(strange[0])] if strange else []
    return tuple(found)


def _strange(letter: str) -> Refusal:
    name = unicodedata.name(letter, f"U+{ord(letter):04X}").lower()
    category = unicodedata.category(letter)
    if category.startswith("L"):
        return Refusal(letter, f"{name}: only the letters a to z, in English words")
    if category[0] in "CM":
        return Refusal(repr(letter), f"{name}: a character that is not seen hides something, leave it out")
    return Refusal(letter, f"{name}: symbols and units come with the fact, write words and slots only")
