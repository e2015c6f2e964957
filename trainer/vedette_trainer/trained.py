"""What a training hands over to be written: the model, the rows that it is measured on, and where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from onnx import ModelProto

from .dataset import Dataset
from .judge import Judged


@dataclass(frozen=True)
class Input:
    """One input of a graph: what it takes of a row, and how many numbers."""

    name: str
    of: str  # vector, tokens, text, codeTokens or codeValues
    width: int


@dataclass(frozen=True)
class Metric:
    value: float
    low: float | None = None
    high: float | None = None

    def as_json(self) -> dict[str, float]:
        parts = {"value": self.value, "low": self.low, "high": self.high}
        return {name: float(part) for name, part in parts.items() if part is not None}

    def __str__(self) -> str:
        if self.low is None or self.high is None:
            return f"{self.value:.6g}"
        return f"{self.value:.4g} ({self.low:.4g} to {self.high:.4g})"


@dataclass(frozen=True)
class Segment:
    """A part of the rows that the card tells the figures of: a source, a class of events, a tenant. No metrics: no attacks."""

    name: str
    rows: int  # or host-minutes, where `HeldOut` has them
    attacks: int
    metrics: Mapping[str, Metric]


@dataclass(frozen=True)
class Threshold:
    raw: float
    quantile: float


@dataclass(frozen=True)
class HeldOut:
    """Rows that no weight was fitted on."""

    raw: np.ndarray
    inputs: tuple[np.ndarray, ...] = ()  # as the graph takes them, in the order of its inputs
    attacks: np.ndarray | None = None  # bool; None where nobody labelled them
    # Raw score of each host-minute (that of its highest row) and whether it held an attack: what a curve is fitted on
    minutes: tuple[np.ndarray, np.ndarray] | None = None


@dataclass(frozen=True)
class Graph:
    model: ModelProto
    inputs: tuple[Input, ...]
    output: str
    fitted: tuple[np.ndarray, ...]  # training rows, in the order of the inputs; they give the ranges of INT8, which needs some


@dataclass(frozen=True)
class Trained:
    name: str
    version: str
    kind: str  # isolation-forest, trees, sequence, text, code-set or ensemble
    method: str  # a paragraph of the card
    held_out: HeldOut
    calibration: list[list[float]]
    threshold: Threshold
    metrics: Mapping[str, Metric]
    graph: Graph | None = None  # every kind but an ensemble
    ensemble: dict | None = None  # model.json
    trees: dict | None = None  # trees.json
    features: list[dict] | None = None  # of kinds that take the vector
    ids: tuple[int, int] | None = None  # vocabulary and length, of kinds that take ids
    segments: tuple[Segment, ...] = ()
    judged: tuple[Judged, ...] = ()
    limits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Run:
    """One training: all its models share the data, the seed and the command that repeats it."""

    feature_set: str
    feature_hash: str
    data_hash: str
    rows: Mapping[str, int]  # by source
    seed: int
    command: str
    parent: str | None = None
    licences: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # by source
    tenant: str | None = None  # whose feedback it is; None: the models are for all

    @staticmethod
    def of(
        data: Dataset, seed: int, command: str, parent: str | None = None, licences: Mapping[str, str] = MappingProxyType({})
    ) -> "Run":
        names, counts = np.unique(data.sources, return_counts=True)
        rows = dict(zip(names.tolist(), counts.tolist()))
        return Run(data.features.name, data.features.hash, data.hash, rows, seed, command, parent, licences)
