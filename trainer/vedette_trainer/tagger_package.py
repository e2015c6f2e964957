"""Writes models/<name>/<version>/ of a tagger: the graph, manifest.json and MODEL_CARD.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from onnx import ModelProto

from . import gate
from .card import code, table
from .manifest import as_bytes, digest, training
from .runtime import session
from .tagger_model import INPUT, OPSET, OUTPUT, REACH
from .tagger_rows import CLASSES, Shape
from .trained import Metric, Run

NAME = "vedette-tagger"
LARGEST_BYTES = 2_000_000


@dataclass(frozen=True)
class Bars:
    """Log-odds: a stretch of tokens is personal data where one is at `sure` and all are at `likely`."""

    sure: float
    likely: float


@dataclass(frozen=True)
class TrainedTagger:
    version: str
    graph: ModelProto
    bars: Bars
    shape: Shape
    metrics: Mapping[str, Metric]
    windows: np.ndarray  # rows of ids that the gate looks at
    method: str  # a paragraph of the card
    limits: tuple[str, ...]


def write(model: TrainedTagger, run: Run, out: Path) -> Path:
    """Answers the folder that now holds the model and nothing else. Raises ValueError for what must not be shipped."""
    content = model.graph.SerializeToString(deterministic=True)
    _refuse(model, content)
    folder = out / NAME / model.version
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    (folder / "model.onnx").write_bytes(content)
    (folder / "MODEL_CARD.md").write_bytes(_card(model, run, len(content)))
    (folder / "manifest.json").write_bytes(as_bytes(_manifest(model, run, content)))
    return folder


def _refuse(model: TrainedTagger, content: bytes) -> None:
    if len(content) > LARGEST_BYTES:
        raise ValueError(f"{NAME}: model.onnx has {len(content)} bytes, more than {LARGEST_BYTES}")
    moved = gate.neighbour_difference(session(model.graph), (model.windows,), model.shape.vocabulary)
    if not moved <= gate.NEIGHBOUR_LIMIT:
        raise ValueError(f"{NAME}: what is said of a text moves with its batch neighbours by {moved:.2g}")


def _manifest(model: TrainedTagger, run: Run, content: bytes) -> dict:
    return {
        "name": NAME,
        "version": model.version,
        "kind": "tagger",
        "featureSet": run.feature_set,
        "featureHash": run.feature_hash,
        "file": "model.onnx",
        "sha256": digest(content),
        "opset": OPSET,
        "input": INPUT,
        "output": OUTPUT,
        "vocabulary": model.shape.vocabulary,
        "idsPerToken": model.shape.ids_per_token,
        "reach": REACH,
        "types": list(CLASSES),
        "sure": model.bars.sure,
        "likely": model.bars.likely,
        "metrics": {name: metric.as_json() for name, metric in model.metrics.items()},
        "parent": run.parent,
        "training": training(run),
        "variants": [],
    }


def _card(model: TrainedTagger, run: Run, size: int) -> bytes:
    sections = {
        "Data": _data(run),
        "Figures": table(("metric", "value"), model.metrics.items()),
        "How to read the output": _reading(model.bars),
        "Files": table(("file", "bytes"), [("model.onnx", size)]),
        "Limits": "\n".join(f"- {line}" for line in model.limits),
        "Repeat it": f"`{run.command}`\n\n{code()}",
    }
    body = [f"## {title}\n{text}" for title, text in sections.items()]
    return ("\n\n".join([f"# {NAME} {model.version}", model.method, *body]) + "\n").encode()


def _data(run: Run) -> str:
    lines = ((name, count, run.licences.get(name, "not stated")) for name, count in sorted(run.rows.items()))
    return f"""{sum(run.rows.values())} texts read as `{run.feature_set}` ({run.feature_hash}), sha256 {run.data_hash}.

{table(("source", "texts", "licence"), lines)}"""


def _reading(bars: Bars) -> str:
    return f"""Log-odds of each of {", ".join(CLASSES)}
against none of them, for each token. A stretch of tokens is personal data where every token is at {bars.likely:.2f} or above
and one of them at {bars.sure:.2f}."""
