"""The classifier: which events an attack caused, learned from labels over the feature vector."""

from functools import cache

import numpy as np

from .. import curve, tree_tables
from ..dataset import Dataset
from ..evaluation.figures import by_campaign
from ..methods import Choice
from ..runtime import scores, session
from ..tree_tables import Grown
from ..trained import Graph, Input, Metric, Trained
from .context import Context, Fitted, Learner, Plan
from .export import checked, some
from .supervised import FIGURES, LIMITS, facts

MODEL = "vedette-classifier"
LARGEST_DIFFERENCE = 1e-5


@cache
def learner_of(choice: Choice) -> Learner:
    """One for each choice, so that its scores out of fold are found once."""

    def fit(data: Dataset, plan: Plan) -> Fitted:
        model = choice.fit(data, plan.seed)
        return Fitted(lambda rows: model.scores(rows.vectors), None)

    return Learner(("vector",), True, fit, choice.scores_are_shares)


def chosen(context: Context) -> Choice:
    """The choice that ranks the host-minutes of campaigns not seen best."""
    choices = context.plan.choices
    return choices[0] if len(choices) == 1 else max(choices, key=lambda choice: worth(context, choice))


def worth(context: Context, choice: Choice) -> float:
    """Mean average precision by campaign, of models that have not seen the campaign."""
    found = by_campaign(context.windows, context.out_of_fold(learner_of(choice)).raw)
    return float(np.nanmean([precision for _, _, precision in found.values()]))


def learner(context: Context) -> Learner:
    return learner_of(chosen(context))


def train(context: Context) -> Trained:
    plan, choice = context.plan, chosen(context)
    pool = context.pool(learner_of(choice))
    model = choice.fit(pool, plan.seed)
    graph = model.to_onnx(MODEL)
    running = session(graph)
    sample = some(context.labelled.only("vector"), plan.seed).vectors
    difference = checked(MODEL, scores(running, [sample]), model.scores(sample), LARGEST_DIFFERENCE)
    found = facts(context, context.out_of_fold(learner_of(choice)), (context.labelled.vectors,))
    found["metrics"] |= {"export_difference": Metric(difference)}
    return Trained(
        name=MODEL,
        version=plan.version,
        kind="trees",
        method=(
            f"{choice.told().capitalize()} over the feature vector, never calmer because of more hits or novelties. Each step of "
            f"an attack and each minute of an entity counts alike, however many events it has. {FIGURES}"
        ),
        graph=Graph(graph, (Input(tree_tables.INPUT, "vector", sample.shape[1]),), tree_tables.OUTPUT, (pool.vectors,)),
        trees=model.to_tables(),
        features=_features(model, context.labelled),
        judged=context.judged(lambda rows: scores(running, [rows.vectors]), found["threshold"].raw),
        limits=LIMITS,
        **found,
    )


def _features(model: Grown, data: Dataset) -> list[dict]:
    used = set(np.concatenate([tree.feature for tree in model.trees]).tolist())
    return [one | {"used": place in used} for place, one in enumerate(curve.feature_stats(data.vectors, data.features.names))]
