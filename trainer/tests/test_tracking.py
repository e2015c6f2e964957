import hashlib
import json

import pytest
from made import RUN, a_sequence, an_ensemble, ticking
from servers import free_port, served

from vedette_trainer import package
from vedette_trainer.__main__ import main
from vedette_trainer.model_folder import read_model
from vedette_trainer.tracking import track
from vedette_trainer.tracking.record import record_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return package.write(an_ensemble(), RUN, tmp_path_factory.mktemp("models"), ticking())


def test_without_a_server_the_same_is_written_into_a_file(folder, tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    assert main(["track", str(folder), "--runs", str(tmp_path)]) == 0
    path = tmp_path / "vedette-ensemble" / "1.2.0" / "run.json"
    assert capsys.readouterr().out == f"{path}\n"
    run = json.loads(path.read_text())
    assert run["metrics"] == {"average_precision": 0.9, "average_precision.low": 0.85, "average_precision.high": 0.94}
    assert run["params"]["seed"] == "7"
    assert (run["tags"]["dataHash"], run["tags"]["featureHash"]) == ("ab" * 32, "0123456789abcdef")
    assert run["artifacts"] == {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in ("model.json", "MODEL_CARD.md", "manifest.json")
    }


@pytest.fixture
def no_login(monkeypatch):
    for name in ("MLFLOW_TRACKING_USERNAME", "MLFLOW_TRACKING_PASSWORD", "MLFLOW_HTTP_REQUEST_MAX_RETRIES"):
        # What the client is given is taken back after the test
        monkeypatch.setenv(name, "0")


def test_a_server_that_is_away_is_told_without_the_login(folder, tmp_path, no_login, monkeypatch, capfd):
    pytest.importorskip("mlflow", reason="MLflow is tried only with the extra [mlflow]")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"http://anna:hush@127.0.0.1:{free_port()}")
    assert main(["track", str(folder), "--runs", str(tmp_path)]) == 2
    said = "".join(capfd.readouterr())
    assert "does not take the run" in said
    assert "hush" not in said
    assert "anna" not in said


@pytest.mark.slow
def test_a_server_is_told_params_metrics_tags_files_and_a_version_once(tmp_path, no_login, monkeypatch, capfd):
    mlflow = pytest.importorskip("mlflow", reason="MLflow is tried only with the extra [mlflow]")
    port = free_port()
    arguments = ["server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    places = ["--backend-store-uri", f"sqlite:///{tmp_path}/mlflow.db", "--artifacts-destination", str(tmp_path / "artifacts")]
    model = package.write(a_sequence(), RUN, tmp_path / "models", ticking())
    record = record_of(read_model(model))
    with served("mlflow", [*arguments, *places], port, "/health", tmp_path) as at:
        with_login = at.replace("http://", "http://anna:hush@")
        told = [track(model, tmp_path / "runs", {"MLFLOW_TRACKING_URI": with_login}) for _ in range(2)]
        assert told == [f"{at} vedette-sequence version 1"] * 2
        assert "hush" not in "".join(capfd.readouterr())
        client = mlflow.MlflowClient(at, at)
        [version] = client.search_model_versions("name='vedette-sequence'")
        run = client.get_run(version.run_id)
        files = {one.path.split("/")[-1] for one in client.list_artifacts(version.run_id, "model")}
        manifest = client.download_artifacts(version.run_id, "model/manifest.json", str(tmp_path))
    assert run.data.params == record.params
    assert run.data.metrics == pytest.approx(record.metrics)
    assert record.tags.items() <= run.data.tags.items()
    assert record.tags.items() <= version.tags.items()
    assert files == set(record.artifacts) == {path.name for path in model.iterdir()}
    assert hashlib.sha256(open(manifest, "rb").read()).hexdigest() == record.artifacts["manifest.json"]
    assert not (tmp_path / "runs").exists()
