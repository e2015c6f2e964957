"""The sequence model: a small GRU that predicts the next event of an entity; its surprise is the score."""

import copy

import numpy as np
import torch
from onnx import ModelProto, TensorProto, helper, numpy_helper
from torch import nn

from .graph import finished
from .met_tokens import MetTokens

OPSET = 17
INPUT, OUTPUT = "tokens", "score"
EMBED, HIDDEN = 16, 32
# The score is the mean surprise of so many last events: one odd event among usual ones is noise, a run of them is not
RECENT = 8
BATCH, LEARNING_RATE = 256, 4e-3
# Training ends when so many looks, so many steps apart, at entities kept from it found nothing better
LOOK_EVERY, PATIENCE, LOOK_ROWS = 100, 5, 4096
# Share of events that training shows as one never met, so that the model knows what to make of such
NEVER_MET = 0.01


class NextEvent(nn.Module):
    def __init__(self, vocabulary: int) -> None:
        super().__init__()
        self.embed = nn.Embedding(vocabulary, EMBED)
        self.gru = nn.GRU(EMBED, HIDDEN, batch_first=True)
        self.head = nn.Linear(HIDDEN, vocabulary)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        """Surprise in nats of each event but the first."""
        hidden, _ = self.gru(self.embed(tokens[:, :-1]))
        return nn.functional.cross_entropy(self.head(hidden).transpose(1, 2), tokens[:, 1:].long(), reduction="none")


def fit(tokens: np.ndarray, early: np.ndarray, vocabulary: int, seed: int, steps: int) -> NextEvent:
    """
    At most `steps` steps; the weights that foretell `early` best, tokens of other entities. Same tokens, seed and thread
    count give the same weights. It learns one place for all tokens that it did not meet; they share its probability.
    """
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)
    known = MetTokens.of(tokens, vocabulary)
    model = NextEvent(known.other + 1)
    optimizer = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=LEARNING_RATE, total_steps=steps)
    rows, early = torch.from_numpy(known.places(tokens)), known.places(early)
    best = Best(model, loss(model, early))
    for step in range(1, steps + 1):
        _learn(model, optimizer, _some_never_met(rows[torch.randint(len(rows), (BATCH,))], known.other))
        schedule.step()
        if step % LOOK_EVERY == 0 or step == steps:
            best.see(model, loss(model, early))
            if best.since >= PATIENCE:
                break
    model.load_state_dict(best.weights)
    return _of_all_tokens(model, known).eval()


def _some_never_met(batch: torch.Tensor, other: int) -> torch.Tensor:
    return torch.where((batch != 0) & (torch.rand(batch.shape) < NEVER_MET), other, batch)


@torch.no_grad()
def _of_all_tokens(model: NextEvent, known: MetTokens) -> NextEvent:
    """The same model over the whole vocabulary."""
    place = torch.from_numpy(known.places(np.arange(known.vocabulary)))
    whole = NextEvent(known.vocabulary)
    whole.gru.load_state_dict(model.gru.state_dict())
    whole.embed.weight.copy_(model.embed.weight[place])
    whole.head.weight.copy_(model.head.weight[place])
    share = torch.where(place == known.other, float(np.log(max(1, known.not_met))), 0.0)
    whole.head.bias.copy_(model.head.bias[place] - share)
    return whole


class Best:
    """The weights with the least loss so far, and how many looks ago they were seen."""

    def __init__(self, model: NextEvent, lost: float) -> None:
        self.weights, self.lost, self.since = copy.deepcopy(model.state_dict()), lost, 0

    def see(self, model: NextEvent, lost: float) -> None:
        self.since += 1
        if lost < self.lost:
            self.weights, self.lost, self.since = copy.deepcopy(model.state_dict()), lost, 0


def _learn(model: NextEvent, optimizer: torch.optim.Optimizer, batch: torch.Tensor) -> None:
    lost = _masked_mean(model(batch), batch[:, 1:] != 0)
    optimizer.zero_grad()
    lost.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()


