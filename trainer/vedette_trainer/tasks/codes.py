"""The model of codes: what an entity and its tenant did of late, as a set of codes, and how much that is like an attack."""

import numpy as np

from .. import code_set
from ..dataset import Dataset
from ..runtime import scores, session
from ..trained import Graph, Input, Metric, Trained
from .context import Context, Fitted, Learner, Plan
from .export import checked, some
from .supervised import FIGURES, LIMITS, facts

MODEL = "vedette-codes"
COLUMNS = ("codeTokens", "codeValues")
LARGEST_DIFFERENCE = 1e-4


def _fit(data: Dataset, plan: Plan) -> Fitted:
    return Fitted(code_set.fit(data).scores, None)


LEARNER = Learner(COLUMNS, True, _fit)


def learner(context: Context) -> Learner:
    return LEARNER


def train(context: Context) -> Trained:
    data = context.labelled.only(*COLUMNS)
    pool = context.pool(LEARNER)
    model = code_set.fit(pool)
    length, width = (data.columns[name].shape[1] for name in COLUMNS)
    graph = code_set.to_onnx(model, length)
    running = session(graph)
    sample = some(data, context.plan.seed)
    difference = checked(MODEL, scores(running, _inputs(sample)), model.scores(sample), LARGEST_DIFFERENCE)
    found = facts(context, context.out_of_fold(LEARNER), tuple(_inputs(data)))
    found["metrics"] |= {"export_difference": Metric(difference)}
    inputs = (Input(code_set.TOKENS, COLUMNS[0], length), Input(code_set.VALUES, COLUMNS[1], width))
    return Trained(
        name=MODEL,
        version=context.plan.version,
        kind="code-set",
        method=(
            f"A logistic regression over a set of up to {length} codes, half of them what the entity used of late (how often, "
            f"since when, how new), half what its tenant did (how often). {FIGURES}"
        ),
        graph=Graph(graph, inputs, code_set.OUTPUT, tuple(_inputs(pool))),
        ids=(code_set.VOCABULARY, length),
        judged=context.judged(lambda rows: scores(running, _inputs(rows)), found["threshold"].raw),
        limits=LIMITS,
        **found,
    )


def _inputs(data: Dataset) -> list[np.ndarray]:
    return [data.columns[name] for name in COLUMNS]
