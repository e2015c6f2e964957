"""What a model in fewer bits must show before it is written."""

import time
from collections.abc import Callable, Sequence

import numpy as np
from onnxruntime import InferenceSession
from scipy.stats import spearmanr
from sklearn.metrics import average_precision_score

from .runtime import evenly, scores

# A score may not depend on its batch neighbours: what is allowed is rounding, which other batch sizes do in another order
NEIGHBOUR_LIMIT = 1e-6
CHANGE_LIMIT = 0.005
INT8_SHARE_LIMIT = 0.5
NEIGHBOUR_ROWS, JUDGED_ROWS = 64, 20_000
SPEED_BATCH, SPEED_RUNS = 64, 60

Clock = Callable[[], float]  # seconds
wall_clock: Clock = time.perf_counter


def neighbour_difference(running: InferenceSession, inputs: Sequence[np.ndarray], vocabulary: int) -> float:
    """Largest difference of a row scored alone and among extreme neighbours, in parts of the largest score (at least 1)."""
    rows = evenly(inputs, NEIGHBOUR_ROWS)
    count = len(rows[0])
    alone = np.concatenate([scores(running, [array[i : i + 1] for array in rows]) for i in range(count)])
    wild = [_extremes(array, vocabulary) for array in inputs]
    crowd = [np.concatenate([around, array, around]) for around, array in zip(wild, rows)]
    among = scores(running, crowd)[len(wild[0]) :][:count]
    return float(np.abs(alone - among).max() / max(np.abs(alone).max(), 1))


def _extremes(rows: np.ndarray, vocabulary: int) -> np.ndarray:
    """The lowest and highest of every column, alone and mixed; of ids, any of the vocabulary."""
    chance = np.random.default_rng(0)
    shape = (NEIGHBOUR_ROWS, rows.shape[1])
    if np.issubdtype(rows.dtype, np.integer):
        return chance.integers(0, vocabulary, shape).astype(rows.dtype)
    low, high = rows.min(axis=0), rows.max(axis=0)
    wild = np.where(chance.random(shape) < 0.5, low, high)
    wild[0], wild[1] = low, high
    return wild.astype(rows.dtype)


def average_precision_change(attacks: np.ndarray, before: np.ndarray, after: np.ndarray) -> float:
    return float(average_precision_score(attacks, after) - average_precision_score(attacks, before))


def rank_agreement(before: np.ndarray, after: np.ndarray) -> float:
    """Spearman's; scores that are all equal agree with themselves only."""
    if np.ptp(before) == 0 or np.ptp(after) == 0:
        return float(np.array_equal(before, after))
    return float(spearmanr(before, after).statistic)


def speed(before: InferenceSession, after: InferenceSession, inputs: Sequence[np.ndarray], clock: Clock) -> float:
    """How many times as fast `after` is with 64 rows on one core: they take turns, and their medians are compared."""
    rows = evenly(inputs, SPEED_BATCH)
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(SPEED_RUNS):
        for running, times in zip((before, after), taken):
            start = clock()
            scores(running, rows)
            times.append(clock() - start)
    return float(np.median(taken[0]) / np.median(taken[1]))
