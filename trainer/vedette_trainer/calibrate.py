"""Probabilities of a supervised score: the share of host-minutes at that score that an attack caused."""

import numpy as np
from sklearn.isotonic import isotonic_regression

MOST_POINTS = 32


def calibration(scores: np.ndarray, labels: np.ndarray, most: int = MOST_POINTS) -> list[list[float]]:
    """
    Points (score, probability), at most `most`, strictly rising in both; between them one interpolates, beyond them the
    nearest holds. Isotonic regression (pool adjacent violators) gives blocks of equal probability; a block's point is its
    median score and (positives + 1) / (windows + 2), so that nothing is ever said to be sure (Laplace's rule).
    """
    order = np.argsort(scores, kind="stable")
    fitted = isotonic_regression(labels[order].astype(np.float64))
    starts = np.flatnonzero(np.concatenate([[True], np.diff(fitted) > 0]))
    blocks = [_Block(scores[order][rows], labels[order][rows]) for rows in np.split(np.arange(len(order)), starts[1:])]
    blocks = _rising(blocks)
    while len(blocks) > most:
        losses = [_loss(one, other) for one, other in zip(blocks, blocks[1:])]
        place = int(np.argmin(losses))
        blocks = _rising([*blocks[:place], blocks[place].with_(blocks[place + 1]), *blocks[place + 2 :]])
    return [[block.score, block.probability] for block in blocks]


class _Block:
    """Windows next to each other in order of score, that share a probability."""

    def __init__(self, scores: np.ndarray, labels: np.ndarray) -> None:
        self.scores, self.labels = scores, labels
        self.score = float(np.float32(np.median(scores)))
        self.probability = (float(labels.sum()) + 1) / (len(labels) + 2)

    def with_(self, other: "_Block") -> "_Block":
        return _Block(np.concatenate([self.scores, other.scores]), np.concatenate([self.labels, other.labels]))


def _rising(blocks: list[_Block]) -> list[_Block]:
    """Joins what smoothing has put out of order, or scores too near for float32."""
    out: list[_Block] = []
    for block in blocks:
        out.append(block)
        while len(out) > 1 and not (out[-2].score < out[-1].score and out[-2].probability < out[-1].probability):
            last = out.pop()
            out[-1] = out[-1].with_(last)
    return out


def _loss(one: _Block, other: _Block) -> float:
    """How much worse the log-likelihood of the labels becomes when two blocks are one."""
    return _entropy(one.with_(other)) - _entropy(one) - _entropy(other)


def _entropy(block: _Block) -> float:
    positives = float(block.labels.sum())
    rest = len(block.labels) - positives
    return -(positives * np.log(block.probability) + rest * np.log(1 - block.probability))


def calibrated(points: list[list[float]], scores: np.ndarray) -> np.ndarray:
    """Probabilities by piecewise linear interpolation, as the inference stage reads the points."""
    raw, probability = np.array(points).T
    return np.interp(scores, raw, probability)
