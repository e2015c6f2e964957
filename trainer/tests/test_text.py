"""The text model: nearly equal texts stay together, folds keep apart what they promise, and the export says what the model says."""

import numpy as np
import pytest

from vedette_trainer import text_model
from vedette_trainer.runtime import scores, session
from vedette_trainer.text_clusters import FIRST_WORD, clusters
from vedette_trainer.text_corpus import authored, templates, told
from vedette_trainer.text_figures import bar, recall
from vedette_trainer.text_folds import RELATED, Folds
from vedette_trainer.dataset import BadData
from vedette_trainer.text_rows import Read, Shape, Texts, read_ids
from vedette_trainer.text_task import _points, joined

SHAPE = Shape("vedette-base-3", "0" * 16, 4096)


def words(*numbers: int) -> tuple[int, ...]:
    return tuple(FIRST_WORD + number for number in numbers)


def texts(seed: int = 1, rows: int = 240) -> Texts:
    """Lines of two hostile families and one harmless one, each in two carriers, and templates of ours."""
    rng = np.random.default_rng(seed)
    made, read = [], {}
    for place in range(rows):
        family = ("crlf", "jndi", "hard_negative", "order")[place % 4]
        hostile = family in RELATED
        ours = family == "order" or rng.random() < 0.2
        ids = ((7,) if hostile and rng.random() < 0.9 else ()) + words(*sorted(set(rng.integers(0, 3_000, 8).tolist())))
        source, carrier = ("vedette", "") if ours else ("log-injection", ("sshd", "api")[place // 4 % 2])
        row = {"id": f"{place}", "text": f"{ids}", "label": int(hostile), "family": family, "obfuscation": ""}
        made.append(row | {"source": source, "carrier": carrier})
        read[f"{place}"] = Read(ids, ())
        read[f"{place}v"] = Read(ids[:-1], ())
    return Texts(made, SHAPE, read)


def test_texts_that_share_half_of_their_words_are_one_cluster():
    few, many = words(1, 2, 3), words(*range(10, 22))
    found = clusters([many, words(*range(10, 17), *range(50, 56)), words(*range(80, 90)), few, words(1, 2, 4), words(9), words(9)])
    assert found[0] == found[1] != found[2]
    assert found[3] == found[4] != found[0]
    assert found[5] == found[6] != found[3]


def test_signs_alone_make_no_likeness():
    assert len(set(clusters([(1, 2, 3, *words(1, 2)), (1, 2, 3, *words(3, 4))]))) == 2


@pytest.mark.parametrize("strict", [False, True])
def test_a_fold_learns_neither_the_family_nor_the_carrier_nor_the_text_that_it_judges(strict):
    rows = texts()
    folds = Folds(rows, seed=3, strict=strict)
    judged_once = np.zeros(len(rows), dtype=int)
    for judged, learned in folds._splits(others=True):
        judged_once += judged
        assert not set(rows.clusters[judged]) & set(rows.clusters[learned])
        if not rows.dev[judged].all():
            continue
        assert not set(rows.families[judged & rows.labels]) & set(rows.families[learned & rows.labels & rows.dev])
        assert not set(rows.carriers[judged]) & set(rows.carriers[learned & rows.dev])
        if strict and (judged & rows.labels).any():
            assert not set(rows.families[judged & rows.labels]) & set(rows.families[learned & rows.labels])
    assert (judged_once == 1).all()


def test_held_out_scores_are_the_same_again_and_find_the_sign():
    rows = texts()
    first, second = (Folds(rows, seed=3).out_of_fold() for _ in range(2))
    np.testing.assert_array_equal(first, second)
    assert np.isnan(first[~rows.dev]).all()
    assert recall(first[rows.dev], rows.labels[rows.dev], 0.01) > 0.8


def test_the_export_says_what_the_model_says_whatever_stands_beside():
    rows = texts()
    folds = Folds(rows, seed=3)
    model = folds.fitted(np.ones(len(rows), dtype=bool))
    running = session(text_model.to_onnx(model, 512))
    inputs = text_model.padded(rows.lines, 512)
    exported = scores(running, (inputs,))
    np.testing.assert_allclose(exported, text_model.scores(model, folds.lines), atol=1e-5)
    np.testing.assert_array_equal(scores(running, (inputs[5:6],))[0], exported[5])
    nothing, unknown = np.zeros((1, 512), dtype=np.int32), np.full((1, 512), 70_000, dtype=np.int32)
    assert scores(running, (nothing,))[0] == pytest.approx(model.bias)
    assert np.isfinite(scores(running, (unknown,))).all()


def test_probabilities_rise_with_the_score():
    rng = np.random.default_rng(1)
    labels = rng.random(500) < 0.3
    points = _points((rng.normal(size=500) + 3 * labels).astype(np.float32), labels)
    raw, probability = np.array(points).T
    assert (np.diff(raw) > 0).all() and (np.diff(probability) > 0).all()
    assert 0 < probability[0] < 0.05 < probability[-1] < 1


@pytest.mark.parametrize(
    ("probability", "hits", "expected"),
    [(0.3, (), 0.3), (0.5, (0.8,), 0.85), (0.9, (0.8, 0.4), 1 - 0.1 * 0.6 * 0.8)],
)
def test_a_model_and_heuristics_are_joined_as_in_the_chain(probability, hits, expected):
    assert joined(probability, hits) == pytest.approx(expected)


def test_a_score_equal_to_the_bar_is_not_above_it():
    scored, labels = np.array([3.0, 2, 2, 1]), np.array([True, False, True, False])
    assert bar(scored, labels, 0.01) == 2
    assert recall(scored, labels, 0.01) == 0.5


def test_ids_are_read_by_their_names(tmp_path):
    out = tmp_path / "out.ndjson"
    out.write_text(
        '{"featureSet":"a","featureHash":"b","vocabulary":9,"length":4}\n{"id":"x","ids":[1,5],"hits":[0.5]}\n', encoding="utf-8"
    )
    shape, read = read_ids(tmp_path, vedette=("sh", "-c", f"cat {out}"))
    assert shape == Shape("a", "b", 9) and read == {"x": Read((1, 5), (0.5,))}


def test_a_featuriser_that_fails_is_told(tmp_path):
    with pytest.raises(BadData, match="ended with 1"):
        read_ids(tmp_path, vedette=("false",))


class TestCorpus:
    def test_every_template_tells_a_text(self):
        rng = np.random.default_rng(1)
        for name in ("hostile.txt", "harmless.txt"):
            for family, template in templates(name):
                text = told(template, rng)
                assert text and "¦" not in text, (family, template)

    def test_the_same_seed_gives_the_same_rows_and_no_value_is_both(self):
        rows = list(authored(5))
        assert rows == list(authored(5))
        assert rows != list(authored(6))
        hostile = {row["value"] for row in rows if row["label"]}
        assert not hostile & {row["value"] for row in rows if not row["label"]}

    def test_a_value_stands_in_its_line(self):
        assert all(row["value"] in row["text"] for row in authored(5))
