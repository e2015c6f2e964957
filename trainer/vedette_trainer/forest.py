"""The novelty model: an isolation forest over feature vectors, and the same forest as one ONNX tree ensemble."""

import math

import numpy as np
from onnx import ModelProto, TensorProto, helper
from sklearn.ensemble import IsolationForest

from .graph import finished

OPSET = 17
ML_OPSET = 3
INPUT, OUTPUT = "vectors", "novelty"
TREES, SAMPLES = 100, 1024

# Captures cover a few hours of a few days, so an hour that nobody recorded is not unusual. Rule hits are parts of the
# ensemble on their own: a forest that rose with them would count them twice.
IGNORED = frozenset({"hour_sin", "hour_cos", "hits", "hit_severity", "hits_300s"})


def fit(vectors: np.ndarray, names: tuple[str, ...], seed: int) -> IsolationForest:
    samples = min(SAMPLES, len(vectors))
    forest = IsolationForest(n_estimators=TREES, max_samples=samples, random_state=seed, n_jobs=1)
    # A feature that is equal in all rows is never split on
    return forest.fit(np.where([name in IGNORED for name in names], np.float32(0), vectors))


def native_scores(forest: IsolationForest, vectors: np.ndarray) -> np.ndarray:
    """0..1, high is unusual."""
    return -forest.score_samples(vectors)


def to_onnx(forest: IsolationForest, width: int) -> ModelProto:
    """score = 2 ** (-mean path length / normal path length): one tree ensemble, one product, one exponential."""
    normal = _average_path(forest.max_samples_)
    ensemble = helper.make_node(
        "TreeEnsembleRegressor",
        [INPUT],
        ["paths"],
        domain="ai.onnx.ml",
        n_targets=1,
        aggregate_function="SUM",
        post_transform="NONE",
        **_trees(forest),
    )
    factor = helper.make_tensor("factor", TensorProto.FLOAT, [], [-math.log(2) / normal])
    shape = helper.make_tensor("shape", TensorProto.INT64, [1], [-1])
    nodes = [
        ensemble,
        helper.make_node("Mul", ["paths", "factor"], ["exponents"]),
        helper.make_node("Exp", ["exponents"], ["column"]),
        helper.make_node("Reshape", ["column", "shape"], [OUTPUT]),
    ]
    inputs = [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, ["rows", width])]
    outputs = [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["rows"])]
    graph = helper.make_graph(nodes, "vedette-forest", inputs, outputs, [factor, shape])
    return finished(graph, {"": OPSET, "ai.onnx.ml": ML_OPSET})


def _trees(forest: IsolationForest) -> dict:
    out: dict = {key: [] for key in ("treeids", "nodeids", "featureids", "values", "modes", "truenodeids", "falsenodeids")}
    leaves: dict = {key: [] for key in ("treeids", "nodeids", "ids", "weights")}
    for tree_id, (estimator, places) in enumerate(zip(forest.estimators_, forest.estimators_features_)):
        tree = estimator.tree_
        depths = _depths(tree)
        for node in range(tree.node_count):
            is_leaf = tree.children_left[node] < 0
            out["treeids"].append(tree_id)
            out["nodeids"].append(node)
            out["featureids"].append(0 if is_leaf else int(places[tree.feature[node]]))
            out["values"].append(0.0 if is_leaf else _float_below(tree.threshold[node]))
            out["modes"].append("LEAF" if is_leaf else "BRANCH_LEQ")
            out["truenodeids"].append(0 if is_leaf else int(tree.children_left[node]))
            out["falsenodeids"].append(0 if is_leaf else int(tree.children_right[node]))
            if is_leaf:
                leaves["treeids"].append(tree_id)
                leaves["nodeids"].append(node)
                leaves["ids"].append(0)
                path = depths[node] + _average_path(int(tree.n_node_samples[node]))
                leaves["weights"].append(path / len(forest.estimators_))
    return {f"nodes_{key}": value for key, value in out.items()} | {f"target_{key}": value for key, value in leaves.items()}


def _depths(tree) -> np.ndarray:
    depths = np.zeros(tree.node_count)
    for node in range(tree.node_count):
        for child in (tree.children_left[node], tree.children_right[node]):
            if child >= 0:
                depths[child] = depths[node] + 1
    return depths


def _average_path(samples: int) -> float:
    """Mean length of an unsuccessful search in a binary search tree of so many nodes."""
    if samples <= 1:
        return 0.0
    if samples == 2:
        return 1.0
    return 2.0 * (math.log(samples - 1) + np.euler_gamma) - 2.0 * (samples - 1) / samples


def _float_below(threshold: float) -> float:
    """The largest float32 that is not above: a float32 feature then takes the same branch as with the exact threshold."""
    near = np.float32(threshold)
    return float(near if float(near) <= threshold else np.nextafter(near, np.float32(-np.inf)))
