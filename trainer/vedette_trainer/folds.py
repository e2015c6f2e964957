"""Cross-validation that leaves out whole campaigns: what a model knows of a campaign must not help it on the same one."""

from dataclasses import dataclass

import numpy as np

from .dataset import BadData, Dataset

LEAST_CAMPAIGNS = 3


@dataclass(frozen=True)
class Fold:
    campaign: str
    fitting: np.ndarray  # rows of every other campaign, ascending
    judged: np.ndarray  # rows of this one, ascending


def folds(data: Dataset) -> list[Fold]:
    """One fold a campaign, in the order of their names."""
    names = np.unique(data.campaigns)
    if len(names) < LEAST_CAMPAIGNS:
        raise BadData(
            f"{len(names)} labelled campaigns, at least {LEAST_CAMPAIGNS} are needed to leave one out; "
            "put more feature files with NAME.labels beside them into the folder"
        )
    return [
        Fold(str(name), np.flatnonzero(data.campaigns != name), np.flatnonzero(data.campaigns == name)) for name in names
    ]
