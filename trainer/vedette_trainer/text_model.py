"""The text model: a logistic model over the ids of a text; the score is its log-odds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from onnx import ModelProto, TensorProto, helper, numpy_helper
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from .graph import finished
from .text_clusters import FIRST_WORD

OPSET = 17
INPUT, OUTPUT = "text", "score"
# Signs weigh 1 each, all words of a text together WORDS, so that long texts are not more hostile. Both numbers were
# chosen by the cross-validation of `text_folds.py`
WORDS, INVERSE_PENALTY = 3.0, 1.0
# Share of texts worth a look that is taken to be hostile: of the rows learned from it is a third
PRIOR = 0.05


@dataclass(frozen=True)
class TextModel:
    weights: np.ndarray  # float32, by id; that of 0 is 0
    bias: float


def matrix(texts: Sequence[Sequence[int]], vocabulary: int) -> csr_matrix:
    """A row for each text: 1 for a sign, and words shared out by the root of their number."""
    columns, values, ends = [], [], [0]
    for ids in texts:
        words = sum(one >= FIRST_WORD for one in ids)
        columns.extend(ids)
        values.extend(1.0 if one < FIRST_WORD else WORDS / np.sqrt(words) for one in ids)
        ends.append(len(columns))
    return csr_matrix((values, columns, ends), shape=(len(texts), vocabulary))


def fit(rows: csr_matrix, labels: np.ndarray, weights: np.ndarray, seed: int) -> TextModel:
    """The same rows give the same model. Ids that no row has weigh nothing."""
    used = np.unique(rows.indices)
    model = LogisticRegression(C=INVERSE_PENALTY, solver="liblinear", random_state=seed)
    model.fit(rows[:, used], labels, sample_weight=weights)
    by_id = np.zeros(rows.shape[1], dtype=np.float32)
    by_id[used] = model.coef_[0]
    return TextModel(by_id, float(model.intercept_[0]))


def scores(model: TextModel, rows: csr_matrix) -> np.ndarray:
    return (rows @ model.weights.astype(np.float64) + model.bias).astype(np.float32)


def padded(texts: Sequence[Sequence[int]], length: int) -> np.ndarray:
    """Ids as the graph takes them: int32, zero filled at the end."""
    out = np.zeros((len(texts), length), dtype=np.int32)
    for row, ids in zip(out, texts):
        row[: len(ids)] = ids
    return out


def to_onnx(model: TextModel, length: int) -> ModelProto:
    """Sum of the signs' weights, and of the words' weights over the root of their number."""
    nodes = [
        helper.make_node("Clip", [INPUT, "none", "last"], ["known"]),
        helper.make_node("Gather", ["weights", "known"], ["said"]),
        helper.make_node("Less", [INPUT, "first.word"], ["is.sign"]),
        helper.make_node("Cast", ["is.sign"], ["sign"], to=TensorProto.FLOAT),
        helper.make_node("Sub", ["one", "sign"], ["word"]),
        helper.make_node("Mul", ["said", "sign"], ["sign.said"]),
        helper.make_node("Mul", ["said", "word"], ["word.said"]),
        helper.make_node("ReduceSum", ["sign.said", "across"], ["signs"], keepdims=0),
        helper.make_node("ReduceSum", ["word.said", "across"], ["words"], keepdims=0),
        helper.make_node("ReduceSum", ["word", "across"], ["count"], keepdims=0),
        helper.make_node("Max", ["count", "one"], ["divisor.squared"]),
        helper.make_node("Sqrt", ["divisor.squared"], ["divisor"]),
        helper.make_node("Div", ["words", "divisor"], ["words.mean"]),
        helper.make_node("Add", ["signs", "words.mean"], ["sum"]),
        helper.make_node("Add", ["sum", "bias"], [OUTPUT]),
    ]
    return finished(
        helper.make_graph(
            nodes,
            "vedette-text",
            [helper.make_tensor_value_info(INPUT, TensorProto.INT32, ["rows", length])],
            [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["rows"])],
            _constants(model),
        ),
        {"": OPSET},
    )


def _constants(model: TextModel) -> list[TensorProto]:
    by_id = model.weights.copy()
    by_id[FIRST_WORD:] *= WORDS
    by_id[0] = 0
    arrays = {
        "weights": by_id,
        "one": np.ones(1, dtype=np.float32),
        "bias": np.array([model.bias], dtype=np.float32),
        "none": np.array(0, dtype=np.int32),
        "last": np.array(len(by_id) - 1, dtype=np.int32),
        "first.word": np.array([FIRST_WORD], dtype=np.int32),
        "across": np.array([1], dtype=np.int64),
    }
    return [numpy_helper.from_array(array, name) for name, array in arrays.items()]
