"""Groups by average linkage: two groups join while the mean similarity of their members is high enough. Pure.

Murtagh, "A survey of recent advances in hierarchical clustering algorithms", The Computer Journal 26 (1983): the chain
of nearest neighbours gives the same groups as joining the closest pair again and again, in the square of their number.
"""

import numpy as np
from numpy.typing import NDArray

__all__ = ["groups_of"]


def groups_of(vectors: NDArray[np.floating], *, similarity: float) -> list[list[int]]:
    """Return groups of rows whose mean cosine similarity to each other is at least `similarity`, the largest first.

    Every row is in one group, alone if nothing is like it. The same rows give the same groups; among equals the first
    row's come first.
    """
    unit = _unit(np.asarray(vectors, dtype=np.float64))
    distances = 1 - unit @ unit.T
    np.fill_diagonal(distances, np.inf)
    members = [[row] for row in range(len(unit))]
    alive = np.ones(len(unit), dtype=bool)
    chain: list[int] = []
    while alive.sum() > 1:
        if not chain:
            chain = [int(np.argmax(alive))]
        last = chain[-1]
        row = np.where(alive, distances[last], np.inf)
        nearest = int(np.argmin(row))
        if len(chain) > 1 and row[chain[-2]] <= row[nearest]:
            nearest = chain[-2]
        if len(chain) < 2 or nearest != chain[-2]:
            chain.append(nearest)
            continue
        chain = chain[:-2]
        if row[nearest] > 1 - similarity:
            alive[[last, nearest]] = False  # each is the other's nearest: neither joins anybody any more
            continue
        _join(distances, members, min(last, nearest), max(last, nearest))
        alive[max(last, nearest)] = False
    return sorted((sorted(group) for group in members if group), key=lambda group: (-len(group), group[0]))


def _join(distances: NDArray[np.float64], members: list[list[int]], kept: int, gone: int) -> None:
    first, second = len(members[kept]), len(members[gone])
    mean = (first * distances[kept] + second * distances[gone]) / (first + second)
    distances[kept], distances[:, kept] = mean, mean
    distances[kept, kept] = np.inf
    members[kept] += members[gone]
    members[gone] = []


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: NDArray[np.float64] = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return unit
