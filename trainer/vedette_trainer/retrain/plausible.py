"""Whether verdicts can be what they say: a training must not be turned round by labels that were swapped."""

from dataclasses import dataclass

import numpy as np
from scipy.special import logit
from sklearn.metrics import roc_auc_score

from ..evaluation.bootstrap import interval

# Log-odds: four hundred times the odds that the ensemble in force gives. Half of the alerts may be attacks where it expects
# one in five hundred
LARGEST_SURPRISE = 6.0
# Fewer kinds of event are too few witnesses to say anything
LEAST_KINDS = 5


@dataclass(frozen=True)
class Agreement:
    """How often the ensemble in force ranks an attack above a harmless alert of the same rule, with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Said:
    """One entry an alert."""

    harmful: np.ndarray  # bool
    confidence: np.ndarray  # of the ensemble in force, 0..1
    rules: np.ndarray  # text
    kinds: np.ndarray  # int64: kind of event of its surest row


def agreement(said: Said, seed: int) -> Agreement:
    """The interval resamples kinds of event: one loud source is one witness, however many alerts it has."""
    if len(np.unique(said.kinds)) < LEAST_KINDS:
        return Agreement(*[float("nan")] * 3)

    def figure(weights: np.ndarray) -> float:
        return _ranked(said, weights)

    return Agreement(figure(np.ones(len(said.harmful))), *interval(figure, said.kinds, seed))


def _ranked(said: Said, weights: np.ndarray) -> float:
    """Mean of the AUROC by rule, each as often as it has pairs."""
    found, pairs = [], []
    for rule in np.unique(said.rules):
        here = (said.rules == rule) & (weights > 0)
        attacks, harmless = weights[here & said.harmful].sum(), weights[here & ~said.harmful].sum()
        if attacks * harmless > 0:
            found.append(roc_auc_score(said.harmful[here], said.confidence[here], sample_weight=weights[here]))
            pairs.append(attacks * harmless)
    return float(np.average(found, weights=pairs)) if found else float("nan")


def surprise(said: Said) -> float:
    """Log-odds between the share of attacks among the alerts and that which the ensemble in force expects."""
    count = len(said.harmful)
    seen, expected = ((values.sum() + 0.5) / (count + 1) for values in (said.harmful, said.confidence))
    return float(logit(seen) - logit(expected))


def implausible(said: Said, ranked: Agreement) -> list[str]:
    """Why the verdicts are not trained on; none where they may be."""
    found = []
    apart = surprise(said)
    if apart > LARGEST_SURPRISE:
        found.append(
            f"verdicts: {said.harmful.mean():.0%} of the alerts are said to be attacks, where the version in force expects "
            f"{said.confidence.mean():.2%}; look whether labels were swapped"
        )
    if ranked.high < 0.5:
        found.append(
            f"verdicts: the surer the version in force, the less they say attack (AUROC {ranked.value:.2f}, at most "
            f"{ranked.high:.2f}); look whether labels were swapped"
        )
    return found
