"""A model in fewer bits: made, put to the gates, and kept or told why not."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from onnx import ModelProto

from . import gate
from .half import to_fp16
from .int8 import to_int8
from .runtime import evenly, scores, session
from .trained import Graph, HeldOut, Trained

MAKERS: dict[str, Callable[[Graph], ModelProto]] = {"fp16": to_fp16, "int8": to_int8}
KERNELS = {"fp16": "half-precision", "int8": "INT8"}
TREES = "TreeEnsemble"


@dataclass(frozen=True)
class Variant:
    precision: str
    content: bytes | None  # None: not written
    reason: str  # why not; empty where it is written
    figures: dict[str, float]  # for the manifest and the card

    @property
    def file(self) -> str:
        return f"model.{self.precision}.onnx"


def variants(model: Trained, clock: gate.Clock) -> list[Variant]:
    """One answer per precision; none for a model without a graph."""
    graph = model.graph
    if graph is None:
        return []
    return [_variant(precision, graph, model.held_out, vocabulary(model), clock) for precision in MAKERS]


def vocabulary(model: Trained) -> int:
    """Of the ids that the graph takes; where the model names none, one more than the highest among held-out rows."""
    if model.ids is not None:
        return model.ids[0]
    seen = [array.max() for array in model.held_out.inputs if np.issubdtype(array.dtype, np.integer)]
    return int(max(seen, default=0)) + 1


def _variant(precision: str, graph: Graph, held: HeldOut, ids: int, clock: gate.Clock) -> Variant:
    if any(node.op_type.startswith(TREES) for node in graph.model.graph.node):
        return Variant(precision, None, f"the runtime has no {KERNELS[precision]} kernel for tree ensembles", {})
    if precision == "int8" and not graph.fitted:
        return Variant(precision, None, "no training rows were given, which its ranges are read from", {})
    small = MAKERS[precision](graph)
    content = small.SerializeToString(deterministic=True)
    figures = _figures(small, content, graph, held, ids)
    faults = _faults(precision, figures)
    if faults:
        return Variant(precision, None, "; ".join(faults), figures)
    pace = gate.speed(session(graph.model), session(small), held.inputs, clock)
    return Variant(precision, content, "", figures | {"speed": pace})


def _figures(small: ModelProto, content: bytes, graph: Graph, held: HeldOut, ids: int) -> dict[str, float]:
    after = session(small)
    judged = evenly(held.inputs, gate.JUDGED_ROWS)
    raw, raw_after = scores(session(graph.model), judged), scores(after, judged)
    figures = {
        "bytes_share": len(content) / graph.model.ByteSize(),
        "neighbour_difference": gate.neighbour_difference(after, held.inputs, ids),
        "rank_agreement": gate.rank_agreement(raw, raw_after),
    }
    [attacks] = [None] if held.attacks is None else evenly([held.attacks], gate.JUDGED_ROWS)
    if attacks is not None and attacks.any() and not attacks.all():
        figures["average_precision_change"] = gate.average_precision_change(attacks, raw, raw_after)
    return figures


def _faults(precision: str, figures: dict[str, float]) -> list[str]:
    """The gates that a variant does not pass, with what was measured."""
    share = figures["bytes_share"] if precision == "int8" else 0.0
    checks = [
        (figures["neighbour_difference"], gate.NEIGHBOUR_LIMIT, "a score moves with its batch neighbours by"),
        (share, gate.INT8_SHARE_LIMIT, "its share of the bytes of FP32 is"),
        (_change(figures), gate.CHANGE_LIMIT, "it ranks rows otherwise, by"),
    ]
    return [f"{text} {value:.2g}, more than {limit:g}" for value, limit, text in checks if not value <= limit]


def _change(figures: dict[str, float]) -> float:
    """Of average precision where there are labels, else of the ranks (1 - Spearman's)."""
    return abs(figures.get("average_precision_change", 1 - figures["rank_agreement"]))
