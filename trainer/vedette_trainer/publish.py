"""Copies a version into a registry, as <name>/<version>/<file>."""

from pathlib import Path

from .model_folder import read_model
from .refused import Refused
from .stores import Store


def publish(folder: Path, store: Store) -> list[str]:
    """The paths written; none where all of it is there already. The manifest is last: a reader never sees half a model."""
    model = read_model(folder)
    place = f"{model.name}/{model.version}"
    files = {f"{place}/{file}": content for file, content in model.files.items()}
    # All are looked at before any is written
    missing = [path for path, content in files.items() if not _is_there(store, path, content)]
    return [path for path in missing if _create(store, path, files[path])]


def _create(store: Store, path: str, content: bytes) -> bool:
    """False where another has written the same meanwhile."""
    created = store.create(path, content)
    if not created:
        _is_there(store, path, content)
    return created


def _is_there(store: Store, path: str, content: bytes) -> bool:
    found = store.read(path)
    if found not in (None, content):
        raise Refused(f"{path}: the registry holds other bytes; a version never changes: train it under a higher one")
    return found is not None
