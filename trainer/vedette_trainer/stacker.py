"""Stacked generalisation (Wolpert 1992): a logistic model over what the parts say, with weights that are never negative."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from .log_odds import log_odds

# Keeps the weights finite where a part separates the labels, and near 0 where few steps of attacks speak for a part
RIDGE = 1e-2
# Rows of each label in which a part has to answer, for its weight to be learned
LEAST_ANSWERS = 20


@dataclass(frozen=True)
class Stacker:
    """logit = bias + sum over the parts that answered of weight * (L(p) - base), L(p) = ln(p / (1 - p))."""

    bias: float
    weights: np.ndarray  # float64, at least 0, one a part; the last is of the rules
    bases: np.ndarray  # float64, one a part: L(p) on ordinary days; of the rules, where none matched

    def logits(self, probabilities: np.ndarray) -> np.ndarray:
        """probabilities: rows x parts, NaN where a part did not answer. One log-odds a row."""
        return self.bias + lifted(probabilities, self.bases) @ self.weights


def lifted(probabilities: np.ndarray, bases: np.ndarray) -> np.ndarray:
    """L(p) - base, 0 for a part that did not answer."""
    return np.nan_to_num(log_odds(probabilities) - bases, nan=0.0)


def learnable(probabilities: np.ndarray, attack: np.ndarray) -> np.ndarray:
    """Mask of the parts that answered in enough rows of both labels to be weighed."""
    answered = np.isfinite(probabilities)
    return np.minimum(answered[attack].sum(axis=0), answered[~attack].sum(axis=0)) >= LEAST_ANSWERS


def bases_of(probabilities: np.ndarray, benign: np.ndarray) -> np.ndarray:
    """
    L at each part's median over benign rows (mask) in which it answered; 0 where it never did. Of the rules, which answer
    only where one matched, the least log-odds that there are: that one matched at all tells something.
    """
    out = np.zeros(probabilities.shape[1])
    for part, said in enumerate(probabilities[benign].T):
        answered = said[np.isfinite(said)]
        if len(answered):
            out[part] = log_odds(np.median(answered))
    out[-1] = log_odds(0.0)
    return out


def fit(probabilities: np.ndarray, attack: np.ndarray, weights: np.ndarray) -> Stacker:
    """
    probabilities: rows x parts, out of fold; attack: bool; weights: of the rows. A part that hardly ever answered is taken
    at its word: with all others as on ordinary days, the log-odds are what it says.
    """
    known = learnable(probabilities, attack)
    bases = bases_of(probabilities, ~attack)
    parts = int(known.sum())
    limits = (np.zeros(parts), np.full(parts, np.inf))
    found = _least_loss(lifted(probabilities[:, known], bases[known]), attack, weights / weights.sum(), np.zeros(parts), limits)
    bias = float(found[0])
    each = np.ones(len(known))
    each[known] = found[1:]
    return Stacker(bias, each, np.where(known, bases, bias))


def moved(model: Stacker, probabilities: np.ndarray, attack: np.ndarray, weights: np.ndarray, most: float) -> Stacker:
    """
    The model fitted anew around its own weights: none moves by more than `most`, and that of a part which hardly answered
    stays. Bases stay, and so does the bias: it tells how many attacks are among the rows, which is no matter of these.
    """
    known = learnable(probabilities, attack)
    old = model.weights[known]
    limits = (np.maximum(old - most, 0), old + most)
    given = lifted(probabilities[:, known], model.bases[known])
    each = model.weights.copy()
    each[known] = _least_loss(given, attack, weights / weights.sum(), old, limits)[1:]
    return replace(model, weights=each)


def _least_loss(
    given: np.ndarray, attack: np.ndarray, share: np.ndarray, centre: np.ndarray, limits: tuple[np.ndarray, np.ndarray]
) -> np.ndarray:
    """
    Bias and weights of the least weighted logistic loss, by L-BFGS-B. given: rows x parts; the weights are drawn to the
    centre and held within the limits.
    """
    sign = np.where(attack, 1.0, -1.0)

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (values[0] + given @ values[1:])
        slope = -sign * share * expit(-margin)
        away = values[1:] - centre
        gradient = np.concatenate([[slope.sum()], given.T @ slope + 2 * RIDGE * away])
        return float(share @ np.logaddexp(0, -margin) + RIDGE * (away**2).sum()), gradient

    start = np.concatenate([[0.0], np.clip(np.full(given.shape[1], 0.5), *limits)])
    return minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(None, None), *zip(*limits)]).x
