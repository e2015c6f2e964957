"""All that is said of a model's scores out of fold, over host-minutes."""

from dataclasses import dataclass

import numpy as np

from ..dataset import Dataset
from ..trained import Metric, Segment, Threshold
from .bootstrap import interval
from .calibration_error import calibration_error
from .ranking import average_precision, forward_threshold, precision_at, recall_at
from .segments import segments
from .windows import Windows


@dataclass(frozen=True)
class Figures:
    threshold: Threshold
    metrics: dict[str, Metric]
    segments: tuple[Segment, ...]


def figures(data: Dataset, seen: Windows, raw: np.ndarray, probabilities: np.ndarray, seed: int) -> Figures:
    """
    raw, probabilities: one a row, by models that had not seen the row's campaign. The mean by campaign counts each campaign
    alike; all other figures are of all host-minutes together. Intervals resample host-minutes.
    """
    top, said = seen.highest(raw), seen.highest(probabilities)
    bar = forward_threshold(seen.labels, top)
    by_campaign = [average_precision(seen.labels[rows], top[rows]) for rows in _campaigns(seen)]
    metrics = {
        "average_precision": _with_interval(seen, lambda weights: average_precision(seen.labels, top, weights), seed),
        "average_precision_by_campaign": Metric(float(np.nanmean(by_campaign))),
        "ece": _with_interval(seen, lambda weights: _repeated_error(seen.labels, said, weights), seed),
        "recall_at_threshold": Metric(recall_at(seen.labels, top, bar)),
        "precision_at_threshold": Metric(precision_at(seen.labels, top, bar)),
    }
    return Figures(Threshold(bar, float((raw < bar).mean())), metrics, segments(data, seen, top, bar))


def by_campaign(seen: Windows, raw: np.ndarray) -> dict[str, tuple[int, int, float]]:
    """Host-minutes, those of an attack, and average precision by campaign."""
    top = seen.highest(raw)
    names = np.unique(seen.campaigns)
    return {
        str(name): (int(rows.sum()), int(seen.labels[rows].sum()), average_precision(seen.labels[rows], top[rows]))
        for name, rows in zip(names, _campaigns(seen))
    }


def _campaigns(seen: Windows) -> list[np.ndarray]:
    return [seen.campaigns == name for name in np.unique(seen.campaigns)]


def _with_interval(seen: Windows, figure, seed: int) -> Metric:
    low, high = interval(figure, np.arange(len(seen)), seed)
    return Metric(figure(np.ones(len(seen))), low, high)


def _repeated_error(labels: np.ndarray, probabilities: np.ndarray, weights: np.ndarray) -> float:
    drawn = np.repeat(np.arange(len(labels)), weights.astype(np.int64))
    return calibration_error(labels[drawn], probabilities[drawn])
