"""Trains tasks on one folder of feature files."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from . import package, quality
from .folder import read_folder
from .licences import read_licences
from .tasks.context import Context, Plan
from .tasks.task import Task
from .thin import thinned
from .trained import Run


def train(
    tasks: Sequence[Task], features: Path, out: Path, plan: Plan, allowed: frozenset[str], parent: str | None, command: str
) -> Iterator[Path]:
    """Reads and checks the rows, then trains task after task; yields each folder as it is written."""
    context = opened(tasks, features, plan, allowed)
    run = Run.of(context.data, plan.seed, command, parent, read_licences(features))
    for task in tasks:
        yield package.write(task.train(context), run, out)


def opened(tasks: Sequence[Task], features: Path, plan: Plan, allowed: frozenset[str]) -> Context:
    """The rows of a folder, fit for these tasks. Raises BadData with every reason why they are not."""
    data = read_folder(features)
    found = quality.faults(data)
    context = Context(thinned(data), plan)
    if any(task.supervised for task in tasks):
        found += quality.label_faults(context.labelled)
    if plan.judge:
        found += quality.overlap_faults(context.data, plan.judge)
    quality.refuse(found, allowed)
    return context

