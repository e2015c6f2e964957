"""Texts with their labels and the ids that `vedette score-lines --ids` reads out of them."""

import hashlib
import json
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from .dataset import BadData
from .text_clusters import clusters

ROOT = Path(__file__).resolve().parents[2]
VEDETTE = ("npm", "run", "-s", "--prefix", str(ROOT), "vedette", "--")
LENGTH = 512
DEV = "log-injection"


@dataclass(frozen=True)
class Read:
    """What the featuriser makes of one text."""

    ids: tuple[int, ...]
    hits: tuple[float, ...]  # probabilities of the heuristics that matched


@dataclass(frozen=True)
class Shape:
    """The feature set that the ids belong to, and the vocabulary."""

    feature_set: str
    feature_hash: str
    vocabulary: int


def read_ids(path: Path, vedette: Sequence[str] = VEDETTE) -> tuple[Shape, dict[str, Read]]:
    """Reads every text of a file of lines through the featuriser of the chain."""
    command = [*vedette, "score-lines", "--ids", str(path.resolve())]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise BadData(f"{path}: {' '.join(command[:3])} ended with {done.returncode}")
    head, *rows = map(json.loads, done.stdout.splitlines())
    shape = Shape(head["featureSet"], head["featureHash"], head["vocabulary"])
    return shape, {str(row["id"]): Read(tuple(row["ids"]), tuple(row["hits"])) for row in rows}


class Texts:
    """Rows of `text_lines`, each with the ids of its line and of its value alone."""

    def __init__(self, rows: Sequence[dict], shape: Shape, read: dict[str, Read]) -> None:
        self.rows, self.shape = rows, shape
        self.lines = [read[row["id"]].ids for row in rows]
        self.values = [read.get(f"{row['id']}v", read[row["id"]]).ids for row in rows]
        self.has_value = np.array([f"{row['id']}v" in read for row in rows])
        self.hits = [read[row["id"]].hits for row in rows]
        self.labels = np.array([row["label"] for row in rows], dtype=bool)
        self.families = np.array([row["family"] for row in rows])
        self.sources = np.array([row["source"] for row in rows])
        self.carriers = np.array([row.get("carrier", "") for row in rows])
        self.dev = self.sources == DEV

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def clusters(self) -> np.ndarray:
        return clusters(self.values)

    @cached_property
    def hash(self) -> str:
        told = json.dumps([[row["text"], row["label"]] for row in self.rows], ensure_ascii=False)
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def gathered_texts(data: Path, seed: int, vedette: Sequence[str] = VEDETTE) -> Texts:
    from .text_lines import write

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lines.ndjson"
        rows = write(data, seed, path)
        shape, read = read_ids(path, vedette)
    return Texts(rows, shape, read)
