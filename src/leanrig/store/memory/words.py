"""The words that a text is found by to the letter: names with their parts, dates with their month and year. Pure."""

import re

__all__ = ["COMMON", "words_of"]

_WORD = re.compile(r"[a-z0-9](?:[a-z0-9_.\-]*[a-z0-9])?")
_DATE = re.compile(r"(\d{4})-(\d{2})-\d{2}")
_COMMON = """
a an and are as at be been by did do for from had has have in into is it its no not of on or our so than that the their
then there these they this to was we were what when where which while who why with you
"""
COMMON = frozenset(_COMMON.split())


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text, small, singular, without those that say nothing."""
    found = set()
    for word in _WORD.findall(text.lower()):
        found |= {_singular(word), *(_singular(part) for part in re.split(r"[_.\-]", word) if not part.isdigit())}
        if date := _DATE.fullmatch(word):
            found |= {date[1], f"{date[1]}-{date[2]}"}
    return frozenset(found - COMMON - {""})


def _singular(word: str) -> str:
    is_plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if is_plural else word
