"""python -m vedette_trainer sign MODELDIR --key FILE"""

import argparse
from pathlib import Path

EXAMPLES = """Example:
  $ python -m vedette_trainer sign models/vedette-forest/1.0.0 --key key.pem
"""


def add(commands) -> None:
    command = commands.add_parser(
        "sign", help="sign a model", epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    command.add_argument("model", type=Path, help="folder of a version")
    command.add_argument("--key", type=Path, required=True, help="private key of Ed25519 in PEM (PKCS 8); see keygen")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from ..sign import sign

    print(sign(args.model, args.key))
    return 0
