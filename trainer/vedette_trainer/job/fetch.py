"""Brings a dataset, the models in force and older datasets onto this machine."""

import json
from pathlib import Path

from ..model_folder import MANIFEST, SIGNATURE, named_files
from ..refused import Refused
from ..stores import Store

LESSONS = ("rows.arrow", "rows.labels", "verdicts.ndjson")
PAIRS = ("pairs.ndjson",)
# Of a text model, beside its weights: the pairs that adapters are judged on
GOLDEN = "golden.ndjson"
WRITER = ("config.json", "model.safetensors", "tokenizer.json", GOLDEN)


def fetch_dataset(store: Store, place: str, files: tuple[str, ...], folder: Path) -> None:
    for name in ("manifest.json", *files):
        _write(folder / name, _needed(store, f"{place}/{name}"))


def fetch_replay(store: Store, places: tuple[str, ...], folder: Path) -> None:
    """The newest of the older datasets that is still there: an erasure empties files."""
    for place in places:
        rows, labels = (store.read(f"{place}/{name}") for name in ("rows.arrow", "rows.labels"))
        if rows:
            _write(folder / "rows.arrow", rows)
            _write(folder / "rows.labels", labels or b"")
            return


def fetch_model(registry: Store, name: str, version: str, models: Path) -> None:
    """A version with the files that its manifest names."""
    place = f"{name}/{version}"
    manifest = _needed(registry, f"{place}/{MANIFEST}")
    for file in named_files(json.loads(manifest)):
        _write(models / place / file, _needed(registry, f"{place}/{file}"))
    signature = registry.read(f"{place}/{SIGNATURE}")
    if signature is not None:
        _write(models / place / SIGNATURE, signature)
    _write(models / place / MANIFEST, manifest)


def fetch_writer(registry: Store, name: str, version: str, models: Path) -> Path:
    """A text model, as whoever runs it has put it into the registry; answers its folder."""
    for file in WRITER:
        _write(models / name / version / file, _needed(registry, f"{name}/{version}/{file}"))
    return models / name / version


def _needed(store: Store, path: str) -> bytes:
    content = store.read(path)
    if content is None:
        raise Refused(f"{path}: is not there any more")
    return content


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
