"""python -m vedette_trainer track MODELDIR"""

import argparse
from pathlib import Path

EXAMPLES = """Examples:
  $ python -m vedette_trainer track models/vedette-forest/1.1.0
  $ MLFLOW_TRACKING_URI=http://mlflow:5000 python -m vedette_trainer track models/vedette-forest/1.1.0
"""


def add(commands) -> None:
    command = commands.add_parser(
        "track",
        help="tell MLflow of a model, or a file where MLFLOW_TRACKING_URI is not set",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("model", type=Path, help="folder of a version")
    command.add_argument("--runs", type=Path, default=Path("runs"), help="folder of files (default: runs)")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    import os

    from ..tracking import track

    print(track(args.model, args.runs, os.environ))
    return 0
