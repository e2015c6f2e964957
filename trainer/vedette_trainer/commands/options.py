"""Options that several commands share."""

import argparse
from pathlib import Path


def add_command(commands, name: str, about: str, examples: str) -> argparse.ArgumentParser:
    """A command whose help leads with examples."""
    text = f"{about}\n\nExamples:\n{examples.rstrip()}"
    return commands.add_parser(name, help=about, description=text, formatter_class=argparse.RawDescriptionHelpFormatter)


def add_features(command: argparse.ArgumentParser) -> None:
    command.add_argument("--features", type=Path, required=True, help="folder of files written by `vedette features`")
    command.add_argument("--seed", type=int, default=7, help="the same files and seed give the same models (default 7)")
    command.add_argument(
        "--allow", action="append", default=[], metavar="CHECK", help="go on though this check of the data fails; may stand twice"
    )


def add_plan(command: argparse.ArgumentParser) -> None:
    command.add_argument("--rows", type=int, default=200_000, help="most rows of models without labels, shared evenly by the sources")
    command.add_argument("--steps", type=int, default=1_500, help="most training steps of the sequence model")
    method = command.add_mutually_exclusive_group()
    method.add_argument(
        "--method",
        choices=["extra-trees", "boosting", "auto"],
        default="extra-trees",
        help="of the classifier; auto takes what ranks campaigns better that it has not seen",
    )
    method.add_argument("--parameters", type=Path, help="method and hyperparameters of the classifier, as `tune` writes them")


def choices(args: argparse.Namespace):
    """Of the classifier, as add_plan's options name them."""
    from ..methods import METHODS, Choice, read_choice

    if args.parameters:
        return (read_choice(args.parameters),)
    return tuple(Choice.of(method) for method in METHODS if args.method in (method, "auto"))


def add_gated(command: argparse.ArgumentParser, made: str) -> None:
    """Where a tenant's models go, and what is told of them; `made`: what they are called in the help."""
    command.add_argument("--out", type=Path, required=True, help="folder of models")
    command.add_argument("--version", required=True, help="three numbers; the hash of the dataset is put behind them")
    command.add_argument("--seed", type=int, default=7, help=f"the same dataset and seed give the same {made} (default 7)")
    command.add_argument("--key", type=Path, help="private key that signs what is made; see keygen")
    command.add_argument("--metrics", type=Path, help="file for what the gate found, JSON")
