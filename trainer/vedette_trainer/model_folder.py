"""A written model, read back and held against its manifest."""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from .refused import Refused

MANIFEST, SIGNATURE, CARD = "manifest.json", "manifest.sig", "MODEL_CARD.md"
NAME = re.compile(r"[a-z][a-z0-9-]{0,63}")
# of a version that is for one tenant alone, 15 digits of the hash of its dataset and one of the attempt
VERSION = re.compile(r"\d{1,6}\.\d{1,6}\.\d{1,6}(-[0-9a-f]{16})?")
FILE = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


@dataclass(frozen=True)
class ModelFolder:
    manifest: dict
    files: dict[str, bytes]  # by name, whatever else the folder holds left out; the manifest is the last

    @property
    def name(self) -> str:
        return self.manifest["name"]

    @property
    def version(self) -> str:
        return self.manifest["version"]


def read_model(folder: Path) -> ModelFolder:
    """Raises Refused where a file is missing or is not the one that the manifest names."""
    content = _read(folder, MANIFEST)
    try:
        manifest = json.loads(content)
        hashes = _hashes(manifest)
        is_named = NAME.fullmatch(manifest["name"]) and VERSION.fullmatch(manifest["version"])
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(f"{folder / MANIFEST}: {error!r}: train the model again") from error
    if not is_named or not all(FILE.fullmatch(file) for file in hashes):
        raise Refused(f"{folder / MANIFEST}: a name or a version in it is none: train the model again")
    files = {file: _checked(folder, file, expected) for file, expected in hashes.items()}
    beside = {file: _read(folder, file) for file in (CARD, SIGNATURE) if (folder / file).exists()}
    return ModelFolder(manifest, files | beside | {MANIFEST: content})


def named_files(manifest: dict) -> list[str]:
    """Of a version, but for the manifest itself, its signature and the card."""
    return list(_hashes(manifest))


def _hashes(manifest: dict) -> dict[str, str]:
    named = [manifest, *manifest["variants"], *(manifest[part] for part in ("trees", "config") if part in manifest)]
    return {one["file"]: one["sha256"] for one in named}


def _checked(folder: Path, file: str, expected: str) -> bytes:
    content = _read(folder, file)
    if hashlib.sha256(content).hexdigest() != expected:
        raise Refused(f"{folder / file}: is not the file that the manifest names: train the model again")
    return content


def _read(folder: Path, file: str) -> bytes:
    try:
        return (folder / file).read_bytes()
    except OSError as error:
        raise Refused(f"{folder / file}: {error.strerror}: give the folder of a version, such as models/NAME/1.0.0") from error
