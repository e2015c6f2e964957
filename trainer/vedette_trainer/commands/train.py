"""python -m vedette_trainer train TASK"""

import argparse
from pathlib import Path

from .options import add_command, add_features, add_plan, choices

NAMES = ("forest", "sequence", "classifier", "codes", "ensemble")
EXAMPLES = """
  $ python -m vedette_trainer train all --features features --out models --seed 7
  $ python -m vedette_trainer train classifier --features features --out models --parameters best.json
  $ python -m vedette_trainer train forest --features features --out models --version 1.1.0 --parent 1.0.0

NAME.labels beside a feature file names the rows that an attack caused, "<file>:<line><TAB><step>" a line; an empty one
says that all are benign. Classifier, codes and ensemble need at least three labelled campaigns.
Where the folder of models has a vedette-text, the ensemble has it as a part.
"""


def add(commands) -> None:
    command = add_command(commands, "train", "train a model, or all", EXAMPLES)
    command.add_argument("task", choices=[*NAMES, "all"])
    add_features(command)
    command.add_argument("--out", type=Path, required=True, help="folder of models")
    command.add_argument("--version", default="1.0.0", help="version of the models written")
    command.add_argument("--parent", help="version that they are to replace")
    command.add_argument("--judge", type=Path, help="folder of feature files that the card tells the models' worth on")
    add_plan(command)
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from ..tasks import TASKS
    from ..tasks.context import Plan
    from ..train import train

    chosen = [task for task in TASKS if args.task in (task.name, "all")]
    texts = args.out / "vedette-text"
    plan = Plan(args.seed, args.version, args.rows, args.steps, choices(args), args.judge, texts if texts.is_dir() else None)
    for folder in train(chosen, args.features, args.out, plan, frozenset(args.allow), args.parent, repeat(args)):
        print(folder, flush=True)
    return 0


def repeat(args: argparse.Namespace) -> str:
    """The command for the card, without folders of this machine."""
    told = [f"--{name} {getattr(args, name)}" for name in ("seed", "version", "rows", "steps")]
    given = ["--parameters FILE"] if args.parameters else [f"--method {args.method}"]
    return " ".join(["python -m vedette_trainer train", args.task, "--features DIR --out models", *told, *given])
