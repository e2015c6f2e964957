"""The dataset of one tenant, as the learning job writes it."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..dataset import ATTACK, BadData, Dataset
from ..evaluation.windows import codes
from ..feature_file import read_file
from ..folder import labelled
from .outliers import without_outliers
from .verdicts import FILE, JudgedAlert, judged_alerts, read_verdicts

MANIFEST, ROWS, REPLAY = "manifest.json", "rows.arrow", "replay"
HASH = re.compile(r"[0-9a-f]{64}")
KINDS = ("verdict", "label")
MOST_ROWS = 500_000


@dataclass(frozen=True)
class Tenant:
    name: str
    dataset: str  # sha256 of the dataset, hex
    rows: Dataset  # of the alerts below and no others
    alert: np.ndarray  # int64, one a row: place of its alert
    alerts: list[JudgedAlert]
    older: Dataset | None  # rows of datasets accepted before
    left_out: int  # alerts with rows whose label nobody's verdict bears out, or whose authors are held

    @property
    def harmful(self) -> np.ndarray:
        """bool, one an alert."""
        return np.array([one.harmful for one in self.alerts])


def read_tenant(folder: Path, holds_outliers: bool) -> Tenant:
    manifest = _manifest(folder / MANIFEST)
    rows = read_rows(folder)
    names = alerts_of(rows)
    known, harmful = set(names.tolist()), set(names[rows.labels == ATTACK].tolist())
    verdicts = read_verdicts(folder / FILE)
    alerts = judged_alerts(without_outliers(verdicts) if holds_outliers else verdicts, known, harmful)
    if not alerts:
        raise BadData(f"{FILE}: no verdict agrees with a row of {ROWS}; nothing can be learned")
    places = {one.alert: place for place, one in enumerate(alerts)}
    place = np.array([places.get(name, -1) for name in names])
    kept = np.flatnonzero(place >= 0)
    older = read_rows(folder / REPLAY) if (folder / REPLAY).is_dir() else None
    return Tenant(manifest["tenant"], manifest["dataset"], rows.take(kept), place[kept], alerts, older, len(known) - len(alerts))


def dataset_hash(folder: Path) -> str:
    return _manifest(folder / MANIFEST)["dataset"]


def read_rows(folder: Path) -> Dataset:
    """Labelled rows of evidence; those of one alert have one label."""
    path = folder / ROWS
    if not path.exists() or not path.with_suffix(".labels").exists():
        raise BadData(f"{path}: rows and labels are needed; the learning job writes both")
    rows = labelled(read_file(path), path.with_suffix(".labels"))
    if len(rows) > MOST_ROWS:
        raise BadData(f"{path.name}: {len(rows)} rows, more than {MOST_ROWS}")
    alert, attack = codes(alerts_of(rows)), rows.labels == ATTACK
    share = np.bincount(alert, weights=attack) / np.bincount(alert)
    if ((share > 0) & (share < 1)).any():
        raise BadData(f"{path.with_suffix('.labels').name}: names some rows of an alert and not all of them")
    return rows


def alerts_of(rows: Dataset) -> np.ndarray:
    """The alert of each row, whose source is "<alert uid>:<n>"."""
    return np.array([str(origin).rpartition(":")[0] for origin in rows.origins])


def _manifest(path: Path) -> dict:
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        fits = HASH.fullmatch(manifest["dataset"]) and isinstance(manifest["tenant"], str) and manifest["kind"] in KINDS
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadData(f"{path}: no manifest of a dataset ({type(error).__name__})") from error
    if not fits:
        raise BadData(f"{path}: names no dataset of verdicts; kind is one of {', '.join(KINDS)}")
    return manifest
