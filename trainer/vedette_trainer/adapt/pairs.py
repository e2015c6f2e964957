"""Drafts and what people made of them."""

import json
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

from ..dataset import BadData

LARGEST_BYTES, MOST_PAIRS, LONGEST = 64_000_000, 20_000, 4_000
FIELDS = ("document", "chunk", "language", "draft", "corrected")
HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Pair:
    document: str
    chunk: str
    language: str
    draft: str
    corrected: str


@dataclass(frozen=True)
class Corrections:
    """The dataset of one tenant."""

    tenant: str
    dataset: str  # sha256, hex
    learning: list[Pair]
    held: list[Pair]  # a fifth of the documents, whole ones


def read_corrections(folder: Path, seed: int) -> Corrections:
    path = folder / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        fits = HASH.fullmatch(manifest["dataset"]) and isinstance(manifest["tenant"], str) and manifest["kind"] == "correction"
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadData(f"{path}: no manifest of a dataset ({type(error).__name__})") from error
    if not fits:
        raise BadData(f"{path}: names no dataset of corrections")
    pairs = read_pairs(folder / "pairs.ndjson")
    documents = sorted({one.document for one in pairs}, key=lambda name: zlib.crc32(f"{seed}:{name}".encode()))
    held = set(documents[: len(documents) // 5])
    learning = [one for one in pairs if one.document not in held]
    return Corrections(manifest["tenant"], manifest["dataset"], learning, [one for one in pairs if one.document in held])


def read_pairs(path: Path) -> list[Pair]:
    """Raises BadData for what is no pair, and for more or longer ones than a training may take."""
    if not path.exists():
        raise BadData(f"{path}: there is no such file")
    if path.stat().st_size > LARGEST_BYTES:
        raise BadData(f"{path.name}: more than {LARGEST_BYTES} bytes")
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    if not 0 < len(lines) <= MOST_PAIRS:
        raise BadData(f"{path.name}: {len(lines)} pairs, from 1 to {MOST_PAIRS} can be taken")
    return [_parsed(path, number, line) for number, line in enumerate(lines, start=1)]


def _parsed(path: Path, number: int, line: str) -> Pair:
    try:
        one = json.loads(line)
        texts = [one[name] for name in FIELDS]
        if not all(isinstance(text, str) and len(text) <= LONGEST for text in texts) or not one["draft"] or not one["corrected"]:
            raise ValueError("a text is none")
        return Pair(*texts)
    except (ValueError, KeyError, TypeError) as error:
        raise BadData(f"{path.name}: line {number}: no pair ({type(error).__name__})") from error
