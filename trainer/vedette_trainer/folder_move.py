"""A folder that appears whole."""

import shutil
from pathlib import Path


def moved(made: Path, place: Path) -> None:
    """Copies a folder to its place, where it is all there or not at all; an earlier one is replaced."""
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{place.name}")
    shutil.rmtree(beside, ignore_errors=True)
    shutil.copytree(made, beside)
    shutil.rmtree(place, ignore_errors=True)
    beside.rename(place)
