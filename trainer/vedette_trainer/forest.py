"""The novelty model: an isolation forest over feature vectors, and the same forest as one ONNX tree ensemble."""

import math

import numpy as np
from onnx import ModelProto, TensorProto, helper
from sklearn.ensemble import IsolationForest

from .graph import finished
from .tree_tables import LEAF, ML_OPSET, Tree, float_below, regressor

OPSET = 17
INPUT, OUTPUT = "vectors", "score"
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
    count = len(forest.estimators_)
    trees = [_tree(one.tree_, places, count) for one, places in zip(forest.estimators_, forest.estimators_features_)]
    factor = helper.make_tensor("factor", TensorProto.FLOAT, [], [-math.log(2) / normal])
    shape = helper.make_tensor("shape", TensorProto.INT64, [1], [-1])
    nodes = [
        regressor(trees, INPUT, "paths"),
        helper.make_node("Mul", ["paths", "factor"], ["exponents"]),
        helper.make_node("Exp", ["exponents"], ["column"]),
        helper.make_node("Reshape", ["column", "shape"], [OUTPUT]),
    ]
    inputs = [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, ["rows", width])]
    outputs = [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["rows"])]
    graph = helper.make_graph(nodes, "vedette-forest", inputs, outputs, [factor, shape])
    return finished(graph, {"": OPSET, "ai.onnx.ml": ML_OPSET})


def _tree(tree, places: np.ndarray, trees: int) -> Tree:
    """One tree of the forest; a leaf's value is its share of the mean path length."""
    leaf = tree.children_left < 0
    paths = _depths(tree) + np.array([_average_path(int(samples)) for samples in tree.n_node_samples])
    return Tree(
        feature=np.where(leaf, LEAF, places[np.where(leaf, 0, tree.feature)]),
        threshold=np.array([0 if at_leaf else float_below(cut) for at_leaf, cut in zip(leaf, tree.threshold)], dtype=np.float32),
        left=np.where(leaf, 0, tree.children_left),
        right=np.where(leaf, 0, tree.children_right),
        value=np.where(leaf, paths / trees, 0).astype(np.float32),
    )


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
