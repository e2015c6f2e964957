"""The sequence model: how surprising the last events of an entity are after those before them."""

import numpy as np

from .. import curve, sequence
from ..dataset import Dataset
from ..runtime import scores, session
from ..split import balanced, held_out, stopping
from ..trained import Graph, HeldOut, Input, Metric, Threshold, Trained
from .context import Context, Fitted, Learner, Plan
from .export import checked, tail
from .forest import NOVELTY_LIMITS

MODEL = "vedette-sequence"
LARGEST_DIFFERENCE = 1e-4


def _fit(data: Dataset, plan: Plan) -> Fitted:
    fitting, calibration = held_out(balanced(data, plan.rows, plan.seed))
    running = session(sequence.to_onnx(_model(fitting, plan), fitting.features.length))

    def raw(rows: Dataset) -> np.ndarray:
        return scores(running, [rows.tokens])

    return Fitted(raw, curve.curve(raw(calibration)))


def _model(fitting: Dataset, plan: Plan) -> sequence.NextEvent:
    learning, early = stopping(fitting)
    return sequence.fit(learning.tokens, early.tokens, fitting.features.vocabulary, plan.seed, plan.steps)


LEARNER = Learner(("tokens",), False, _fit)


def learner(context: Context) -> Learner:
    return LEARNER


def train(context: Context) -> Trained:
    plan = context.plan
    fitting, calibration = held_out(balanced(context.pool(LEARNER), plan.rows, plan.seed))
    shape = fitting.features
    model = _model(fitting, plan)
    graph = sequence.to_onnx(model, shape.length)
    running = session(graph)
    raw = scores(running, [calibration.tokens])
    difference = checked(MODEL, raw, sequence.native_scores(model, calibration.tokens), LARGEST_DIFFERENCE)
    bar = curve.bar(raw)
    return Trained(
        name=MODEL,
        version=plan.version,
        kind="sequence",
        method=(
            f"A GRU (embedding {sequence.EMBED}, hidden {sequence.HIDDEN}) that predicts the next event of an entity from "
            f"up to {shape.length - 1} before it. The score is the mean surprise, in nats, of the last {sequence.RECENT} "
            "events. Training ended when entities that it did not learn from were foretold no better."
        ),
        held_out=HeldOut(raw, (calibration.tokens,)),
        calibration=curve.curve(raw),
        threshold=Threshold(bar, curve.BAR),
        metrics={
            "export_difference": Metric(difference),
            "next_event_loss": Metric(sequence.loss(model, calibration.tokens)),
            **tail(raw),
        },
        graph=Graph(graph, (Input(sequence.INPUT, "tokens", shape.length),), sequence.OUTPUT, (fitting.tokens,)),
        ids=(shape.vocabulary, shape.length),
        judged=context.judged(lambda rows: scores(running, [rows.tokens]), bar),
        limits=NOVELTY_LIMITS,
    )
