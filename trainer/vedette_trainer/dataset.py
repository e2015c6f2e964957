"""Feature files as `vedette features` writes them, read and checked."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np


class BadData(ValueError):
    """The feature files cannot be trained on; the message says where and why."""


@dataclass(frozen=True)
class FeatureSet:
    name: str
    hash: str
    names: tuple[str, ...]
    vocabulary: int
    length: int

    @staticmethod
    def parse(header: dict) -> "FeatureSet":
        return FeatureSet(
            header["featureSet"], header["featureHash"], tuple(header["names"]), header["vocabulary"], header["length"]
        )


@dataclass(frozen=True)
class Dataset:
    features: FeatureSet
    vectors: np.ndarray  # float32, rows x features
    tokens: np.ndarray  # int32, rows x length, oldest first, 0 is padding
    entities: np.ndarray  # text: tenant and entity, what a row must not share with the other side of a split
    sources: np.ndarray  # text
    hash: str

    def __len__(self) -> int:
        return len(self.vectors)

    def take(self, rows: np.ndarray) -> "Dataset":
        return Dataset(
            self.features, self.vectors[rows], self.tokens[rows], self.entities[rows], self.sources[rows], self.hash
        )


def read_folder(folder: Path) -> Dataset:
    """Every .ndjson and .arrow file of a folder, in the order of their names. Refuses what would poison a model."""
    files = sorted(path for path in folder.iterdir() if path.suffix in (".ndjson", ".arrow"))
    if not files:
        raise BadData(f"{folder}: no .ndjson or .arrow file")
    digest = hashlib.sha256()
    parts = [_read_file(path, digest) for path in files]
    first = parts[0].features
    for path, part in zip(files, parts):
        if part.features != first:
            raise BadData(f"{path.name}: feature set {part.features.hash} differs from {first.hash}")
    joined = {name: np.concatenate([getattr(part, name) for part in parts]) for name in ("vectors", "tokens", "entities", "sources")}
    return Dataset(first, **joined, hash=digest.hexdigest())


def _read_file(path: Path, digest) -> Dataset:
    features, rows = _arrow_rows(path) if path.suffix == ".arrow" else _ndjson_rows(path)
    vectors, tokens, entities, sources = [], [], [], []
    for number, row in enumerate(rows, start=1):
        try:
            vectors.append(np.asarray(row["vector"], dtype=np.float32))
            tokens.append(np.asarray(row["tokens"], dtype=np.int32))
        except (TypeError, ValueError, OverflowError) as error:
            raise BadData(f"{path.name}: row {number}: {error}") from error
        if vectors[-1].shape != (len(features.names),) or tokens[-1].shape != (features.length,):
            raise BadData(f"{path.name}: row {number} has {vectors[-1].size} features and {tokens[-1].size} tokens")
        entities.append(f"{row['tenant']}\0{row['entity']}")
        sources.append(row.get("source") or path.name)
    if not vectors:
        raise BadData(f"{path.name}: no rows")
    data = Dataset(features, np.stack(vectors), np.stack(tokens), np.array(entities), np.array(sources), "")
    _refuse(path, data)
    digest.update(data.vectors.tobytes())
    digest.update(data.tokens.tobytes())
    return data


def _refuse(path: Path, data: Dataset) -> None:
    finite = np.isfinite(data.vectors).all(axis=1)
    if not finite.all():
        row = int(np.argmin(finite))
        feature = data.features.names[int(np.argmin(np.isfinite(data.vectors[row])))]
        raise BadData(f"{path.name}: row {row + 1}: {feature} is not a finite number")
    if data.tokens.min() < 0 or data.tokens.max() >= data.features.vocabulary:
        raise BadData(f"{path.name}: a token lies outside 0..{data.features.vocabulary - 1}")


def _ndjson_rows(path: Path) -> tuple[FeatureSet, Iterator[dict]]:
    lines = path.open(encoding="utf-8")
    features = FeatureSet.parse(json.loads(next(lines)))

    def rows() -> Iterator[dict]:
        with lines:
            for line in lines:
                yield json.loads(line)

    return features, rows()


def _arrow_rows(path: Path) -> tuple[FeatureSet, Iterator[dict]]:
    import pyarrow as pa

    reader = pa.ipc.open_file(pa.memory_map(str(path)))
    header = (reader.schema.metadata or {}).get(b"vedette")
    if header is None:
        raise BadData(f"{path.name}: the schema names no feature set")

    def rows() -> Iterator[dict]:
        for index in range(reader.num_record_batches):
            yield from reader.get_batch(index).to_pylist()

    return FeatureSet.parse(json.loads(header)), rows()
