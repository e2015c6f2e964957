"""Tells of a trained model: an MLflow server where one is named, else a file."""

from collections.abc import Mapping
from pathlib import Path

from ..model_folder import read_model
from .record import record_of
from .run_file import write_run


def track(folder: Path, runs: Path, environment: Mapping[str, str]) -> str:
    """Where it was told, to be shown; without any login. `runs` is the folder of files."""
    record = record_of(read_model(folder))
    uri = environment.get("MLFLOW_TRACKING_URI", "")
    if not uri:
        return str(write_run(record, runs))
    from .mlflow_server import tell

    return tell(record, folder, uri)
