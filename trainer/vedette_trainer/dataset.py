"""Rows of feature files in memory, and which of them an attack caused."""

from dataclasses import dataclass, fields, replace

import numpy as np


class BadData(ValueError):
    """The files cannot be trained on; the message says where, why and what to do."""


@dataclass(frozen=True)
class FeatureSet:
    """What a file's header says of every row. `ranges` holds (low, high) by feature where the header states them."""

    name: str
    hash: str
    names: tuple[str, ...]
    vocabulary: int
    length: int
    ranges: tuple[tuple[float, float], ...] | None = None

    @staticmethod
    def parse(header: dict) -> "FeatureSet":
        ranges = header.get("ranges")
        return FeatureSet(
            header["featureSet"],
            header["featureHash"],
            tuple(header["names"]),
            header["vocabulary"],
            header["length"],
            None if ranges is None else tuple((float(low), float(high)) for low, high in ranges),
        )


BENIGN, ATTACK, UNKNOWN = 0, 1, -1


@dataclass(frozen=True)
class Dataset:
    """Arrays of equal length, one entry a row, in the order of the files."""

    features: FeatureSet
    columns: dict[str, np.ndarray]  # what a model may take, rows x width: vector float32, tokens int32, others as the files have them
    entities: np.ndarray  # text: tenant and entity, what a row must not share with the other side of a split
    sources: np.ndarray  # text: name of the file, without its end
    campaigns: np.ndarray  # text: sources of one campaign never stand on both sides of a fold
    origins: np.ndarray  # text: "<file>:<line>" of the telemetry
    times: np.ndarray  # float64, epoch ms
    classes: np.ndarray  # text: class of the event
    rules: np.ndarray | None  # float64: what the row's rules say together, 0..1, NaN where none matched; None: not in the files
    labels: np.ndarray  # int8: BENIGN, ATTACK, UNKNOWN where nobody labelled the source
    steps: np.ndarray  # text: step of the attack, "" for none
    hash: str = ""

    def __len__(self) -> int:
        return len(self.entities)

    @property
    def vectors(self) -> np.ndarray:
        return self.columns["vector"]

    @property
    def tokens(self) -> np.ndarray:
        return self.columns["tokens"]

    def take(self, rows: np.ndarray) -> "Dataset":
        """The rows by index or mask."""
        by_row = {name: getattr(self, name)[rows] for name in ROW_FIELDS if getattr(self, name) is not None}
        return replace(self, columns={name: column[rows] for name, column in self.columns.items()}, **by_row)

    def only(self, *columns: str) -> "Dataset":
        """The same rows with these columns alone, so that taking rows copies no more than is needed."""
        missing = [name for name in columns if name not in self.columns]
        if missing:
            raise BadData(f"the feature files have no column {', '.join(missing)}; write them again with `vedette features`")
        return replace(self, columns={name: self.columns[name] for name in columns})

    def labelled(self) -> "Dataset":
        """The rows of labelled sources."""
        known = self.labels != UNKNOWN
        return self if known.all() else self.take(np.flatnonzero(known))


ROW_FIELDS = tuple(one.name for one in fields(Dataset) if one.name not in ("features", "columns", "hash"))


def joined(parts: list[Dataset], digest: str) -> Dataset:
    """All rows of several files. A column that one of them lacks is left out."""
    shared = [name for name in parts[0].columns if all(name in part.columns for part in parts)]
    columns = {name: np.concatenate([part.columns[name] for part in parts]) for name in shared}
    by_row = {name: _concatenated([getattr(part, name) for part in parts]) for name in ROW_FIELDS}
    return replace(parts[0], columns=columns, hash=digest, **by_row)


def _concatenated(arrays: list[np.ndarray | None]) -> np.ndarray | None:
    return None if any(array is None for array in arrays) else np.concatenate(arrays)
