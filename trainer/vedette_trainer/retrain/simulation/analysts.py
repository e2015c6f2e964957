"""Analysts who judge alerts, some of whom may lie."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..verdicts import Verdict
from .alerts import Alerts

HONEST = ("ada", "ben", "cleo", "dan")
RULE = "vedette-ensemble"
# Analysts look at each alert
SEATS = 2


@dataclass(frozen=True)
class Liar:
    """Calls attacks of one step false alarms, and is right about all else."""

    accounts: tuple[str, ...]
    share: float  # of all verdicts
    step: str


@dataclass(frozen=True)
class Desk:
    """Verdicts on alerts, with the labels that come of them."""

    verdicts: list[Verdict]
    labels: dict[str, bool]  # by alert: an attack


NOBODY = Liar((), 0.0, "")


def judged(alerts: Alerts, seed: int, liar: Liar = NOBODY, quorum: bool = True, flipped: bool = False) -> Desk:
    """
    Two analysts judge each alert. `quorum`: nothing is learned of an alert on which they disagree, as where the product cuts
    datasets; without it the last verdict counts. `flipped`: everybody says the contrary of what is true.
    """
    rng = np.random.default_rng(seed)
    verdicts = []
    for place, accounts in enumerate(_taken(alerts, liar, rng)):
        honest = rng.choice(HONEST, size=SEATS - len(accounts), replace=False).tolist()
        for turn, author in enumerate([*honest, *accounts]):
            step = alerts.steps[place]
            harmful = (step != "") != flipped and not (author in liar.accounts and step == liar.step)
            name = alerts.names[place]
            verdicts.append(Verdict(name, harmful, author, RULE, float(place * SEATS + turn), f"{name}-{turn}"))
    return Desk(verdicts, labels_of(verdicts, quorum))


def _taken(alerts: Alerts, liar: Liar, rng: np.random.Generator) -> list[tuple[str, ...]]:
    """Accounts of the liar that judge each alert: attacks of the step first, then any, until his share is used."""
    left = round(liar.share * SEATS * len(alerts.names))
    aimed = np.array([step == liar.step for step in alerts.steps])
    taken: list[tuple[str, ...]] = [()] * len(alerts.names)
    for place in np.argsort(rng.random(len(aimed)) - aimed):
        taken[place] = liar.accounts[: min(left, SEATS)]
        left -= len(taken[place])
    return taken


def labels_of(verdicts: Sequence[Verdict], quorum: bool) -> dict[str, bool]:
    said: dict[str, list[bool]] = {}
    for one in verdicts:
        said.setdefault(one.alert, []).append(one.harmful)
    return {alert: words[-1] for alert, words in said.items() if not quorum or len(set(words)) == 1}
