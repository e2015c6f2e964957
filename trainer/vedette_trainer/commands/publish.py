"""python -m vedette_trainer publish MODELDIR --registry DIR|s3://bucket/prefix"""

import argparse
from pathlib import Path

EXAMPLES = """Examples:
  $ python -m vedette_trainer publish models/vedette-forest/1.1.0 --registry /srv/models
  $ AWS_ENDPOINT_URL=http://minio:9000 python -m vedette_trainer publish models/vedette-forest/1.1.0 --registry s3://models
"""


def add(commands) -> None:
    command = commands.add_parser(
        "publish", help="copy a model into a registry", epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    command.add_argument("model", type=Path, help="folder of a version")
    command.add_argument("--registry", required=True, help="a folder, or s3://bucket/prefix")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from ..publish import publish
    from ..stores import open_store

    for path in publish(args.model, open_store(args.registry)) or ["nothing to do: all of it is there"]:
        print(path)
    return 0
