"""Writes rows as `vedette features` does: an Arrow file with a header, and the labels beside it."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from .dataset import ATTACK, Dataset, FeatureSet

LEVEL = 12  # of zstd


def write_rows(path: Path, data: Dataset, extra: Mapping[str, np.ndarray]) -> None:
    """NAME.arrow and NAME.labels. `extra`: further columns by name, one entry a row."""
    import pyarrow as pa

    tenants, _, entities = zip(*(str(name).partition("/") for name in data.entities))
    facts = {"tenant": tenants, "entity": entities, "source": data.origins, "time": data.times, "class": data.classes, **extra}
    columns = {name: pa.array(list(values)) for name, values in facts.items()}
    if data.rules is not None:
        columns["rules"] = pa.array([None if np.isnan(value) else float(value) for value in data.rules], pa.float64())
    columns |= {name: _lists(column) for name, column in data.columns.items()}
    table = pa.table(columns).replace_schema_metadata({b"vedette": json.dumps(_header(data.features)).encode()})
    options = pa.ipc.IpcWriteOptions(compression=pa.Codec("zstd", compression_level=LEVEL))
    with pa.ipc.new_file(str(path), table.schema, options=options) as file:
        file.write_table(table)
    lines = (f"{data.origins[row]}\t{data.steps[row]}\n" for row in np.flatnonzero(data.labels == ATTACK))
    path.with_suffix(".labels").write_text("".join(lines), encoding="utf-8")


def _header(features: FeatureSet) -> dict:
    named = {"featureSet": features.name, "featureHash": features.hash, "names": features.names, "ranges": features.ranges}
    return {name: value for name, value in named.items() if value is not None} | {
        "vocabulary": features.vocabulary,
        "length": features.length,
    }


def _lists(column: np.ndarray):
    """Ids are below 65,536."""
    import pyarrow as pa

    numbers = column.astype(np.uint16) if column.dtype == np.int32 else column
    return pa.FixedSizeListArray.from_arrays(pa.array(numbers.ravel()), column.shape[1])
