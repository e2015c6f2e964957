"""The models in force: what the parts of the ensemble say of rows."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..calibrate import calibrated
from ..dataset import Dataset
from ..model_folder import read_model
from ..scoring import manifest_of, newest, said, scorer
from ..stacker import Stacker

CLASSIFIER, ENSEMBLE = "vedette-classifier", "vedette-ensemble"


@dataclass(frozen=True)
class Panel:
    """The parents. Raises Refused or BadData where a file of them is not what its manifest names."""

    folder: Path

    def __post_init__(self) -> None:
        for name in {CLASSIFIER, ENSEMBLE, *self.names}:
            read_model(self.version(name))

    def version(self, name: str) -> Path:
        return newest(self.folder / name)

    @property
    def document(self) -> dict:
        """model.json of the ensemble."""
        folder = self.version(ENSEMBLE)
        return json.loads((folder / manifest_of(folder)["file"]).read_text(encoding="utf-8"))

    @property
    def names(self) -> list[str]:
        """Of the parts, in the order of the ensemble; the rules are the last of what is weighed and have no name."""
        return [part["model"] for part in self.document["parts"]]

    @property
    def stacker(self) -> Stacker:
        document = self.document
        weighings = [*document["parts"], document["rules"]]
        weights, bases = (np.array([one[name] for one in weighings]) for name in ("weight", "base"))
        return Stacker(document["bias"], weights, bases)

    def said(self, rows: Dataset, known: dict[str, np.ndarray]) -> np.ndarray:
        """Probabilities, rows x parts and rules; NaN for no answer. `known`: raw scores of parts that are not asked."""
        columns = [self._said(rows, name, known.get(name)) for name in self.names]
        return np.column_stack([*columns, np.full(len(rows), np.nan) if rows.rules is None else rows.rules])

    def _said(self, rows: Dataset, name: str, raw: np.ndarray | None) -> np.ndarray:
        folder = self.version(name)
        manifest = manifest_of(folder)
        return said(rows, scorer(folder), manifest) if raw is None else calibrated(manifest["calibration"], raw)
