"""A run as one vector: what sets it apart counts, what every run says does not. Pure."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["centroids_of", "words_apart"]

_MOST_WORDS = 5
# So many times as usual as among all runs is a word that tells the group apart.
_APART = 1.5


def centroids_of(
    folders: Sequence[str], hashes: Sequence[str], vectors: NDArray[np.float32]
) -> tuple[list[str], NDArray[np.float64]]:
    """Return the folders, each once and in order, and a vector of length 1 for each.

    Parameters
    ----------
    folders, hashes, vectors
        Of every text: whose it is, what it says, and its vector. A text counts the more, the fewer runs say the same.
    """
    having = Counter(digest for _, digest in set(zip(folders, hashes, strict=True)))
    order = sorted(set(folders))
    place = {folder: number for number, folder in enumerate(order)}
    sums = np.zeros((len(order), vectors.shape[1]))
    for folder, digest, vector in zip(folders, hashes, vectors, strict=True):
        sums[place[folder]] += math.log(1 + len(order) / having[digest]) * vector
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return order, np.divide(sums, lengths, out=np.zeros_like(sums), where=lengths > 0)


def words_apart(group: Sequence[frozenset[str]], every: Sequence[frozenset[str]]) -> tuple[str, ...]:
    """Return the words that most of a group's runs have and fewer of the others do; no figures."""
    having = Counter(word for words in every for word in words)
    inside = Counter(word for words in group for word in words if not any(sign.isdigit() for sign in word))
    weight = {
        word: count / len(group) * math.log((1 + len(every)) / having[word])
        for word, count in inside.items()
        if count * 2 > len(group) and count * len(every) >= _APART * having[word] * len(group)
    }
    return tuple(sorted(weight, key=lambda word: (-weight[word], word))[:_MOST_WORDS])
