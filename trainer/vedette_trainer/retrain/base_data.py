"""Base data: labelled rows that ship with the product, so that a tenant's training forgets nothing, and a golden set."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ..dataset import BadData, Dataset
from ..feature_file import read_file
from ..folder import labelled

REPLAY, GOLDEN, FACTS = "replay", "golden", "base.json"
# Parts that learned from the rows of the replay: what they say of them is of models that had not seen the campaign
SUPERVISED = ("vedette-classifier", "vedette-codes")


@dataclass(frozen=True)
class BaseFacts:
    """Of the models that ship with the base."""

    feature_hash: str
    trees: int  # of the classifier; what a version has beyond them is a tenant's
    trees_hash: str  # of their features and thresholds, sha256
    trees_sum: float  # of the magnitudes of their leaves
    threshold: float  # raw, of the ensemble
    average_precision: float  # of the ensemble, over host-minutes of the golden set


@dataclass(frozen=True)
class Base:
    facts: BaseFacts
    replay: Dataset
    golden: Dataset
    outside: np.ndarray  # float64, one a row of the replay: host-minutes that its host-minute stands for
    out_of_fold: dict[str, np.ndarray]  # raw scores of the replay by name of a part, float32


def read_base(folder: Path, feature_hash: str) -> Base:
    """`folder` holds one folder for each feature hash, or is that of one."""
    found = folder / feature_hash if (folder / feature_hash).is_dir() else folder
    try:
        facts = BaseFacts(**json.loads((found / FACTS).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise BadData(f"{folder}: no base data for feature set {feature_hash}; make it with `base`") from error
    replay, extra = _read(found / f"{REPLAY}.arrow")
    golden, _ = _read(found / f"{GOLDEN}.arrow")
    for data in (replay, golden):
        if data.features.hash != feature_hash or facts.feature_hash != feature_hash:
            raise BadData(f"{found}: base data of feature set {data.features.hash}, not {feature_hash}; make it anew with `base`")
    return Base(facts, replay, golden, extra.pop("outside"), {name: said.astype(np.float32) for name, said in extra.items()})


def _read(path: Path) -> tuple[Dataset, dict[str, np.ndarray]]:
    """The rows with their campaigns, and the columns that only base data has."""
    import pyarrow as pa

    table = pa.ipc.open_file(pa.memory_map(str(path))).read_all()
    data = labelled(read_file(path), path.with_suffix(".labels"))
    campaigns = np.array(table["campaign"].to_pylist())
    own = [name for name in ("outside", *SUPERVISED) if name in table.column_names]
    return replace(data, campaigns=campaigns, sources=campaigns), {name: table[name].to_numpy() for name in own}
