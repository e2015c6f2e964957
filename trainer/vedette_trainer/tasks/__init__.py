"""What can be trained. Each task is a file of this folder, and a line here."""

from ..trained import Trained
from . import classifier, codes, ensemble, forest, sequence
from .context import Context
from .task import Task

# What the ensemble weighs
PARTS = (
    Task("forest", forest.MODEL, forest.train, forest.learner, supervised=False),
    Task("sequence", sequence.MODEL, sequence.train, sequence.learner, supervised=False),
    Task("classifier", classifier.MODEL, classifier.train, classifier.learner, supervised=True),
    Task("codes", codes.MODEL, codes.train, codes.learner, supervised=True),
)


def _ensemble(context: Context) -> Trained:
    return ensemble.train(context, PARTS)


# In the order of what needs what
TASKS = (*PARTS, Task("ensemble", ensemble.MODEL, _ensemble, None, supervised=True))
