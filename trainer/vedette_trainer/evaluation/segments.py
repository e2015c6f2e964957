"""Figures by segment: a mean over all hosts can hide one kind of host for which a model does nothing."""

import numpy as np

from ..dataset import Dataset
from ..trained import Metric, Segment
from .ranking import average_precision, recall_at
from .windows import Windows, codes


def segments(data: Dataset, seen: Windows, scores: np.ndarray, threshold: float) -> tuple[Segment, ...]:
    """
    By role of the entity (its most frequent class of event), source and tenant; rows are host-minutes. scores: one a window.
    A segment without positives has no metrics: nothing can be said of it.
    """
    roles = dominant_classes(data)
    tenants = np.array([entity.partition("/")[0] for entity in seen.entities])
    places = {"role": np.array([roles[entity] for entity in seen.entities]), "source": seen.sources, "tenant": tenants}
    return tuple(
        _segment(f"{by} {name}", seen.labels[names == name], scores[names == name], threshold)
        for by, names in places.items()
        for name in np.unique(names)
    )


def _segment(name: str, labels: np.ndarray, scores: np.ndarray, threshold: float) -> Segment:
    found = {}
    if labels.any():
        found = {
            "average_precision": Metric(average_precision(labels, scores)),
            "recall": Metric(recall_at(labels, scores, threshold)),
        }
    return Segment(name, len(labels), int(labels.sum()), found)


def dominant_classes(data: Dataset) -> dict[str, str]:
    """Most frequent class of event by entity; of equal ones the first by name."""
    names, entity = np.unique(data.entities, return_inverse=True)
    classes = np.unique(data.classes)
    counts = np.zeros((len(names), len(classes)), dtype=np.int64)
    np.add.at(counts, (entity.reshape(-1), codes(data.classes)), 1)
    return {str(name): str(classes[place]) for name, place in zip(names, counts.argmax(axis=1))}


def told(segment: Segment) -> str:
    """One line."""
    if not segment.metrics:
        return f"{segment.name}: {segment.rows} host-minutes, no positives: nothing can be said"
    figures = ", ".join(f"{name.replace('_', ' ')} {metric.value:.3f}" for name, metric in segment.metrics.items())
    return f"{segment.name}: {segment.rows} host-minutes, {segment.attacks} of them attack: {figures}"
