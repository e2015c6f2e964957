"""The same graph in FP16; its inputs and its score stay as they are."""

import onnx
from onnx import ModelProto
from onnxruntime.transformers.float16 import convert_float_to_float16
from onnxruntime.transformers.onnx_model import OnnxModel

from .trained import Graph


def to_fp16(graph: Graph) -> ModelProto:
    copy = onnx.ModelProto()
    copy.CopyFrom(graph.model)
    model = convert_float_to_float16(copy, keep_io_types=True)
    # The converter appends its casts at the end, behind the nodes that read them
    OnnxModel(model).topological_sort(is_deterministic=True)
    onnx.checker.check_model(model)
    return model
