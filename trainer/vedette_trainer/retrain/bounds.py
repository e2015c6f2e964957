"""How far one training may move a tenant's models, and how much of the word anybody may have."""

from dataclasses import dataclass
from math import inf


@dataclass(frozen=True)
class Bounds:
    """Raw scores of an ensemble are log-odds."""

    # Of the classifier's score. What the product's trees say of a row never falls below three quarters of it
    tenant_share: float = 0.25
    # Of the weight of all verdicts, for one author and for one rule
    largest_share: float = 0.5
    # Half a log-odds is a factor of 1.6 in the odds: who is right moves further by training again, and a training that was
    # lied to misses only what lay that close to the threshold
    threshold: float = 0.5
    # Above the threshold that ships: lies of many trainings do not add up past a factor of 2.7 in the odds
    above_base: float = 1.0
    # Of a part's weight: what it says lies within some nine log-odds of its base, so that a score moves by less than one
    weight: float = 0.1
    # Of any point of the curve, in log-odds: of the confidence that people are told
    curve: float = 1.0
    # Whether an author who says otherwise of a rule than all others is held
    holds_outliers: bool = True


BOUNDS = Bounds()
# What simulations compare with: every word taken as it is said, and then no bound at all
UNWATCHED = Bounds(largest_share=inf, holds_outliers=False)
UNBOUNDED = Bounds(0.5, largest_share=inf, threshold=inf, above_base=inf, weight=inf, curve=inf, holds_outliers=False)
