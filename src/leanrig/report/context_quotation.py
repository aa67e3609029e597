"""Whether words really stand in a text, whole: letter by letter, but for white space and the shape of quotes. Pure."""

import re
from dataclasses import dataclass

__all__ = ["Found", "find_quotation"]

_SHORTEST, _LONGEST = 12, 400
_SHAPES = str.maketrans("‘’‚‛“”„‟‐‑‒–—―−", "''''\"\"\"\"-------")
_ENDS = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9$€£])|\n")
_GOES_ON = re.compile(
    r"[\w%‰]|[.,]\d|-\w|\s?(?:%|percent|per cent|bps?\b|basis|thousand|million|billion|trillion|[kmb]n?\b)"
)


@dataclass(frozen=True, slots=True)
class Found:
    """The words as the text has them, and the whole sentence (or sentences) in which they stand."""

    words: str
    whole: str


def find_quotation(quotation: str, text: str) -> Found | None:
    """Return where `quotation` stands in `text`; None where it does not, or begins or ends inside a word or figure.

    The whole sentence is given with it, because half of one may say the opposite.
    """
    wanted = " ".join(quotation.translate(_SHAPES).split())
    if not _SHORTEST <= len(wanted) <= _LONGEST:
        return None
    line = text.replace("\n", " ").translate(_SHAPES)
    place = line.find(wanted)
    while place >= 0:
        end = place + len(wanted)
        if _is_whole(line, place, end):
            return Found(" ".join(text[place:end].split()), " ".join(_sentence(text, place, end).split()))
        place = line.find(wanted, place + 1)
    return None


def _is_whole(line: str, place: int, end: int) -> bool:
    before, first = line[:place][-2:], line[place]
    if before and first.isalnum() and (before[-1].isalnum() or before[-1] in "'-"):
        return False
    if first.isdigit() and (re.search(r"\d[.,]$|[-$€£.]$", before)):
        return False
    last = line[end - 1]
    return not (last.isalnum() and _GOES_ON.match(line[end:][:12], 0) and (last.isdigit() or line[end].isalnum()))


def _sentence(text: str, place: int, end: int) -> str:
    starts = [found.end() for found in _ENDS.finditer(text, 0, place)]
    following = _ENDS.search(text, max(place, end - 1))
    start = starts[-1] if starts else 0
    return text[start : following.start() + len(following[0].rstrip()) if following else len(text)]
