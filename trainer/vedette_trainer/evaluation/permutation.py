"""Paired permutation test of two models on the same windows."""

from collections.abc import Callable

import numpy as np
from scipy.stats import rankdata

Figure = Callable[[np.ndarray, np.ndarray], float]


def paired_permutation(
    labels: np.ndarray, first: np.ndarray, second: np.ndarray, figure: Figure, seed: int, draws: int = 2000
) -> float:
    """
    Two-sided p that figure(labels, scores) differs between two models as much as it does if it were chance which of them
    gave which score. Each draw swaps the two scores of a window with probability 1/2. Scores count by rank: the models may
    have different scales. p = (1 + draws as far apart) / (1 + draws), so never 0 (Phipson and Smyth 2010).
    """
    rng = np.random.default_rng(seed)
    one, other = rankdata(first), rankdata(second)
    seen = abs(figure(labels, one) - figure(labels, other))
    as_far = 0
    for _ in range(draws):
        swap = rng.random(len(labels)) < 0.5
        difference = figure(labels, np.where(swap, other, one)) - figure(labels, np.where(swap, one, other))
        # figures are sums of floats: equal ones may differ in the last bits
        as_far += abs(difference) >= seen - 1e-12
    return (1 + as_far) / (1 + draws)
