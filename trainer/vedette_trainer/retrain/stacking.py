"""The ensemble of a tenant: weights, curve and threshold of the one in force, moved by verdicts, each within its bound."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from .. import stacker
from ..calibrate import platt
from ..evaluation.ranking import forward_threshold
from ..log_odds import log_odds
from ..stacker import Stacker
from .bounds import Bounds
from .table import Table

@dataclass(frozen=True)
class Stacked:
    model: Stacker
    raw: np.ndarray  # float64, one a row of the table: what the ensemble says of rows that it has not seen
    curve: list[list[float]]
    threshold: float


@dataclass(frozen=True)
class InForce:
    """The ensemble that is to be replaced."""

    model: Stacker
    curve: list[list[float]]
    threshold: float
    base_threshold: float  # of the ensemble that ships


def stacked(before: InForce, said: np.ndarray, table: Table, bounds: Bounds) -> Stacked:
    """said: probabilities of rows not seen, rows of the table x parts."""
    found = stacker.moved(before.model, said, table.attack, table.weights, bounds.weight)
    raw = found.logits(said)
    seen = groups(table, raw)
    return Stacked(found, raw, _curve(before.curve, seen, bounds), _threshold(before, seen, bounds))


# Of each alert or host-minute: the highest score, whether it was an attack, and how many it stands for
Groups = tuple[np.ndarray, np.ndarray, np.ndarray]


def groups(table: Table, raw: np.ndarray) -> Groups:
    count = int(table.group.max()) + 1
    top = np.full(count, -np.inf)
    np.maximum.at(top, table.group, raw)
    standing = np.zeros(count)
    np.maximum.at(standing, table.group, table.standing)
    return top, np.bincount(table.group, weights=table.attack, minlength=count) > 0, standing


def _curve(points: list[list[float]], seen: Groups, bounds: Bounds) -> list[list[float]]:
    """Platt's line over what verdicts and base say, where it is near enough the curve in force, else as near as it may come."""
    slope, offset = platt(*seen)
    raw, before = np.array(points).T
    old = log_odds(before)
    new = np.clip(slope * raw + offset, old - bounds.curve, old + bounds.curve)
    return [[float(x), float(p)] for x, p in zip(raw, expit(new))]


def _threshold(before: InForce, seen: Groups, bounds: Bounds) -> float:
    top, labels, counts = seen
    wanted = forward_threshold(labels, top, counts=counts)
    highest = min(before.threshold + bounds.threshold, max(before.base_threshold + bounds.above_base, before.threshold))
    return float(np.clip(wanted, before.threshold - bounds.threshold, highest))
