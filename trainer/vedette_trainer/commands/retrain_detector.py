"""python -m vedette_trainer retrain-detector"""

import argparse
from pathlib import Path

from .options import add_command, add_gated

REFUSED = 3
EXAMPLES = """
  $ python -m vedette_trainer retrain-detector --dataset DIR --models models --base base --out tenant --version 1.3.1
  $ python -m vedette_trainer retrain-detector --dataset DIR --models models --base base --out tenant --version 1.3.1 \\
      --key key.pem --metrics metrics.json

DIR has manifest.json, rows.arrow, rows.labels, verdicts.ndjson and perhaps replay/rows.arrow and replay/rows.labels. The
classifier and the ensemble are trained for the tenant and written only where the golden set and verdicts that were kept
from training show that they are no worse; their version is VERSION-HASH, and they are for that tenant alone. Exit status 0: passed; 3: refused, the metrics say why; 2: bad input.
"""


def add(commands) -> None:
    command = add_command(commands, "retrain-detector", "train a tenant's classifier and ensemble from verdicts", EXAMPLES)
    command.add_argument("--dataset", type=Path, required=True, help="folder of one tenant's dataset")
    command.add_argument("--models", type=Path, required=True, help="folder of the versions in force, NAME/VERSION")
    command.add_argument("--base", type=Path, required=True, help="folder that `base` wrote")
    add_gated(command, "models")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from ..atomic import write_json
    from ..model_folder import VERSION
    from ..refused import Refused
    from ..retrain.retrain import Asked, retrain
    from ..retrain.tenant import dataset_hash

    if not VERSION.fullmatch(args.version):
        raise Refused(f"{args.version!r} is no version: write three numbers, such as 1.3.1")
    version = args.version if "-" in args.version else f"{args.version}-{dataset_hash(args.dataset)[:16]}"
    found = retrain(Asked(args.dataset, args.models, args.base, version, args.seed, args.key), args.out)
    if args.metrics:
        write_json(args.metrics, found.as_json())
    for reason in found.judgement.reasons:
        print(reason)
    return 0 if found.passed else REFUSED
