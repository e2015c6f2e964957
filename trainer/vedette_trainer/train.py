"""Trains both models on one set of feature rows."""

from pathlib import Path

import numpy as np

from . import curve, forest, package, sequence
from .dataset import Dataset, read_folder
from .judge import judge
from .licences import read_licences
from .runtime import scores as run
from .runtime import session
from .split import balanced, held_out
from .trained import Graph, HeldOut, Input, Metric, Run, Threshold, Trained

# An exported graph may differ from the native model by rounding alone
LARGEST_DIFFERENCE = 1e-4

LIMITS = (
    "What is unusual is not bad. New software, new staff and maintenance are unusual too.",
    "Laboratory captures with few machines: a larger estate is more varied, and the bar has to be read from its own data.",
    "An attacker who acts as the machine always does is not seen by this model. Rules go on beside it.",
)


def train(
    features: Path, out: Path, seed: int, version: str, rows: int, steps: int, others: Path | None = None
) -> list[Path]:
    """Reads the rows, trains, calibrates on held-out entities, writes; answers the folders written."""
    data = balanced(read_folder(features), rows, seed)
    fitting, calibration = held_out(data)
    lineage = Run.of(
        data, seed, f"python -m vedette_trainer train --features DIR --out models --seed {seed}", licences=read_licences(features)
    )
    models = [_forest(fitting, calibration, seed, version, others), _sequence(fitting, calibration, seed, version, steps, others)]
    return [package.write(model, lineage, out) for model in models]


def _forest(fitting: Dataset, calibration: Dataset, seed: int, version: str, others: Path | None) -> Trained:
    model = forest.fit(fitting.vectors, fitting.features.names, seed)
    graph = forest.to_onnx(model, fitting.vectors.shape[1])
    running = session(graph)
    scores = run(running, (calibration.vectors,))
    difference = _checked("vedette-forest", scores, forest.native_scores(model, calibration.vectors))
    bar = curve.bar(scores)
    return Trained(
        name="vedette-forest",
        version=version,
        kind="isolation-forest",
        graph=Graph(graph, (Input(forest.INPUT, "vector", fitting.vectors.shape[1]),), forest.OUTPUT, (fitting.vectors,)),
        held_out=HeldOut(scores, (calibration.vectors,)),
        calibration=curve.curve(scores),
        threshold=Threshold(bar, curve.BAR),
        metrics={"export_difference": Metric(difference), **_tail(scores)},
        features=[
            stats | {"used": stats["name"] not in forest.IGNORED}
            for stats in curve.feature_stats(fitting.vectors, fitting.features.names)
        ],
        judged=tuple(judge(running, "vectors", bar, others)) if others else (),
        limits=LIMITS,
        method=(
            f"An isolation forest of {len(model.estimators_)} trees, {model.max_samples_} rows each: how easily a feature "
            f"vector is parted from all others. Novelty, 0..1. Not used: {', '.join(sorted(forest.IGNORED))}."
        ),
    )


def _sequence(
    fitting: Dataset, calibration: Dataset, seed: int, version: str, steps: int, others: Path | None
) -> Trained:
    shape = fitting.features
    model = sequence.fit(fitting.tokens, shape.vocabulary, seed, steps)
    graph = sequence.to_onnx(model, shape.length)
    running = session(graph)
    scores = run(running, (calibration.tokens,))
    difference = _checked("vedette-sequence", scores, sequence.native_scores(model, calibration.tokens))
    bar = curve.bar(scores)
    return Trained(
        name="vedette-sequence",
        version=version,
        kind="sequence",
        graph=Graph(graph, (Input(sequence.INPUT, "tokens", shape.length),), sequence.OUTPUT, (fitting.tokens,)),
        held_out=HeldOut(scores, (calibration.tokens,)),
        calibration=curve.curve(scores),
        threshold=Threshold(bar, curve.BAR),
        metrics={"export_difference": Metric(difference), "mean_surprise": Metric(float(scores.mean())), **_tail(scores)},
        ids=(shape.vocabulary, shape.length),
        judged=tuple(judge(running, "tokens", bar, others)) if others else (),
        limits=LIMITS,
        method=(
            f"A GRU (embedding {sequence.EMBED}, hidden {sequence.HIDDEN}) that predicts the next event of an entity from "
            f"up to {shape.length - 1} before it. The score is the mean surprise, in nats, of the last {sequence.RECENT} events."
        ),
    )


def _checked(name: str, exported: np.ndarray, native: np.ndarray) -> float:
    difference = float(np.abs(exported - native).max())
    if not difference < LARGEST_DIFFERENCE:
        raise RuntimeError(f"{name}: the exported graph differs from the native model by {difference}")
    return difference


def _tail(scores: np.ndarray) -> dict[str, Metric]:
    quantiles = {f"q{share}": float(np.quantile(scores, share)) for share in (0.5, 0.99, 0.999, curve.BAR)}
    return {name: Metric(value) for name, value in (quantiles | {"highest": float(scores.max())}).items()}
