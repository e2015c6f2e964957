"""A file that appears whole or not at all."""

import json
import os
from pathlib import Path


def write_json(path: Path, document: dict) -> None:
    """Refuses NaN and infinity."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(json.dumps(document, indent=2, allow_nan=False) + "\n", encoding="utf-8")
    os.replace(beside, path)
