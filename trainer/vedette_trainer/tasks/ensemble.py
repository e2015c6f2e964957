"""The ensemble: how sure all parts together make it that an attack caused an event."""

from dataclasses import replace

import numpy as np

from .. import stacker
from ..dataset import ATTACK, BadData
from ..log_odds import log_odds
from ..scoring import manifest_of, newest
from ..text_model import PRIOR
from ..trained import Trained
from ..weights import row_weights
from .context import Context, OutOfFold, read_by_one_curve
from .supervised import FIGURES, facts
from .task import Task

MODEL = "vedette-ensemble"
# Weight of a step of an attack, where a minute of an entity has 1
POSITIVE_WEIGHT = 20.0


def train(context: Context, parts: tuple[Task, ...]) -> Trained:
    said = said_by(context, parts)
    found = facts(context, out_of_fold(context, said), ())
    model = _fit(context, said, context.training_rows)
    return Trained(
        name=MODEL,
        version=context.plan.version,
        kind="ensemble",
        method=(
            "A logistic model over the log-odds of the parts, with weights that are never negative, fitted on what models "
            f"said of campaigns that they had not seen. A part that does not answer is left out. {_unlearned(context, said, parts)}"
            f"{FIGURES}"
        ),
        ensemble=_document(model, parts, _texts(context), found["calibration"]),
        limits=(
            "Weights and probabilities were found on labelled laboratory campaigns, where attacks are more frequent than on "
            "ordinary days. Only verdicts can tell how often it is right on other telemetry.",
        ),
        **found,
    )


def said_by(context: Context, parts: tuple[Task, ...]) -> np.ndarray:
    """Probabilities out of fold, labelled rows x parts; the last column is of the rules, NaN where none matched."""
    rules = context.labelled.rules
    if rules is None:
        raise BadData("the feature files have no column rules, which the ensemble weighs; write them again with `vedette features`")
    return np.column_stack([*(context.out_of_fold(part.learner(context)).probabilities for part in parts if part.learner), rules])


def out_of_fold(context: Context, said: np.ndarray) -> OutOfFold:
    """
    Logits of each campaign by weights that the others gave, so that the figures are of campaigns not seen. The bias is that
    of all: in a fold it tells how many minutes and steps the others have, which is no matter of this campaign.
    """
    logits = np.zeros(len(said), dtype=np.float32)
    campaigns = context.labelled.campaigns[context.training_rows]
    bias = _fit(context, said, context.training_rows).bias
    for fold in context.folds:
        model = _fit(context, said, context.training_rows[campaigns != fold.campaign])
        logits[fold.judged] = replace(model, bias=bias).logits(said[fold.judged])
    return read_by_one_curve(context, logits, are_shares=False)


def _fit(context: Context, said: np.ndarray, rows: np.ndarray) -> stacker.Stacker:
    data = context.labelled.only().take(rows)
    return stacker.fit(said[rows], data.labels == ATTACK, row_weights(data, POSITIVE_WEIGHT))


def _unlearned(context: Context, said: np.ndarray, parts: tuple[Task, ...]) -> str:
    """Which parts the labelled rows say too little of."""
    rows = context.training_rows
    known = stacker.learnable(said[rows], context.labelled.labels[rows] == ATTACK)
    names = [name for name, learned in zip([*(part.model for part in parts), "rules"], known) if not learned]
    names += [part["model"] for part in _texts(context)]
    return f"Taken at their word, for the labelled rows say too little of them: {', '.join(names)}. " if names else ""


def _texts(context: Context) -> list[dict]:
    """
    The model of texts, which is trained on other data: what it says above its prior is evidence of an attack (the log of a
    Bayes factor), and a harmless text is evidence of nothing.
    """
    if context.plan.texts is None:
        return []
    manifest = manifest_of(newest(context.plan.texts))
    return [{"model": manifest["name"], "weight": 1.0, "base": float(log_odds(PRIOR)), "onlyAbove": True}]


def _document(model: stacker.Stacker, parts: tuple[Task, ...], texts: list[dict], points: list[list[float]]) -> dict:
    """model.json."""
    weighings = [{"weight": float(weight), "base": float(base)} for weight, base in zip(model.weights, model.bases)]
    return {
        "bias": model.bias,
        "parts": [*({"model": part.model, **weighing} for part, weighing in zip(parts, weighings)), *texts],
        "rules": weighings[-1],
        "calibration": points,
    }
