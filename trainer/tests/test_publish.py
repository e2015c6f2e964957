import json

import pytest
from made import RUN, a_classifier, ticking

from vedette_trainer import package
from vedette_trainer.__main__ import main
from vedette_trainer.publish import publish
from vedette_trainer.stores import open_store

PLACE = "vedette-forest/1.2.0"
FILES = [f"{PLACE}/{name}" for name in ("model.onnx", "trees.json", "MODEL_CARD.md", "manifest.json")]


@pytest.fixture
def folder(tmp_path):
    return package.write(a_classifier(), RUN, tmp_path / "models", ticking())


@pytest.fixture(params=["folder", "bucket"])
def registry(request, tmp_path):
    if request.param == "folder":
        return str(tmp_path / "registry")
    return f"{request.getfixturevalue('bucket')}/{tmp_path.name}"


def test_a_version_is_written_with_the_manifest_last_and_once(folder, registry):
    store = open_store(registry)
    assert publish(folder, store) == FILES
    for path in FILES:
        assert store.read(path) == (folder / path.split("/")[-1]).read_bytes()
    assert publish(folder, store) == []


def test_a_version_with_other_bytes_is_refused_before_anything_is_written(folder, registry, capsys):
    store = open_store(registry)
    store.create(f"{PLACE}/MODEL_CARD.md", b"of another training")
    assert main(["publish", str(folder), "--registry", registry]) == 2
    assert f"{PLACE}/MODEL_CARD.md: the registry holds other bytes" in capsys.readouterr().err
    assert store.read(f"{PLACE}/model.onnx") is None
    assert store.read(f"{PLACE}/manifest.json") is None


def test_what_was_cut_off_is_finished(folder, registry):
    store = open_store(registry)
    store.create(FILES[0], (folder / "model.onnx").read_bytes())
    assert publish(folder, store) == FILES[1:]


def test_a_signature_is_published_beside_what_is_there(folder, registry):
    store = open_store(registry)
    publish(folder, store)
    (folder / "manifest.sig").write_text("signed")
    assert publish(folder, store) == [f"{PLACE}/manifest.sig"]


def test_two_that_publish_other_bytes_at_once_do_not_mix(folder, registry):
    store = open_store(registry)
    assert store.create("a/b", b"first")
    assert not store.create("a/b", b"second")
    assert store.read("a/b") == b"first"


def test_a_broken_model_is_not_published(folder, tmp_path):
    (folder / "trees.json").write_bytes(b"{}")
    assert main(["publish", str(folder), "--registry", str(tmp_path / "registry")]) == 2
    assert not (tmp_path / "registry").exists()


@pytest.mark.parametrize("change", [{"name": "../../etc"}, {"version": "1/../2"}, {"file": "../key.pem"}, {"variants": None}])
def test_a_manifest_that_names_a_way_out_is_refused(folder, tmp_path, capsys, change):
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | change))
    assert main(["publish", str(folder), "--registry", str(tmp_path / "registry")]) == 2
    assert "train the model again" in capsys.readouterr().err


def test_nothing_but_the_version_is_left_in_a_folder(folder, tmp_path):
    publish(folder, open_store(str(tmp_path / "registry")))
    left = {path.name for path in (tmp_path / "registry" / PLACE).iterdir()}
    assert left == {path.split("/")[-1] for path in FILES}


def test_a_bucket_that_is_not_there_is_told_without_the_login(bucket, folder, capsys):
    assert main(["publish", str(folder), "--registry", "s3://another"]) == 2
    said = capsys.readouterr().err
    assert "the bucket answers NoSuchBucket" in said
    assert "hush" not in said


def test_a_wrong_place_is_named(folder, capsys):
    assert main(["publish", str(folder), "--registry", "s3:models"]) == 2
    assert "s3://bucket/prefix" in capsys.readouterr().err
