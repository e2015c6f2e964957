"""The tagger: what is labelled is what stands there, folds keep templates apart, and the export says what the model says."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from vedette_trainer import gate, tagger_folds, tagger_package, tagger_task
from vedette_trainer.runtime import session
from vedette_trainer.tagger_corpus import PLACE, TYPES, authored, cased, filled, nameless, replaced, templates, with_fields
from vedette_trainer.tagger_folds import Texts, fitted, odds_of, windows
from vedette_trainer.tagger_model import REACH, Tagger, fit, rounded, to_onnx
from vedette_trainer.tagger_rows import CLASSES, FOLDS, IGNORED, Shape, Tokens, fold_of, labels
from vedette_trainer.tagger_values import NOBODYS, Values

IDS = 4
SHAPE = Shape("vedette-tokens-0", "0" * 16, 64, IDS, 64, 15)
KINDS = ("given", "family", "street", "house", "unit", "city", "state", "country", "postcode", "phone")
VALUES = {locale: {kind: [f"{kind.title()}{locale}{n}" for n in range(25)] for kind in KINDS} for locale in ("es", "en", "fi")}


def values(seed: int = 1) -> Values:
    return Values(VALUES, np.random.default_rng(seed))


def read(text: str) -> Tokens:
    """Words as tokens: id by the word, and one that tells capitals."""
    words, at = text.split(" "), np.cumsum([0, *(len(word) + 1 for word in text.split(" "))])[:-1]
    ids = [[2 + sum(word.encode()) % 50, 60 + word[:1].isupper(), 1, 0] for word in words]
    return Tokens(at, at + np.array([len(word) for word in words]), np.array(ids, dtype=np.int32))


def texts(rows: int = 80) -> Texts:
    """`for NAME` holds a person, `at NAME` does not, in as many templates as there are folds and more."""
    made = []
    for place in range(rows):
        name, personal = f"N{place % 7}", place % 2 == 0
        text = f"case {place % 5} {'for' if personal else 'at'} {name} ok"
        start = text.index(name)
        spans = [{"start": start, "end": start + 2, "type": "PERSON"}] if personal else []
        source = "vedette" if place % 10 == 9 else "loglines_dev"
        made.append({"id": f"{place}", "row": f"{place}", "text": text, "lang": "en", "spans": spans, "source": source})
        made[-1] |= {"group": f"{source}:{place % 12}", "copy": source == "vedette"}
    return Texts(made, SHAPE, {row["row"]: read(row["text"]) for row in made})


class TestCorpus:
    def test_every_place_of_every_template_is_of_a_known_kind_and_is_told_where_it_stands(self):
        drawn = values()
        for lang, template in templates():
            assert lang in ("en", "es")
            nobodys = (*NOBODYS, "number", "code")
            assert all(found[1] in TYPES or found[2] in nobodys for found in PLACE.finditer(template))
            row = filled(lang, template, drawn)
            assert not PLACE.search(row["text"]) and "¦" not in row["text"]
            for span in row["spans"]:
                assert span["type"] in CLASSES and row["text"][span["start"] : span["end"]].strip()

    def test_the_same_seed_gives_the_same_rows(self):
        assert list(authored(values(3), 2)) == list(authored(values(3), 2)) != list(authored(values(4), 2))

    def test_a_line_of_a_machine_gets_fields_behind_it_and_a_sentence_gets_none(self):
        drawn = values()
        row = {"text": "INFO case of Ana", "lang": "en", "spans": []}
        assert {with_fields(row, drawn)["text"][:16] for _ in range(20)} == {row["text"]}
        assert any(with_fields(row, drawn)["text"] != row["text"] for _ in range(20))
        assert all(with_fields({**row, "text": "Hi Ana"}, drawn)["text"] == "Hi Ana" for _ in range(20))

    def test_in_texts_without_anybody_nothing_is_labelled(self):
        assert all(row["text"] and row["spans"] == [] for row in nameless(values()))

    def test_another_person_stands_in_the_place_of_one_and_the_rest_stays(self):
        row = {"text": "to Ana Ruiz, ref 7", "lang": "en", "spans": [{"start": 3, "end": 11, "type": "PERSON"}]}
        made = replaced(row, values(), {"PERSON": "person"})
        [span] = made["spans"]
        assert made["text"].startswith("to ") and made["text"].endswith(", ref 7")
        assert made["text"][3 : span["end"]] != "Ana Ruiz" and made["text"][span["end"] :] == ", ref 7"

    def test_a_text_that_capitals_would_make_longer_stays(self):
        assert {cased({"text": "Straße"}, np.random.default_rng(one))["text"] for one in range(200)} <= {"Straße", "straße"}


class TestRows:
    def test_a_token_has_the_class_of_the_span_that_it_touches(self):
        spans = [{"start": 3, "end": 11, "type": "NOMBRE_SUJETO_ASISTENCIA"}, {"start": 12, "end": 13, "type": "ORGANIZATION"}]
        found = labels({"spans": spans}, read("to Ana Ruiz x end"))
        assert found.tolist() == [0, 1, 1, IGNORED, 0]

    def test_windows_are_those_of_the_product(self):
        # as windows.test.ts holds of windows.ts
        for tokens in (0, 1, 255, 256, 257, 700, 3_001):
            told = list(windows(tokens, 256, 15))
            assert [part for _, _, first, last in told for part in range(first, last)] == list(range(tokens))
            assert all(start == max(0, first - 15) and (end == tokens or end - last == 15) for start, end, first, last in told)

    def test_rows_of_a_template_are_in_one_fold_and_its_model_sees_none_of_them(self):
        rows = texts()
        for fold in range(FOLDS):
            judged = rows.judged(fold)
            assert {fold_of(rows.rows[place]["group"]) for place in judged} <= {fold}
            learned = sum((len(piece.labels) for piece in rows.learned(fold)))
            assert learned == sum(len(rows.labels[p]) for p in range(len(rows.rows)) if rows.folds[p] != fold or rows.is_ours[p])

    def test_windows_that_overlap_by_less_than_the_tagger_looks_are_refused(self):
        with pytest.raises(ValueError, match="look"):
            Texts([], replace(SHAPE, margin=REACH - 1), {})


class TestModel:
    def test_the_export_says_what_the_model_says_whatever_stands_beside_or_behind(self):
        torch.manual_seed(1)
        model = rounded(Tagger(64, len(CLASSES)).eval())
        ids = np.random.default_rng(1).integers(1, 64, (5, 40, IDS)).astype(np.int32)
        running = session(to_onnx(model, IDS))
        [together] = running.run(None, {"tokens": ids.reshape(5, -1)})
        with torch.no_grad():
            np.testing.assert_allclose(together, model(torch.from_numpy(ids).long()).numpy(), atol=1e-4)
        [alone] = running.run(None, {"tokens": ids[2:3, :30].reshape(1, -1)})
        filled_up = np.concatenate([ids[:, :30], np.zeros((5, 90, IDS), dtype=np.int32)], axis=1)
        [beside] = running.run(None, {"tokens": filled_up.reshape(5, -1)})
        np.testing.assert_allclose(alone[0], beside[2, :30], atol=1e-5)
        assert gate.neighbour_difference(running, (ids.reshape(5, -1),), 64) <= gate.NEIGHBOUR_LIMIT

    def test_the_same_pieces_and_seed_give_the_same_model(self):
        pieces = list(texts().learned(0))
        first, second = (fit(pieces, 64, len(CLASSES), 5, 1) for _ in range(2))
        assert all(torch.equal(a, b) for a, b in zip(first.state_dict().values(), second.state_dict().values()))

    def test_a_name_is_known_by_what_stands_before_it(self):
        rows = texts()
        model = fitted(rows, None, 3, 60)
        told = [tagger_folds.personal(odds)[3] for odds in odds_of(model, rows.tokens, SHAPE)]
        assert min(told[0::2]) > max(told[1::2])


def test_a_training_writes_the_model_and_those_of_the_folds(tmp_path):
    rows = texts()
    model, run = tagger_task.trained(rows, 3, "1.0.0", None, "again", tmp_path / "folds", 2)
    place = tagger_package.write(model, run, tmp_path / "models")
    manifest = json.loads((place / "manifest.json").read_text())
    assert place == tmp_path / "models/vedette-tagger/1.0.0" and manifest["kind"] == "tagger"
    assert {path.name for path in place.iterdir()} == {"manifest.json", "model.onnx", "MODEL_CARD.md"}
    assert manifest["sha256"] == tagger_package.digest((place / "model.onnx").read_bytes())
    assert "CC BY 4.0" in (tagger_task.LICENCES["meddocan_train.es"]) and "Apache-2.0" in (place / "MODEL_CARD.md").read_text()
    told = [json.loads(line) for line in (tmp_path / "folds/folds.ndjson").read_text().splitlines()]
    assert {one["fold"] for one in told} <= set(range(FOLDS)) and len(told) == int(rows.is_judged.sum())
    assert all((tmp_path / f"folds/{fold}/vedette-tagger/0.0.0/model.onnx").exists() for fold in range(FOLDS))


def test_the_bar_is_the_lowest_with_that_precision_in_the_worst_set():
    rows = texts(40)
    right = {place: np.where(rows.labels[place][:, None] > 0, 2.0, -4.0) * np.ones((1, len(CLASSES))) for place in rows.judged(0)}
    assert tagger_task.bars_of(rows, right).sure == 0
    assert tagger_task.bars_of(rows, {place: np.full_like(odds, 3.0) for place, odds in right.items()}).sure == tagger_task.HIGHEST


def test_a_model_that_is_too_large_is_refused(tmp_path, monkeypatch):
    model, run = tagger_task.trained(texts(), 3, "1.0.0", None, "again", None, 1)
    monkeypatch.setattr(tagger_package, "LARGEST_BYTES", 10)
    with pytest.raises(ValueError, match="bytes, more than 10"):
        tagger_package.write(model, run, tmp_path)
