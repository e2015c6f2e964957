"""python -m vedette_trainer compare"""

import argparse
import json
from pathlib import Path

from .options import add_command, add_features

EXAMPLES = """
  $ python -m vedette_trainer compare models/vedette-classifier/1.0.0 models/vedette-classifier/1.1.0 --features other
  $ python -m vedette_trainer compare models/vedette-forest/1.0.0 models/vedette-classifier/1.0.0 --features other --json

Both score the same labelled rows, best ones that neither was trained on. The difference in average precision over
host-minutes comes with a bootstrap interval and the p of a paired permutation test.
"""


def add(commands) -> None:
    command = add_command(commands, "compare", "compare two versions on the same rows", EXAMPLES)
    command.add_argument("first", type=Path, help="models/NAME/VERSION")
    command.add_argument("second", type=Path, help="models/NAME/VERSION")
    add_features(command)
    command.add_argument("--draws", type=int, default=1000, help="draws of the permutation test (default 1000)")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from .. import quality
    from ..compare import compared
    from ..folder import read_folder
    from ..scoring import scorer

    data = read_folder(args.features).labelled()
    quality.refuse([*quality.faults(data), *quality.label_faults(data)], frozenset(args.allow))
    found = compared(data, scorer(args.first), scorer(args.second), args.seed, args.draws)
    print(json.dumps(found.as_json()) if args.json else found.told(str(args.first), str(args.second)))
    return 0
