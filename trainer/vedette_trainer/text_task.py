"""The text model to ship, and what it is worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from . import text_model
from .runtime import scores as run
from .runtime import session
from .text_figures import figures, segments
from .text_folds import Folds
from .text_rows import LENGTH, VEDETTE, Texts, gathered_texts
from .trained import Graph, HeldOut, Input, Metric, Run, Threshold, Trained

NAME = "vedette-text"
LARGEST_DIFFERENCE = 1e-4
# Above its bar the model alone forwards an event
BAR = 0.999
POINTS = 25

LICENCES = {
    "log-injection": "Apache-2.0, MIT",
    "http-params": "MIT",
    "otrf-windows": "MIT",
    "evidenceforge": "MIT",
    "vedette": "Apache-2.0",
}
LIMITS = (
    "Harmless requests that are hostile only by their place (a riddle in a user name) are found least surely.",
    "Messages of honest software that speak of ignoring, instructions or verdicts come nearest to the bar.",
    "Languages other than English and Spanish rest on few templates.",
    f"The probability takes {100 * text_model.PRIOR:.0f} % of the texts worth a look to be hostile; where fewer are, it is too high.",
)


@dataclass(frozen=True)
class HeldOutTexts:
    """Out-of-fold scores of `log-injection`, by the protocol of `text_folds`."""

    texts: Texts
    raw: np.ndarray  # NaN for rows that were not judged
    joined: np.ndarray  # with the heuristics, as the chain joins them


def platt(raw: np.ndarray, labels: np.ndarray) -> LogisticRegression:
    """Log-odds against labels (Platt 1999), with hostile rows weighed as the prior says."""
    weights = np.where(labels, text_model.PRIOR / labels.mean(), (1 - text_model.PRIOR) / (1 - labels.mean()))
    return LogisticRegression(C=1e6).fit(raw[:, None], labels, sample_weight=weights)


def held_out(texts: Texts, seed: int, strict: bool = False) -> HeldOutTexts:
    folds = Folds(texts, seed, strict)
    raw = folds.out_of_fold()
    probabilities = np.full(len(texts), np.nan)
    for place in range(len(folds.families)):
        here, others = (texts.dev & (folds.places == place)), (texts.dev & (folds.places != place))
        probabilities[here] = platt(raw[others], texts.labels[others]).predict_proba(raw[here][:, None])[:, 1]
    return HeldOutTexts(texts, raw, np.array([joined(p, hits) for p, hits in zip(probabilities, texts.hits)]))


def joined(probability: float, hits: Sequence[float]) -> float:
    """As `combine` of src/detectors/ensemble.ts: the strongest in full, every other at half weight."""
    strongest, *others = sorted([probability, *hits], reverse=True)
    return 1 - (1 - strongest) * float(np.prod([1 - 0.5 * one for one in others]))


def train(
    data: Path, seed: int, version: str, parent: str | None, command: str, vedette: Sequence[str] = VEDETTE
) -> tuple[Trained, Run]:
    """The model and its run, to be written. Raises BadData where the texts cannot be read."""
    texts = gathered_texts(data, seed, vedette)
    folds = Folds(texts, seed)
    raw = folds.out_of_fold(others=True)
    model = folds.fitted(np.ones(len(texts), dtype=bool))
    graph = text_model.to_onnx(model, LENGTH)
    inputs = text_model.padded(texts.lines, LENGTH)
    exported = run(session(graph), (inputs,))
    difference = float(np.abs(exported - text_model.scores(model, folds.lines)).max())
    if not difference < LARGEST_DIFFERENCE:
        raise RuntimeError(f"{NAME}: the exported graph differs from the native model by {difference}")
    trained = Trained(
        name=NAME,
        version=version,
        kind="text",
        method=_method(texts),
        held_out=HeldOut(raw, (inputs,), texts.labels),
        calibration=_points(raw, texts.labels),
        threshold=Threshold(float(np.float32(np.quantile(raw[~texts.labels], BAR))), BAR),
        metrics={"export_difference": Metric(difference), **_judged(texts, raw, seed)},
        graph=Graph(graph, (Input(text_model.INPUT, "text", LENGTH),), text_model.OUTPUT, (inputs[::4],)),
        ids=(texts.shape.vocabulary, LENGTH),
        segments=segments(raw, texts),
        limits=LIMITS,
    )
    return trained, _run(texts, seed, command, parent)


def _judged(texts: Texts, raw: np.ndarray, seed: int) -> Mapping[str, Metric]:
    strict = Folds(texts, seed, strict=True).out_of_fold()
    return figures(raw, texts, seed) | {f"strict_{name}": one for name, one in figures(strict, texts, seed).items()}


def _points(raw: np.ndarray, labels: np.ndarray) -> list[list[float]]:
    """Platt's curve at quantiles of the scores, rising strictly."""
    at = np.unique(np.quantile(raw, np.linspace(0, 1, POINTS)).astype(np.float32))
    curve = platt(raw, labels).predict_proba(at[:, None].astype(np.float64))[:, 1]
    return [[float(x), float(p)] for x, p in zip(at, curve)]


def _run(texts: Texts, seed: int, command: str, parent: str | None) -> Run:
    names, counts = np.unique(texts.sources, return_counts=True)
    rows = dict(zip(names.tolist(), counts.tolist()))
    return Run(texts.shape.feature_set, texts.shape.feature_hash, texts.hash, rows, seed, command, parent, LICENCES)


def _method(texts: Texts) -> str:
    return (
        f"A logistic model over ids of signs, words and shapes of a text ({texts.shape.vocabulary} ids, at most {LENGTH} a "
        f"text). It learned from {len(texts)} lines, {int(texts.labels.sum())} of them hostile, and from their values alone. "
        "The figures are of lines of log-injection by models that saw neither their family, nor their carrier, nor any text "
        "like theirs; strict_ ones by models that had no template of ours of that family either. The score is the log-odds."
    )
