"""The same graph in INT8: static quantisation only, so that a score cannot depend on its batch neighbours."""

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import onnx
from onnx import ModelProto
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

from .int8_tables import pack_tables
from .runtime import evenly
from .trained import Graph

CALIBRATION_ROWS, CALIBRATION_BATCH = 2_000, 250
PRODUCTS = ["Conv", "Gemm", "MatMul"]


class TrainingRows(CalibrationDataReader):
    """A few hundred at a time; the ranges of what is computed are read off them."""

    def __init__(self, graph: Graph) -> None:
        rows = evenly(graph.fitted, CALIBRATION_ROWS)
        names = [one.name for one in graph.inputs]
        starts = range(0, len(rows[0]), CALIBRATION_BATCH)
        cut = [[array[start : start + CALIBRATION_BATCH] for array in rows] for start in starts]
        self.batches = iter([dict(zip(names, arrays, strict=True)) for arrays in cut])

    def get_next(self) -> dict | None:
        return next(self.batches, None)


def to_int8(graph: Graph) -> ModelProto:
    """Products by fixed ranges and one scale per channel; tables and recurrent weights are held in INT8 and widened where read."""
    # The quantiser moves the weights of what it is given out into files
    copy = onnx.ModelProto()
    copy.CopyFrom(graph.model)
    with tempfile.TemporaryDirectory() as folder, _quietly():
        path = Path(folder) / "model.onnx"
        quantize_static(
            copy,
            path,
            TrainingRows(graph),
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=PRODUCTS,
            per_channel=True,
            # Without VNNI, sums of two products of eight bits overflow: the score would depend on the machine
            reduce_range=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            extra_options={"OpTypesToExcludeOutputQuantization": PRODUCTS},
        )
        small = onnx.load(path)
    pack_tables(small)
    onnx.checker.check_model(small)
    return small


@contextmanager
def _quietly() -> Iterator[None]:
    """The quantiser advises a pass of the runtime's optimiser, which would tie the bytes to its version."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
