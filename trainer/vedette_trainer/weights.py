"""Which rows supervised training takes, and how much each counts: minutes and steps of attacks count alike, not rows."""

import numpy as np

from .dataset import ATTACK, Dataset
from .evaluation.windows import MINUTE_MS, codes, grouped


def training_rows(data: Dataset) -> np.ndarray:
    """
    Indices, ascending: the last event of each (source, entity, minute, code, label), so that a scan of 400,000 events tells
    as much as its minutes do. Benign events in a minute in which an attack caused others of the entity are left out: who
    says that they are harmless?
    """
    window, _ = grouped(codes(data.sources), codes(data.entities), _minutes(data))
    attack = data.labels == ATTACK
    group, _ = grouped(window, own_codes(data), attack.astype(np.int64))
    last = np.zeros(group.max() + 1 if len(group) else 0, dtype=np.int64)
    # the greatest index of a group, for the rows of a source stand in order of time
    np.maximum.at(last, group, np.arange(len(data)))
    attacked = np.bincount(window, weights=attack) > 0
    rows = np.sort(last)
    return rows[attack[rows] | ~attacked[window[rows]]]


def own_codes(data: Dataset) -> np.ndarray:
    """int64: what kind of event each row is, by the set of codes where the file has it, else by its youngest token."""
    return data.columns["codeTokens"][:, 0].astype(np.int64) if "codeTokens" in data.columns else data.tokens[:, -1].astype(np.int64)


def row_weights(data: Dataset, positive: float) -> np.ndarray:
    """
    float64, one a row. The benign rows of a minute of an entity weigh 1 together, each alike. The attack rows of each
    step in a source weigh `positive` together: each of its minutes alike, in it each row alike.
    """
    attack = data.labels == ATTACK
    step, _ = grouped(codes(data.sources), codes(data.steps.astype(str)), attack.astype(np.int64))
    window, first = grouped(step, codes(data.entities), _minutes(data))
    weights = 1 / np.bincount(window)[window]
    windows_of_step = np.bincount(step[first])
    return np.where(attack, positive * weights / windows_of_step[step], weights)


def _minutes(data: Dataset) -> np.ndarray:
    return (data.times // MINUTE_MS).astype(np.int64)
