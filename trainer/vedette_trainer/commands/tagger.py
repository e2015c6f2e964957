"""python -m vedette_trainer tagger"""

import argparse
from pathlib import Path


def add(commands) -> None:
    command = commands.add_parser("tagger", help="train the model that finds people and addresses in texts")
    command.add_argument("--data", type=Path, required=True, help="folder of the data sets that bench/DATA.md names")
    command.add_argument("--out", type=Path, required=True, help="folder of models")
    command.add_argument("--folds", type=Path, help="folder for the models of the folds, for bench/scrub.ts")
    command.add_argument("--seed", type=int, default=7)
    command.add_argument("--version", default="1.0.0", help="version of the model written")
    command.add_argument("--parent", help="version that it is to replace")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from ..tagger_package import write
    from ..tagger_task import train

    repeat = f"python -m vedette_trainer tagger --data DIR --out models --seed {args.seed} --version {args.version}"
    print(write(*train(args.data, args.seed, args.version, args.parent, repeat, args.folds), args.out))
    return 0
