"""Writes models/<name>/<version>/{model.onnx, manifest.json, MODEL_CARD.md}."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import sklearn
import torch
from onnx import ModelProto

from . import __version__, curve
from .dataset import Dataset
from .judge import Judged, judge

LARGEST_BYTES = 5_000_000


@dataclass(frozen=True)
class Trained:
    name: str
    version: str
    kind: str
    graph: ModelProto
    inputs: list[dict]  # name, of, width
    output: str
    opset: int
    held_out: np.ndarray  # raw scores of the rows kept for calibration
    metrics: dict[str, float]
    extra: dict  # what only this kind has in its manifest
    method: str  # for the card


def session(graph: ModelProto) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(graph.SerializeToString(), options, providers=["CPUExecutionProvider"])


def write(model: Trained, data: Dataset, seed: int, out: Path, others: Path | None) -> Path:
    """Answers the folder that now holds the model. `others` is a folder of feature files to judge it on."""
    content = model.graph.SerializeToString(deterministic=True)
    if len(content) > LARGEST_BYTES:
        raise ValueError(f"{model.name}: {len(content)} bytes, more than {LARGEST_BYTES}")
    manifest = _manifest(model, data, seed, content)
    judged = judge(session(model.graph), model.inputs[0]["name"], manifest["threshold"]["raw"], others) if others else []
    folder = out / model.name / model.version
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(content)
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    (folder / "MODEL_CARD.md").write_text(_card(model, data, manifest, judged), encoding="utf-8")
    return folder


def _manifest(model: Trained, data: Dataset, seed: int, content: bytes) -> dict:
    return {
        "name": model.name,
        "version": model.version,
        "kind": model.kind,
        "featureSet": data.features.name,
        "featureHash": data.features.hash,
        "file": "model.onnx",
        "sha256": hashlib.sha256(content).hexdigest(),
        "opset": model.opset,
        "inputs": model.inputs,
        "output": model.output,
        "threshold": {"raw": curve.bar(model.held_out), "quantile": curve.BAR},
        "calibration": curve.curve(model.held_out),
        "raw": curve.spread(model.held_out),
        "scoreBins": curve.score_bins(model.held_out),
        "metrics": {name: {"value": value} for name, value in model.metrics.items()},
        "parent": None,
        "training": {
            "dataHash": data.hash,
            "rows": len(data),
            "sources": sorted(set(data.sources.tolist())),
            "seed": seed,
            "versions": {
                "vedette-trainer": __version__,
                "numpy": np.__version__,
                "scikit-learn": sklearn.__version__,
                "torch": torch.__version__,
                "onnx": onnx.__version__,
            },
            "commit": "",
        },
        "variants": [],
        **model.extra,
    }


def _card(model: Trained, data: Dataset, manifest: dict, judged: list[Judged]) -> str:
    names, counts = np.unique(data.sources, return_counts=True)
    sources = "\n".join(f"| {name} | {count} |" for name, count in zip(names, counts))
    metrics = "\n".join(f"| {name} | {value:.6g} |" for name, value in model.metrics.items())
    return f"""# {model.name} {model.version}

{model.method}

## Data
{len(data)} feature rows of `{data.features.name}` ({data.features.hash}), sha256 {data.hash}. A fifth of the entities was kept
from training and gave the calibration.

| source | rows |
|---|---|
{sources}

The captures hold attacks among the background; no label was used.

## Judged on
{_judged_table(judged)}

## How to read the score
The raw score is set against the held-out rows. At the {model.kind} bar ({manifest["threshold"]["raw"]:.4f}) lies the
{100 * curve.BAR:.2f} % quantile: above it the model alone forwards an event. The probability tells how rare a score is, not how
many such events were attacks; only verdicts can tell that.

| metric | value |
|---|---|
{metrics}

## Limits
- What is unusual is not bad. New software, new staff and maintenance are unusual too.
- Laboratory captures with few machines: a larger estate is more varied, and the bar has to be read from its own data.
- An attacker who acts as the machine always does is not seen by this model. Rules go on beside it.

## Repeat it
`python -m vedette_trainer train --features DIR --out models --seed {manifest["training"]["seed"]}`
"""


def _judged_table(judged: list[Judged]) -> str:
    if not judged:
        return "Nothing yet."
    lines = "\n".join(
        f"| {one.source} | {one.rows} | {one.above} | {one.attack_rows or '-'} | {one.attack_above if one.attack_rows else '-'} "
        f"| {'-' if np.isnan(one.auroc) else format(one.auroc, '.3f')} |"
        for one in judged
    )
    return f"""Telemetry that it was not trained on. An attack row is any row that a step of the attack caused, most of them ordinary
by themselves.

| source | rows | above the bar | attack rows | of them above | AUROC by row |
|---|---|---|---|---|---|
{lines}"""
