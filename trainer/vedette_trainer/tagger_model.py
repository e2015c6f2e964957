"""The tagger: sums of id vectors, and four dilated convolutions over the tokens of a text."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper
from torch import nn

from .graph import finished

OPSET = 17
INPUT, OUTPUT = "tokens", "odds"
WIDTH, HIDDEN = 32, 64
DILATIONS = (1, 2, 4, 8)
REACH = sum(DILATIONS)
# In training: the word itself and its ending are hidden so often, so that parts and neighbours must tell; and any id
HIDDEN_WORD, HIDDEN_ID = 0.3, 0.08
RATE, DECAY, BATCH = 4e-3, 2e-2, 2048
DROPOUT, SMOOTHING = 0.2, 0.02
STEPS_PER_BYTE = 127


class Tagger(nn.Module):
    def __init__(self, vocabulary: int, classes: int) -> None:
        super().__init__()
        self.ids = nn.Embedding(vocabulary, WIDTH, padding_idx=0)
        nn.init.normal_(self.ids.weight, std=0.3)
        with torch.no_grad():
            self.ids.weight[0] = 0
        self.norm = nn.LayerNorm(WIDTH)
        self.widen = nn.Linear(WIDTH, HIDDEN)
        self.convolutions = nn.ModuleList(nn.Conv1d(HIDDEN, HIDDEN, 3, dilation=one, padding=one) for one in DILATIONS)
        self.told = nn.Linear(HIDDEN, classes + 1)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Log-odds of each class against none, for ids of texts by tokens by ids. Fill (0) has no say."""
        is_token = (ids[:, :, :1] > 0).float()
        x = self.dropout(self.widen(self.norm(self._summed(ids)))) * is_token
        x, is_there = x.transpose(1, 2), is_token.transpose(1, 2)
        for one in self.convolutions:
            x = x + self.dropout(torch.relu(one(x))) * is_there
        logits = self.told(x.transpose(1, 2))
        return logits[:, :, 1:] - logits[:, :, :1]

    def _summed(self, ids: torch.Tensor) -> torch.Tensor:
        texts, tokens, each = ids.shape
        flat = ids.reshape(-1, each)
        return nn.functional.embedding_bag(flat, self.ids.weight, mode="sum", padding_idx=0).reshape(texts, tokens, WIDTH)


@dataclass(frozen=True)
class Piece:
    """A window of a text: what is not judged has the label -100."""

    ids: np.ndarray
    labels: np.ndarray


def fit(pieces: Sequence[Piece], vocabulary: int, classes: int, seed: int, epochs: int) -> Tagger:
    """The same pieces and seed give the same model."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    rng = np.random.default_rng(seed)
    model = Tagger(vocabulary, classes)
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    plan = [batch for _ in range(epochs) for batch in batches(pieces, rng)]
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=len(plan) + 1, pct_start=0.15)
    for batch in plan:
        ids, labels = padded([pieces[one] for one in batch])
        odds = model(torch.from_numpy(hidden(ids, rng)).long())
        logits = torch.cat([torch.zeros_like(odds[:, :, :1]), odds], dim=2)
        told, right = logits.reshape(-1, classes + 1), torch.from_numpy(labels).reshape(-1)
        loss = nn.functional.cross_entropy(told, right, label_smoothing=SMOOTHING)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
    return rounded(model.eval())


def batches(pieces: Sequence[Piece], rng: np.random.Generator) -> list[np.ndarray]:
    """Pieces of like length together, as many as have BATCH tokens with their fill."""
    lengths = np.array([len(piece.labels) for piece in pieces])
    order = np.argsort(lengths + rng.random(len(pieces)) * 8, kind="stable")
    found, start = [], 0
    while start < len(order):
        end = start + 1
        while end < len(order) and (end - start + 1) * lengths[order[start : end + 1]].max() <= BATCH:
            end += 1
        found.append(order[start:end])
        start = end
    return [found[one] for one in rng.permutation(len(found))]


def padded(pieces: Sequence[Piece]) -> tuple[np.ndarray, np.ndarray]:
    longest = max(len(piece.labels) for piece in pieces)
    ids = np.zeros((len(pieces), longest, pieces[0].ids.shape[1]), dtype=np.int32)
    labels = np.full((len(pieces), longest), -100, dtype=np.int64)
    for place, piece in enumerate(pieces):
        ids[place, : len(piece.labels)] = piece.ids
        labels[place, : len(piece.labels)] = piece.labels
    return ids, labels


def hidden(ids: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Ids of words with parts (other tokens have nothing else to be known by), hidden by chance. The shape always stays."""
    out = ids.copy()
    is_word = ids[:, :, 2] > 0
    word = is_word & (rng.random(is_word.shape) < HIDDEN_WORD)
    out[:, :, 0][word] = 1
    out[:, :, 2][word & (rng.random(is_word.shape) < 0.5)] = 0
    chance = rng.random(out[:, :, 2:].shape) < HIDDEN_ID
    out[:, :, 2:][chance] = 0
    return out


