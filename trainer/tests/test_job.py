import json
import shutil

import pytest
import tenants

from vedette_trainer.__main__ import main
from vedette_trainer.stores import open_store

PLACE = "acme/" + "ab" * 8
VERSION = "1.0.0-" + "ab" * 7 + "a1"


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    return tenants.base_and_models(tmp_path_factory.mktemp("room"))


@pytest.fixture
def store(tmp_path):
    return tmp_path / "store"


@pytest.fixture
def registry(room, tmp_path):
    shutil.copytree(room / "models", tmp_path / "models")
    return tmp_path / "models"


def prepared(store, swapped=False, attempt=1, **facts):
    """What the launcher writes before it starts a trainer."""
    tenants.tenant(store / PLACE, swapped=swapped) if not (store / PLACE).exists() else None
    names = ("forest", "sequence", "classifier", "codes", "ensemble")
    spec = {
        "name": "job", "task": "retrain-detector", "tenant": "acme", "place": PLACE, "attempt": attempt, "version": VERSION,
        "models": {f"vedette-{name}": "1.0.0" for name in names}, "replay": [], "seed": 7, "timeoutMs": 1,
    }
    (store / PLACE / f"job-{attempt}.json").write_text(json.dumps(spec | facts))


def ran(room, store, registry, attempt=1):
    where = ["--store", str(store), "--registry", str(registry), "--base", str(room / "base")]
    assert main(["job", *where, "--place", PLACE, "--attempt", str(attempt)]) == 0
    return json.loads((store / PLACE / f"result-{attempt}.json").read_text())


def test_publishes_what_passes_and_leaves_a_result(room, store, registry):
    prepared(store)
    result = ran(room, store, registry)
    assert (result["outcome"], result["reasons"]) == ("passed", [])
    assert result["models"] == [f"vedette-classifier@{VERSION}", f"vedette-ensemble@{VERSION}"]
    assert {"golden_before", "golden_after", "threshold_after", "verdicts"} <= set(result["figures"])
    for name in ("vedette-classifier", "vedette-ensemble"):
        manifest = json.loads((registry / name / VERSION / "manifest.json").read_text())
        assert (manifest["tenant"], manifest["parent"], manifest["training"]["dataHash"]) == ("acme", "1.0.0", "ab" * 32)


def test_works_from_a_bucket_into_a_bucket(room, store, registry, bucket):
    prepared(store)
    kept = {"training": open_store(f"{bucket}/training"), "models": open_store(f"{bucket}/registry")}
    for name, folder in (("training", store), ("models", registry)):
        for path in (one for one in folder.rglob("*") if one.is_file()):
            kept[name].create(str(path.relative_to(folder)), path.read_bytes())
    where = ["--store", f"{bucket}/training", "--registry", f"{bucket}/registry", "--base", str(room / "base")]
    for _ in range(2):
        assert main(["job", *where, "--place", PLACE, "--attempt", "1"]) == 0
        result = json.loads(kept["training"].read(f"{PLACE}/result-1.json"))
        assert (result["outcome"], result["reasons"]) == ("passed", [])
    assert json.loads(kept["models"].read(f"vedette-ensemble/{VERSION}/manifest.json"))["tenant"] == "acme"
    assert not (store / PLACE / "result-1.json").exists()


def test_publishes_nothing_that_the_gate_refuses(room, store, registry):
    prepared(store, swapped=True)
    result = ran(room, store, registry)
    assert (result["outcome"], result["models"]) == ("refused", [])
    assert result["reasons"]
    assert not (registry / "vedette-ensemble" / VERSION).exists()


@pytest.mark.parametrize(
    "facts, reason",
    [
        ({"models": {"vedette-ensemble": "9.9.9"}}, "is not there any more"),
        ({"models": {"../x": "1.0.0"}}, "asks for what cannot be"),
        ({"tenant": "other"}, "asks for what cannot be"),
        ({"replay": ["other/" + "ab" * 8]}, "asks for what cannot be"),
        ({"task": "mine"}, "asks for what cannot be"),
        ({"version": "1.0.0-" + "cd" * 8}, "digits of"),
    ],
)
def test_tells_why_it_cannot(room, store, registry, facts, reason):
    prepared(store, **facts)
    result = ran(room, store, registry)
    assert (result["outcome"], result["models"]) == ("failed", [])
    assert reason in result["reasons"][0]


def test_a_defect_is_a_result_too_and_quotes_nothing(room, store, registry):
    prepared(store)
    (store / PLACE / "verdicts.ndjson").write_text('["secret of somebody"]\n')
    result = ran(room, store, registry)
    assert result["outcome"] == "failed"
    assert "somebody" not in json.dumps(result)


def test_replays_the_newest_older_dataset_that_is_still_there(room, store, registry):
    older = ["acme/" + "cd" * 8, "acme/" + "ef" * 8]
    for place in older:
        tenants.tenant(store / place, seed=5)
    (store / older[0] / "rows.arrow").write_bytes(b"")
    prepared(store, replay=older)
    result = ran(room, store, registry)
    assert result["outcome"] in ("passed", "refused")
    assert result["figures"]["replay_rows"] > 0


def test_a_place_that_is_none_is_refused(room, store, capsys):
    store.mkdir()
    where = ["--store", str(store), "--registry", str(room / "models"), "--place", "../../etc", "--attempt", "1"]
    assert main(["job", *where]) == 0
    assert "there is no job" in capsys.readouterr().out
    assert list(store.iterdir()) == []
