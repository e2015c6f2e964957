"""Which rows train and which calibrate."""

import zlib

import numpy as np

from .dataset import Dataset


def balanced(data: Dataset, most: int, seed: int) -> Dataset:
    """At most `most` rows, an equal share from each source as far as it has them, in their order."""
    rng = np.random.default_rng(seed)
    names = np.unique(data.sources)
    left, kept = most, []
    by_size = sorted(((np.flatnonzero(data.sources == name)) for name in names), key=len)
    for place, rows in enumerate(by_size):
        share = min(len(rows), left // (len(by_size) - place))
        kept.append(rng.choice(rows, size=share, replace=False))
        left -= share
    return data.take(np.sort(np.concatenate(kept)))


def held_out(data: Dataset, percent: int = 20) -> tuple[Dataset, Dataset]:
    """Training and calibration rows, parted by entity: neighbouring rows of one entity are nearly equal."""
    return _parted(data, "", percent)


def stopping(data: Dataset, percent: int = 10) -> tuple[Dataset, Dataset]:
    """Rows to learn from and rows that tell when to stop, parted by entity and otherwise than `held_out` does."""
    return _parted(data, "stop:", percent)


def _parted(data: Dataset, salt: str, percent: int) -> tuple[Dataset, Dataset]:
    names, entity = np.unique(data.entities, return_inverse=True)
    places = np.array([zlib.crc32(f"{salt}{name}".encode()) % 100 for name in names])
    mask = places[entity.reshape(-1)] < percent
    if mask.all() or not mask.any():
        mask = np.arange(len(data)) % 100 < percent
    return data.take(np.flatnonzero(~mask)), data.take(np.flatnonzero(mask))
