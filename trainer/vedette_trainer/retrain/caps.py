"""How much a verdict may weigh: one alert is one verdict, and nobody has more than half of the word."""

import numpy as np

from .verdicts import UNKNOWN_RULE, JudgedAlert

# Alerts that were attacks are few: each weighs as many harmless ones as there are for it, up to so many
MOST_POSITIVE = 20.0
# Of the weight that is fitted on: older rows, the product's and those of the tenant's older datasets, have at least the rest
VERDICT_SHARE = 0.8
# Host-minutes of the base that a harmless alert weighs at most, so that ten verdicts are not four fifths of a training
MOST_MINUTES = 20.0


def alert_weights(alerts: list[JudgedAlert], largest_share: float) -> np.ndarray:
    """One an alert. An author, and then a rule, that has more than that share of the weight is brought down to it."""
    harmful = np.array([one.harmful for one in alerts])
    positive = np.clip((~harmful).sum() / max(harmful.sum(), 1), 1.0, MOST_POSITIVE)
    weights = np.where(harmful, positive, 1.0)
    most = largest_share * weights.sum()
    weights = _capped(weights, [one.authors for one in alerts], most)
    return _capped(weights, [(one.rule,) if one.rule != UNKNOWN_RULE else () for one in alerts], most)


def _capped(weights: np.ndarray, owners: list[tuple[str, ...]], most: float) -> np.ndarray:
    """The owners of an alert hold its weight in equal parts; the parts of one who holds more than `most` shrink alike."""
    held: dict[str, float] = {}
    for weight, names in zip(weights, owners):
        for name in names:
            held[name] = held.get(name, 0.0) + weight / len(names)
    scale = {name: min(1.0, most / weight) for name, weight in held.items()}
    shrunk = [np.mean([scale[name] for name in names]) if names else 1.0 for names in owners]
    return weights * np.array(shrunk)


def unit(verdicts: float, older: float) -> float:
    """What verdict weights are multiplied with, so that they have VERDICT_SHARE of all where MOST_MINUTES allows it."""
    return min(MOST_MINUTES, VERDICT_SHARE / (1 - VERDICT_SHARE) * older / verdicts)
