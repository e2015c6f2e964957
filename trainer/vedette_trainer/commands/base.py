"""python -m vedette_trainer base"""

import argparse
from pathlib import Path

from .options import add_command

EXAMPLES = """
  $ python -m vedette_trainer base --features learned --golden judged --models ../models --out base

`learned` holds the labelled feature files that the models were trained on, `judged` those of campaigns that they never met.
Harmless host-minutes are drawn by the seed, attacked ones are all kept. `retrain-detector` takes the folder.
"""


def add(commands) -> None:
    command = add_command(commands, "base", "make the base data that retraining is replayed and judged with", EXAMPLES)
    command.add_argument("--features", type=Path, required=True, help="folder of labelled feature files that were trained on")
    command.add_argument("--golden", type=Path, required=True, help="folder of labelled feature files of other campaigns")
    command.add_argument("--models", type=Path, required=True, help="folder of the models that were trained on them")
    command.add_argument("--out", type=Path, required=True, help="folder; a folder named by the feature hash is written into it")
    command.add_argument("--seed", type=int, default=7, help="of the draw, and of the models of the folds (default 7)")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from ..retrain.base_file import write_base

    print(write_base(args.features, args.golden, args.models, args.out, args.seed))
    return 0
