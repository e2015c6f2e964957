"""Binary decision trees as tables: what both the ONNX tree ensemble and trees.json are written from."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper

from .graph import finished

OPSET, ML_OPSET = 17, 3
INPUT, OUTPUT = "vectors", "score"
LEAF = -1


@dataclass(frozen=True)
class Tree:
    """Node 0 is the root. A row goes left where row[feature] <= threshold, compared as float32. One entry a node."""

    feature: np.ndarray  # int64, LEAF for a leaf
    threshold: np.ndarray  # float32, 0 for a leaf
    left: np.ndarray  # int64, 0 for a leaf
    right: np.ndarray  # int64, 0 for a leaf
    value: np.ndarray  # float32, 0 for an inner node

    def __len__(self) -> int:
        return len(self.feature)

    def leaves(self, rows: np.ndarray) -> np.ndarray:
        """Node in which each row ends. rows: float32, rows x columns."""
        node = np.zeros(len(rows), dtype=np.int64)
        moving = np.flatnonzero(self.feature[node] != LEAF)
        while len(moving):
            at = node[moving]
            goes_left = rows[moving, self.feature[at]] <= self.threshold[at]
            node[moving] = np.where(goes_left, self.left[at], self.right[at])
            moving = moving[self.feature[node[moving]] != LEAF]
        return node

    def cover(self, rows: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Weight of the rows that pass each node, float64."""
        cover = np.bincount(self.leaves(rows), weights=weights, minlength=len(self))
        # children stand after their parent
        for node in range(len(self) - 1, -1, -1):
            if self.feature[node] != LEAF:
                cover[node] = cover[self.left[node]] + cover[self.right[node]]
        return cover


def float_below(threshold: float) -> np.float32:
    """The largest float32 that is not above: a float32 feature then takes the same branch as with the exact threshold."""
    near = np.float32(threshold)
    return near if float(near) <= threshold else np.nextafter(near, np.float32(-np.inf))


def regressor(trees: list[Tree], given: str, output: str, base: float = 0.0) -> NodeProto:
    """output (rows x 1) = base + sum of the leaves' values, by the operator of ai.onnx.ml 3."""
    return helper.make_node(
        "TreeEnsembleRegressor",
        [given],
        [output],
        domain="ai.onnx.ml",
        n_targets=1,
        aggregate_function="SUM",
        post_transform="NONE",
        base_values=[base],
        **_attributes(trees),
    )


def _attributes(trees: list[Tree]) -> dict[str, list]:
    ids = np.concatenate([np.full(len(tree), place) for place, tree in enumerate(trees)])
    nodes = np.concatenate([np.arange(len(tree)) for tree in trees])
    feature, threshold, left, right, value = (
        np.concatenate([getattr(tree, name) for tree in trees]) for name in ("feature", "threshold", "left", "right", "value")
    )
    leaf = feature == LEAF
    return {
        "nodes_treeids": ids.tolist(),
        "nodes_nodeids": nodes.tolist(),
        "nodes_featureids": np.where(leaf, 0, feature).tolist(),
        "nodes_values": threshold.tolist(),
        "nodes_modes": np.where(leaf, "LEAF", "BRANCH_LEQ").tolist(),
        "nodes_truenodeids": left.tolist(),
        "nodes_falsenodeids": right.tolist(),
        "target_treeids": ids[leaf].tolist(),
        "target_nodeids": nodes[leaf].tolist(),
        "target_ids": np.zeros(leaf.sum(), dtype=int).tolist(),
        "target_weights": value[leaf].tolist(),
    }


@dataclass(frozen=True)
class Grown:
    """Fitted trees over the feature vector: raw score = base + sum of the values of the leaves that a row ends in."""

    trees: list[Tree]
    base: float
    native: Callable[[np.ndarray], np.ndarray]  # the library's own raw scores of float32 vectors
    vectors: np.ndarray  # the rows fitted on, float32
    weights: np.ndarray  # how much each counted

    def scores(self, vectors: np.ndarray) -> np.ndarray:
        """float32, one a row."""
        return self.native(vectors).astype(np.float32)

    def to_onnx(self, name: str) -> ModelProto:
        """No sigmoid: calibration makes probabilities of the raw scores."""
        shape = helper.make_tensor("shape", TensorProto.INT64, [1], [-1])
        nodes = [
            regressor(self.trees, INPUT, "column", self.base),
            helper.make_node("Reshape", ["column", "shape"], [OUTPUT]),
        ]
        inputs = [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, ["rows", self.vectors.shape[1]])]
        outputs = [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["rows"])]
        return finished(helper.make_graph(nodes, name, inputs, outputs, [shape]), {"": OPSET, "ai.onnx.ml": ML_OPSET})

    def to_tables(self) -> dict:
        """Content of trees.json. `cover` is the weight of the rows fitted on that pass a node."""
        return {"base": self.base, "trees": [_table(tree, tree.cover(self.vectors, self.weights)) for tree in self.trees]}


def _table(tree: Tree, cover: np.ndarray) -> dict[str, list]:
    names = ("feature", "threshold", "left", "right", "value")
    return {name: getattr(tree, name).tolist() for name in names} | {"cover": cover.tolist()}
