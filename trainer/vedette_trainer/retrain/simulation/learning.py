"""What honest verdicts, and swapped ones, do to the average precision on telemetry that nobody judged."""

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
        return {"gate": found.as_json(), "judged": paired.as_json() | {"change": paired.change}}


def told(found: dict) -> str:
    lines = [f"{found['alerts']} alerts, {found['attacks']} of them attacks, {found['evidence']} rows of evidence"]
    for name in ("honest", "swapped"):
        gate, paired = found[name]["gate"], found[name]["judged"]
        lines.append(
            f"{name} verdicts: {gate['gate']}; average precision over host-minutes of other networks {paired['before']:.3f}, "
            f"now {paired['after']:.3f} ({paired['change']:+.0%}, {paired['low']:+.0%} to {paired['high']:+.0%})"
        )
        lines += [f"  {reason}" for reason in gate["reasons"]]
    return "\n".join(lines)
