"""A classifier's method: extremely randomised trees (Geurts et al. 2006) over the feature vector."""

from dataclasses import dataclass

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier

from .dataset import ATTACK, Dataset
from .monotone import directions
from .tree_tables import LEAF, Grown, Tree, float_below
from .weights import row_weights


@dataclass(frozen=True)
class Settings:
    """Hyperparameters; `vedette_trainer tune` finds them, `train --parameters FILE` takes them."""

    trees: int = 200
    min_samples_leaf: int = 3
    max_features: float = 0.1  # share of the features that a split may choose among: about the root of their number
    max_leaf_nodes: int = 256
    positive_weight: float = 20.0  # of a step of an attack, where a minute of an entity has 1


SCORES_ARE_SHARES = True


def fit(data: Dataset, seed: int, settings: Settings) -> Grown:
    """Raw score: mean over the trees of the weighted share of attack rows in the leaf, 0..1. data: training rows."""
    native = ExtraTreesClassifier(
        n_estimators=settings.trees,
        min_samples_leaf=settings.min_samples_leaf,
        max_features=settings.max_features,
        max_leaf_nodes=settings.max_leaf_nodes,
        monotonic_cst=directions(data.features.names),
        random_state=seed,
        n_jobs=1,
    )
    weights = row_weights(data, settings.positive_weight)
    native.fit(data.vectors, data.labels == ATTACK, weights)
    trees = [tree_of(one.tree_, settings.trees) for one in native.estimators_]
    return Grown(trees, 0.0, lambda vectors: native.predict_proba(vectors)[:, 1], data.vectors, weights)


def told(settings: Settings) -> str:
    return f"{settings.trees} extremely randomised trees of at most {settings.max_leaf_nodes} leaves"


def tree_of(tree, trees: int) -> Tree:
    """One of so many trees; a leaf's value is its share of the mean."""
    leaf = tree.children_left < 0
    shares = tree.value[:, 0, :]
    return Tree(
        feature=np.where(leaf, LEAF, tree.feature),
        threshold=np.array([0 if at_leaf else float_below(cut) for at_leaf, cut in zip(leaf, tree.threshold)], dtype=np.float32),
        left=np.where(leaf, 0, tree.children_left),
        right=np.where(leaf, 0, tree.children_right),
        value=np.where(leaf, shares[:, 1] / shares.sum(axis=1) / trees, 0).astype(np.float32),
    )
