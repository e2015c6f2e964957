"""What a liar among the analysts costs, with the defences and without."""

import numpy as np

from ...evaluation.ranking import recall_at
from ...evaluation.windows import Windows, windows
from ...judge import Scorer
from ..base_data import read_base
from ..bounds import BOUNDS, UNBOUNDED, UNWATCHED
from .analysts import Liar, judged
from .room import Room, targets

SHARES = (0.0, 0.1, 0.2, 0.3)
RECALLS = ("golden", "judged", "step", "harmless")
# Without: no quorum, caps, outliers held or gate; by "bounds" what moves is still bounded
DEFENCES = {"all": BOUNDS, "bounds": UNWATCHED, "none": UNBOUNDED}
ACCOUNTS = (("mallory",), ("mallory", "trudy"))


def poisoning(room: Room, step: str | None) -> dict:
    """step: the liar's aim; None: that of most alerts."""
    aim = step or next(iter(targets(room.alerts)))
    liars = [Liar(accounts, share, aim) for accounts in ACCOUNTS for share in SHARES]
    return {
        "step": aim,
        "alertsOfStep": targets(room.alerts).get(aim, 0),
        "alerts": len(room.alerts.names),
        "before": _before(room, aim),
        "lines": [_line(room, liar, defences) for liar in liars for defences in DEFENCES],
    }


def _line(room: Room, liar: Liar, defences: str) -> dict:
    defended = defences == "all"
    desk = judged(room.alerts, room.given.seed, liar, quorum=defended)
    with room.trained(desk, DEFENCES[defences]) as (found, after):
        passed = found.passed or not defended
        # what is refused leaves the version in force where it is
        recalls = _recalls(room, liar.step, after, found.threshold[1]) if passed else _before(room, liar.step)
        truth = {name: step != "" for name, step in zip(room.alerts.names, room.alerts.steps)}
        gate = ("passed" if found.passed else "refused") if defended else "none"
        return {
            "accounts": len(liar.accounts),
            "share": liar.share,
            "defences": defences,
            "gate": gate,
            "reasons": found.judgement.reasons if defended else [],
            "wrongLabels": sum(truth[name] != label for name, label in desk.labels.items()),
            "leftOut": len(truth) - len(desk.labels),
            **recalls,
        }


def _before(room: Room, step: str) -> dict:
    return _recalls(room, step, room.before, room.threshold)


def _recalls(room: Room, step: str, scorer: Scorer, threshold: float) -> dict:
    """
    At the threshold: of the golden set, of all attacks on the telemetry judged on, and of the liar's aim there; and the share
    of harmless host-minutes there that reach it.
    """
    golden = read_base(room.given.base, room.judged.features.hash).golden
    seen, of_judged = windows(golden), windows(room.judged)
    top = of_judged.highest(scorer(room.judged))
    return {
        "golden": recall_at(seen.labels, seen.highest(scorer(golden)), threshold),
        "judged": recall_at(of_judged.labels, top, threshold),
        "step": recall_at(_of_step(of_judged, step), top, threshold),
        "harmless": recall_at(~of_judged.labels, top, threshold),
    }


def _of_step(seen: Windows, step: str) -> np.ndarray:
    return seen.labels & (seen.steps.astype(str) == step)


def told(found: dict) -> str:
    head = f"{found['alerts']} alerts, {found['alertsOfStep']} of them {found['step']}, which the liar calls false alarms"
    heads = ("accounts", "share", "defences", "gate", "wrong labels", "left out", "recall golden", "recall judged", f"recall {found['step']}", "harmless above")
    rows = [_cells(one) for one in found["lines"]]
    before = ("-", "-", "-", "before", "-", "-", *(f"{found['before'][name]:.3f}" for name in RECALLS))
    widths = [max(len(row[place]) for row in (heads, before, *rows)) for place in range(len(heads))]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths)) for row in (heads, before, *rows)]
    return "\n".join([head, *lines])


def _cells(one: dict) -> tuple[str, ...]:
    recalls = (f"{one[name]:.3f}" for name in RECALLS)
    return str(one["accounts"]), f"{one['share']:.1f}", one["defences"], one["gate"], str(one["wrongLabels"]), str(one["leftOut"]), *recalls
