"""Two models on the same rows."""

from dataclasses import asdict, dataclass

import numpy as np

from .dataset import Dataset
from .evaluation.bootstrap import interval
from .evaluation.permutation import paired_permutation
from .evaluation.ranking import average_precision
from .evaluation.windows import windows
from .judge import Scorer


@dataclass(frozen=True)
class Compared:
    """Average precision over host-minutes. difference = second - first; low and high are its 95 % bootstrap interval."""

    windows: int
    attacks: int
    first: float
    second: float
    difference: float
    low: float
    high: float
    p: float

    def as_json(self) -> dict[str, float]:
        return asdict(self)

    def told(self, first: str, second: str) -> str:
        surely = self.p < 0.05 and not self.low <= 0 <= self.high
        verdict = "chance does not explain it" if surely else "it may be chance"
        return (
            f"{self.windows} host-minutes, {self.attacks} of them attack\n"
            f"{first}: average precision {self.first:.4f}\n"
            f"{second}: average precision {self.second:.4f}\n"
            f"difference {self.difference:+.4f} ({self.low:+.4f} to {self.high:+.4f}), p {self.p:.4f}: {verdict}"
        )


def compared(data: Dataset, first: Scorer, second: Scorer, seed: int, draws: int) -> Compared:
    """data: labelled rows."""
    seen = windows(data)
    one, other = seen.highest(first(data)), seen.highest(second(data))

    def difference(weights: np.ndarray) -> float:
        return average_precision(seen.labels, other, weights) - average_precision(seen.labels, one, weights)

    low, high = interval(difference, np.arange(len(seen)), seed)
    p = paired_permutation(seen.labels, one, other, average_precision, seed, draws)
    figures = average_precision(seen.labels, one), average_precision(seen.labels, other)
    return Compared(len(seen), int(seen.labels.sum()), *figures, figures[1] - figures[0], low, high, p)
