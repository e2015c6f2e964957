"""The ensemble of a tenant: weights, curve and threshold of the one in force, moved by verdicts, each within its bound."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit

from .. import stacker
from ..calibrate import platt
from ..evaluation.ranking import forward_threshold
from ..log_odds import log_odds
from ..stacker import Stacker
from .bounds import Bounds
from .table import BASE, Table

LEAST_HARMLESS = 20

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


def stacked(before: InForce, said: np.ndarray, said_before: np.ndarray, table: Table, bounds: Bounds) -> Stacked:
    """said: probabilities of rows not seen, rows of the table x parts; said_before: by the classifier in force."""
    moved = stacker.moved(before.model, said, table.attack, table.weights, bounds.weight)
    raised = _raised(table, before.model.logits(said_before), moved.logits(said))
    found = replace(moved, bias=moved.bias - raised)
    raw = found.logits(said)
    seen = groups(table, raw)
    return Stacked(found, raw, _curve(before.curve, seen, bounds), _threshold(before, seen, bounds))


# Of each alert or host-minute: the highest score, whether it was an attack, and how many it stands for
Groups = tuple[np.ndarray, np.ndarray, np.ndarray]


def _raised(table: Table, before: np.ndarray, after: np.ndarray) -> float:
    """
    By how much harmless alerts score higher, or harmless host-minutes of the base, in the median. The bias takes the larger
    back: with larger weights ordinary days would pass the threshold.
    """
    top, labels, _ = groups(table, before)
    origin = np.zeros(len(top), dtype=np.int64)
    origin[table.group] = table.origin
    rise = groups(table, after)[0] - top
    alerts, minutes = ~labels & (origin != BASE), ~labels & (origin == BASE)
    return max(float(np.median(rise[chosen])) for chosen in (alerts, minutes) if chosen.sum() >= LEAST_HARMLESS)


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
