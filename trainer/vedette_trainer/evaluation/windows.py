"""Host-minutes: what analysts look at, and what scans of 400,000 rows fill no more of than a quiet login does."""

from dataclasses import dataclass

import numpy as np

from ..dataset import ATTACK, Dataset

MINUTE_MS = 60_000


@dataclass(frozen=True)
class Windows:
    """The minutes of entities in which anything happened. One entry a window, but `of_row` one a row."""

    of_row: np.ndarray  # int64: window of each row
    labels: np.ndarray  # bool: an attack caused a row of it
    sources: np.ndarray  # text
    campaigns: np.ndarray  # text
    entities: np.ndarray  # text
    steps: np.ndarray  # text: the attack's step that has most rows in it, "" for none

    def __len__(self) -> int:
        return len(self.labels)

    def highest(self, scores: np.ndarray) -> np.ndarray:
        """A window scores as its highest row does. scores: float, one a row."""
        top = np.full(len(self), -np.inf)
        np.maximum.at(top, self.of_row, scores)
        return top

    def take(self, chosen: np.ndarray) -> "Windows":
        """The windows of a mask; `of_row` no longer holds."""
        names = ("labels", "sources", "campaigns", "entities", "steps")
        return Windows(np.empty(0, np.int64), *(getattr(self, name)[chosen] for name in names))


def windows(data: Dataset) -> Windows:
    """The windows of the rows, by source, entity and minute of event time."""
    minutes = (data.times // MINUTE_MS).astype(np.int64)
    of_row, first = grouped(codes(data.sources), codes(data.entities), minutes)
    attack = data.labels == ATTACK
    labels = np.bincount(of_row, weights=attack, minlength=len(first)) > 0
    return Windows(
        of_row, labels, data.sources[first], data.campaigns[first], data.entities[first], _steps(data, of_row, attack, len(first))
    )


def grouped(*keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows with equal keys (integers) are one group: the group of each row, and the first row of each group."""
    whole = np.zeros(len(keys[0]), dtype=np.int64)
    for key in keys:
        low = int(key.min()) if len(key) else 0
        span = int(key.max()) - low + 1 if len(key) else 1
        whole = np.unique(whole * span + (key - low), return_inverse=True)[1].reshape(-1)
    _, first, of_row = np.unique(whole, return_index=True, return_inverse=True)
    return of_row.reshape(-1), first


def codes(names: np.ndarray) -> np.ndarray:
    """A number for each name, in the order of the names."""
    return np.unique(names, return_inverse=True)[1].reshape(-1)


def _steps(data: Dataset, of_row: np.ndarray, attack: np.ndarray, count: int) -> np.ndarray:
    names = np.full(count, "", dtype=object)
    if not attack.any():
        return names
    known, step = np.unique(data.steps[attack].astype(str), return_inverse=True)
    window, step = of_row[attack], step.reshape(-1)
    pair, first = grouped(window, step)
    # in the order of their rows, so that the step of most rows is written last
    for place in np.argsort(np.bincount(pair), kind="stable"):
        names[window[first[place]]] = known[step[first[place]]]
    return names
