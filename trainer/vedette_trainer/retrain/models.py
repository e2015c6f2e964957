"""What a retraining hands over to be written."""

import numpy as np

from .. import tree_tables
from ..runtime import scores, session
from ..scoring import manifest_of
from ..tasks.classifier import LARGEST_DIFFERENCE
from ..tasks.export import checked
from ..tree_tables import LEAF
from ..trained import Graph, HeldOut, Input, Metric, Threshold, Trained
from .bounds import Bounds
from .caps import MOST_MINUTES, VERDICT_SHARE
from .mixture import LEAST_ROWS, MOST_LEAVES, TREES, Mixture
from .panel import CLASSIFIER, ENSEMBLE
from .stacking import Stacked, groups
from .table import BASE, Table

LIMITS = (
    "It is of one tenant, and of what its analysts said of alerts: nobody judged what no alert told of.",
    "Its figures are of verdicts and of the laboratory campaigns that ship with the product.",
)


def _learned(bounds: Bounds) -> str:
    return (
        f"An alert is one verdict, however many rows it has; no author and no rule has more than {bounds.largest_share:.0%} of "
        f"the weight of all verdicts, and these at most {VERDICT_SHARE:.0%} of all weight, a harmless alert that of at most "
        f"{MOST_MINUTES:.0f} host-minutes; the rest is older rows."
    )


def classifier(made: Mixture, parent, table: Table, raw: np.ndarray, version: str, bounds: Bounds) -> Trained:
    """parent: folder of the version in force, whose curve and features' spreads it keeps. raw: of rows not seen, one a row."""
    before = manifest_of(parent)
    grown = made.grown()
    graph = grown.to_onnx(CLASSIFIER)
    difference = checked(CLASSIFIER, scores(session(graph), [table.vectors]), made.scores(table.vectors), LARGEST_DIFFERENCE)
    used = set(np.concatenate([tree.feature for tree in grown.trees]).tolist()) - {LEAF}
    of_base = np.flatnonzero(table.origin == BASE)
    held = HeldOut(
        raw[of_base].astype(np.float32), (table.vectors[of_base],), table.attack[of_base], groups_of(table, raw, of_base)
    )
    return Trained(
        name=CLASSIFIER,
        version=version,
        kind="trees",
        method=(
            f"The product's trees, {1 - made.share:.0%} of the score, and {TREES} extremely randomised trees of at most "
            f"{MOST_LEAVES} leaves with {LEAST_ROWS} rows or more, fitted on a tenant's verdicts. {_learned(bounds)} The curve "
            f"is that of version {before['version']}."
        ),
        held_out=held,
        calibration=before["calibration"],
        threshold=Threshold(**before["threshold"]),
        metrics={"export_difference": Metric(difference)},
        graph=Graph(graph, (Input(tree_tables.INPUT, "vector", table.vectors.shape[1]),), tree_tables.OUTPUT, (table.vectors,)),
        trees=made.to_tables(),
        features=[one | {"used": place in used} for place, one in enumerate(before["features"])],
        limits=LIMITS,
    )


def ensemble(found: Stacked, parent: dict, table: Table, version: str, bounds: Bounds) -> Trained:
    """parent: model.json in force."""
    weights = [float(weight) for weight in found.model.weights]
    of_base = np.flatnonzero(table.origin == BASE)
    raw = found.raw[of_base].astype(np.float32)
    parts = [part | {"weight": weight} for part, weight in zip(parent["parts"], weights)]
    return Trained(
        name=ENSEMBLE,
        version=version,
        kind="ensemble",
        method=(
            f"The ensemble in force, fitted anew on a tenant's verdicts: no weight moves by more than {bounds.weight}, no point of "
            f"the curve by more than {bounds.curve} and the threshold by no more than {bounds.threshold} log-odds. "
            f"{_learned(bounds)}"
        ),
        held_out=HeldOut(raw, (), table.attack[of_base], groups_of(table, found.raw, of_base)),
        calibration=found.curve,
        threshold=Threshold(found.threshold, float((raw < found.threshold).mean())),
        metrics={},
        ensemble=parent | {"bias": float(found.model.bias), "parts": parts, "rules": parent["rules"] | {"weight": weights[-1]}, "calibration": found.curve},
        limits=LIMITS,
    )


def groups_of(table: Table, raw: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Highest score and label of the host-minutes that these rows are of."""
    top, labels, _ = groups(table, raw)
    chosen = np.unique(table.group[rows])
    return top[chosen], labels[chosen]
