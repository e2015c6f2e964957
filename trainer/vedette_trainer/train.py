"""Trains both models on one set of feature rows."""

from pathlib import Path

import numpy as np

from . import curve, forest, package, sequence
from .dataset import Dataset, read_folder
from .split import balanced, held_out

# An exported graph may differ from the native model by rounding alone
LARGEST_DIFFERENCE = 1e-4


def train(
    features: Path, out: Path, seed: int, version: str, rows: int, steps: int, others: Path | None = None
) -> list[Path]:
    """Reads the rows, trains, calibrates on held-out entities, writes; answers the folders written."""
    data = balanced(read_folder(features), rows, seed)
    fitting, calibration = held_out(data)
    models = [_forest(fitting, calibration, seed, version), _sequence(fitting, calibration, seed, version, steps)]
    return [package.write(model, data, seed, out, others) for model in models]


def _forest(fitting: Dataset, calibration: Dataset, seed: int, version: str) -> package.Trained:
    model = forest.fit(fitting.vectors, fitting.features.names, seed)
    graph = forest.to_onnx(model, fitting.vectors.shape[1])
    scores = package.session(graph).run(None, {forest.INPUT: calibration.vectors})[0]
    difference = _checked("vedette-forest", scores, forest.native_scores(model, calibration.vectors))
    return package.Trained(
        name="vedette-forest",
        version=version,
        kind="isolation-forest",
        graph=graph,
        inputs=[{"name": forest.INPUT, "of": "vector", "width": fitting.vectors.shape[1]}],
        output=forest.OUTPUT,
        opset=forest.OPSET,
        held_out=scores,
        metrics={"export_difference": difference, **_tail(scores)},
        extra={
            "features": [
                stats | {"used": stats["name"] not in forest.IGNORED}
                for stats in curve.feature_stats(fitting.vectors, fitting.features.names)
            ]
        },
        method=(
            f"An isolation forest of {len(model.estimators_)} trees, {model.max_samples_} rows each: how easily a feature "
            f"vector is parted from all others. Novelty, 0..1. Not used: {', '.join(sorted(forest.IGNORED))}."
        ),
    )


def _sequence(fitting: Dataset, calibration: Dataset, seed: int, version: str, steps: int) -> package.Trained:
    shape = fitting.features
    model = sequence.fit(fitting.tokens, shape.vocabulary, seed, steps)
    graph = sequence.to_onnx(model, shape.length)
    scores = package.session(graph).run(None, {sequence.INPUT: calibration.tokens})[0]
    difference = _checked("vedette-sequence", scores, sequence.native_scores(model, calibration.tokens))
    return package.Trained(
        name="vedette-sequence",
        version=version,
        kind="sequence",
        graph=graph,
        inputs=[{"name": sequence.INPUT, "of": "tokens", "width": shape.length}],
        output=sequence.OUTPUT,
        opset=sequence.OPSET,
        held_out=scores,
        metrics={"export_difference": difference, "mean_surprise": float(scores.mean()), **_tail(scores)},
        extra={"vocabulary": shape.vocabulary, "length": shape.length},
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


def _tail(scores: np.ndarray) -> dict[str, float]:
    return {f"q{share}": float(np.quantile(scores, share)) for share in (0.5, 0.99, 0.999, curve.BAR)} | {
        "highest": float(scores.max())
    }
