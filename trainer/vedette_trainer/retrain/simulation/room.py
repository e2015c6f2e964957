"""One simulated training: a desk's verdicts on alerts, and the ensemble that comes of them."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...dataset import Dataset
from ...folder import read_folder
from ...judge import Scorer
from ...scoring import newest, scorer
from ...thin import thinned
from ..bounds import BOUNDS, Bounds
from ..panel import ENSEMBLE
from ..retrain import Asked, Retrained, staged
from ..tenant import dataset_hash
from .alerts import Alerts, alerts_on
from .analysts import Desk
from .dataset import models_with_threshold, write_dataset

NUMBERS = "99.0.0"


@dataclass(frozen=True)
class Given:
    """What the command names."""

    features: Path
    judged: Path
    models: Path
    base: Path
    alerts: int
    seed: int


@dataclass(frozen=True)
class Room:
    """A tenant with alerts, and the telemetry that its models are judged on."""

    given: Given
    alerts: Alerts
    threshold: float  # at which its telemetry gives so many alerts
    judged: Dataset
    before: Scorer

    @staticmethod
    def of(given: Given) -> "Room":
        before = scorer(newest(given.models / ENSEMBLE))
        telemetry, judged = _rows(given.features), _rows(given.judged)
        alerts, threshold = alerts_on([telemetry], before, given.alerts)
        return Room(given, alerts, threshold, judged, before)

    @contextmanager
    def trained(self, desk: Desk, bounds: Bounds = BOUNDS) -> Iterator[tuple[Retrained, Scorer | None]]:
        """What the gate said, and the ensemble, whether it passed or not; None where it cannot even be written."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            models = models_with_threshold(self.given.models, folder / "models", self.threshold)
            dataset = write_dataset(folder / "dataset", self.alerts, desk, "simulated")
            (folder / "out").mkdir()
            version = f"{NUMBERS}-{dataset_hash(dataset)[:16]}"
            found = staged(Asked(dataset, models, self.given.base, version, self.given.seed, bounds=bounds), folder / "out")
            made = folder / "out" / ENSEMBLE
            yield found, scorer(newest(made)) if made.is_dir() else None


def _rows(folder: Path) -> Dataset:
    return thinned(read_folder(folder).labelled())


def targets(alerts: Alerts) -> dict[str, int]:
    """Alerts by step of an attack, the most frequent first."""
    names, counts = np.unique([step for step in alerts.steps if step], return_counts=True)
    return {str(names[i]): int(counts[i]) for i in np.argsort(-counts, kind="stable")}
