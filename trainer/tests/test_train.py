import hashlib
import json
from dataclasses import replace

import numpy as np
import onnx
import pytest
from synthetic import rows, write

from vedette_trainer import curve, forest, gate, package, sequence
from vedette_trainer.runtime import session
from vedette_trainer.tasks import TASKS
from vedette_trainer.tasks.context import Plan
from vedette_trainer.train import train

PLAN = Plan(7, rows=10_000, steps=60)
NOVELTY = [task for task in TASKS if not task.supervised]


@pytest.fixture(scope="module")
def features(tmp_path_factory):
    return write(tmp_path_factory.mktemp("features"), rows(11, 2_000))


def trained(features, out, plan=PLAN, tasks=NOVELTY):
    return list(train(tasks, features, out, plan, frozenset(), None, "make it"))


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(features, tmp_path, monkeypatch):
    monkeypatch.setattr(gate, "speed", lambda *_: 1.0)
    for name, seed in (("first", 7), ("second", 7), ("third", 8)):
        trained(features, tmp_path / name, replace(PLAN, seed=seed))
    first, second, third = (files(tmp_path / name) for name in ("first", "second", "third"))
    assert first == second
    assert len(first) == 6
    assert all(first[name] != third[name] for name in first if name.endswith(".onnx"))


def test_the_manifest_belongs_to_its_model(features, tmp_path):
    for folder in trained(features, tmp_path):
        manifest = json.loads((folder / "manifest.json").read_text())
        content = (folder / "model.onnx").read_bytes()
        assert manifest["sha256"] == hashlib.sha256(content).hexdigest()
        assert manifest["featureHash"] == "0123456789abcdef"
        assert manifest["training"]["sources"] == ["a"]
        assert len(content) < package.LARGEST_BYTES


def test_the_exported_forest_scores_as_the_native_one():
    rng = np.random.default_rng(1)
    vectors = rng.normal(size=(3_000, 9)).astype(np.float32)
    names = tuple(f"f{i}" for i in range(8)) + ("hits",)
    model = forest.fit(vectors, names, seed=3)
    assert not any((tree.tree_.feature == 8).any() for tree in model.estimators_)
    # Values that stand exactly on a threshold take the branch that they take in training
    on_threshold = vectors[:500].copy()
    for tree in model.estimators_[:20]:
        inner = tree.tree_.children_left >= 0
        on_threshold[:, 0] = rng.choice(tree.tree_.threshold[inner].astype(np.float32), 500)
        exported = session(forest.to_onnx(model, 9)).run(None, {forest.INPUT: on_threshold})[0]
        np.testing.assert_allclose(exported, forest.native_scores(model, on_threshold), atol=1e-5)


def test_the_exported_sequence_model_scores_as_the_native_one_with_any_padding():
    rng = np.random.default_rng(2)
    tokens = rng.integers(1, 64, (64, 32)).astype(np.int32)
    for i in range(33):
        tokens[i, :i] = 0
    model = sequence.fit(tokens[:48], tokens[48:], 64, seed=3, steps=10)
    exported = session(sequence.to_onnx(model, 32)).run(None, {sequence.INPUT: tokens})[0]
    np.testing.assert_allclose(exported, sequence.native_scores(model, tokens), atol=1e-4)
    assert exported[32] == 0


def test_what_breaks_the_habit_scores_above_what_keeps_it(features, tmp_path):
    forest_folder, sequence_folder = trained(features, tmp_path, replace(PLAN, steps=300))
    made = rows(11, 2_000)
    odd = np.arange(len(made)) % 100 == 99
    for folder, name, column, dtype in (
        (forest_folder, "vectors", "vector", np.float32),
        (sequence_folder, "tokens", "tokens", np.int32),
    ):
        graph = onnx.load(folder / "model.onnx")
        scores = session(graph).run(None, {name: np.array([row[column] for row in made], dtype=dtype)})[0]
        assert np.median(scores[odd]) > np.quantile(scores[~odd], 0.95)


def test_given_entities_that_are_foretold_no_better_when_trained_then_it_ends_with_the_best_weights():
    rng = np.random.default_rng(5)
    learned, others = ((np.arange(32) * step + rng.integers(8, size=(200, 1))) % 8 + 1 for step in (1, 3))
    losses = [
        sequence.loss(sequence.fit(learned.astype(np.int32), others.astype(np.int32), 64, seed=1, steps=steps), others)
        for steps in (10, 1_200)
    ]
    # habits of others are not learned from these: what a long training would unlearn is kept
    assert losses[1] <= np.log(64) + 0.1


@pytest.mark.parametrize(
    "scores",
    [np.random.default_rng(1).normal(size=50_000), np.zeros(1_000), np.repeat([0.1, 0.2], 500), np.arange(3.0)],
    ids=["smooth", "all equal", "two values", "three rows"],
)
def test_a_curve_rises_strictly_in_raw_and_never_falls_in_probability(scores):
    points = np.array(curve.curve(scores))
    assert (np.diff(points[:, 0]) > 0).all()
    assert (np.diff(points[:, 1]) >= 0).all()
    assert len(points) >= 2


def test_at_the_bar_the_curve_says_one_half():
    scores = np.random.default_rng(1).normal(size=200_000)
    points = np.array(curve.curve(scores))
    assert np.interp(curve.bar(scores), points[:, 0], points[:, 1]) == pytest.approx(0.5, abs=1e-3)


def test_the_card_tells_how_the_model_does_on_telemetry_it_was_not_trained_on(features, tmp_path):
    others = write(tmp_path / "others", rows(12, 1_000), name="unseen.ndjson")
    attack = [f"telemetry.log:{i}" for i in range(1_000) if i % 100 == 99]
    (others / "unseen.labels").write_text("\n".join(attack))
    forest_folder, _ = trained(features, tmp_path / "models", replace(PLAN, judge=others))
    card = (forest_folder / "MODEL_CARD.md").read_text()
    [line] = [line for line in card.splitlines() if line.startswith("| unseen |")]
    _, _, total, above, attacks, attacks_above, auroc, _ = (cell.strip() for cell in line.split("|"))
    assert (int(total), int(attacks)) == (1_000, 10)
    assert int(attacks_above) <= int(above)
    assert float(auroc) > 0.95


@pytest.mark.parametrize(
    "values",
    [np.random.default_rng(1).normal(size=5_000), np.zeros(1_000), np.repeat([0.0, 1.0], [990, 10])],
    ids=["smooth", "all equal", "hardly ever another"],
)
def test_bins_hold_every_value_once(values):
    made = curve.bins(values)
    assert (np.diff(made["edges"]) > 0).all()
    assert len(made["shares"]) == len(made["edges"]) + 1
    assert sum(made["shares"]) == pytest.approx(1)
    assert made["shares"][-1] == pytest.approx((values > made["edges"][-1]).mean())
