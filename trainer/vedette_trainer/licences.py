"""The licences that the sources of a folder of feature files stand under."""

import json
from pathlib import Path

from .dataset import BadData

FILE = "licences.json"


def read_licences(folder: Path) -> dict[str, str]:
    """Licence by source, as licences.json states it: {"source": "MIT"}. Empty where nobody did."""
    path = folder / FILE
    if not path.exists():
        return {}
    try:
        stated = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadData(f"{FILE}: {error}") from error
    if not isinstance(stated, dict) or not all(isinstance(licence, str) for licence in stated.values()):
        raise BadData(f'{FILE}: write {{"source": "licence"}}')
    return stated
