"""Small models of each kind, ready to be written."""

from itertools import count

import numpy as np
import torch
from onnx import TensorProto, helper, numpy_helper

from vedette_trainer import curve, forest, sequence
from vedette_trainer.graph import finished
from vedette_trainer.runtime import scores, session
from vedette_trainer.trained import Graph, HeldOut, Input, Metric, Run, Threshold, Trained

ROWS = 600
RUN = Run("synthetic-1", "0123456789abcdef", "ab" * 32, {"office": 400, "shop": 200}, 7, "make it", "1.0.0", {"office": "MIT"})


def ticking():
    """A clock that always takes as long."""
    ticks = count()
    return lambda: float(next(ticks))


def trained(name: str, kind: str, graph: Graph, inputs: tuple[np.ndarray, ...], **more) -> Trained:
    raw = scores(session(graph.model), inputs)
    facts = {"metrics": {"export_difference": Metric(0.0)}, "method": "Made for a test.", "limits": ("It knows nothing.",)}
    read = {"calibration": curve.curve(raw), "threshold": Threshold(curve.bar(raw), curve.BAR)}
    return Trained(f"vedette-{name}", "1.2.0", kind, graph=graph, held_out=HeldOut(raw, inputs), **(facts | read | more))


def a_sequence() -> Trained:
    torch.manual_seed(1)
    model = sequence.NextEvent(512).eval()
    with torch.no_grad():
        for weight in model.parameters():
            weight.mul_(4)
    tokens = np.random.default_rng(2).integers(0, 512, (ROWS, 32)).astype(np.int32)
    graph = Graph(sequence.to_onnx(model, 32), (Input("tokens", "tokens", 32),), sequence.OUTPUT, (tokens[::-1].copy(),))
    return trained("sequence", "sequence", graph, (tokens,), ids=(512, 32))


def a_text(labelled: bool = True) -> Trained:
    """The mean of a text's rows in a table, through two products."""
    chance = np.random.default_rng(3)
    arrays = {"table": (2048, 16), "w1": (16, 32), "b1": (32,), "w2": (32, 1), "b2": (1,)}
    weights = [
        numpy_helper.from_array((chance.normal(size=shape) / 4).astype(np.float32), name) for name, shape in arrays.items()
    ]
    whole = [numpy_helper.from_array(np.array([value], dtype=np.int64), name) for name, value in (("axis", 1), ("flat", -1))]
    nodes = [
        helper.make_node("Gather", ["table", "text"], ["rows.of.text"]),
        helper.make_node("ReduceSum", ["rows.of.text", "axis"], ["sum"], keepdims=0),
        helper.make_node("Gemm", ["sum", "w1", "b1"], ["hidden"]),
        helper.make_node("Relu", ["hidden"], ["active"]),
        helper.make_node("Gemm", ["active", "w2", "b2"], ["column"]),
        helper.make_node("Reshape", ["column", "flat"], ["score"]),
    ]
    inputs = [helper.make_tensor_value_info("text", TensorProto.INT32, ["rows", 24])]
    outputs = [helper.make_tensor_value_info("score", TensorProto.FLOAT, ["rows"])]
    model = finished(helper.make_graph(nodes, "text", inputs, outputs, weights + whole), {"": 17})
    ids = chance.integers(0, 2048, (ROWS, 24)).astype(np.int32)
    made = trained("text", "text", Graph(model, (Input("text", "text", 24),), "score", (ids[::2].copy(),)), (ids,), ids=(2048, 24))
    if not labelled:
        return made
    attacks = made.held_out.raw > np.quantile(made.held_out.raw, 0.9)
    held_out = HeldOut(made.held_out.raw, (ids,), attacks)
    return Trained(**(vars(made) | {"held_out": held_out, "metrics": {"ece": Metric(0.02, 0.01, 0.03)}}))


def a_code_set() -> Trained:
    """The rows of an entity's codes in a table, each by its value, added up."""
    chance = np.random.default_rng(6)
    arrays = {"table": (512, 16), "w": (16, 1), "b": (1,)}
    weights = [
        numpy_helper.from_array((chance.normal(size=shape) / 4).astype(np.float32), name) for name, shape in arrays.items()
    ]
    whole = [
        numpy_helper.from_array(np.array(value, dtype=np.int64), name)
        for name, value in (("axis", [1]), ("last", [2]), ("flat", [-1]))
    ]
    nodes = [
        helper.make_node("Gather", ["table", "codes"], ["rows.of.codes"]),
        helper.make_node("Unsqueeze", ["values", "last"], ["weights"]),
        helper.make_node("Mul", ["rows.of.codes", "weights"], ["weighted"]),
        helper.make_node("ReduceSum", ["weighted", "axis"], ["sum"], keepdims=0),
        helper.make_node("Tanh", ["sum"], ["active"]),
        helper.make_node("Gemm", ["active", "w", "b"], ["column"]),
        helper.make_node("Reshape", ["column", "flat"], ["score"]),
    ]
    inputs = [
        helper.make_tensor_value_info("codes", TensorProto.INT32, ["rows", 20]),
        helper.make_tensor_value_info("values", TensorProto.FLOAT, ["rows", 20]),
    ]
    outputs = [helper.make_tensor_value_info("score", TensorProto.FLOAT, ["rows"])]
    model = finished(helper.make_graph(nodes, "code-set", inputs, outputs, weights + whole), {"": 17})
    rows = (chance.integers(0, 512, (ROWS, 20)).astype(np.int32), chance.random((ROWS, 20)).astype(np.float32))
    takes = (Input("codes", "codeTokens", 20), Input("values", "codeValues", 20))
    graph = Graph(model, takes, "score", tuple(array[::2].copy() for array in rows))
    return trained("code-set", "code-set", graph, rows, ids=(512, 20))


def a_forest(kind: str = "isolation-forest", **more) -> Trained:
    vectors = np.random.default_rng(4).normal(size=(ROWS, 5)).astype(np.float32)
    names = tuple(f"f{i}" for i in range(5))
    graph = Graph(forest.to_onnx(forest.fit(vectors, names, 1), 5), (Input(forest.INPUT, "vector", 5),), forest.OUTPUT, (vectors,))
    features = [one | {"used": True} for one in curve.feature_stats(vectors, names)]
    return trained("forest", kind, graph, (vectors,), features=features, **more)


def a_classifier() -> Trained:
    leaf = {"feature": [-1], "threshold": [0.0], "left": [-1], "right": [-1], "value": [0.5], "cover": [600]}
    return a_forest("trees", trees={"base": -1.0, "trees": [leaf]})


def an_ensemble() -> Trained:
    logits = np.random.default_rng(5).normal(size=ROWS)
    calibration = [[-4.0, 0.01], [0.0, 0.2], [4.0, 0.9]]
    content = {
        "bias": -2.0,
        "parts": [{"model": "vedette-forest", "weight": 0.5, "base": -4.0}],
        "rules": {"weight": 1.0, "base": -3.0},
        "calibration": calibration,
    }
    return Trained(
        "vedette-ensemble",
        "1.2.0",
        "ensemble",
        "Made for a test.",
        HeldOut(logits, (), logits > 1),
        calibration,
        Threshold(2.0, 0.99),
        {"average_precision": Metric(0.9, 0.85, 0.94)},
        ensemble=content,
    )


EACH = {
    "sequence": a_sequence,
    "text": a_text,
    "code-set": a_code_set,
    "isolation-forest": a_forest,
    "trees": a_classifier,
    "ensemble": an_ensemble,
}
