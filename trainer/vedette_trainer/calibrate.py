"""Probabilities of a supervised score: how likely a host-minute (a text) of that score is an attack."""

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from .log_odds import LEAST, log_odds

POINTS = 32
# Keeps a curve rising where the scores say nothing of the labels
LEAST_SLOPE = 1e-3


def calibration(scores: np.ndarray, labels: np.ndarray, are_shares: bool = False) -> list[list[float]]:
    """
    Points (score, probability), strictly rising in both; between them one interpolates, beyond them the nearest holds.
    Platt scaling: the log-odds of the probability are a line over the score, or over its log-odds where scores are shares,
    0..1. It ties no two scores, as isotonic regression does: the ensemble needs to know which of two is higher.
    """
    lifted = log_odds(scores) if are_shares else scores
    slope, offset = platt(lifted, labels)
    at = np.linspace(*_ends(lifted, slope, offset), POINTS)
    raw = (expit(at) if are_shares else at).astype(np.float32)
    # past the precision of float32 two scores are one
    rising = np.concatenate([[True], np.diff(raw) > 0])
    return [[float(x), float(p)] for x, p in zip(raw[rising], expit(slope * at + offset)[rising])]


def _ends(lifted: np.ndarray, slope: float, offset: float) -> tuple[float, float]:
    """From where to where the curve is told: a quarter past the scores seen, but not where no part can be so sure."""
    low, high = float(lifted.min()), float(lifted.max())
    margin = max((high - low) / 4, LEAST_SLOPE)
    low, high = low - margin, high + margin
    surest = float(log_odds(np.array(1 - LEAST)))
    first, last = np.clip([(-surest - offset) / slope, (surest - offset) / slope], low, high)
    return (first, last) if first < last else (low, high)


def platt(scores: np.ndarray, labels: np.ndarray, counts: np.ndarray | None = None) -> tuple[float, float]:
    """
    Slope, above 0, and offset of the log-odds. Platt 1999: the likelihood of targets a little inside 0 and 1, (n+ + 1) /
    (n+ + 2) and 1 / (n- + 2), so that labels that a score parts without error make nothing sure. `counts`: how many each
    score stands for; without it, one.
    """
    counts = np.ones(len(labels)) if counts is None else counts
    share = counts / counts.sum()
    positive, negative = float(counts[labels].sum()), float(counts[~labels].sum())
    target = np.where(labels, (positive + 1) / (positive + 2), 1 / (negative + 2))
    mean, width = float(scores.mean()), float(scores.std()) or 1.0
    given = (scores - mean) / width

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        logits = values[0] * given + values[1]
        miss = expit(logits) - target
        return float(share @ (np.logaddexp(0, logits) - target * logits)), np.array([share @ (miss * given), share @ miss])

    slope, offset = minimize(loss, [1.0, 0.0], jac=True, method="L-BFGS-B", bounds=[(LEAST_SLOPE, None), (None, None)]).x
    return slope / width, offset - slope * mean / width


def calibrated(points: list[list[float]], scores: np.ndarray) -> np.ndarray:
    """Probabilities by piecewise linear interpolation, as the inference stage reads the points."""
    raw, probability = np.array(points).T
    return np.interp(scores, raw, probability)
