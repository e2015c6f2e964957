"""What training hands to packaging: one model, and all that its manifest and card say of it."""

from dataclasses import dataclass, field

import numpy as np
from onnx import ModelProto


@dataclass(frozen=True)
class Input:
    """One input of a graph. `of` is the column of a feature row that fills it: vector, tokens, text, codeTokens, codeValues."""

    name: str
    of: str
    width: int


@dataclass(frozen=True)
class Metric:
    """A figure, and the 95 % bootstrap interval where one was drawn."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Threshold:
    """Raw score at which the model alone forwards an event, and the share of held-out rows below it."""

    raw: float
    quantile: float


@dataclass(frozen=True)
class Lineage:
    """The rows that a model was trained on."""

    feature_set: str
    feature_hash: str
    data_hash: str  # sha256 over vectors and tokens
    rows: int
    sources: dict[str, int]  # rows by source
    seed: int
    parent: str | None = None  # version that it was trained to replace


@dataclass(frozen=True)
class Trained:
    """A model and its facts. `graph` is None for an ensemble, whose content is `ensemble`."""

    name: str
    version: str
    kind: str  # isolation-forest, trees, sequence, text, ensemble
    inputs: tuple[Input, ...]
    output: str
    graph: ModelProto | None
    opset: int | None
    held_out: np.ndarray  # float32 raw scores of rows that the model was not fitted on
    sample: dict[str, np.ndarray]  # the inputs of some of those rows by `of`, rows x width, at most SAMPLE rows
    threshold: Threshold
    calibration: list[list[float]]  # (raw, probability), strictly rising in raw
    metrics: dict[str, Metric]
    lineage: Lineage
    method: str  # a sentence or two for the card
    sections: dict[str, str] = field(default_factory=dict)  # more of the card: title, Markdown
    limits: tuple[str, ...] = ()  # for the card
    features: list[dict] | None = None  # of the vector: name, median, iqr, p5, p95, used, bins {edges, shares}
    trees: dict | None = None  # content of trees.json
    ensemble: dict | None = None  # content of model.json
    vocabulary: int | None = None  # sequence and text
    length: int | None = None


SAMPLE = 4096
