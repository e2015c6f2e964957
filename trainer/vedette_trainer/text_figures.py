"""Figures of a detector of hostile lines."""

from collections.abc import Callable

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score

from .text_rows import Texts
from .trained import Metric, Segment

RATES = (0.01, 0.001)
HARD = "hard_negative"
RESAMPLES = 300


def bar(scores: np.ndarray, labels: np.ndarray, rate: float) -> float:
    """The score above which at most that share of harmless rows lies; what is equal to it is not above."""
    harmless = np.sort(scores[~labels])[::-1]
    return float(harmless[int(rate * len(harmless))])


def recall(scores: np.ndarray, labels: np.ndarray, rate: float) -> float:
    return float((scores[labels] > bar(scores, labels, rate)).mean())


FIGURES: dict[str, Callable[[np.ndarray, np.ndarray], float]] = {
    "auroc": lambda scores, labels: float(roc_auc_score(labels, scores)),
    "average_precision": lambda scores, labels: float(average_precision_score(labels, scores)),
    **{f"recall_at_fpr_{rate:g}": lambda scores, labels, rate=rate: recall(scores, labels, rate) for rate in RATES},
}


def figures(scores: np.ndarray, texts: Texts, seed: int) -> dict[str, Metric]:
    """Of rows of `log-injection`, with 95 % intervals over groups of like texts."""
    labels, groups = texts.labels[texts.dev], texts.clusters[texts.dev]
    scores = scores[texts.dev]
    drawn = [_values(scores[rows], labels[rows]) for rows in _resamples(groups, seed)]
    told = _values(scores, labels)
    return {
        name: Metric(told[name], *(float(np.quantile([one[name] for one in drawn], share)) for share in (0.025, 0.975)))
        for name in FIGURES
    } | hard(scores, labels, texts.families[texts.dev])


def _values(scores: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    return {name: figure(scores, labels) for name, figure in FIGURES.items()}


def _resamples(groups: np.ndarray, seed: int):
    rng = np.random.default_rng(seed)
    members = [np.flatnonzero(groups == one) for one in np.unique(groups)]
    for _ in range(RESAMPLES):
        yield np.concatenate([members[place] for place in rng.integers(len(members), size=len(members))])


def hard(scores: np.ndarray, labels: np.ndarray, families: np.ndarray) -> dict[str, Metric]:
    """The hard negatives hit at each bar, and the recall at the bar that hits 2 % of them."""
    theirs = np.sort(scores[families == HARD])[::-1]
    few = float(theirs[int(0.02 * len(theirs))])
    hit = {f"hard_negatives_hit_at_fpr_{rate:g}": float((theirs > bar(scores, labels, rate)).mean()) for rate in RATES}
    more = {
        "recall_at_2pc_hard_negatives": float((scores[labels] > few).mean()),
        "fpr_at_2pc_hard_negatives": float((scores[~labels] > few).mean()),
    }
    return {name: Metric(value) for name, value in (hit | more).items()}


def segments(scores: np.ndarray, texts: Texts) -> tuple[Segment, ...]:
    """Recall at 1 % by family and by disguise."""
    limit = bar(scores[texts.dev], texts.labels[texts.dev], RATES[0])
    hostile = texts.dev & texts.labels
    ways = np.array([row["obfuscation"] or "none" for row in texts.rows])
    found = []
    for what, names in (("family", texts.families), ("disguise", ways)):
        for name in sorted(set(names[hostile].tolist())):
            rows = hostile & (names == name)
            share = Metric(float((scores[rows] > limit).mean()))
            found.append(Segment(f"{what} {name}", int(rows.sum()), int(rows.sum()), {"recall_at_fpr_0.01": share}))
    return tuple(found)
