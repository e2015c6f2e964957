"""The novelty model: how easily a feature vector is parted from all others."""

import numpy as np

from .. import curve, forest
from ..dataset import Dataset
from ..runtime import scores, session
from ..split import balanced, held_out
from ..trained import Graph, HeldOut, Input, Metric, Threshold, Trained
from .context import Context, Fitted, Learner, Plan
from .export import checked, tail

MODEL = "vedette-forest"
LARGEST_DIFFERENCE = 1e-4


def _fit(data: Dataset, plan: Plan) -> Fitted:
    fitting, calibration = held_out(balanced(data, plan.rows, plan.seed))
    model = forest.fit(fitting.vectors, fitting.features.names, plan.seed)
    running = session(forest.to_onnx(model, fitting.vectors.shape[1]))

    def raw(rows: Dataset) -> np.ndarray:
        return scores(running, [rows.vectors])

    return Fitted(raw, curve.curve(raw(calibration)))


LEARNER = Learner(("vector",), False, _fit)


def learner(context: Context) -> Learner:
    return LEARNER


def train(context: Context) -> Trained:
    plan = context.plan
    fitting, calibration = held_out(balanced(context.pool(LEARNER), plan.rows, plan.seed))
    names = fitting.features.names
    model = forest.fit(fitting.vectors, names, plan.seed)
    graph = forest.to_onnx(model, len(names))
    running = session(graph)
    raw = scores(running, [calibration.vectors])
    difference = checked(MODEL, raw, forest.native_scores(model, calibration.vectors), LARGEST_DIFFERENCE)
    bar = curve.bar(raw)
    return Trained(
        name=MODEL,
        version=plan.version,
        kind="isolation-forest",
        method=(
            f"An isolation forest of {len(model.estimators_)} trees, {model.max_samples_} rows each: how easily a feature "
            f"vector is parted from all others. Novelty, 0..1. Not used: {', '.join(sorted(forest.IGNORED))}."
        ),
        held_out=HeldOut(raw, (calibration.vectors,)),
        calibration=curve.curve(raw),
        threshold=Threshold(bar, curve.BAR),
        metrics={"export_difference": Metric(difference), **tail(raw)},
        graph=Graph(graph, (Input(forest.INPUT, "vector", len(names)),), forest.OUTPUT, (fitting.vectors,)),
        features=[one | {"used": one["name"] not in forest.IGNORED} for one in curve.feature_stats(fitting.vectors, names)],
        judged=context.judged(lambda rows: scores(running, [rows.vectors]), bar),
        limits=NOVELTY_LIMITS,
    )


NOVELTY_LIMITS = (
    "What is unusual is not bad. New software, new staff and maintenance are unusual too.",
    "The telemetry holds attacks among the background; no label was used.",
    "Laboratory captures with few machines: a larger estate is more varied, and the bar has to be read from its own data.",
    "An attacker who acts as the machine always does is not seen by this model. Rules go on beside it.",
)
