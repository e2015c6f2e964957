"""Figures of a ranking, over windows or rows."""

import numpy as np
from sklearn.metrics import average_precision_score, precision_recall_curve

# A model alone forwards an event where nine in ten of the host-minutes that it names are attacks
PRECISION = 0.9


def average_precision(labels: np.ndarray, scores: np.ndarray, weights: np.ndarray | None = None) -> float:
    """Area under precision and recall as a step function, 0..1; NaN without positives."""
    positive = labels if weights is None else labels & (weights > 0)
    if not positive.any():
        return float("nan")
    return float(average_precision_score(labels, scores, sample_weight=weights))


def recall_at(labels: np.ndarray, scores: np.ndarray, threshold: float) -> float:
    """Share of the positives at or above the threshold, 0..1; NaN without positives."""
    return float((scores[labels] >= threshold).mean()) if labels.any() else float("nan")


def precision_at(labels: np.ndarray, scores: np.ndarray, threshold: float) -> float:
    """Share of positives among what is at or above the threshold, 0..1; NaN where nothing is."""
    above = scores >= threshold
    return float(labels[above].mean()) if above.any() else float("nan")


def forward_threshold(
    labels: np.ndarray, scores: np.ndarray, precision: float = PRECISION, counts: np.ndarray | None = None
) -> float:
    """
    The smallest score with that precision at and above it; where none has, the score with the best F1. `counts`: how many
    each score stands for; without it, one.
    """
    reached, recall, thresholds = precision_recall_curve(labels, scores, sample_weight=counts)
    enough = np.flatnonzero((reached[:-1] >= precision) & (recall[:-1] > 0))
    if len(enough):
        return float(thresholds[enough[0]])
    total = reached[:-1] + recall[:-1]
    f1 = np.divide(2 * reached[:-1] * recall[:-1], total, out=np.zeros_like(total), where=total > 0)
    return float(thresholds[int(np.argmax(f1))])
