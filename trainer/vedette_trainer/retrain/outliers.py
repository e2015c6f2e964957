"""Authors who say otherwise of a rule's alerts than everybody else does."""

from collections import Counter

from scipy.stats import fisher_exact

from .verdicts import Verdict

# Chance that anybody honest is held, shared by all that are tested
SURE = 0.01
LEAST_VERDICTS = 5


def outlying(verdicts: list[Verdict]) -> set[tuple[str, str]]:
    """
    (author, rule) where the share of harmful alerts differs from that of all other authors more than chance explains
    (Fisher's exact test, Bonferroni), and the author has said less of the rule than they have: of two camps the smaller is
    held. The furthest apart goes first, and the others are looked at without it. Nothing is said where either side has
    fewer than five verdicts.
    """
    held: set[tuple[str, str]] = set()
    left = verdicts
    while chances := _chances(left):
        pair = min(chances, key=chances.__getitem__)
        if chances[pair] >= SURE / len(chances):
            break
        held.add(pair)
        left = [one for one in left if (one.author, one.rule) != pair]
    return held


def _chances(verdicts: list[Verdict]) -> dict[tuple[str, str], float]:
    said = Counter((one.author, one.rule, one.harmful) for one in verdicts)
    of_rule = Counter((one.rule, one.harmful) for one in verdicts)
    found = {}
    for author, rule in sorted({(one.author, one.rule) for one in verdicts}):
        own = [said[author, rule, harmful] for harmful in (True, False)]
        others = [of_rule[rule, harmful] - count for harmful, count in zip((True, False), own)]
        if LEAST_VERDICTS <= sum(own) < sum(others):
            found[author, rule] = float(fisher_exact([own, others]).pvalue)
    return found


def without_outliers(verdicts: list[Verdict]) -> list[Verdict]:
    held = outlying(verdicts)
    return [one for one in verdicts if (one.author, one.rule) not in held]
