import hashlib
import json
from dataclasses import replace

import numpy as np
import onnx
import pytest
from made import EACH, RUN, a_classifier, a_forest, a_sequence, a_text, an_ensemble, ticking

from vedette_trainer import package
from vedette_trainer.trained import Metric, Segment


def written(folder, model, run=RUN):
    place = package.write(model, run, folder, ticking())
    return place, json.loads((place / "manifest.json").read_text()), (place / "MODEL_CARD.md").read_text()


@pytest.mark.parametrize("kind", EACH)
def test_every_file_that_a_manifest_names_is_there_with_its_hash(tmp_path, kind):
    place, manifest, _ = written(tmp_path, EACH[kind]())
    named = [manifest, *manifest["variants"], *([manifest["trees"]] if "trees" in manifest else [])]
    assert manifest["kind"] == kind
    for one in named:
        assert hashlib.sha256((place / one["file"]).read_bytes()).hexdigest() == one["sha256"]
    assert {path.name for path in place.iterdir()} == {"manifest.json", "MODEL_CARD.md", *(one["file"] for one in named)}


@pytest.mark.parametrize("kind", EACH)
def test_the_same_model_is_written_as_the_same_bytes(tmp_path, kind):
    first, second = (written(tmp_path / name, EACH[kind]())[0] for name in ("first", "second"))
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes(), path.name


@pytest.mark.parametrize("kind", EACH)
def test_bins_are_shares_of_the_rows_and_add_up(tmp_path, kind):
    _, manifest, _ = written(tmp_path, EACH[kind]())
    for one in [manifest["scoreBins"], *(feature["bins"] for feature in manifest.get("features", []))]:
        assert len(one["shares"]) == len(one["edges"]) + 1
        assert sum(one["shares"]) == pytest.approx(1)
        assert (np.diff(one["edges"]) > 0).all()


def test_a_value_belongs_to_the_bin_whose_upper_edge_it_is():
    from vedette_trainer.bins import bins

    assert bins(np.array([0, 0, 0, 0, 0, 0, 0, 0, 0, 5])) == {"edges": [0.0], "shares": [0.9, 0.1]}


def test_the_manifest_of_a_graph_says_what_it_takes(tmp_path):
    _, manifest, _ = written(tmp_path, a_sequence())
    assert manifest["inputs"] == [{"name": "tokens", "of": "tokens", "width": 32}]
    assert (manifest["opset"], manifest["vocabulary"], manifest["length"], manifest["parent"]) == (17, 512, 32, "1.0.0")
    assert manifest["training"] | {"versions": 0, "commit": 0} == {
        "dataHash": "ab" * 32,
        "rows": 600,
        "sources": ["office", "shop"],
        "seed": 7,
        "versions": 0,
        "commit": 0,
    }


def test_an_ensemble_has_no_graph_and_its_content_beside_it(tmp_path):
    model = an_ensemble()
    place, manifest, _ = written(tmp_path, model)
    assert (manifest["inputs"], manifest["output"], manifest["variants"], "opset" in manifest) == ([], "", [], False)
    assert manifest["metrics"]["average_precision"] == {"value": 0.9, "low": 0.85, "high": 0.94}
    assert json.loads((place / "model.json").read_text()) == model.ensemble


def test_what_was_in_the_folder_before_is_gone(tmp_path):
    place, _, _ = written(tmp_path, a_forest())
    (place / "manifest.sig").write_text("of another manifest")
    written(tmp_path, a_forest())
    assert not (place / "manifest.sig").exists()


def test_a_number_that_json_does_not_have_is_refused(tmp_path):
    with pytest.raises(ValueError, match="JSON"):
        written(tmp_path, replace(a_forest(), metrics={"average_precision": Metric(float("nan"))}))
    assert not (tmp_path / "vedette-forest").exists()


def test_a_model_of_too_many_bytes_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(package, "LARGEST_BYTES", 1_000)
    with pytest.raises(ValueError, match="bytes, more than 1000"):
        written(tmp_path, a_forest())


def test_a_model_whose_score_moves_with_its_neighbours_is_refused(tmp_path):
    model = a_sequence()
    graph = onnx.ModelProto()
    graph.CopyFrom(model.graph.model)
    [last] = [node for node in graph.graph.node if node.output[0] == model.graph.output]
    last.output[0] = "own"
    graph.graph.node.append(onnx.helper.make_node("ReduceMax", ["own"], ["highest"], keepdims=1))
    graph.graph.node.append(onnx.helper.make_node("Sub", ["own", "highest"], [model.graph.output]))
    with pytest.raises(ValueError, match="moves with its batch neighbours"):
        written(tmp_path, replace(model, graph=replace(model.graph, model=graph)))


def test_the_card_tells_data_figures_segments_calibration_files_limits_and_the_way_back(tmp_path):
    segments = (Segment("office", 400, 3, {"average_precision": Metric(0.5, 0.25, 0.75)}), Segment("shop", 200, 0, {}))
    _, _, card = written(tmp_path, replace(a_text(), segments=segments))
    for line in (
        "| office | 400 | MIT |",
        "| shop | 200 | not stated |",
        "| ece | 0.02 (0.01 to 0.03) |",
        "| office | 400 | 3 | 0.5 (0.25 to 0.75) |",
        "| shop | 200 | 0 | - |\n\nA line without figures has no attacks",
        "Expected calibration error: 0.02 (0.01 to 0.03).",
        "- It knows nothing.",
        "`make it`",
    ):
        assert line in card


def test_what_was_said_and_what_came_true_are_counted_by_host_minute_where_they_are_given(tmp_path):
    model = a_text()
    said = np.array([model.calibration[0][0], model.calibration[-1][0], model.calibration[-1][0]])
    minutes = (said, np.array([False, True, False]))
    _, _, card = written(tmp_path, replace(model, held_out=replace(model.held_out, minutes=minutes)))
    assert "| 0.9 to 1.0 | 2 | 0.950 | 0.500 |" in card
    assert "| host-minutes |" in card


def test_the_card_of_a_tree_model_tells_its_size_and_why_there_is_no_smaller_file(tmp_path):
    place, manifest, card = written(tmp_path, a_classifier())
    assert manifest["variants"] == []
    assert "| model.int8.onnx | not written | the runtime has no INT8 kernel for tree ensembles |" in card
    assert "100 trees with " in card
