"""trees.json of a version, read back."""

import hashlib
import json
from pathlib import Path

import numpy as np

from .scoring import manifest_of
from .tree_tables import Tree

KINDS = {"feature": np.int64, "threshold": np.float32, "left": np.int64, "right": np.int64, "value": np.float32}


def read_trees(folder: Path) -> tuple[list[Tree], list[list[float]]]:
    """The trees of a version, and the weight of the rows that passed each of their nodes."""
    document = json.loads((folder / manifest_of(folder)["trees"]["file"]).read_text(encoding="utf-8"))
    trees = [Tree(**{name: np.array(one[name], dtype=kind) for name, kind in KINDS.items()}) for one in document["trees"]]
    return trees, [one["cover"] for one in document["trees"]]


def structure(trees: list[Tree]) -> str:
    """sha256 over features and thresholds: the same trees, whatever their leaves are multiplied with."""
    digest = hashlib.sha256()
    for tree in trees:
        digest.update(tree.feature.tobytes() + tree.threshold.tobytes())
    return digest.hexdigest()


def total(trees: list[Tree]) -> float:
    """Sum of the magnitudes of all leaves."""
    return float(sum(np.abs(tree.value.astype(np.float64)).sum() for tree in trees))
