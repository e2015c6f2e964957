"""What honest verdicts, and swapped ones, do to the average precision on telemetry that nobody judged."""

from ...evaluation.ranking import recall_at
from ...evaluation.windows import windows
from ..verdict_gate import of_minutes
from .analysts import judged
from .room import Room, targets


def learning(room: Room) -> dict:
    return {
        "alerts": len(room.alerts.names),
        "attacks": sum(targets(room.alerts).values()),
        "evidence": len(room.alerts.rows),
        "threshold": room.threshold,
        "honest": _trained(room, False),
        "swapped": _trained(room, True),
    }


def _trained(room: Room, flipped: bool) -> dict:
    with room.trained(judged(room.alerts, room.given.seed, flipped=flipped)) as (found, after):
        rows = room.judged
        paired = of_minutes(rows, room.before(rows), after(rows), room.given.seed)
        seen = windows(rows)
        tops = {"before": (seen.highest(room.before(rows)), room.threshold), "after": (seen.highest(after(rows)), found.threshold[1])}
        recall = {name: recall_at(seen.labels, *top) for name, top in tops.items()}
        harmless = {name: recall_at(~seen.labels, *top) for name, top in tops.items()}
        judgement = paired.as_json() | {"change": paired.change, "recall": recall, "harmless": harmless}
        return {"gate": found.as_json(), "judged": judgement}


def told(found: dict) -> str:
    lines = [f"{found['alerts']} alerts, {found['attacks']} of them attacks, {found['evidence']} rows of evidence"]
    for name in ("honest", "swapped"):
        gate, paired = found[name]["gate"], found[name]["judged"]
        lines.append(
            f"{name} verdicts: {gate['gate']}; average precision over host-minutes of other networks {paired['before']:.3f}, "
            f"now {paired['after']:.3f} ({paired['change']:+.0%}, {paired['low']:+.0%} to {paired['high']:+.0%})"
        )
        recall, harmless = paired["recall"], paired["harmless"]
        lines.append(
            f"  at the threshold: {recall['before']:.0%} of the attacked host-minutes, now {recall['after']:.0%}; "
            f"{harmless['before']:.1%} of the harmless ones, now {harmless['after']:.1%}"
        )
        lines += [f"  {reason}" for reason in gate["reasons"]]
    return "\n".join(lines)
