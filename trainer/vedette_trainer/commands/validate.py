"""python -m vedette_trainer validate"""

import argparse
import json
from pathlib import Path

from .options import add_command, add_features, add_plan, choices

EXAMPLES = """
  $ python -m vedette_trainer validate --features features
  $ python -m vedette_trainer validate --features features --tasks forest classifier --out report.json

Each campaign is judged by models that have not seen it. Figures are of host-minutes; intervals are of 200 bootstrap draws.
"""


def add(commands) -> None:
    command = add_command(commands, "validate", "cross-validate models, campaign by campaign", EXAMPLES)
    command.add_argument("--tasks", nargs="+", metavar="TASK", help="forest, sequence, classifier, codes, ensemble (default all)")
    add_features(command)
    add_plan(command)
    command.add_argument("--out", type=Path, help="file for the report as JSON")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from ..tasks import TASKS
    from ..tasks.context import Plan
    from ..train import opened
    from ..validate import as_json, as_text, validated

    plan = Plan(args.seed, rows=args.rows, steps=args.steps, choices=choices(args))
    context = opened(TASKS, args.features, plan, frozenset(args.allow))
    report = {}
    for name, one in validated(context, args.tasks):
        print(as_text(name, one), flush=True)
        report[name] = as_json(one)
    if args.out:
        args.out.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return 0
