"""runs/<name>/<version>/run.json: what an MLflow server would be told."""

from pathlib import Path

from ..manifest import as_bytes
from .record import Record


def write_run(record: Record, runs: Path) -> Path:
    path = runs / record.name / record.version / "run.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_bytes(record.as_json()))
    return path
