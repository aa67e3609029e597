"""How near each run lies to a question: by meaning, and by words found to the letter. Pure."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Hit", "ranked", "weights_of"]

_MEANING = 0.6
_LETTER = 0.4
# Words that stand together in one text say more than the same words strewn over the run.
_ONE_TEXT = 0.6
# So much closeness any two texts have, and so many of the words any long text.
_FAINT, _FEW = 0.35, 0.2
# The names of settings speak of drawdowns and regimes that there may never have been.
_TELLS = {"parameters": 0.6}


@dataclass(frozen=True, slots=True)
class Hit:
    """One run: its score (0 to 1), its parts, and the place of the text that matched best."""

    folder: str
    score: float
    meaning: float
    letter: float
    place: int


def weights_of(asked: Iterable[str], worded: Iterable[tuple[str, int, Sequence[str]]], runs: int) -> dict[str, float]:
    """Return how much each word that was asked for tells: one that few runs have tells most."""
    having: dict[str, set[str]] = {word: set() for word in asked}
    for folder, _, found in worded:
        for word in found:
            having[word].add(folder)
    return {word: math.log(1 + runs / (len(folders) + 0.5)) for word, folders in having.items()}


def ranked(
    near: Sequence[tuple[str, int, str, float]],
    worded: Sequence[tuple[str, int, Sequence[str]]],
    weights: Mapping[str, float],
    *,
    nothing: float,
) -> list[Hit]:
    """Return the runs, the nearest first; those that have neither meaning nor word in common are left out.

    Parameters
    ----------
    near
        Folder, place, kind and cosine similarity of each text.
    worded
        Folder, place and the words that were asked for, of each text that has some.
    weights
        Of every word that was asked for.
    nothing
        The similarity of the question to texts that have nothing to do with it; closeness is counted from there.
    """
    kinds = {(folder, place): kind for folder, place, kind, _ in near}
    meanings = {
        (folder, place): _TELLS.get(kind, 1.0) * max(0.0, (cosine - nothing) / (1 - nothing))
        for folder, place, kind, cosine in near
    }
    letters: dict[tuple[str, int], float] = {}
    together: dict[str, set[str]] = {}
    for folder, place, found in worded:
        tells = _TELLS.get(kinds.get((folder, place), ""), 1.0)
        letters[folder, place] = tells * _share(found, weights)
        if tells == 1.0:
            together.setdefault(folder, set()).update(found)
    texts: dict[str, list[int]] = {}
    for folder, place in meanings:
        texts.setdefault(folder, []).append(place)
    hits = []
    for folder, places in texts.items():
        meaning = max(meanings[folder, place] for place in places)
        one_text = max(letters.get((folder, place), 0.0) for place in places)
        letter = _ONE_TEXT * one_text + (1 - _ONE_TEXT) * _share(together.get(folder, ()), weights)
        best = max(places, key=lambda place: (_blend(meanings[folder, place], letters.get((folder, place), 0)), -place))
        hits.append(Hit(folder, _blend(meaning, letter), meaning, letter, best))
    telling = [hit for hit in hits if hit.letter >= _FEW or hit.meaning > _FAINT]
    return sorted(telling, key=lambda hit: (-round(hit.score, 6), hit.folder))


def _blend(meaning: float, letter: float) -> float:
    return _MEANING * meaning + _LETTER * letter


def _share(found: Iterable[str], weights: Mapping[str, float]) -> float:
    total = sum(weights.values())
    return sum(weights[word] for word in found) / total if total else 0.0
