"""Rows kept from a fit to tell it when to stop."""

import zlib

import numpy as np

from .dataset import ATTACK, Dataset

LEAST_CAMPAIGNS = 3


def early_stopped(data: Dataset, seed: int) -> tuple[Dataset, Dataset]:
    """
    Rows to fit and rows to stop by. A whole campaign with attacks is kept back where three or more have any, chosen by
    seed; else a fifth of the entities of each label. Both sides have both labels where the data allow it.
    """
    attack = data.labels == ATTACK
    attacked = np.unique(data.campaigns[attack])
    if len(attacked) >= LEAST_CAMPAIGNS:
        kept = data.campaigns == np.random.default_rng(seed).choice(attacked)
    else:
        kept = _some_entities(data, attack)
    return data.take(np.flatnonzero(~kept)), data.take(np.flatnonzero(kept))


def _some_entities(data: Dataset, attack: np.ndarray) -> np.ndarray:
    """Every fifth entity of those with attacks and of those without, in an order that their names do not tell."""
    kept = np.zeros(len(data), dtype=bool)
    attacked = set(data.entities[attack].tolist())
    names = sorted(set(data.entities.tolist()), key=lambda name: (zlib.crc32(name.encode()), name))
    for side in ([name for name in names if name in attacked], [name for name in names if name not in attacked]):
        if len(side) > 1:
            kept |= np.isin(data.entities, side[::5])
    return kept
