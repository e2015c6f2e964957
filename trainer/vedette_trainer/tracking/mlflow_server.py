"""Tells an MLflow server of a training: a run with all files, and a registered version of the model."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from ..refused import Refused
from .record import Record

EXPERIMENT = "vedette"
PLACE = "model"  # of the files within the run


def tell(record: Record, folder: Path, uri: str) -> str:
    """The same files are told once. Raises Refused, without the login, where the server does not take them."""
    address = _login_apart(uri)
    # A server that is away should cost seconds, not minutes
    os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "2")
    try:
        from mlflow import MlflowClient
        from mlflow.exceptions import MlflowException
    except ImportError as error:
        raise Refused("MLFLOW_TRACKING_URI is set; that needs one package more: pip install 'vedette-trainer[mlflow]'") from error
    try:
        number = _register(MlflowClient(address, address), record, folder)
    except (MlflowException, OSError) as error:
        raise Refused(f"{address} does not take the run ({type(error).__name__}): look at MLFLOW_TRACKING_URI and its login") from None
    return f"{address} {record.name} version {number}"


def _login_apart(uri: str) -> str:
    """The address without its login, which goes where the client looks for it and where nothing prints it."""
    parts = urlsplit(uri)
    if parts.username is None:
        return uri
    os.environ["MLFLOW_TRACKING_USERNAME"] = unquote(parts.username)
    os.environ["MLFLOW_TRACKING_PASSWORD"] = unquote(parts.password or "")
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _register(client, record: Record, folder: Path) -> str:
    told = [one for one in client.search_model_versions(f"name='{record.name}'") if one.tags.get("manifest") == record.tags["manifest"]]
    if told:
        return told[0].version
    run = _run(client, record, folder)
    if not client.search_registered_models(f"name='{record.name}'"):
        client.create_registered_model(record.name)
    source = f"{run.info.artifact_uri}/{PLACE}"
    return client.create_model_version(record.name, source, run.info.run_id, tags=record.tags).version


def _run(client, record: Record, folder: Path):
    from mlflow.entities import Metric, Param, RunTag

    experiment = client.get_experiment_by_name(EXPERIMENT)
    place = experiment.experiment_id if experiment else client.create_experiment(EXPERIMENT)
    run = client.create_run(place, run_name=f"{record.name} {record.version}")
    number = run.info.run_id
    client.log_batch(
        number,
        [Metric(name, value, run.info.start_time, 0) for name, value in record.metrics.items()],
        [Param(name, value) for name, value in record.params.items()],
        [RunTag(name, value) for name, value in record.tags.items()],
    )
    for file in record.artifacts:
        client.log_artifact(number, str(folder / file), PLACE)
    client.set_terminated(number)
    return run
