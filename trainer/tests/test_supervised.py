import json
from dataclasses import replace

import numpy as np
import pytest
from sklearn.ensemble import ExtraTreesClassifier
from synthetic import NAMES, campaigns

from vedette_trainer import boosting, code_set, extra_trees, stacker
from vedette_trainer.log_odds import log_odds
from vedette_trainer.folder import read_folder
from vedette_trainer.folds import folds
from vedette_trainer.monotone import directions
from vedette_trainer.runtime import scores, session
from vedette_trainer.tree_tables import LEAF, Grown
from vedette_trainer.weights import row_weights, training_rows

SMALL = {"extra-trees": (extra_trees, extra_trees.Settings(trees=30)), "boosting": (boosting, boosting.Settings(max_iter=60))}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    labelled = read_folder(campaigns(tmp_path_factory.mktemp("features"))).labelled()
    return labelled.take(training_rows(labelled))


@pytest.fixture(scope="module", params=list(SMALL))
def grown(request, data):
    method, settings = SMALL[request.param]
    return method.fit(data, 3, settings)


def on_thresholds(grown, count=500):
    """Vectors that stand exactly on thresholds: a comparison in another precision would send them the other way."""
    rng = np.random.default_rng(1)
    vectors = rng.normal(size=(count, len(NAMES))).astype(np.float32)
    for feature in range(len(NAMES)):
        cuts = np.concatenate([tree.threshold[tree.feature == feature] for tree in grown.trees])
        if len(cuts):
            vectors[:, feature] = rng.choice(cuts, count)
    return vectors


def summed(tables, vectors):
    """trees.json, walked node by node."""
    out = np.full(len(vectors), tables["base"])
    for tree in tables["trees"]:
        for i, row in enumerate(vectors):
            node = 0
            while tree["feature"][node] != LEAF:
                left = row[tree["feature"][node]] <= np.float32(tree["threshold"][node])
                node = tree["left"][node] if left else tree["right"][node]
            out[i] += tree["value"][node]
    return out


def test_given_trees_when_exported_then_onnx_native_and_tables_agree(grown, data):
    vectors = np.concatenate([data.vectors[:200], on_thresholds(grown)])
    exported = scores(session(grown.to_onnx("trees")), [vectors])
    np.testing.assert_allclose(exported, grown.native(vectors), atol=1e-5)
    np.testing.assert_allclose(exported, summed(grown.to_tables(), vectors), atol=1e-5)


def test_given_trees_when_told_as_tables_then_cover_is_the_weight_of_the_rows(grown):
    for tree in grown.to_tables()["trees"]:
        cover = np.array(tree["cover"])
        assert cover[0] == pytest.approx(grown.weights.sum())
        assert cover.min() > 0
        for node in np.flatnonzero(np.array(tree["feature"]) != LEAF):
            assert cover[node] == pytest.approx(cover[tree["left"][node]] + cover[tree["right"][node]])
            assert tree["left"][node] > node and tree["right"][node] > node


def test_given_more_hits_when_scored_then_no_row_is_calmer(grown, data):
    place = NAMES.index("hits")
    assert directions(data.features.names)[place] == 1
    more = data.vectors.copy()
    more[:, place] += np.random.default_rng(2).random(len(more)).astype(np.float32) * 3
    assert (grown.scores(more) >= grown.scores(data.vectors) - 1e-6).all()


def test_our_export_of_trees_scores_as_that_of_skl2onnx(data):
    skl2onnx = pytest.importorskip("skl2onnx")
    native = ExtraTreesClassifier(20, min_samples_leaf=3, random_state=1).fit(data.vectors, data.labels)
    opsets = {"": 17, "ai.onnx.ml": 3}
    theirs = session(skl2onnx.to_onnx(native, data.vectors[:1], options={"zipmap": False}, target_opset=opsets))
    trees = [extra_trees.tree_of(one.tree_, 20) for one in native.estimators_]
    ours = session(Grown(trees, 0.0, native.predict_proba, data.vectors, np.ones(len(data))).to_onnx("ours"))
    np.testing.assert_allclose(scores(ours, [data.vectors]), theirs.run(None, {"X": data.vectors})[1][:, 1], atol=1e-5)


def test_given_codes_of_attacks_when_learned_then_they_raise_the_score_and_onnx_agrees(data):
    model = code_set.fit(data)
    raw = model.scores(data)
    assert np.median(raw[data.labels == 1]) > np.quantile(raw[data.labels == 0], 0.95)
    assert not model.table[0].any()
    graph = code_set.to_onnx(model, data.columns["codeTokens"].shape[1])
    exported = scores(session(graph), [data.columns["codeTokens"], data.columns["codeValues"]])
    np.testing.assert_allclose(exported, raw, atol=1e-4)


