"""A simulated tenant's dataset and models in force, as the learning job hands them over."""

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np

from ...dataset import ATTACK, BENIGN
from ...feature_writer import write_rows
from ...scoring import newest
from ..panel import ENSEMBLE
from ..tenant import MANIFEST, ROWS
from ..verdicts import FILE
from .alerts import Alerts
from .analysts import Desk

LABELS = {True: "true_positive", False: "false_positive"}


def write_dataset(folder: Path, alerts: Alerts, desk: Desk, tenant: str) -> Path:
    folder.mkdir(parents=True)
    chosen = np.array([place for place, name in enumerate(alerts.names) if name in desk.labels])
    kept = alerts.take(chosen)
    harmful = np.array([desk.labels[name] for name in kept.names])[kept.alert]
    steps = np.array(kept.names, dtype=object)[kept.alert]
    labels = np.where(harmful, ATTACK, BENIGN).astype(np.int8)
    write_rows(folder / ROWS, replace(kept.rows, labels=labels, steps=np.where(harmful, steps, "")), {})
    lines = [
        json.dumps({name: getattr(one, name) for name in ("id", "alert", "author", "rule", "time")} | {"label": LABELS[one.harmful]})
        for one in desk.verdicts
    ]
    (folder / FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    manifest = {"tenant": tenant, "kind": "verdict", "dataset": hashlib.sha256("\n".join(lines).encode()).hexdigest()}
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def models_with_threshold(models: Path, folder: Path, raw: float) -> Path:
    """The models in force of a tenant whose operator has set the threshold."""
    for name in sorted(path.name for path in models.iterdir() if path.is_dir()):
        version = newest(models / name)
        shutil.copytree(version, folder / name / version.name)
    path = newest(folder / ENSEMBLE) / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["threshold"]["raw"] = raw
    path.write_text(json.dumps(manifest), encoding="utf-8")
    return folder