def rounded(model: Tagger) -> Tagger:
    """Id vectors as the graph holds them: in steps of one size, 127 to each side."""
    with torch.no_grad():
        step = model.ids.weight.abs().max() / STEPS_PER_BYTE
        model.ids.weight.copy_(torch.round(model.ids.weight / step) * step)
    return model


def to_onnx(model: Tagger, ids_per_token: int) -> ModelProto:
    """Tokens in rows of any width, `ids_per_token` numbers each; answers rows by tokens by classes."""
    classes = len(model.told.bias) - 1
    convolutions = [node for place, dilation in enumerate(DILATIONS) for node in _convolution(place, dilation)]
    return finished(
        helper.make_graph(
            [*_reading(), *convolutions, *_telling()],
            "vedette-tagger",
            [helper.make_tensor_value_info(INPUT, TensorProto.INT32, ["rows", "width"])],
            [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["rows", "tokens", classes])],
            [
                numpy_helper.from_array(np.ascontiguousarray(array), name)
                for name, array in (_numbers(model, ids_per_token) | _weights(model)).items()
            ],
        ),
        {"": OPSET},
    )


def _numbers(model: Tagger, ids_per_token: int) -> dict[str, np.ndarray]:
    weight = model.ids.weight.detach().numpy()
    step = np.float32(np.abs(weight).max() / STEPS_PER_BYTE)
    return {
        "table": np.round(weight / step).astype(np.int8),
        "step": step.reshape(1),
        "none": np.array(0, dtype=np.int32),
        "last": np.array(len(weight) - 1, dtype=np.int32),
        "shape": np.array([0, -1, ids_per_token], dtype=np.int64),
        "first": np.array([0], dtype=np.int64),
        "second": np.array([1], dtype=np.int64),
        "end": np.array([1 << 30], dtype=np.int64),
        "axis": np.array([2], dtype=np.int64),
    }


def _weights(model: Tagger) -> dict[str, np.ndarray]:
    found = {
        "norm.scale": model.norm.weight,
        "norm.bias": model.norm.bias,
        "widen.weight": model.widen.weight.T,
        "widen.bias": model.widen.bias,
        "told.weight": model.told.weight.T,
        "told.bias": model.told.bias,
    }
    for place, one in enumerate(model.convolutions):
        found |= {f"conv{place}.weight": one.weight, f"conv{place}.bias": one.bias}
    return {name: tensor.detach().numpy() for name, tensor in found.items()}


def _reading() -> list[NodeProto]:
    """Sums of id vectors, widened; nothing where there is no token."""
    return [
        helper.make_node("Reshape", [INPUT, "shape"], ["ids"]),
        helper.make_node("Clip", ["ids", "none", "last"], ["known"]),
        helper.make_node("Gather", ["table", "known"], ["steps"]),
        helper.make_node("Cast", ["steps"], ["counted"], to=TensorProto.FLOAT),
        helper.make_node("ReduceSum", ["counted", "axis"], ["added"], keepdims=0),
        helper.make_node("Mul", ["added", "step"], ["sum"]),
        helper.make_node("Slice", ["known", "first", "second", "axis"], ["words"]),
        helper.make_node("Greater", ["words", "none"], ["is.token"]),
        helper.make_node("Cast", ["is.token"], ["token"], to=TensorProto.FLOAT),
        helper.make_node("Transpose", ["token"], ["token.turned"], perm=[0, 2, 1]),
        helper.make_node("LayerNormalization", ["sum", "norm.scale", "norm.bias"], ["normal"], axis=-1, epsilon=1e-5),
        helper.make_node("MatMul", ["normal", "widen.weight"], ["wide.product"]),
        helper.make_node("Add", ["wide.product", "widen.bias"], ["wide"]),
        helper.make_node("Mul", ["wide", "token"], ["wide.tokens"]),
        helper.make_node("Transpose", ["wide.tokens"], ["x0"], perm=[0, 2, 1]),
    ]


def _convolution(place: int, dilation: int) -> list[NodeProto]:
    inputs = [f"x{place}", f"conv{place}.weight", f"conv{place}.bias"]
    shape = {"kernel_shape": [3], "dilations": [dilation], "pads": [dilation, dilation]}
    return [
        helper.make_node("Conv", inputs, [f"conv{place}"], **shape),
        helper.make_node("Relu", [f"conv{place}"], [f"relu{place}"]),
        helper.make_node("Mul", [f"relu{place}", "token.turned"], [f"new{place}"]),
        helper.make_node("Add", [f"x{place}", f"new{place}"], [f"x{place + 1}"]),
    ]


def _telling() -> list[NodeProto]:
    """Log-odds of each class against none."""
    return [
        helper.make_node("Transpose", [f"x{len(DILATIONS)}"], ["turned"], perm=[0, 2, 1]),
        helper.make_node("MatMul", ["turned", "told.weight"], ["told.product"]),
        helper.make_node("Add", ["told.product", "told.bias"], ["logits"]),
        helper.make_node("Slice", ["logits", "first", "second", "axis"], ["logits.none"]),
        helper.make_node("Slice", ["logits", "second", "end", "axis"], ["logits.classes"]),
        helper.make_node("Sub", ["logits.classes", "logits.none"], [OUTPUT]),
    ]