def test_given_codes_of_the_tenant_however_many_then_they_move_the_score_by_no_more_than_the_bound_and_onnx_agrees(data):
    table = np.zeros((code_set.VOCABULARY, 2), dtype=np.float32)
    table[7] = table[code_set.TENANT + 7] = (1, 0)
    table[code_set.TENANT + 8] = (-1, 0)
    model = code_set.CodeSet(0.5, table)
    tokens = np.array([[7, 0, 0], [7, 4103, 4103], [7, 4104, 4104], [4103, 4104, 0]], dtype=np.int32)
    values = np.tile(np.array([9, 0], dtype=np.float32), (4, 3))
    given = replace(data.take(np.arange(4)), columns={"codeTokens": tokens, "codeValues": values})
    raw = model.scores(given)
    np.testing.assert_allclose(raw, [9.5, 11.5, 7.5, 0.5])
    np.testing.assert_allclose(scores(session(code_set.to_onnx(model, 3)), [tokens, values]), raw, atol=1e-5)


def test_given_rows_when_chosen_then_each_minute_code_and_label_has_its_last(tmp_path):
    data = read_folder(campaigns(tmp_path)).labelled()
    rows = training_rows(data)
    assert (np.diff(rows) > 0).all()
    minutes = data.times // 60_000
    attacked_minutes = {(data.sources[i], data.entities[i], minutes[i]) for i in np.flatnonzero(data.labels == 1)}
    last = {}
    for i in range(len(data)):
        window = (data.sources[i], data.entities[i], minutes[i])
        if data.labels[i] == 1 or window not in attacked_minutes:
            last[(*window, data.columns["codeTokens"][i, 0], data.labels[i])] = i
    assert rows.tolist() == sorted(last.values())


def test_given_rows_when_weighed_then_each_step_and_each_benign_minute_weighs_alike(data):
    weights = row_weights(data, positive=20)
    steps, minutes = {}, {}
    for i, weight in enumerate(weights):
        if data.labels[i]:
            steps[data.sources[i], data.steps[i]] = steps.get((data.sources[i], data.steps[i]), 0) + weight
        else:
            minute = (data.sources[i], data.entities[i], data.times[i] // 60_000)
            minutes[minute] = minutes.get(minute, 0) + weight
    assert len(steps) == 8
    np.testing.assert_allclose(list(steps.values()), 20)
    np.testing.assert_allclose(list(minutes.values()), 1)


def test_given_sources_of_one_campaign_when_folded_then_they_stay_together(tmp_path):
    (campaigns(tmp_path) / "campaigns.json").write_text(json.dumps({"amber": "first", "birch": "first"}))
    made = folds(read_folder(tmp_path).labelled())
    assert [fold.campaign for fold in made] == ["cedar", "dune", "first"]
    for fold in made:
        assert not set(fold.fitting) & set(fold.judged)


def parts(seed=1, count=4_000):
    """A good part, one of chance, one that is against, and rules that speak for one row in five."""
    rng = np.random.default_rng(seed)
    attack = rng.random(count) < 0.2
    logits = np.stack([2.5 * attack + rng.normal(size=count) - 2, rng.normal(size=count) - 3, -1.0 * attack - 2], axis=1)
    rules = np.where(rng.random(count) < 0.2 + 0.3 * attack, 0.4, np.nan)
    return np.column_stack([1 / (1 + np.exp(-logits)), rules]), attack


def test_given_parts_when_stacked_then_no_weight_is_negative_and_what_knows_nothing_weighs_little():
    said, attack = parts()
    model = stacker.fit(said, attack, np.ones(len(attack)))
    assert (model.weights >= 0).all()
    assert model.weights[0] > 0.7
    assert model.weights[1] < 0.2
    assert model.weights[2] == 0
    assert model.bases[0] == pytest.approx(log_odds(np.median(said[~attack, 0])))


def test_given_rules_that_match_attacks_more_often_when_stacked_then_a_match_speaks_for_one():
    said, attack = parts()
    model = stacker.fit(said, attack, np.ones(len(attack)))
    quiet, matched = np.tile(said[:1], (2, 1))
    quiet[3], matched[3] = np.nan, 0.4
    assert model.logits(matched[None])[0] > model.logits(quiet[None])[0] + 0.5


def test_given_a_part_that_does_not_answer_when_stacked_then_it_adds_nothing():
    said, attack = parts()
    model = stacker.fit(said, attack, np.ones(len(attack)))
    silent = said.copy()
    silent[:, 0] = np.nan
    usual = said.copy()
    usual[:, 0] = 1 / (1 + np.exp(-model.bases[0]))
    np.testing.assert_allclose(model.logits(silent), model.logits(usual), atol=1e-9)




def test_given_a_part_that_never_spoke_of_attacks_when_stacked_then_it_is_taken_at_its_word():
    said, attack = parts()
    said[attack, 3] = np.nan
    model = stacker.fit(said, attack, np.ones(len(attack)))
    ordinary = 1 / (1 + np.exp(-model.bases))
    for word in (0.2, 0.9):
        ordinary[3] = word
        assert model.logits(ordinary[None])[0] == pytest.approx(log_odds(word))
