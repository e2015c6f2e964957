"""Texts that say nearly the same, so that none of them is learned from while another is judged."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

FIRST_WORD = 512
# Ids that more texts share tell nothing of likeness
COMMON = 300
# Of the shorter text's words; and where it has few, of both
SHARED, SHARED_FEW = 0.5, 0.6
FEW = 6


def clusters(texts: Sequence[Sequence[int]]) -> np.ndarray:
    """
    A number for each text, equal where texts are alike: half of the ids of the shorter one's words, pairs and shapes are
    in the other. Likeness is passed on. Ids are those of the text with its disguises taken off.
    """
    sets = [frozenset(one for one in ids if one >= FIRST_WORD) for ids in texts]
    parents = list(range(len(sets)))
    holders: dict[int, list[int]] = defaultdict(list)
    for place, ids in enumerate(sets):
        for one in ids:
            holders[one].append(place)
    for place, ids in enumerate(sets):
        shared = Counter(other for one in ids if len(holders[one]) <= COMMON for other in holders[one] if other < place)
        for other, count in shared.items():
            if _are_alike(count, len(ids), len(sets[other])):
                parents[_root(parents, place)] = _root(parents, other)
    return np.array([_root(parents, place) for place in range(len(sets))])


def _are_alike(shared: int, left: int, right: int) -> bool:
    shorter, longer = min(left, right), max(left, right)
    return (shorter >= FEW and shared >= SHARED * shorter) or shared >= SHARED_FEW * longer


def _root(parents: list[int], place: int) -> int:
    while parents[place] != place:
        parents[place] = parents[parents[place]]
        place = parents[place]
    return place
