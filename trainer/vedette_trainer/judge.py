"""What a model says about telemetry that it was not trained on."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from onnxruntime import InferenceSession
from sklearn.metrics import roc_auc_score

from .dataset import feature_files, read_file

BATCH = 8192


@dataclass(frozen=True)
class Judged:
    source: str
    rows: int
    above: int  # rows at or above the bar
    attack_rows: int  # rows that an attack caused; 0 where nobody labelled any
    attack_above: int
    auroc: float  # how well the score ranks attack rows above the others; NaN without labels


def judge(session: InferenceSession, column: str, bar: float, folder: Path) -> list[Judged]:
    """Each feature file of a folder. NAME.labels beside it holds the "<file>:<line>" of the rows that an attack caused."""
    return [_judge_file(session, column, bar, path) for path in feature_files(folder)]


def _judge_file(session: InferenceSession, column: str, bar: float, path: Path) -> Judged:
    data = read_file(path)
    rows = getattr(data, column)
    parts = [session.run(None, {column: rows[start : start + BATCH]})[0] for start in range(0, len(rows), BATCH)]
    scores = np.concatenate(parts)
    labels = path.with_suffix(".labels")
    attack_lines = set(labels.read_text(encoding="utf-8").split()) if labels.exists() else set()
    attack = np.array([origin in attack_lines for origin in data.origins])
    above = scores >= bar
    has_both = attack.any() and not attack.all()
    auroc = float(roc_auc_score(attack, scores)) if has_both else float("nan")
    return Judged(path.stem, len(rows), int(above.sum()), int(attack.sum()), int((above & attack).sum()), auroc)
