"""Whether a retrained ensemble may take the place of the one in force."""

from dataclasses import asdict, dataclass, field

import numpy as np

from ..dataset import Dataset
from ..evaluation.bootstrap import interval
from ..evaluation.ranking import average_precision
from ..evaluation.windows import codes, windows

# Refused where the paired test says that the fall is real
LARGEST_FALL = 0.02
# Refused whatever chance explains: with two hundred attacked host-minutes a fall of 8 % may be chance
LARGEST_UNSURE_FALL = 0.05
# Below the models that ship: falls that each pass do not add up past this
LARGEST_DRIFT = 0.1
# Held verdicts of each label below which they are too few to say anything
LEAST_HELD = 3


@dataclass(frozen=True)
class Paired:
    """Average precision of two versions on the same rows; low and high are the 95 % interval of after / before - 1."""

    before: float
    after: float
    low: float
    high: float

    @property
    def change(self) -> float:
        return self.after / self.before - 1

    def as_json(self) -> dict[str, float | None]:
        return {name: value if np.isfinite(value) else None for name, value in asdict(self).items()}


@dataclass(frozen=True)
class Judgement:
    golden: Paired
    held: Paired | None
    reasons: list[str] = field(default_factory=list)


def of_minutes(data: Dataset, before: np.ndarray, after: np.ndarray, seed: int) -> Paired:
    """Over host-minutes, which the interval resamples within each campaign. before, after: one score a row."""
    seen = windows(data)
    return paired(seen.labels, seen.highest(before), seen.highest(after), seed, codes(seen.campaigns))


def paired(labels: np.ndarray, before: np.ndarray, after: np.ndarray, seed: int, strata: np.ndarray | None = None) -> Paired:
    """One score an item, NaN where a version has none."""
    if not (np.isfinite(before).all() and np.isfinite(after).all()):
        return Paired(*[float("nan")] * 4)

    def change(weights: np.ndarray) -> float:
        return average_precision(labels, after, weights) / average_precision(labels, before, weights) - 1

    low, high = interval(change, np.arange(len(labels)), seed, strata=strata)
    return Paired(average_precision(labels, before), average_precision(labels, after), low, high)


def reasons(golden: Paired, held: Paired | None, shipped: float) -> list[str]:
    """
    Why a version is refused; none where it may pass. `shipped`: average precision that the models which ship have on the
    golden set. What chance does not explain counts, by the paired interval; of the golden set a larger fall in any case.
    """
    figures = [*vars(golden).values(), shipped, *(vars(held).values() if held else ())]
    if not np.isfinite(figures).all() or golden.before <= 0:
        return ["a figure is missing or no number"]
    found = []
    largest = LARGEST_FALL if golden.high < 0 else LARGEST_UNSURE_FALL
    if golden.change < -largest:
        sure = "surely" if golden.high < 0 else "perhaps by chance"
        found.append(f"golden set: average precision falls by {-100 * golden.change:.1f} %, {sure}, more than {100 * largest:.0f} %")
    if golden.after < (1 - LARGEST_DRIFT) * shipped:
        found.append(f"golden set: average precision is more than {100 * LARGEST_DRIFT:.0f} % below that of the models that ship")
    if held is not None and held.high < 0:
        found.append(f"held verdicts: surely worse, average precision changes by {100 * held.low:.0f} to {100 * held.high:.0f} %")
    return found
