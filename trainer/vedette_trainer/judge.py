"""What a model says about telemetry that it was not trained on."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from .dataset import ATTACK, Dataset
from .evaluation.ranking import average_precision
from .evaluation.windows import windows
from .feature_file import feature_files, read_file
from .folder import labelled

# Raw scores of rows, one a row
Scorer = Callable[[Dataset], np.ndarray]


@dataclass(frozen=True)
class Judged:
    source: str
    rows: int
    above: int  # rows at or above the bar
    attack_rows: int  # rows that an attack caused; 0 where nobody labelled any
    attack_above: int
    auroc: float  # how well the score ranks attack rows above the others; NaN without labels
    average_precision: float = float("nan")  # of host-minutes


def judge(scorer: Scorer, bar: float, folder: Path) -> list[Judged]:
    """Each feature file of a folder. NAME.labels beside it names the rows that an attack caused."""
    return [_judge_file(scorer, bar, path) for path in feature_files(folder)]


def _judge_file(scorer: Scorer, bar: float, path: Path) -> Judged:
    data = labelled(read_file(path), path.with_suffix(".labels"))
    scores = scorer(data)
    attack = data.labels == ATTACK
    above = scores >= bar
    has_both = attack.any() and not attack.all()
    seen = windows(data)
    return Judged(
        path.stem,
        len(data),
        int(above.sum()),
        int(attack.sum()),
        int((above & attack).sum()),
        float(roc_auc_score(attack, scores)) if has_both else float("nan"),
        average_precision(seen.labels, seen.highest(scores)) if has_both else float("nan"),
    )
