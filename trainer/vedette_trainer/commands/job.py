"""python -m vedette_trainer job"""

import argparse
from pathlib import Path

from .options import add_command

BASE = Path(__file__).resolve().parents[2] / "base"
EXAMPLES = """
  $ python -m vedette_trainer job --store training --registry models --place acme/3f1c09ab77de4410 --attempt 1
  $ python -m vedette_trainer job --store s3://bucket/training --registry s3://bucket/models --place acme/3f1c09ab77de4410 \\
      --attempt 1 --key /secrets/key.pem

What `vedette run launch` starts. Reads job-N.json of the place, trains, publishes what passes the gate into the registry,
and writes result-N.json beside it. Exit status 0 whatever the result says.
"""


def add(commands) -> None:
    command = add_command(commands, "job", "one training, from what the launcher has prepared", EXAMPLES)
    command.add_argument("--store", required=True, help="where datasets lie: a folder, or s3://bucket/prefix")
    command.add_argument("--registry", required=True, help="where models lie: a folder, or s3://bucket/prefix")
    command.add_argument("--place", required=True, help="folder of the dataset in the store")
    command.add_argument("--attempt", type=int, required=True)
    command.add_argument("--name", default="", help="under which the launcher finds the process")
    command.add_argument("--base", type=Path, default=BASE, help="folder that `base` wrote (default: the one that ships)")
    command.add_argument("--key", type=Path, help="private key that signs what is trained")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from ..job.run import Place, run as run_job
    from ..stores import open_store

    place = Place(open_store(args.store), open_store(args.registry), args.base, args.key)
    print(run_job(place, args.place, args.attempt), flush=True)
    return 0
