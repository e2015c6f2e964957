"""Runs a graph as the product does on a CPU."""

from collections.abc import Sequence

import numpy as np
import onnxruntime
from onnx import ModelProto

BATCH = 8192


def session(graph: ModelProto) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # Casts that the runtime adds around FP16 are no news
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(graph.SerializeToString(), options, providers=["CPUExecutionProvider"])


def scores(running: onnxruntime.InferenceSession, inputs: Sequence[np.ndarray]) -> np.ndarray:
    """Raw scores of rows that the arrays hold in the order of the graph's inputs, a batch at a time."""
    names = [one.name for one in running.get_inputs()]
    parts = [
        running.run(None, {name: rows[start : start + BATCH] for name, rows in zip(names, inputs, strict=True)})[0]
        for start in range(0, len(inputs[0]), BATCH)
    ]
    return np.concatenate(parts)


def evenly(inputs: Sequence[np.ndarray], most: int) -> list[np.ndarray]:
    """At most so many rows, from the first to the last."""
    count = len(inputs[0])
    places = np.linspace(0, count - 1, min(most, count)).astype(int)
    return [array[places] for array in inputs]
