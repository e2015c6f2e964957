"""Bootstrap intervals (Efron 1979, percentile method) that resample whole groups: rows of one host-minute are not independent."""

from collections.abc import Callable, Iterator

import numpy as np

DRAWS = 200
LOW, HIGH = 0.025, 0.975


def interval(
    figure: Callable[[np.ndarray], float], groups: np.ndarray, seed: int, draws: int = DRAWS
) -> tuple[float, float]:
    """
    95 % interval of a figure. `groups` holds the group of each item; `figure` takes a weight for each item (how often its
    group was drawn, float64) and answers the figure, NaN where the draw has none. (NaN, NaN) where no draw has one.
    """
    values = np.array([figure(weights) for weights in resampled(groups, seed, draws)])
    values = values[np.isfinite(values)]
    if not len(values):
        return float("nan"), float("nan")
    return float(np.quantile(values, LOW)), float(np.quantile(values, HIGH))


def resampled(groups: np.ndarray, seed: int, draws: int = DRAWS) -> Iterator[np.ndarray]:
    """Weights of the items, one array a draw: as many groups as there are, drawn with replacement."""
    rng = np.random.default_rng(seed)
    _, places = np.unique(groups, return_inverse=True)
    places = places.reshape(-1)
    count = int(places.max()) + 1
    for _ in range(draws):
        yield np.bincount(rng.integers(count, size=count), minlength=count)[places].astype(np.float64)
