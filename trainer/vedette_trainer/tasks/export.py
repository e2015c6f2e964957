"""What all exports have in common."""

import numpy as np

from .. import curve
from ..dataset import Dataset
from ..trained import Metric

SAMPLE = 20_000


def checked(name: str, exported: np.ndarray, native: np.ndarray, largest: float) -> float:
    """Largest difference between the exported graph and the native model; refuses what rounding alone does not explain."""
    difference = float(np.abs(exported - native).max())
    if not difference < largest:
        raise RuntimeError(f"{name}: the exported graph differs from the native model by {difference}")
    return difference


def some(data: Dataset, seed: int, most: int = SAMPLE) -> Dataset:
    """Rows drawn without replacement, in their order."""
    if len(data) <= most:
        return data
    return data.take(np.sort(np.random.default_rng(seed).choice(len(data), size=most, replace=False)))


def tail(scores: np.ndarray) -> dict[str, Metric]:
    """Quantiles of raw scores, for the card."""
    shares = (0.5, 0.99, 0.999, curve.BAR)
    return {f"q{share}": Metric(float(np.quantile(scores, share))) for share in shares} | {"highest": Metric(float(scores.max()))}
