"""What a task is."""

from collections.abc import Callable
from dataclasses import dataclass

from ..trained import Trained
from .context import Context, Learner


@dataclass(frozen=True)
class Task:
    """`train` makes the model to ship; `learner` those of the folds, None for what is no part of the ensemble."""

    name: str  # as the command calls it
    model: str  # as the manifest calls it
    train: Callable[[Context], Trained]
    learner: Callable[[Context], Learner] | None
    supervised: bool  # needs labels
