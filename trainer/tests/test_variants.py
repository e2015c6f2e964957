from dataclasses import replace

import numpy as np
import onnx
import pytest
from made import RUN, a_code_set, a_sequence, a_text, ticking
from onnxruntime.quantization import quantize_dynamic

from vedette_trainer import gate, variants
from vedette_trainer.int8 import to_int8
from vedette_trainer.runtime import scores, session

GRAPHS = {"sequence": a_sequence, "text": a_text, "code-set": a_code_set}


def copy_of(graph):
    copy = onnx.ModelProto()
    copy.CopyFrom(graph)
    return copy


def dynamic(graph, folder):
    quantize_dynamic(copy_of(graph.model), folder / "dynamic.onnx")
    return onnx.load(folder / "dynamic.onnx")


@pytest.mark.parametrize("name", GRAPHS)
def test_both_variants_pass_their_gates_and_read_the_same_rows(name):
    model = GRAPHS[name]()
    for one in variants.variants(model, ticking()):
        assert one.reason == ""
        running = session(onnx.load_from_string(one.content))
        assert [(i.name, i.type) for i in running.get_inputs()] == [
            (i.name, i.type) for i in session(model.graph.model).get_inputs()
        ]
        assert scores(running, model.held_out.inputs).dtype == np.float32
        assert one.figures["neighbour_difference"] <= 1e-6
        assert one.figures["rank_agreement"] > 0.995
        assert one.figures["speed"] == 1


@pytest.mark.parametrize("name", GRAPHS)
def test_int8_has_at_most_half_of_the_bytes_and_no_float_table_is_left(name):
    model = GRAPHS[name]()
    small = to_int8(model.graph)
    assert small.ByteSize() <= model.graph.model.ByteSize() / 2
    assert not [t.name for t in small.graph.initializer if t.data_type == onnx.TensorProto.FLOAT and np.prod(t.dims) > 1_600]


def test_the_model_itself_is_left_as_it_is():
    model = a_text()
    before = model.graph.model.SerializeToString(deterministic=True)
    variants.variants(model, ticking())
    assert model.graph.model.SerializeToString(deterministic=True) == before


@pytest.mark.parametrize("name", GRAPHS)
def test_dynamic_quantisation_does_not_pass_the_neighbour_test(name, tmp_path):
    model = GRAPHS[name]()
    moved = gate.neighbour_difference(session(dynamic(model.graph, tmp_path)), model.held_out.inputs, model.ids[0])
    assert moved > 100 * gate.NEIGHBOUR_LIMIT


def test_a_variant_that_moves_with_its_neighbours_is_not_written_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setitem(variants.MAKERS, "int8", lambda graph: dynamic(graph, tmp_path))
    model = a_text()
    fp16, int8 = variants.variants(model, ticking())
    assert fp16.content is not None
    assert int8.content is None
    assert "a score moves with its batch neighbours by" in int8.reason


def coarse(graph):
    small = to_int8(graph)
    for tensor in small.graph.initializer:
        if tensor.name == "table.int8":
            numbers = onnx.numpy_helper.to_array(tensor) // 64 * 64
            tensor.CopyFrom(onnx.numpy_helper.from_array(numbers.astype(np.int8), tensor.name))
    return small


@pytest.mark.parametrize(("labelled", "figure"), [(True, "average_precision_change"), (False, "rank_agreement")])
def test_a_variant_that_ranks_otherwise_is_not_written(labelled, figure, monkeypatch):
    monkeypatch.setitem(variants.MAKERS, "int8", coarse)
    _, int8 = variants.variants(a_text(labelled), ticking())
    assert int8.content is None
    assert int8.reason.startswith("it ranks rows otherwise, by")
    assert figure in int8.figures


def test_an_int8_file_that_saves_too_little_is_not_written(monkeypatch):
    monkeypatch.setitem(variants.MAKERS, "int8", lambda graph: copy_of(graph.model))
    _, int8 = variants.variants(a_text(), ticking())
    assert int8.reason == "its share of the bytes of FP32 is 1, more than 0.5"


def test_without_training_rows_there_is_no_int8():
    model = a_text()
    _, int8 = variants.variants(replace(model, graph=replace(model.graph, fitted=())), ticking())
    assert "no training rows" in int8.reason


def test_a_variant_that_is_slower_is_called_slower():
    from vedette_trainer.card import card
    from vedette_trainer.variants import Variant

    slow = Variant("int8", b"bytes", "", {"speed": 0.5})
    text = card(a_text(), RUN, {"model.onnx": b""}, [slow]).decode()
    assert "| model.int8.onnx | 5 | slower on CPU: 0.50 times the speed of FP32" in text


def test_ranks_that_cannot_be_told_apart_agree_only_when_equal():
    flat = np.zeros(5)
    assert gate.rank_agreement(flat, flat) == 1
    assert gate.rank_agreement(flat, np.arange(5.0)) == 0
