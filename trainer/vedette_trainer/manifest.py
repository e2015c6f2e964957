"""manifest.json: which numbers a model takes, how its score is to be read, where it comes from."""

import hashlib
import json
from collections.abc import Mapping

import numpy as np

from . import curve, lineage
from .bins import bins
from .trained import Graph, Metric, Run, Trained
from .variants import Variant


def manifest(model: Trained, run: Run, core: Mapping[str, bytes], variants: list[Variant]) -> dict:
    """`core` holds the model and its trees by name."""
    file = file_name(model)
    return {
        "name": model.name,
        "version": model.version,
        **({} if run.tenant is None else {"tenant": run.tenant}),
        "kind": model.kind,
        "featureSet": run.feature_set,
        "featureHash": run.feature_hash,
        "file": file,
        "sha256": digest(core[file]),
        **_graph(model.graph),
        "threshold": {"raw": model.threshold.raw, "quantile": model.threshold.quantile},
        "calibration": model.calibration,
        "raw": curve.spread(model.held_out.raw),
        "scoreBins": bins(probabilities(model, model.held_out.raw)),
        "metrics": {name: metric.as_json() for name, metric in all_metrics(model, variants).items()},
        "parent": run.parent,
        "training": training(run),
        "variants": [_variant(variant) for variant in variants if variant.content is not None],
        **_of_kind(model, core),
    }


def as_bytes(document: dict) -> bytes:
    """Refuses NaN and infinity, which JSON does not have."""
    return (json.dumps(document, indent=2, allow_nan=False) + "\n").encode()


def file_name(model: Trained) -> str:
    return "model.onnx" if model.graph else "model.json"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def probabilities(model: Trained, raw: np.ndarray) -> np.ndarray:
    """Read off the calibration curve."""
    points, said = np.array(model.calibration, dtype=np.float64).T
    return np.interp(raw, points, said)


def all_metrics(model: Trained, variants: list[Variant]) -> dict[str, Metric]:
    """The model's own, and those of every variant that was tried, by precision."""
    figures = ((f"{name}_{one.precision}", value) for one in variants for name, value in one.figures.items())
    return dict(model.metrics) | {name: Metric(value) for name, value in figures}


def _graph(graph: Graph | None) -> dict:
    if graph is None:
        return {"inputs": [], "output": ""}
    [opset] = [one.version for one in graph.model.opset_import if one.domain == ""]
    inputs = [{"name": one.name, "of": one.of, "width": one.width} for one in graph.inputs]
    return {"opset": opset, "inputs": inputs, "output": graph.output}


def training(run: Run) -> dict:
    return {
        "dataHash": run.data_hash,
        "rows": sum(run.rows.values()),
        "sources": sorted(run.rows),
        "seed": run.seed,
        "versions": lineage.versions(),
        "commit": lineage.commit(),
    }


def _variant(variant: Variant) -> dict:
    return {
        "precision": variant.precision,
        "file": variant.file,
        "sha256": digest(variant.content),
        "bytes": len(variant.content),
    }


def _of_kind(model: Trained, core: Mapping[str, bytes]) -> dict:
    own: dict = {}
    if model.features is not None:
        own["features"] = model.features
    if model.trees is not None:
        own["trees"] = {"file": "trees.json", "sha256": digest(core["trees.json"])}
    if model.ids is not None:
        own["vocabulary"], own["length"] = model.ids
    return own
