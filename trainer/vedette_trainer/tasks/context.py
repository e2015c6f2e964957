"""What every task works on: the rows, the plan, and scores out of fold, which are found once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from ..calibrate import calibrated, calibration
from ..dataset import Dataset
from ..evaluation.windows import Windows, windows
from ..folds import Fold, folds
from ..judge import Judged, Scorer, judge
from ..methods import Choice
from ..weights import training_rows


@dataclass(frozen=True)
class Plan:
    """What the command asks for."""

    seed: int
    version: str = "1.0.0"
    rows: int = 200_000  # most rows that a model without labels is fitted on
    steps: int = 1_500  # most training steps of the sequence model
    choices: tuple[Choice, ...] = (Choice.of("extra-trees"),)  # of the classifier; the better of several is taken
    judge: Path | None = None  # folder of feature files to judge on
    texts: Path | None = None  # folder of the model of texts, a part of the ensemble that is trained on other data


@dataclass(frozen=True)
class Fitted:
    """A model fitted on the rows of a fold. `calibration` is None where it has to be found out of fold."""

    scores: Scorer
    calibration: list[list[float]] | None


@dataclass(frozen=True)
class Learner:
    """How a model of a fold is fitted: from training rows with their labels, or from any rows without."""

    columns: tuple[str, ...]  # of the feature rows, that it takes
    supervised: bool
    fit: Callable[[Dataset, Plan], Fitted]
    scores_are_shares: bool = False  # 0..1; else log-odds, or what has its calibration from `fit`


@dataclass(frozen=True)
class OutOfFold:
    """What models said that had not seen the row's campaign. One entry a row of `Context.labelled`."""

    raw: np.ndarray  # float32
    probabilities: np.ndarray  # float64
    calibration: list[list[float]] | None  # the one curve of all campaigns; None where each fold has its own


class Context:
    """The rows of one training."""

    def __init__(self, data: Dataset, plan: Plan) -> None:
        self.data, self.plan = data, plan
        self._known: dict[Learner, OutOfFold] = {}

    @cached_property
    def labelled(self) -> Dataset:
        return self.data.labelled()

    @cached_property
    def training_rows(self) -> np.ndarray:
        """Indices of `labelled`: what supervised models learn from."""
        return training_rows(self.labelled)

    @cached_property
    def windows(self) -> Windows:
        """Of `labelled`."""
        return windows(self.labelled)

    @cached_property
    def folds(self) -> list[Fold]:
        """Of `labelled`."""
        return folds(self.labelled)

    def pool(self, learner: Learner) -> Dataset:
        """The rows that it may learn from: of all sources where it needs no labels."""
        if learner.supervised:
            return self.labelled.only(*learner.columns).take(self.training_rows)
        return self.data.only(*learner.columns)

    def out_of_fold(self, learner: Learner) -> OutOfFold:
        """Scores of the labelled rows by models that did not see their campaign."""
        if learner not in self._known:
            self._known[learner] = self._scored(learner)
        return self._known[learner]

    def judged(self, scorer: Scorer, bar: float) -> tuple[Judged, ...]:
        return tuple(judge(scorer, bar, self.plan.judge)) if self.plan.judge else ()

    def _scored(self, learner: Learner) -> OutOfFold:
        raw = np.zeros(len(self.labelled), dtype=np.float32)
        probabilities = np.full(len(raw), np.nan)
        pool, judged = self.pool(learner), self.labelled.only(*learner.columns)
        for fold in self.folds:
            fitted = learner.fit(pool.take(np.flatnonzero(pool.campaigns != fold.campaign)), self.plan)
            raw[fold.judged] = fitted.scores(judged.take(fold.judged))
            if fitted.calibration is not None:
                probabilities[fold.judged] = calibrated(fitted.calibration, raw[fold.judged])
        if np.isnan(probabilities).any():
            return read_by_one_curve(self, raw, learner.scores_are_shares)
        return OutOfFold(raw, probabilities, None)


def read_by_one_curve(context: Context, raw: np.ndarray, are_shares: bool) -> OutOfFold:
    """
    Raw scores out of fold, read by one curve for all campaigns: a curve without some of them would tell how many minutes and
    steps the others have, which is no matter of the one judged. Its two numbers are all that a campaign adds to itself.
    """
    seen = context.windows
    points = calibration(seen.highest(raw), seen.labels, are_shares)
    return OutOfFold(raw, calibrated(points, raw), points)
