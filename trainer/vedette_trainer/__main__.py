"""python -m vedette_trainer COMMAND"""

import argparse
import sys

from .commands import adapt_text, base, compare, held_out_lines, job, keygen, publish, retrain_detector, sign, simulate, tagger
from .commands import text, track, train, tune, validate
from .dataset import BadData
from .refused import Refused

COMMANDS = (
    *(train, text, tagger, validate, held_out_lines, compare, tune, base),
    *(retrain_detector, adapt_text, simulate, keygen, sign, publish, track, job),
)
EXAMPLES = """
Trains, judges, compares, signs and publishes the models that vedette scores events with.

Examples:
  $ vedette features FILE... --out features/NAME.arrow
  $ python -m vedette_trainer train all --features features --out models --seed 7
  $ python -m vedette_trainer validate --features features
  $ python -m vedette_trainer compare models/vedette-classifier/1.0.0 models/vedette-classifier/1.1.0 --features other
  $ python -m vedette_trainer tune --features features --out best.json --trials 30
"""


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(
        prog="vedette_trainer", description=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    return root


def main(arguments: list[str] | None = None) -> int:
    args = parser().parse_args(arguments)
    try:
        return args.run(args)
    except (BadData, Refused) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
