import json

import pytest
from synthetic import campaigns, rows, write

from vedette_trainer.__main__ import main

QUICK = ["--seed", "7", "--steps", "40"]


@pytest.fixture(scope="module")
def features(tmp_path_factory):
    return campaigns(tmp_path_factory.mktemp("features"), 300)


@pytest.fixture(scope="module")
def models(features, tmp_path_factory):
    out = tmp_path_factory.mktemp("models")
    assert main(["train", "all", "--features", str(features), "--out", str(out), *QUICK]) == 0
    return out


def manifest(models, name):
    return json.loads((models / name / "1.0.0" / "manifest.json").read_text())


def test_given_all_when_trained_then_every_model_is_written(models):
    kinds = {path.name: manifest(models, path.name)["kind"] for path in models.iterdir()}
    assert kinds == {
        "vedette-forest": "isolation-forest",
        "vedette-sequence": "sequence",
        "vedette-classifier": "trees",
        "vedette-codes": "code-set",
        "vedette-ensemble": "ensemble",
    }


def test_given_labels_when_trained_then_figures_are_out_of_fold_with_intervals(models):
    for name in ("vedette-classifier", "vedette-codes", "vedette-ensemble"):
        metrics = manifest(models, name)["metrics"]
        found = metrics["average_precision"]
        assert 0.3 < found["low"] < found["value"] < found["high"] <= 1
        assert 0 <= metrics["ece"]["value"] < 0.1
    assert manifest(models, "vedette-ensemble")["metrics"]["precision_at_threshold"]["value"] >= 0.9


def test_given_the_ensemble_when_written_then_it_names_its_parts_and_rises(models):
    document = json.loads((models / "vedette-ensemble" / "1.0.0" / "model.json").read_text())
    names = ["vedette-forest", "vedette-sequence", "vedette-classifier", "vedette-codes"]
    assert [part["model"] for part in document["parts"]] == names
    assert all(one["weight"] >= 0 for one in [*document["parts"], document["rules"]])
    points = document["calibration"]
    assert all(x < other_x and p < other_p for (x, p), (other_x, other_p) in zip(points, points[1:]))
    assert 0 < points[0][1] and points[-1][1] < 1


def test_given_a_model_of_texts_beside_when_the_ensemble_is_trained_then_it_is_a_part(features, models, tmp_path):
    texts = tmp_path / "vedette-text" / "1.0.0"
    texts.mkdir(parents=True)
    (texts / "manifest.json").write_text(json.dumps({"name": "vedette-text"}))
    assert main(["train", "ensemble", "--features", str(features), "--out", str(tmp_path), *QUICK]) == 0
    folder = tmp_path / "vedette-ensemble" / "1.0.0"
    parts = json.loads((folder / "model.json").read_text())["parts"]
    assert parts[-1] == {"model": "vedette-text", "weight": 1.0, "base": pytest.approx(-2.944, abs=1e-3), "onlyAbove": True}
    assert "say too little of them: vedette-text" in (folder / "MODEL_CARD.md").read_text()


def test_given_two_models_when_compared_then_the_better_is_told(models, tmp_path, capsys):
    folders = [str(models / name / "1.0.0") for name in ("vedette-forest", "vedette-ensemble")]
    features = str(campaigns(tmp_path, 200))
    assert main(["compare", *folders, "--features", features, "--draws", "99", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["difference"] == pytest.approx(found["second"] - found["first"])
    assert 0 < found["low"] < found["difference"] < found["high"]
    assert found["p"] == 1 / 100


def test_given_campaigns_when_validated_then_each_is_reported(features, tmp_path, capsys):
    out = tmp_path / "report.json"
    arguments = ["validate", "--features", str(features), "--tasks", "classifier", "--method", "auto", "--out", str(out), *QUICK]
    assert main(arguments) == 0
    report = json.loads(out.read_text())["classifier"]
    assert set(report["campaigns"]) == {"amber", "birch", "cedar", "dune"}
    assert "campaign amber" in capsys.readouterr().out


def test_given_a_search_when_its_result_is_trained_with_then_the_settings_are_taken(tmp_path):
    pytest.importorskip("optuna")
    features = campaigns(tmp_path / "features", 120)
    best = tmp_path / "best.json"
    search = ["tune", "--features", str(features), "--trials", "3", "--seed", "7", "--out"]
    assert main([*search, str(best)]) == 0
    assert main([*search, str(tmp_path / "again.json")]) == 0
    assert best.read_text() == (tmp_path / "again.json").read_text()
    arguments = ["train", "classifier", "--features", str(features), "--out", str(tmp_path / "models"), "--parameters", str(best)]
    assert main(arguments) == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [({"method": "magic"}, "known are extra-trees, boosting"), ({"method": "boosting", "settings": {"trees": 1}}, "no hyperparameter")],
)
def test_given_parameters_of_nothing_when_trained_then_they_are_refused(features, tmp_path, capsys, content, reason):
    path = tmp_path / "best.json"
    path.write_text(json.dumps(content))
    arguments = ["train", "classifier", "--features", str(features), "--out", str(tmp_path), "--parameters", str(path)]
    assert main(arguments) == 2
    assert reason in capsys.readouterr().err


def test_given_two_campaigns_when_a_supervised_model_is_asked_for_then_three_are(tmp_path, capsys):
    campaigns(tmp_path)
    for name in ("cedar", "dune"):
        (tmp_path / f"{name}.labels").unlink()
    assert main(["train", "classifier", "--features", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "2 labelled campaigns, at least 3" in capsys.readouterr().err


def test_given_files_without_rules_when_the_ensemble_is_asked_for_then_it_says_what_to_do(tmp_path, capsys):
    for name in ("amber", "birch", "cedar"):
        made = rows(1, 300)
        for one in made:
            del one["rules"]
        write(tmp_path, made, name=f"{name}.ndjson")
        (tmp_path / f"{name}.labels").write_text("\n".join(f"telemetry.log:{i}\tscan" for i in range(0, 300, 10)))
    assert main(["train", "ensemble", "--features", str(tmp_path), "--out", str(tmp_path / "out"), *QUICK]) == 2
    assert "no column rules" in capsys.readouterr().err
