import json
import shutil

import numpy as np
import pytest
from synthetic import campaigns, write_attacked
from tenants import answers, base_and_models, tenant

from vedette_trainer.__main__ import main
from vedette_trainer.model_folder import read_model
from vedette_trainer.retrain import retrain as training
from vedette_trainer.retrain.base_data import read_base
from vedette_trainer.retrain.bounds import BOUNDS
from vedette_trainer.retrain.mixture import base_trees
from vedette_trainer.retrain.simulation import poisoning
from vedette_trainer.scoring import scorer
from vedette_trainer.tree_file import read_trees

HASH = "0123456789abcdef"
# of the dataset that `tenant` writes
OF = "-" + "ab" * 8


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    return base_and_models(tmp_path_factory.mktemp("room"))


@pytest.fixture(scope="module")
def honest(room, tmp_path_factory):
    """A dataset, and the models that came of it."""
    folder = tmp_path_factory.mktemp("honest")
    assert asked(room, tenant(folder / "data"), folder) == 0
    return folder


def asked(room, dataset, folder, *more, models="models", version="1.0.1"):
    given = ["--models", str(room / models), "--base", str(room / "base"), "--out", str(folder / "out")]
    told = ["--version", version, "--metrics", str(folder / "metrics.json")]
    return main(["retrain-detector", "--dataset", str(dataset), *given, *told, *more])


def metrics(folder):
    return json.loads((folder / "metrics.json").read_text())


def test_given_verdicts_when_retrained_then_models_with_parent_and_lineage_are_written_and_the_figures_told(honest):
    for name in ("vedette-classifier", "vedette-ensemble"):
        manifest = read_model(honest / "out" / name / f"1.0.1{OF}").manifest
        assert manifest["parent"] == "1.0.0"
        assert manifest["tenant"] == "acme"
        assert manifest["training"]["dataHash"] == "ab" * 32
        assert manifest["training"]["sources"] == ["base", "verdicts"]
    found = metrics(honest)
    assert found["gate"] == "passed" and found["reasons"] == []
    assert found["golden"]["low"] <= found["golden"]["after"] / found["golden"]["before"] - 1 <= found["golden"]["high"]
    assert found["replay"]["share"] >= 0.2
    assert found["verdicts"] == 120
    assert found["held"]["after"] >= 0


def test_given_what_the_tenant_calls_an_attack_when_retrained_then_it_scores_higher_and_the_product_is_not_forgotten(room, honest):
    after = scorer_of(room, honest)
    before = scorer(room / "models" / "vedette-ensemble" / "1.0.0")
    harmful, harmless = answers(7)
    assert np.median(after(harmful) - before(harmful)) > np.median(after(harmless) - before(harmless)) + 0.2
    found = metrics(honest)["golden"]
    assert found["after"] > 0.98 * found["before"]


def scorer_of(room, folder):
    for name in ("vedette-forest", "vedette-sequence", "vedette-codes"):
        shutil.copytree(room / "models" / name, folder / "out" / name, dirs_exist_ok=True)
    return scorer(folder / "out" / "vedette-ensemble" / f"1.0.1{OF}")


def test_given_the_same_dataset_and_seed_when_retrained_then_the_bytes_are_the_same(room, honest, tmp_path):
    assert asked(room, honest / "data", tmp_path) == 0
    for name, file in (("vedette-classifier", "model.onnx"), ("vedette-ensemble", "model.json"), ("vedette-ensemble", "manifest.json")):
        place = f"out/{name}/1.0.1{OF}/{file}"
        assert (tmp_path / place).read_bytes() == (honest / place).read_bytes()


def test_given_a_key_when_retrained_then_both_are_signed(room, honest, tmp_path):
    pytest.importorskip("cryptography")
    key = tmp_path / "key.pem"
    key.write_bytes(a_key())
    assert asked(room, honest / "data", tmp_path, "--key", str(key)) == 0
    assert {path.parts[-3] for path in (tmp_path / "out").rglob("manifest.sig")} == {"vedette-classifier", "vedette-ensemble"}