@torch.no_grad()
def loss(model: NextEvent, tokens: np.ndarray) -> float:
    """Mean surprise in nats of every event that has one before it, over at most LOOK_ROWS rows spread evenly."""
    rows = torch.from_numpy(tokens[:: -(-len(tokens) // LOOK_ROWS)].astype(np.int64))
    return float(_masked_mean(model(rows), rows[:, 1:] != 0))


def _masked_mean(surprise: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    return (surprise * mask).sum() / mask.sum().clamp(min=1)


@torch.no_grad()
def native_scores(model: NextEvent, tokens: np.ndarray) -> np.ndarray:
    scores = []
    for start in range(0, len(tokens), 4096):
        batch = torch.from_numpy(tokens[start : start + 4096].astype(np.int64))
        surprise = model(batch)[:, -RECENT:]
        mask = batch[:, -RECENT:] != 0
        scores.append(((surprise * mask).sum(1) / mask.sum(1).clamp(min=1)).numpy())
    return np.concatenate(scores)


def to_onnx(model: NextEvent, length: int) -> ModelProto:
    """The same computation, node by node; the head runs for the last events only, where its answer is used."""
    nodes = [
        helper.make_node("Slice", [INPUT, "zero", "last", "one"], ["seen"]),
        helper.make_node("Transpose", ["seen"], ["steps"], perm=[1, 0]),
        helper.make_node("Gather", ["embedding", "steps"], ["embedded"]),
        helper.make_node("GRU", ["embedded", "gru.w", "gru.r", "gru.b"], ["states"], hidden_size=HIDDEN, linear_before_reset=1),
        helper.make_node("Slice", ["states", "from.recent", "end", "zero"], ["recent"]),
        helper.make_node("Reshape", ["recent", "flat"], ["flat.states"]),
        helper.make_node("Gemm", ["flat.states", "head.w", "head.b"], ["logits"]),
        helper.make_node("LogSoftmax", ["logits"], ["logs"], axis=1),
        helper.make_node("Slice", [INPUT, "from.recent", "end", "one"], ["targets"]),
        helper.make_node("Transpose", ["targets"], ["target.steps"], perm=[1, 0]),
        helper.make_node("Reshape", ["target.steps", "column"], ["target.column"]),
        helper.make_node("GatherElements", ["logs", "target.column"], ["target.logs"], axis=1),
        helper.make_node("Reshape", ["target.logs", "by.step"], ["log.likelihood"]),
        helper.make_node("Cast", ["target.steps"], ["target.floats"], to=TensorProto.FLOAT),
        helper.make_node("Sign", ["target.floats"], ["mask"]),
        helper.make_node("Mul", ["log.likelihood", "mask"], ["masked"]),
        helper.make_node("ReduceSum", ["masked", "zero"], ["sum"], keepdims=0),
        helper.make_node("ReduceSum", ["mask", "zero"], ["count"], keepdims=0),
        helper.make_node("Max", ["count", "least"], ["divisor"]),
        helper.make_node("Div", ["sum", "divisor"], ["mean"]),
        helper.make_node("Neg", ["mean"], [OUTPUT]),
    ]
    inputs = [helper.make_tensor_value_info(INPUT, TensorProto.INT32, ["rows", length])]
    outputs = [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["rows"])]
    constants = _constants() + _weights(model)
    return finished(helper.make_graph(nodes, "vedette-sequence", inputs, outputs, constants), {"": OPSET})


def _constants() -> list[TensorProto]:
    whole = {
        "zero": [0],
        "one": [1],
        "last": [-1],
        "end": [2**31 - 1],
        "from.recent": [-RECENT],
        "flat": [-1, HIDDEN],
        "column": [-1, 1],
        "by.step": [RECENT, -1],
    }
    least = numpy_helper.from_array(np.ones(1, dtype=np.float32), "least")
    return [numpy_helper.from_array(np.array(value, dtype=np.int64), name) for name, value in whole.items()] + [least]


def _weights(model: NextEvent) -> list[TensorProto]:
    gru = model.gru
    bias = np.concatenate([_zrh(gru.bias_ih_l0), _zrh(gru.bias_hh_l0)])
    arrays = {
        "embedding": model.embed.weight.detach().numpy(),
        "gru.w": _zrh(gru.weight_ih_l0)[None],
        "gru.r": _zrh(gru.weight_hh_l0)[None],
        "gru.b": bias[None],
        "head.w": model.head.weight.detach().numpy().T.copy(),
        "head.b": model.head.bias.detach().numpy(),
    }
    return [numpy_helper.from_array(array, name) for name, array in arrays.items()]


def _zrh(weights: torch.Tensor) -> np.ndarray:
    """PyTorch keeps the gates as reset, update, new; ONNX as update, reset, hidden."""
    reset, update, new = weights.detach().numpy().reshape(3, HIDDEN, -1)
    return np.concatenate([update, reset, new]).squeeze().reshape((3 * HIDDEN, -1) if weights.dim() == 2 else -1)
