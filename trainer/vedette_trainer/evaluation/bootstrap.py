"""Bootstrap intervals (Efron 1979, percentile method) that resample whole groups: rows of one host-minute are not independent."""

from collections.abc import Callable, Iterator

import numpy as np

DRAWS = 200
LOW, HIGH = 0.025, 0.975


def interval(
    figure: Callable[[np.ndarray], float], groups: np.ndarray, seed: int, draws: int = DRAWS, strata: np.ndarray | None = None
) -> tuple[float, float]:
    """
    95 % interval of a figure. `groups` holds the group of each item; `figure` takes a weight for each item (how often its
    group was drawn, float64) and answers the figure, NaN where the draw has none. (NaN, NaN) where no draw has one.
    """
    values = np.array([figure(weights) for weights in resampled(groups, seed, draws, strata)])
    values = values[np.isfinite(values)]
    if not len(values):
        return float("nan"), float("nan")
    return float(np.quantile(values, LOW)), float(np.quantile(values, HIGH))


def resampled(groups: np.ndarray, seed: int, draws: int = DRAWS, strata: np.ndarray | None = None) -> Iterator[np.ndarray]:
    """
    Weights of the items, one array a draw: as many groups as there are, drawn with replacement. `strata` holds the stratum
    of each item, of which a group has one: each then gives as many groups as it has.
    """
    rng = np.random.default_rng(seed)
    _, places = np.unique(groups, return_inverse=True)
    places = places.reshape(-1)
    count = int(places.max()) + 1
    pools = [np.arange(count)] if strata is None else [np.unique(places[strata == one]) for one in np.unique(strata)]
    for _ in range(draws):
        drawn = np.concatenate([pool[rng.integers(len(pool), size=len(pool))] for pool in pools])
        yield np.bincount(drawn, minlength=count)[places].astype(np.float64)
