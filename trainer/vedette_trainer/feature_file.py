"""Feature files as `vedette features` writes them, read and checked row by row."""

import json
from pathlib import Path

import numpy as np

from .dataset import UNKNOWN, BadData, Dataset, FeatureSet

# Columns that a file may have besides vector and tokens: lists of one width each
EXTRA = {"codeTokens": np.int32, "codeValues": np.float32, "text": np.int32}


def feature_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise BadData(f"{folder}: no such folder; write feature files into it with `vedette features`")
    return sorted(path for path in folder.iterdir() if path.suffix in (".ndjson", ".arrow"))


def read_file(path: Path) -> Dataset:
    """The rows of one file, not labelled; its name, without its end, is their source."""
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
    for name in EXTRA:
        if name in data.columns and not np.isfinite(data.columns[name]).all():
            raise BadData(f"{path.name}: {name} holds what is not a finite number")


def _read_ndjson(path: Path) -> Dataset:
    with path.open(encoding="utf-8") as lines:
        features = FeatureSet.parse(json.loads(next(lines)))
        rows = [_parsed(path, features, number, line) for number, line in enumerate(lines, start=1)]
    widths = {"vector": (np.float32, len(features.names)), "tokens": (np.int32, features.length)}
    extra = {name: (kind, len(rows[0][name])) for name, kind in EXTRA.items() if rows and name in rows[0]}
    columns = {
        name: np.array([row[name] for row in rows], dtype=kind).reshape(len(rows), width)
        for name, (kind, width) in (widths | extra).items()
    }
    facts = {name: [row[name] for row in rows] for name in FACTS}
    rules = [row["rules"] for row in rows] if rows and "rules" in rows[0] else None
    return _dataset(path, features, columns, facts, rules)


FACTS = ("tenant", "entity", "source", "time", "class")


def _parsed(path: Path, features: FeatureSet, number: int, line: str) -> dict:
    row = json.loads(line)
    try:
        with np.errstate(over="ignore"):
            row["vector"] = np.asarray(row["vector"], dtype=np.float32)
        row["tokens"] = np.asarray(row["tokens"], dtype=np.int32)
    except (TypeError, ValueError, OverflowError) as error:
        raise BadData(f"{path.name}: row {number}: {error}") from error
    if row["vector"].shape != (len(features.names),) or row["tokens"].shape != (features.length,):
        raise BadData(f"{path.name}: row {number} has {row['vector'].size} features and {row['tokens'].size} tokens")
    return row


def _read_arrow(path: Path) -> Dataset:
    # only this kind of file asks for pyarrow
    import pyarrow as pa

    table = pa.ipc.open_file(pa.memory_map(str(path))).read_all()
    header = (table.schema.metadata or {}).get(b"vedette")
    if header is None:
        raise BadData(f"{path.name}: the schema names no feature set")
    features = FeatureSet.parse(json.loads(header))
    columns = {
        "vector": _matrix(path, table, "vector", len(features.names)).astype(np.float32),
        "tokens": _matrix(path, table, "tokens", features.length).astype(np.int32),
    }
    for name, kind in EXTRA.items():
        if name in table.column_names and len(table):
            columns[name] = _matrix(path, table, name, len(table[name][0])).astype(kind)
    facts = {name: table[name].to_pylist() for name in FACTS}
    rules = table["rules"].to_pylist() if "rules" in table.column_names else None
    return _dataset(path, features, columns, facts, rules)


def _matrix(path: Path, table, name: str, width: int) -> np.ndarray:
    column = table[name].combine_chunks()
    numbers = column.flatten().to_numpy(zero_copy_only=False)
    if len(numbers) != width * len(table):
        raise BadData(f"{path.name}: {name} is not {width} numbers in every row")
    return numbers.reshape(len(table), width)


def _dataset(
    path: Path, features: FeatureSet, columns: dict[str, np.ndarray], facts: dict[str, list], rules: list | None
) -> Dataset:
    rows = len(facts["entity"])
    return Dataset(
        features,
        columns,
        entities=np.array([f"{tenant}/{entity}" for tenant, entity in zip(facts["tenant"], facts["entity"])]),
        sources=np.full(rows, path.stem),
        campaigns=np.full(rows, path.stem),
        origins=np.array(facts["source"], dtype=object),
        times=np.array(facts["time"], dtype=np.float64),
        classes=np.array(facts["class"], dtype=str),
        rules=None if rules is None else np.array([np.nan if value is None else value for value in rules], dtype=np.float64),
        labels=np.full(rows, UNKNOWN, dtype=np.int8),
        steps=np.full(rows, "", dtype=object),
    )
