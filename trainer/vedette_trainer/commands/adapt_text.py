"""python -m vedette_trainer adapt-text"""

import argparse
from pathlib import Path

from .options import add_command, add_gated
from .retrain_detector import REFUSED

EXAMPLES = """
  $ python -m vedette_trainer adapt-text --dataset DIR --model vedette-writer/1.0.0 --golden golden.ndjson --out tenant \\
      --version 1.0.1 --key key.pem --metrics metrics.json

DIR has manifest.json and pairs.ndjson: {"document", "chunk", "language", "draft", "corrected"} a line, as the golden set has.
The model is a folder with config.json, model.safetensors and tokenizer.json, with an encoder or without. Its weights stay;
an adapter (LoRA) is fitted beside them, and written only where golden set and held documents show that it is no worse. Exit
status 0: passed; 3: refused, the metrics say why; 2: bad input. Needs pip install 'vedette-trainer[text]'.
"""


def add(commands) -> None:
    command = add_command(commands, "adapt-text", "train a tenant's adapter of a text model from corrections", EXAMPLES)
    command.add_argument("--dataset", type=Path, required=True, help="folder of one tenant's dataset")
    command.add_argument("--model", type=Path, required=True, help="folder of the text model")
    command.add_argument("--golden", type=Path, required=True, help="pairs that are only judged on, ndjson")
    add_gated(command, "adapter")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from ..atomic import write_json
    from ..model_folder import VERSION
    from ..refused import Refused

    try:
        from ..adapt.adapt import Asked, adapt
    except ImportError as error:
        raise Refused("adapting texts needs two packages more: pip install 'vedette-trainer[text]'") from error
    from ..adapt.pairs import read_corrections

    if not VERSION.fullmatch(args.version):
        raise Refused(f"{args.version!r} is no version: write three numbers, such as 1.0.1")
    dataset = read_corrections(args.dataset, args.seed).dataset
    version = args.version if "-" in args.version else f"{args.version}-{dataset[:16]}"
    found = adapt(Asked(args.dataset, args.model, args.golden, version, args.seed, args.key), args.out)
    if args.metrics:
        write_json(args.metrics, found.as_json())
    for reason in found.reasons:
        print(reason)
    return 0 if found.passed else REFUSED
