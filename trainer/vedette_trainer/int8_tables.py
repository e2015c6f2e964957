"""Tables and recurrent weights in INT8, which the runtime's quantiser leaves as they are."""

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

RECURRENT = ("GRU", "LSTM", "RNN")
# Below that, scales and names take more bytes than are saved
SMALLEST = 256


class Packed:
    """Float initialisers of a graph, and what of them was packed."""

    def __init__(self, model: ModelProto) -> None:
        tensors = model.graph.initializer
        self.floats = {
            one.name: one for one in tensors if one.data_type == TensorProto.FLOAT and np.prod(one.dims) >= SMALLEST
        }
        self.made: dict[str, list[TensorProto]] = {}

    def names(self, name: str, axis: int | None) -> list[str]:
        """Of INT8 numbers, scale and zero point; one scale for all where the axis is None."""
        if name not in self.made:
            self.made[name] = _packed(self.floats[name], axis)
        return [tensor.name for tensor in self.made[name]]


def pack_tables(model: ModelProto) -> None:
    packed = Packed(model)
    nodes: list[NodeProto] = []
    for node in model.graph.node:
        if node.op_type == "Gather" and node.input[0] in packed.floats:
            nodes += _gathered(node, packed)
        elif node.op_type in RECURRENT:
            nodes += _recurrent(node, packed)
        else:
            nodes.append(node)
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    model.graph.initializer.extend(tensor for made in packed.made.values() for tensor in made)
    _drop_unread(model)


def _packed(tensor: TensorProto, axis: int | None) -> list[TensorProto]:
    values = numpy_helper.to_array(tensor)
    others = tuple(i for i in range(values.ndim) if i != axis)
    highest = np.abs(values).max(axis=others, keepdims=True)
    scale = np.where(highest > 0, highest / 127, 1).astype(np.float32)
    scales = scale.reshape(() if axis is None else -1)
    arrays = {"int8": np.rint(values / scale).astype(np.int8), "scale": scales, "zero": np.zeros_like(scales, dtype=np.int8)}
    return [numpy_helper.from_array(array, f"{tensor.name}.{end}") for end, array in arrays.items()]


def _gathered(node: NodeProto, packed: Packed) -> list[NodeProto]:
    """Rows are gathered as INT8 and only they are widened, not the whole table."""
    whole, scale, zero = packed.names(node.input[0], axis=None)
    [output] = node.output
    node.input[0], node.output[0] = whole, f"{output}.int8"
    return [node, helper.make_node("DequantizeLinear", [f"{output}.int8", scale, zero], [output])]


def _recurrent(node: NodeProto, packed: Packed) -> list[NodeProto]:
    widened = []
    for place in (1, 2):
        name = node.input[place]
        if name in packed.floats:
            node.input[place] = f"{name}.wide"
            if name not in packed.made:
                widened.append(helper.make_node("DequantizeLinear", packed.names(name, axis=1), [f"{name}.wide"], axis=1))
    return [*widened, node]


def _drop_unread(model: ModelProto) -> None:
    read = {name for node in model.graph.node for name in node.input}
    kept = [one for one in model.graph.initializer if one.name in read]
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
