"""python -m vedette_trainer keygen"""

import argparse

HOW = """Make a key pair with openssl; keep key.pem where only the trainer reads it:

  openssl genpkey -algorithm ed25519 -out key.pem
  chmod 600 key.pem
  openssl pkey -in key.pem -pubout -out key.pub.pem

Sign a version, and have every process refuse what this key did not sign:

  python -m vedette_trainer sign models/vedette-forest/1.0.0 --key key.pem
  VEDETTE_MODEL_KEYS=key.pub.pem vedette run all
"""


def add(commands) -> None:
    command = commands.add_parser("keygen", help="how to make a key that models are signed with")
    command.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    print(HOW, end="")
    return 0