def a_key():
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def test_given_swapped_labels_when_retrained_then_nothing_is_written_and_the_metrics_say_why(room, tmp_path):
    assert asked(room, tenant(tmp_path / "data", swapped=True), tmp_path) == 3
    assert not (tmp_path / "out").exists()
    found = metrics(tmp_path)
    assert found["gate"] == "refused"
    assert any("swapped" in reason for reason in found["reasons"])


def test_given_a_version_of_a_tenant_when_retrained_then_its_own_trees_are_replaced_and_those_of_the_product_stay(room, honest, tmp_path):
    models = tmp_path / "models"
    shutil.copytree(room / "models", models)
    for name in ("vedette-classifier", "vedette-ensemble"):
        shutil.rmtree(models / name)
        shutil.copytree(honest / "out" / name, models / name)
    dataset = tenant(tmp_path / "data", seed=41)
    shutil.copytree(honest / "data", dataset / "replay", ignore=shutil.ignore_patterns("*.json", "*.ndjson"))
    assert asked(tmp_path, dataset, tmp_path, "--base", str(room / "base"), version="1.0.2") == 0
    first, second = (read_trees(folder / "out" / "vedette-classifier" / v)[0] for folder, v in ((honest, f"1.0.1{OF}"), (tmp_path, f"1.0.2{OF}")))
    assert len(first) == len(second)
    facts = read_base(room / "base", HASH).facts
    for one, other in zip(first[: facts.trees], second[: facts.trees]):
        np.testing.assert_allclose(one.value, other.value, rtol=1e-4)
    manifest = read_model(tmp_path / "out" / "vedette-classifier" / f"1.0.2{OF}").manifest
    assert manifest["training"]["sources"] == ["base", "older datasets", "verdicts"]
    assert manifest["parent"] == f"1.0.1{OF}"


def test_given_any_verdicts_when_retrained_then_weights_curve_and_threshold_stay_within_their_bounds(room, honest):
    before, after = (document(folder, version) for folder, version in ((room / "models", "1.0.0"), (honest / "out", f"1.0.1{OF}")))
    for old, new in zip([*before["parts"], before["rules"]], [*after["parts"], after["rules"]]):
        assert abs(new["weight"] - old["weight"]) <= BOUNDS.weight + 1e-9
        assert new["base"] == old["base"] and new["weight"] >= 0
    for (x, p), (other_x, other_p) in zip(before["calibration"], after["calibration"]):
        assert x == other_x
        assert abs(np.log(p / (1 - p)) - np.log(other_p / (1 - other_p))) <= BOUNDS.curve + 1e-3
    assert all(p < q for (_, p), (_, q) in zip(after["calibration"], after["calibration"][1:]))
    threshold = metrics(honest)["threshold"]
    assert abs(threshold["after"] - threshold["before"]) <= BOUNDS.threshold + 1e-9


def document(models, version):
    return json.loads((models / "vedette-ensemble" / version / "model.json").read_text())


def test_given_any_row_when_scored_then_three_quarters_of_what_the_products_trees_say_remain(room, honest):
    base = read_base(room / "base", HASH)
    product = base_trees(room / "models" / "vedette-classifier" / "1.0.0", base.facts)
    raw = scorer(honest / "out" / "vedette-classifier" / f"1.0.1{OF}")(base.golden)
    assert (raw >= (1 - BOUNDS.tenant_share) * product.scores(base.golden.vectors) - 1e-5).all()


def test_given_a_model_that_comes_out_truncated_when_judged_then_it_is_refused(room, honest, tmp_path, monkeypatch):
    def cut(model, run, out):
        folder = written(model, run, out)
        path = folder / ("model.onnx" if (folder / "model.onnx").exists() else "model.json")
        path.write_bytes(path.read_bytes()[:-100])
        return folder

    written = training.package.write
    monkeypatch.setattr(training.package, "write", cut)
    assert asked(room, honest / "data", tmp_path) == 3
    assert not (tmp_path / "out").exists()
    assert "cannot ship" in metrics(tmp_path)["reasons"][0]
    assert metrics(tmp_path)["golden"]["after"] is None


