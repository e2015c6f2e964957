"""Writes models/<name>/<version>/: the model, its variants, manifest.json and MODEL_CARD.md."""

import json
from collections.abc import Mapping
from pathlib import Path

from . import gate
from .card import card
from .manifest import as_bytes, file_name, manifest
from .runtime import session
from .trained import Run, Trained
from .variants import variants, vocabulary

LARGEST_BYTES = 8_000_000


def write(model: Trained, run: Run, out: Path, clock: gate.Clock = gate.wall_clock) -> Path:
    """Answers the folder that now holds the model and nothing else. Raises ValueError for what must not be shipped."""
    made = files(model, run, clock)
    folder = out / model.name / model.version
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        # A signature or variant of an earlier training would speak of other bytes
        path.unlink()
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return folder


def files(model: Trained, run: Run, clock: gate.Clock) -> dict[str, bytes]:
    """By name; the manifest is last, so that whoever finds it finds all."""
    core = _core(model)
    _refuse(model, core)
    tried = variants(model, clock)
    return {
        **core,
        **{variant.file: variant.content for variant in tried if variant.content is not None},
        "MODEL_CARD.md": card(model, run, core, tried),
        "manifest.json": as_bytes(manifest(model, run, core, tried)),
    }


def _core(model: Trained) -> dict[str, bytes]:
    content = model.graph.model.SerializeToString(deterministic=True) if model.graph else as_bytes(model.ensemble)
    made = {file_name(model): content}
    if model.trees is not None:
        made["trees.json"] = json.dumps(model.trees, separators=(",", ":"), allow_nan=False).encode()
    return made


def _refuse(model: Trained, core: Mapping[str, bytes]) -> None:
    for name, content in core.items():
        if len(content) > LARGEST_BYTES:
            raise ValueError(f"{model.name}: {name} has {len(content)} bytes, more than {LARGEST_BYTES}")
    if model.graph is None:
        return
    moved = gate.neighbour_difference(session(model.graph.model), model.held_out.inputs, vocabulary(model))
    if not moved <= gate.NEIGHBOUR_LIMIT:
        raise ValueError(f"{model.name}: a score moves with its batch neighbours by {moved:.2g}")
