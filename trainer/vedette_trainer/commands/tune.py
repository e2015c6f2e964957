"""python -m vedette_trainer tune"""

import argparse
import json
from pathlib import Path

from .options import add_command, add_features

EXAMPLES = """
  $ python -m vedette_trainer tune --features features --out best.json --trials 30 --minutes 60
  $ python -m vedette_trainer train classifier --features features --out models --parameters best.json

Needs Optuna: pip install 'vedette-trainer[tune]'. The same files, seed and number of trials give the same result; one that
--minutes ends may not.
"""


def add(commands) -> None:
    command = add_command(commands, "tune", "search the classifier's hyperparameters", EXAMPLES)
    add_features(command)
    command.add_argument("--out", type=Path, required=True, help="file for the hyperparameters, which `train --parameters` takes")
    command.add_argument("--trials", type=int, default=30, help="most trials (default 30)")
    command.add_argument("--minutes", type=float, default=60, help="no trial begins later (default 60)")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from ..tasks import TASKS
    from ..tasks.context import Plan
    from ..train import opened
    from ..tune import tuned

    context = opened([task for task in TASKS if task.supervised], args.features, Plan(args.seed), frozenset(args.allow))
    best, worth = tuned(context, args.trials, args.minutes)
    args.out.write_text(json.dumps(best.as_json(), indent=2) + "\n", encoding="utf-8")
    print(f"{args.out}: mean average precision by campaign {worth:.4f}")
    return 0
