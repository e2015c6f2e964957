"""Which code trained a model."""

import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from . import __version__

HERE = Path(__file__).resolve().parents[1]
LIBRARIES = ("numpy", "scikit-learn", "torch", "onnx", "onnxruntime")


@cache
def commit() -> str:
    """Of the trainer's code; empty where git does not know it."""
    return _git("rev-parse", "HEAD").strip()


@cache
def versions() -> dict[str, str]:
    """Of the trainer, which says `+dirty` where its code is not that of the commit, and of what it stands on."""
    changed = _git("status", "--porcelain", "--", ".").strip()
    found = {name: _version(name) for name in LIBRARIES}
    return {"vedette-trainer": __version__ + ("+dirty" if changed else "")} | {k: v for k, v in found.items() if v}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _git(*arguments: str) -> str:
    try:
        return subprocess.run(["git", "-C", str(HERE), *arguments], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""
