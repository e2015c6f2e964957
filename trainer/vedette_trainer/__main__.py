"""python -m vedette_trainer train --features DIR --out models --seed 7"""

import argparse
import sys
from pathlib import Path

from .commands import held_out_lines, keygen, publish, sign, text, track
from .dataset import BadData
from .refused import Refused


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="vedette_trainer", description=__doc__)
    commands = root.add_subparsers(dest="command", required=True)
    for one in (text, held_out_lines, keygen, sign, publish, track):
        one.add(commands)
    command = commands.add_parser("train", help="train both models")
    command.set_defaults(run=_train)
    command.add_argument("--features", type=Path, required=True, help="folder of files written by `vedette features`")
    command.add_argument("--out", type=Path, required=True, help="folder of models")
    command.add_argument("--seed", type=int, default=7)
    command.add_argument("--version", default="1.0.0", help="version of the models written")
    command.add_argument("--rows", type=int, default=200_000, help="most rows used, shared evenly by the sources")
    command.add_argument("--steps", type=int, default=1_500, help="training steps of the sequence model")
    command.add_argument("--judge", type=Path, help="folder of feature files that the card tells the models' worth on")
    return root


def main(arguments: list[str] | None = None) -> int:
    args = parser().parse_args(arguments)
    try:
        return args.run(args)
    except (BadData, Refused) as error:
        print(error, file=sys.stderr)
        return 2


def _train(args: argparse.Namespace) -> int:
    from .train import train

    folders = train(args.features, args.out, args.seed, args.version, args.rows, args.steps, args.judge)
    for folder in folders:
        print(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
