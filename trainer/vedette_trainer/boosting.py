"""A classifier's method: gradient boosted trees over the feature vector."""

from dataclasses import dataclass

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from .dataset import ATTACK, Dataset
from .early import early_stopped
from .monotone import directions
from .tree_tables import LEAF, Grown, Tree, float_below
from .weights import row_weights

PATIENCE = 20


@dataclass(frozen=True)
class Settings:
    """Hyperparameters; `vedette_trainer tune` finds them, `train --parameters FILE` takes them."""

    learning_rate: float = 0.05
    max_leaf_nodes: int = 15
    min_samples_leaf: int = 20
    l2_regularization: float = 5.0
    max_features: float = 0.3  # share of the features that a split may choose among
    max_iter: int = 300
    positive_weight: float = 10.0  # of a step of an attack, where a minute of an entity has 1


SCORES_ARE_SHARES = False


def fit(data: Dataset, seed: int, settings: Settings) -> Grown:
    """
    Raw score: log-odds under the training weights. data: training rows. How many trees is found on a campaign that a first
    fit does not see; a second one takes all rows and that many.
    """
    fitting, early = early_stopped(data, seed)
    probe = _native(data, seed, settings, early_stopping=True, n_iter_no_change=PATIENCE)
    probe.fit(
        fitting.vectors,
        fitting.labels == ATTACK,
        row_weights(fitting, settings.positive_weight),
        X_val=early.vectors,
        y_val=early.labels == ATTACK,
        sample_weight_val=row_weights(early, settings.positive_weight),
    )
    # the first entry is the score before any tree
    count = max(1, int(np.argmax(probe.validation_score_)))
    native = _native(data, seed, settings, early_stopping=False, max_iter=count)
    weights = row_weights(data, settings.positive_weight)
    native.fit(data.vectors, data.labels == ATTACK, weights)
    trees = [_tree(predictor.nodes) for (predictor,) in native._predictors]
    base = float(np.float32(native._baseline_prediction.item()))
    return Grown(trees, base, native.decision_function, data.vectors, weights)


def told(settings: Settings) -> str:
    return f"at most {settings.max_iter} gradient boosted trees of at most {settings.max_leaf_nodes} leaves"


def _native(data: Dataset, seed: int, settings: Settings, **changes) -> HistGradientBoostingClassifier:
    names = ("learning_rate", "max_leaf_nodes", "min_samples_leaf", "l2_regularization", "max_features", "max_iter")
    given = {name: getattr(settings, name) for name in names} | changes
    return HistGradientBoostingClassifier(**given, monotonic_cst=directions(data.features.names), random_state=seed)


def _tree(nodes: np.ndarray) -> Tree:
    leaf = nodes["is_leaf"].astype(bool)
    cuts = [0 if at_leaf else float_below(cut) for at_leaf, cut in zip(leaf, nodes["num_threshold"])]
    return Tree(
        feature=np.where(leaf, LEAF, nodes["feature_idx"]),
        threshold=np.array(cuts, dtype=np.float32),
        left=np.where(leaf, 0, nodes["left"]).astype(np.int64),
        right=np.where(leaf, 0, nodes["right"]).astype(np.int64),
        # scikit-learn has shrunk the values by the learning rate already
        value=np.where(leaf, nodes["value"], 0).astype(np.float32),
    )
