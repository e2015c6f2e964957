"""A tenant's classifier: the product's trees with three quarters of the say, and trees fitted on the tenant's verdicts."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier

from ..dataset import BadData
from ..extra_trees import tree_of
from ..monotone import directions
from ..tree_file import read_trees, structure, total
from ..tree_tables import LEAF, Grown, Tree
from .base_data import BaseFacts
from .table import Table

TREES, MOST_LEAVES, LEAST_ROWS, FEATURES = 50, 64, 10, 0.1


@dataclass(frozen=True)
class BaseTrees:
    """The product's trees in a version, with leaves that add up to the whole score."""

    trees: list[Tree]
    covers: list[list[float]]

    def scores(self, vectors: np.ndarray) -> np.ndarray:
        return _summed(self.trees, vectors)


def base_trees(folder: Path, facts: BaseFacts) -> BaseTrees:
    """Of the version in force; the trees that an earlier training put behind them are left out."""
    trees, covers = read_trees(folder)
    own = trees[: facts.trees]
    if len(own) < facts.trees or structure(own) != facts.trees_hash:
        raise BadData(f"{folder}: does not begin with the trees that the base data are of; make the base data anew with `base`")
    return BaseTrees(scaled(own, facts.trees_sum / total(own)), covers[: facts.trees])


def fit(table: Table, rows: np.ndarray, seed: int) -> list[Tree]:
    """Extremely randomised trees on some rows of the table; never calmer because of more hits or novelties."""
    native = ExtraTreesClassifier(
        n_estimators=TREES,
        min_samples_leaf=LEAST_ROWS,
        max_features=FEATURES,
        max_leaf_nodes=MOST_LEAVES,
        monotonic_cst=directions(table.names),
        random_state=seed,
        n_jobs=1,
    )
    native.fit(table.vectors[rows], table.attack[rows], table.weights[rows])
    prevalence = float(np.average(table.attack[rows], weights=table.weights[rows]))
    return [_above(tree_of(one.tree_, TREES), prevalence / TREES) for one in native.estimators_]


def _above(tree: Tree, least: float) -> Tree:
    """
    Leaves count by what they say above the share of attacks among all rows, so that a row like none of them counts for
    nothing: ordinary days of the tenant, which no alert tells of, would be raised with its attacks.
    """
    value = np.maximum(tree.value - least, 0) * np.float32(1 / (1 - least * TREES))
    return replace(tree, value=np.where(tree.feature == LEAF, value, 0).astype(np.float32))


def mixed(base: np.ndarray, tenant: np.ndarray, share: float) -> np.ndarray:
    """Raw scores of both kinds of trees, joined; `share` is that of the tenant's."""
    return (1 - share) * base + share * tenant


@dataclass(frozen=True)
class Mixture:
    """Both kinds of trees. `fitted`: the rows and weights that those of the tenant were fitted on."""

    base: BaseTrees
    tenant: list[Tree]
    fitted: tuple[np.ndarray, np.ndarray]
    share: float  # of the tenant's trees

    def scores(self, vectors: np.ndarray) -> np.ndarray:
        return mixed(self.base.scores(vectors), _summed(self.tenant, vectors), self.share).astype(np.float32)

    def grown(self) -> Grown:
        return Grown([*scaled(self.base.trees, 1 - self.share), *self._own], 0.0, self.scores, *self.fitted)

    def to_tables(self) -> dict:
        """trees.json. What passed the product's trees stays what they were fitted on."""
        made = self.grown().to_tables()
        for tree, cover in zip(made["trees"], self.base.covers):
            tree["cover"] = cover
        return made

    @property
    def _own(self) -> list[Tree]:
        return scaled(self.tenant, self.share)


def out_of_fold(table: Table, seed: int) -> np.ndarray:
    """Raw scores of the tenant's trees, of each row by trees that saw nothing of its fold."""
    raw = np.zeros(len(table), dtype=np.float64)
    for fold in np.unique(table.folds):
        judged = table.folds == fold
        raw[judged] = _summed(fit(table, np.flatnonzero(~judged), seed), table.vectors[judged])
    return raw


def scaled(trees: list[Tree], factor: float) -> list[Tree]:
    return [replace(tree, value=(tree.value * np.float32(factor))) for tree in trees]


def _summed(trees: list[Tree], vectors: np.ndarray) -> np.ndarray:
    out = np.zeros(len(vectors))
    for tree in trees:
        out += tree.value[tree.leaves(vectors)]
    return out