def test_given_a_score_that_moves_with_its_neighbours_when_written_then_it_is_refused(room, honest, tmp_path, monkeypatch):
    monkeypatch.setattr(training.package.gate, "neighbour_difference", lambda *_: 0.1)
    assert asked(room, honest / "data", tmp_path) == 3
    assert "batch neighbours" in metrics(tmp_path)["reasons"][0]


def test_given_a_version_of_another_dataset_when_asked_for_then_it_is_refused(room, honest, tmp_path, capsys):
    assert asked(room, honest / "data", tmp_path, version="1.0.1-0123456789abcdef") == 2
    assert "first 15 digits of its dataset's hash, ababababababab" in capsys.readouterr().err


def test_given_trees_of_other_models_when_retrained_then_the_base_is_refused(room, honest, tmp_path, capsys):
    base = tmp_path / "base"
    shutil.copytree(room / "base", base)
    facts = json.loads((base / HASH / "base.json").read_text())
    (base / HASH / "base.json").write_text(json.dumps(facts | {"trees_hash": "0" * 64}))
    assert asked(room, honest / "data", tmp_path, "--base", str(base)) == 2
    assert "make the base data anew" in capsys.readouterr().err


def test_given_base_data_when_made_then_campaigns_are_disjoint_and_rows_stand_for_what_was_left_out(room):
    base = read_base(room / "base", HASH)
    assert not set(base.replay.campaigns) & set(base.golden.campaigns)
    assert (base.outside >= 1).all() and (base.outside[base.replay.labels == 1] == 1).all()
    assert not any("telemetry" in str(origin) for origin in base.replay.origins)
    assert set(base.out_of_fold) == {"vedette-classifier", "vedette-codes"}


def test_given_campaigns_on_both_sides_when_base_data_are_made_then_they_are_refused(room, tmp_path, capsys):
    folder = str(campaigns(tmp_path / "features", 60))
    given = ["--models", str(room / "models"), "--out", str(tmp_path / "base")]
    assert main(["base", "--features", folder, "--golden", folder, *given]) == 2
    assert "campaigns of its own" in capsys.readouterr().err


def simulated(room, tmp_path, capsys, command):
    for name, seed in (("gorse", 301), ("hazel", 302)):
        write_attacked(tmp_path / "tenant", name, seed, 600)
    given = ["--features", str(tmp_path / "tenant"), "--judged", str(room / "golden"), "--models", str(room / "models")]
    assert main([command, *given, "--base", str(room / "base"), "--alerts", "60", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_given_labelled_telemetry_when_analysts_are_simulated_then_right_verdicts_pass_and_swapped_ones_do_not(room, tmp_path, capsys):
    found = simulated(room, tmp_path, capsys, "simulate-learning")
    assert found["honest"]["gate"]["gate"] == "passed"
    assert found["swapped"]["gate"]["gate"] == "refused"
    judged = found["honest"]["judged"]
    assert judged["low"] <= judged["change"] <= judged["high"]


def test_given_a_liar_when_simulated_then_each_line_says_what_is_left_of_recall(room, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(poisoning, "SHARES", (0.0, 0.3))
    monkeypatch.setattr(poisoning, "ACCOUNTS", (("mallory",),))
    lines = simulated(room, tmp_path, capsys, "simulate-poisoning")["lines"]
    assert [(one["share"], one["defences"]) for one in lines] == [(s, d) for s in (0.0, 0.3) for d in ("all", "bounds", "none")]
    assert lines[3]["wrongLabels"] == 0 < lines[3]["leftOut"]
    assert lines[4]["wrongLabels"] > 0 == lines[4]["leftOut"]
    assert all(0 <= one[name] <= 1 for one in lines for name in ("golden", "judged", "step", "harmless"))
