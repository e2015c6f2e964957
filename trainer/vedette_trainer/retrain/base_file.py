"""Makes base data of the labelled rows that the shipped models learned from, and of campaigns that they never met."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from ..dataset import BadData, Dataset
from ..evaluation.ranking import average_precision
from ..evaluation.windows import windows
from ..feature_writer import write_rows
from ..folder import read_folder
from ..methods import Choice
from ..scoring import manifest_of, newest, scorer
from ..tasks import classifier, codes
from ..tasks.context import Context, Plan
from ..thin import thinned
from ..tree_file import read_trees, structure, total
from ..weights import training_rows
from .base_data import FACTS, GOLDEN, REPLAY, BaseFacts

# Harmless host-minutes that are drawn from each set, shared evenly by its sources; attacked ones are all kept
MINUTES = 1_500


def write_base(features: Path, golden: Path, models: Path, out: Path, seed: int) -> Path:
    """Answers the folder, named after the feature hash."""
    learned, judged = _rows(features), _rows(golden)
    shared = set(learned.campaigns.tolist()) & set(judged.campaigns.tolist())
    if shared:
        raise BadData(f"{', '.join(sorted(shared))}: learned from and to be judged on; the golden set needs campaigns of its own")
    folder = out / learned.features.hash
    folder.mkdir(parents=True, exist_ok=True)
    rows, outside = drawn(learned, seed)
    said = {name: raw[rows] for name, raw in _out_of_fold(learned, seed).items()}
    _write(folder / REPLAY, learned.take(rows), {"outside": outside, **said})
    rows, _ = drawn(judged, seed)
    _write(folder / GOLDEN, judged.take(rows), {})
    facts = _facts(models, judged.take(rows))
    (folder / FACTS).write_text(json.dumps(asdict(facts), indent=2) + "\n", encoding="utf-8")
    return folder


def _rows(folder: Path) -> Dataset:
    return thinned(read_folder(folder).labelled())


def drawn(data: Dataset, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows that training would take, of all attacked host-minutes and some harmless ones; and how many each stands for."""
    rows = training_rows(data)
    seen = windows(data.take(rows))
    rng = np.random.default_rng(seed)
    standing = seen.labels.astype(np.float64)
    names = np.unique(seen.sources)
    for name in names:
        harmless = np.flatnonzero((seen.sources == name) & ~seen.labels)
        chosen = rng.choice(harmless, size=min(len(harmless), MINUTES // len(names)), replace=False)
        standing[chosen] = len(harmless) / max(len(chosen), 1)
    kept = standing[seen.of_row] > 0
    return rows[kept], standing[seen.of_row][kept]


def _out_of_fold(data: Dataset, seed: int) -> dict[str, np.ndarray]:
    """Raw scores by models that had not seen the campaign, as the shipped ones were trained."""
    context = Context(data, Plan(seed, choices=(Choice.of("extra-trees"),)))
    learners = {classifier.MODEL: classifier.learner(context), codes.MODEL: codes.LEARNER}
    return {name: context.out_of_fold(learner).raw for name, learner in learners.items()}


def _facts(models: Path, golden: Dataset) -> BaseFacts:
    trees, _ = read_trees(newest(models / classifier.MODEL))
    ensemble = newest(models / "vedette-ensemble")
    seen = windows(golden)
    precision = average_precision(seen.labels, seen.highest(scorer(ensemble)(golden)))
    threshold = manifest_of(ensemble)["threshold"]["raw"]
    return BaseFacts(golden.features.hash, len(trees), structure(trees), total(trees), threshold, precision)


def _write(path: Path, data: Dataset, extra: dict[str, np.ndarray]) -> None:
    """Rows are named by number: where the telemetry lay is nobody's business."""
    places = np.array([f"{path.name}:{number}" for number in range(1, len(data) + 1)], dtype=object)
    write_rows(path.with_suffix(".arrow"), replace(data, origins=places), {"campaign": data.campaigns, **extra})
