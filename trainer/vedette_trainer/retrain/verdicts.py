"""What analysts said of alerts, and what of it is learned from."""

import json
from dataclasses import dataclass
from pathlib import Path

from ..dataset import BadData

FILE = "verdicts.ndjson"
LARGEST_BYTES, MOST_VERDICTS, LONGEST = 64_000_000, 200_000, 300
UNKNOWN_RULE = ""
# benign_true_positive: the rule is right and nobody should be woken; what is learned is the same
HARMFUL = {"true_positive": True, "benign_true_positive": False, "false_positive": False}


@dataclass(frozen=True)
class Verdict:
    alert: str
    harmful: bool
    author: str
    rule: str
    time: float
    id: str


@dataclass(frozen=True)
class JudgedAlert:
    """An alert with the label that the dataset gives it, and who said so."""

    alert: str
    harmful: bool
    authors: tuple[str, ...]
    rule: str


def read_verdicts(path: Path) -> list[Verdict]:
    """The last word of each author on each alert, by alert and author."""
    if not path.exists():
        raise BadData(f"{path.name}: there is none; a dataset has its verdicts beside its rows")
    if path.stat().st_size > LARGEST_BYTES:
        raise BadData(f"{path.name}: more than {LARGEST_BYTES} bytes")
    lines = path.read_text(encoding="utf-8").splitlines()
    if len(lines) > MOST_VERDICTS:
        raise BadData(f"{path.name}: more than {MOST_VERDICTS} verdicts")
    found = [_parsed(path, number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    last = {(one.alert, one.author): one for one in sorted(found, key=lambda one: (one.time, one.id))}
    return [last[key] for key in sorted(last)]


def _parsed(path: Path, number: int, line: str) -> Verdict:
    try:
        one = json.loads(line)
        texts = (one["alert"], one["author"], one.get("rule") or UNKNOWN_RULE, one["id"])
        if not all(isinstance(text, str) and len(text) <= LONGEST for text in texts) or not texts[0] or not texts[1]:
            raise ValueError("a name is none")
        alert, author, rule, known_as = texts
        return Verdict(alert, HARMFUL[one["label"]], author, rule, float(one["time"]), known_as)
    except (ValueError, KeyError, TypeError) as error:
        raise BadData(f"{path.name}: line {number}: no verdict ({type(error).__name__})") from error


def judged_alerts(verdicts: list[Verdict], alerts: set[str], harmful: set[str]) -> list[JudgedAlert]:
    """The alerts whose label somebody's verdict bears out, in the order of their names. `harmful`: those labelled an attack."""
    by_alert: dict[str, list[Verdict]] = {}
    for one in verdicts:
        if one.alert in alerts and one.harmful == (one.alert in harmful):
            by_alert.setdefault(one.alert, []).append(one)
    return [
        JudgedAlert(alert, alert in harmful, tuple(one.author for one in said), said[0].rule)
        for alert, said in sorted(by_alert.items())
    ]
