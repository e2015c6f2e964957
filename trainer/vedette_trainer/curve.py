"""How a raw score is read: the tail of held-out rows that it lies in."""

import numpy as np

from .bins import bins

# The quantile of held-out rows at which a model alone forwards an event. The rows are background with some attacks in
# it, so the share of harmless events above the bar is at most 1 in 2,000.
BAR = 0.9995

# Shares of held-out rows below a raw score, and the probability that stands for being there. They rank rarity; they are
# not shares of attacks found, which need verdicts.
TAIL = ((0.5, 0.01), (0.9, 0.04), (0.99, 0.12), (0.999, 0.35), (BAR, 0.5), (0.9999, 0.65))
BEYOND = 0.95


def curve(scores: np.ndarray) -> list[list[float]]:
    """Points (raw, probability), rising in both; past the highest score seen it goes on to the surest that a model may be."""
    points: list[list[float]] = []
    for share, probability in TAIL:
        _append(points, float(np.quantile(scores, share)), probability)
    top = max(float(scores.max()), points[-1][0])
    _append(points, top + max(top - float(np.median(scores)), 1e-3), BEYOND)
    return points


def _append(points: list[list[float]], raw: float, probability: float) -> None:
    rounded = float(np.float32(raw))
    if points and rounded <= points[-1][0]:
        # Many equal scores: the higher share would claim rarity for a common score
        return
    points.append([rounded, probability])


def bar(scores: np.ndarray) -> float:
    return float(np.float32(np.quantile(scores, BAR)))


def spread(values: np.ndarray) -> dict[str, float]:
    p5, median, p95 = (float(value) for value in np.quantile(values, (0.05, 0.5, 0.95)))
    return {"median": median, "p5": p5, "p95": p95}


def feature_stats(vectors: np.ndarray, names: tuple[str, ...]) -> list[dict]:
    quantiles = np.quantile(vectors.astype(np.float64), (0.05, 0.25, 0.5, 0.75, 0.95), axis=0)
    spreads = zip(names, quantiles.T, vectors.T)
    return [
        {"name": name, "median": float(q50), "iqr": float(q75 - q25), "p5": float(q5), "p95": float(q95), "bins": bins(column)}
        for name, (q5, q25, q50, q75, q95), column in spreads
    ]
