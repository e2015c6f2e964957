"""What is said of every model that learns from labels."""

import numpy as np

from ..dataset import ATTACK
from ..evaluation.figures import figures
from ..trained import HeldOut, Threshold
from .context import Context, OutOfFold

LIMITS = (
    "It knows the attacks that were labelled and what resembles them; the forest and the sequence model are for the rest.",
    "Its probability is the share of attacks among host-minutes of that score in the labelled telemetry, where attacks are "
    "more frequent than on ordinary days.",
)
FIGURES = "All figures are out of fold, over host-minutes: each campaign was judged by a model that had not seen it."


def facts(context: Context, found: OutOfFold, inputs: tuple[np.ndarray, ...]) -> dict:
    """Held-out rows, calibration, threshold, metrics and segments, as `Trained` takes them. inputs: of the labelled rows."""
    seen = context.windows
    figured = figures(context.labelled, seen, found.raw, found.probabilities, context.plan.seed)
    top = seen.highest(found.raw)
    return {
        "held_out": HeldOut(found.raw, inputs, context.labelled.labels == ATTACK, (top, seen.labels)),
        "calibration": found.calibration,
        "threshold": Threshold(figured.threshold.raw, figured.threshold.quantile),
        "metrics": figured.metrics,
        "segments": figured.segments,
    }
