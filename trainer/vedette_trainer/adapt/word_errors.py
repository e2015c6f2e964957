"""Word error rate: how many words somebody has to change, put in or take out, as a share of the words that are right."""

from dataclasses import asdict, dataclass

import numpy as np

from ..evaluation.bootstrap import interval
from ..evaluation.windows import codes

DRAWS = 2_000
# The golden pairs are the same each time, so what they say of two models differs by the models alone
LARGEST_RISE = 0.02


def edits(said: str, right: str) -> int:
    """Levenshtein distance in words."""
    given, wanted = said.split(), right.split()
    before = list(range(len(wanted) + 1))
    for row, word in enumerate(given, start=1):
        now = [row]
        for place, other in enumerate(wanted, start=1):
            now.append(min(before[place] + 1, now[-1] + 1, before[place - 1] + (word != other)))
        before = now
    return before[-1]


@dataclass(frozen=True)
class PairedErrors:
    """Word error rates of two models on the same texts; low and high are the 95 % interval of after - before."""

    before: float
    after: float
    low: float
    high: float
    p: float  # of a paired permutation test

    def as_json(self) -> dict[str, float]:
        return asdict(self)


def compared(before: list[str], after: list[str], right: list[str], documents: list[str], seed: int) -> PairedErrors:
    """The interval resamples documents; the test swaps what the two wrote of a text."""
    words = np.array([max(len(text.split()), 1) for text in right], dtype=np.float64)
    one, other = (np.array([edits(said, text) for said, text in zip(texts, right)], dtype=np.float64) for texts in (before, after))

    def change(weights: np.ndarray) -> float:
        return float(weights @ (other - one) / (weights @ words))

    low, high = interval(change, codes(np.array(documents)), seed)
    return PairedErrors(float(one.sum() / words.sum()), float(other.sum() / words.sum()), low, high, _p(other - one, seed))


def _p(difference: np.ndarray, seed: int) -> float:
    """Two-sided, never 0 (Phipson and Smyth 2010)."""
    rng = np.random.default_rng(seed)
    signs = rng.choice([-1.0, 1.0], size=(DRAWS, len(difference)))
    as_far = (np.abs(signs @ difference) >= abs(difference.sum()) - 1e-9).sum()
    return float((1 + as_far) / (1 + DRAWS))


def reasons(golden: PairedErrors, held: PairedErrors | None) -> list[str]:
    """Why an adapter is refused; none where it may pass. Of held pairs, which are few, what chance does not explain counts."""
    if not np.isfinite([*vars(golden).values(), *(vars(held).values() if held else ())]).all():
        return ["a figure is missing or no number"]
    found = []
    if golden.after > golden.before * (1 + LARGEST_RISE):
        found.append(f"golden set: the word error rate rises from {golden.before:.3f} to {golden.after:.3f}")
    if held is not None and held.low > 0:
        found.append(f"held pairs: surely worse, the word error rate rises from {held.before:.3f} to {held.after:.3f}")
    return found
