"""The tagger to ship, what it is worth, and the models of the folds that tell."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from . import tagger_package
from .tagger_folds import EPOCHS, Texts, fitted, out_of_fold, personal
from .tagger_model import Tagger, to_onnx
from .tagger_package import Bars, TrainedTagger
from .tagger_rows import CLASSES, FOLDS, IGNORED, data_hash, gathered, read_tokens
from .tagger_values import SCRIPT, read_values
from .text_rows import VEDETTE
from .trained import Metric, Run

# Of the tokens that are called personal data, in the worst set
PRECISION = 0.97
HIGHEST, STEP = 8.0, 0.25
# How much less sure the rest of a stretch may be than its surest token
SLACK = 1.5
LICENCES = {
    "presidio_synth_v2.en": "MIT (microsoft/presidio-research)",
    "loglines_dev": "Apache-2.0",
    "meddocan_train.es": "CC BY 4.0 (SPACCC_MEDDOCAN, PlanTL-GOB-ES)",
    "vedette": "Apache-2.0; values of @faker-js/faker, MIT",
}
LIMITS = (
    "It joins patterns and lists, and does not stand in for them: numbers with a check digit, addresses of networks and secrets "
    "are theirs.",
    "English and Spanish; names and streets of other languages only as far as they stand in such sentences.",
    "Of firms nothing is learned: their names may be told as people's, or not at all.",
    "Its texts are synthetic but for MEDDOCAN's, whose identities are planted: real tickets are more varied.",
)


def train(data: Path, seed: int, version: str, parent: str | None, command: str, folds: Path | None = None, epochs: int = EPOCHS):
    """The tagger and its run, to be written. `folds`: where the models of the folds go, for the bench."""
    return trained(texts_of(data, seed), seed, version, parent, command, folds, epochs)


def texts_of(data: Path, seed: int, values: Sequence[str] = SCRIPT, vedette: Sequence[str] = VEDETTE) -> Texts:
    rows = gathered(data, read_values(values), seed)
    shape, tokens = read_tokens(rows, vedette)
    return Texts(rows, shape, tokens)


def trained(
    texts: Texts, seed: int, version: str, parent: str | None, command: str, folds: Path | None, epochs: int
) -> tuple[TrainedTagger, Run]:
    run = _run(texts, seed, command, parent)
    models: dict[int, Tagger] = {}
    said = out_of_fold(texts, seed, epochs, models.__setitem__)
    if folds is not None:
        for fold, model in models.items():
            others = {place: odds for place, odds in said.items() if texts.folds[place] != fold}
            bars = bars_of(texts, others)
            tagger_package.write(_packed(texts, model, bars, {}, "0.0.0"), run, folds / str(fold))
        _write_folds(texts, folds)
    bars = bars_of(texts, said)
    model = fitted(texts, None, seed, epochs)
    return _packed(texts, model, bars, figures(texts, said, bars), version), run


def _packed(texts: Texts, model: Tagger, bars: Bars, metrics: Mapping[str, Metric], version: str) -> TrainedTagger:
    graph = to_onnx(model, texts.shape.ids_per_token)
    return TrainedTagger(version, graph, bars, texts.shape, metrics, _windows(texts), _method(texts), LIMITS)


def _windows(texts: Texts) -> np.ndarray:
    """Beginnings of judged texts, filled up: what the gate looks at."""
    width = texts.shape.window * texts.shape.ids_per_token
    judged = [place for place in np.flatnonzero(texts.is_judged) if len(texts.labels[place])]
    rows = np.zeros((min(64, len(judged)), width), dtype=np.int32)
    for row, place in zip(rows, np.linspace(0, len(judged) - 1, len(rows)).astype(int)):
        ids = texts.tokens[judged[place]].ids.reshape(-1)[:width]
        row[: len(ids)] = ids
    return rows


def bars_of(texts: Texts, said: Mapping[int, np.ndarray]) -> Bars:
    """The lowest bar at which the share of right tokens is PRECISION in every set."""
    sets = [_judged(texts, said, name) for name in _sources(texts, said)]
    for sure in np.arange(0, HIGHEST, STEP):
        if all(_precision(odds >= sure, found) >= PRECISION for odds, found in sets):
            return Bars(float(sure), float(sure - SLACK))
    return Bars(HIGHEST, HIGHEST - SLACK)


def _sources(texts: Texts, said: Mapping[int, np.ndarray]) -> list[str]:
    return sorted({texts.rows[place]["source"] for place in said})


def _judged(texts: Texts, said: Mapping[int, np.ndarray], source: str) -> tuple[np.ndarray, np.ndarray]:
    """Log-odds of being personal and class of the tokens of a set; what is neither right nor wrong is left out."""
    places = [place for place in said if texts.rows[place]["source"] == source]
    odds = np.concatenate([personal(said[place]) for place in places])
    found = np.concatenate([texts.labels[place] for place in places])
    return odds[found != IGNORED], found[found != IGNORED]


def _precision(told: np.ndarray, found: np.ndarray) -> float:
    return float((told & (found > 0)).sum() / max(1, told.sum()))


def figures(texts: Texts, said: Mapping[int, np.ndarray], bars: Bars) -> dict[str, Metric]:
    """By set, of tokens, by models that saw no row of their template; recall by class where there are any."""
    out: dict[str, Metric] = {}
    for source in _sources(texts, said):
        odds, found = _judged(texts, said, source)
        told = odds >= bars.sure
        out[f"{source}_token_precision"] = Metric(_precision(told, found))
        out[f"{source}_token_recall"] = Metric(float(told[found > 0].mean()) if (found > 0).any() else 1.0)
        for place, name in enumerate(CLASSES, start=1):
            if (found == place).any():
                out[f"{source}_token_recall_{name}"] = Metric(float(told[found == place].mean()))
    return out


def _write_folds(texts: Texts, folder: Path) -> None:
    """Which model of the folds has not seen a row."""
    with (folder / "folds.ndjson").open("w", encoding="utf-8") as stream:
        for place in np.flatnonzero(texts.is_judged):
            row = texts.rows[place]
            stream.write(json.dumps({"set": row["source"], "id": row["id"], "fold": int(texts.folds[place])}) + "\n")


def _run(texts: Texts, seed: int, command: str, parent: str | None) -> Run:
    names, counts = np.unique([row["source"] for row in texts.rows], return_counts=True)
    rows = dict(zip(names.tolist(), counts.tolist()))
    shape = texts.shape
    return Run(shape.feature_set, shape.feature_hash, data_hash(texts.rows), rows, seed, command, parent, LICENCES)


def _method(texts: Texts) -> str:
    return (
        f"Finds people, addresses and further personal data token by token: sums of vectors of {texts.shape.vocabulary} ids of "
        "words, their shapes and parts, and four dilated convolutions over the tokens around. It learned from labelled texts, "
        "copies of them with other people in them, and sentences of ours, some of which were written after a look at errors "
        f"({len(texts.rows)} texts). The figures are by {FOLDS} models that saw no row "
        "of the template (of MEDDOCAN: of the document) that they judge; the bar is the lowest at which "
        f"{100 * PRECISION:.0f} % of the tokens above it are labelled in every set. MEDDOCAN's dev set was never learned from."
    )
