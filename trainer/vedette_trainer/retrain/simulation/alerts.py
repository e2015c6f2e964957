"""Alerts on labelled telemetry: what the ensemble is surest of, by host and hour."""

from dataclasses import dataclass, replace

import numpy as np

from ...dataset import ATTACK, Dataset, joined
from ...evaluation.windows import codes, grouped
from ...judge import Scorer

HOUR_MS = 3_600_000
MOST_EVIDENCE = 100


@dataclass(frozen=True)
class Alerts:
    """`rows` are evidence; origins are "<alert uid>:<n>", and steps hold the attack's step of each alert, "" for none."""

    rows: Dataset
    alert: np.ndarray  # int64, one a row
    names: list[str]
    steps: list[str]

    def take(self, chosen: np.ndarray) -> "Alerts":
        """Some alerts, by place."""
        kept = np.flatnonzero(np.isin(self.alert, chosen))
        alert = np.searchsorted(chosen, self.alert[kept])
        return Alerts(self.rows.take(kept), alert, [self.names[i] for i in chosen], [self.steps[i] for i in chosen])


def alerts_on(sources: list[Dataset], scorer: Scorer, count: int) -> tuple[Alerts, float]:
    """
    The `count` host-hours with the highest score over all sources, as a tenant's threshold would give them, and that
    threshold. Evidence are the rows at or above it, at most a hundred of an alert, its highest.
    """
    data = joined(sources, "")
    scores = scorer(data)
    group, first = grouped(codes(data.sources), codes(data.entities), (data.times // HOUR_MS).astype(np.int64))
    top = np.full(len(first), -np.inf)
    np.maximum.at(top, group, scores)
    bar = float(np.sort(top)[-min(count, len(top))])
    evidence = np.flatnonzero(scores >= bar)
    evidence = evidence[_rank_within(group[evidence], scores[evidence]) < MOST_EVIDENCE]
    place = codes(group[evidence])
    return _named(data.take(evidence), place), bar


def _named(rows: Dataset, alert: np.ndarray) -> Alerts:
    names = [f"alert-{number:05}" for number in range(alert.max() + 1)]
    steps = [""] * len(names)
    for row in np.flatnonzero(rows.labels == ATTACK):
        steps[alert[row]] = str(rows.steps[row])
    number = _rank_within(alert, -np.arange(len(alert)))
    origins = np.array([f"{names[place]}:{n}" for place, n in zip(alert, number)], dtype=object)
    return Alerts(replace(rows, origins=origins), alert, names, steps)


def _rank_within(group: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Place of each item among those of its group, 0 for the highest score."""
    order = np.lexsort((-scores, group))
    ranks = np.empty(len(group), dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(np.bincount(group))])[:-1]
    ranks[order] = np.arange(len(group)) - starts[group[order]]
    return ranks
