"""Feature files as `vedette features` writes them, read and checked."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa


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
    sources: np.ndarray  # text: name of the file, without its end
    origins: np.ndarray  # text: "<file>:<line>" of the telemetry
    hash: str

    def __len__(self) -> int:
        return len(self.vectors)

    def take(self, rows: np.ndarray) -> "Dataset":
        return Dataset(
            self.features, self.vectors[rows], self.tokens[rows], self.entities[rows], self.sources[rows], self.origins[rows], self.hash
        )


def read_folder(folder: Path) -> Dataset:
    """Every .ndjson and .arrow file of a folder, in the order of their names. Refuses what would poison a model."""
    files = feature_files(folder)
    if not files:
        raise BadData(f"{folder}: no .ndjson or .arrow file")
    parts = [read_file(path) for path in files]
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.vectors.tobytes())
        digest.update(part.tokens.tobytes())
    first = parts[0].features
    for path, part in zip(files, parts):
        if part.features != first:
            raise BadData(f"{path.name}: feature set {part.features.hash} differs from {first.hash}")
    names = ("vectors", "tokens", "entities", "sources", "origins")
    joined = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    return Dataset(first, **joined, hash=digest.hexdigest())


def feature_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix in (".ndjson", ".arrow"))


def read_file(path: Path) -> Dataset:
    """The rows of one file; its name, without its end, is their source."""
    data = (_read_arrow if path.suffix == ".arrow" else _read_ndjson)(path)
    if not len(data):
        raise BadData(f"{path.name}: no rows")
    _refuse(path, data)
    return data


def _refuse(path: Path, data: Dataset) -> None:
    finite = np.isfinite(data.vectors).all(axis=1)
    if not finite.all():
        row = int(np.argmin(finite))
        feature = data.features.names[int(np.argmin(np.isfinite(data.vectors[row])))]
        raise BadData(f"{path.name}: row {row + 1}: {feature} is not a finite number")
    if data.tokens.min() < 0 or data.tokens.max() >= data.features.vocabulary:
        raise BadData(f"{path.name}: a token lies outside 0..{data.features.vocabulary - 1}")


def _read_ndjson(path: Path) -> Dataset:
    vectors, tokens, entities, origins = [], [], [], []
    with path.open(encoding="utf-8") as lines:
        features = FeatureSet.parse(json.loads(next(lines)))
        for number, line in enumerate(lines, start=1):
            row = json.loads(line)
            try:
                with np.errstate(over="ignore"):
                    vectors.append(np.asarray(row["vector"], dtype=np.float32))
                tokens.append(np.asarray(row["tokens"], dtype=np.int32))
            except (TypeError, ValueError, OverflowError) as error:
                raise BadData(f"{path.name}: row {number}: {error}") from error
            if vectors[-1].shape != (len(features.names),) or tokens[-1].shape != (features.length,):
                raise BadData(f"{path.name}: row {number} has {vectors[-1].size} features and {tokens[-1].size} tokens")
            entities.append(_entity(row["tenant"], row["entity"]))
            origins.append(row["source"])
    shape = (len(vectors), -1)
    return _dataset(path, features, np.array(vectors).reshape(shape), np.array(tokens).reshape(shape), entities, origins)


def _read_arrow(path: Path) -> Dataset:
    table = pa.ipc.open_file(pa.memory_map(str(path))).read_all()
    header = (table.schema.metadata or {}).get(b"vedette")
    if header is None:
        raise BadData(f"{path.name}: the schema names no feature set")
    features = FeatureSet.parse(json.loads(header))
    vectors = _matrix(path, table, "vector", len(features.names)).astype(np.float32)
    tokens = _matrix(path, table, "tokens", features.length).astype(np.int32)
    entities = [_entity(*both) for both in zip(table["tenant"].to_pylist(), table["entity"].to_pylist())]
    return _dataset(path, features, vectors, tokens, entities, table["source"].to_pylist())


def _matrix(path: Path, table: pa.Table, name: str, width: int) -> np.ndarray:
    column = table[name].combine_chunks()
    numbers = column.flatten().to_numpy(zero_copy_only=False)
    if len(numbers) != width * len(table):
        raise BadData(f"{path.name}: {name} is not {width} numbers in every row")
    return numbers.reshape(len(table), width)


def _dataset(
    path: Path, features: FeatureSet, vectors: np.ndarray, tokens: np.ndarray, entities: list[str], origins: list[str]
) -> Dataset:
    sources = np.full(len(vectors), path.stem)
    return Dataset(features, vectors, tokens, np.array(entities), sources, np.array(origins, dtype=object), "")


def _entity(tenant: str, entity: str) -> str:
    return f"{tenant}/{entity}"
