"""python -m vedette_trainer simulate-learning and simulate-poisoning"""

import argparse
import json
from pathlib import Path

from .options import add_command

LEARNING = """
  $ python -m vedette_trainer simulate-learning --features tenant --judged others --models models --base base

`tenant` and `others` hold labelled feature files. The host-hours that the ensemble in force is surest of are the tenant's
alerts; analysts judge them by the labels, once rightly and once with all labels swapped. What comes of it is judged on the
host-minutes of the others.
"""
POISONING = """
  $ python -m vedette_trainer simulate-poisoning --features tenant --judged others --models models --base base --step dirb

As simulate-learning; but a liar gives up to three tenths of the verdicts and calls attacks of one step false alarms, with
one account and with two. Recall at the threshold: with all defences, with
the bounds on movement alone, and with none.
"""


def add(commands) -> None:
    learning = _command(commands, "simulate-learning", "what a tenant's verdicts are worth", LEARNING)
    learning.set_defaults(run=run_learning)
    poisoning = _command(commands, "simulate-poisoning", "what a liar among the analysts costs", POISONING)
    poisoning.add_argument("--step", help="the attack's step that the liar aims at; without it, that of most alerts")
    poisoning.set_defaults(run=run_poisoning)


def _command(commands, name: str, about: str, examples: str) -> argparse.ArgumentParser:
    command = add_command(commands, name, about, examples)
    command.add_argument("--features", type=Path, required=True, help="folder of the tenant's labelled feature files")
    command.add_argument("--judged", type=Path, required=True, help="folder of labelled feature files to judge on")
    command.add_argument("--models", type=Path, required=True, help="folder of the versions in force, NAME/VERSION")
    command.add_argument("--base", type=Path, required=True, help="folder that `base` wrote")
    command.add_argument("--alerts", type=int, default=500, help="alerts that are judged (default 500)")
    command.add_argument("--seed", type=int, default=7, help="the same files and seed give the same figures (default 7)")
    command.add_argument("--json", action="store_true", help="print JSON")
    return command


def run_learning(args: argparse.Namespace) -> int:
    from ..retrain.simulation.learning import learning, told

    return _print(args, learning(_room(args)), told)


def run_poisoning(args: argparse.Namespace) -> int:
    from ..retrain.simulation.poisoning import poisoning, told

    return _print(args, poisoning(_room(args), args.step), told)


def _room(args: argparse.Namespace):
    from ..retrain.simulation.room import Given, Room

    return Room.of(Given(args.features, args.judged, args.models, args.base, args.alerts, args.seed))


def _print(args: argparse.Namespace, found: dict, told) -> int:
    print(json.dumps(found, indent=2) if args.json else told(found))
    return 0
