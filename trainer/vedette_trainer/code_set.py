"""The model of codes: logistic regression over the set of those that an entity and its tenant used of late, and the same as ONNX."""

from dataclasses import dataclass

import numpy as np
from onnx import ModelProto, TensorProto, helper, numpy_helper
from scipy.sparse import csr_matrix, diags_array
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import MaxAbsScaler

from .dataset import ATTACK, Dataset
from .graph import finished
from .weights import row_weights

OPSET = 17
TOKENS, VALUES, OUTPUT = "code_tokens", "code_values", "score"
# Tokens above TENANT are of the whole tenant, not of the entity alone
TENANT, VOCABULARY = 4096, 8192
# A few campaigns have far fewer courses of a tenant than of its entities: what is learned of it counts for less
TENANT_SHARE = 0.2
# Log-odds by which a tenant's codes move a score at most: whoever can send events of a tenant chooses them for all its entities
TENANT_BOUND = 2.0
INVERSE_RIDGE, ITERATIONS, TOLERANCE = 1.0, 600, 1e-6
# Weight of a step of an attack, where a minute of an entity has 1
POSITIVE_WEIGHT = 30.0


@dataclass(frozen=True)
class CodeSet:
    """
    raw = bias + own + clip(of the tenant), each the sum over its entries k and values f of table[id_k, f] * value_kf, log-odds
    under the training weights.
    """

    bias: float
    table: np.ndarray  # float32, VOCABULARY x values of an entry; row 0, of no entry, is 0

    def scores(self, data: Dataset) -> np.ndarray:
        """float32, one a row."""
        tokens = data.columns["codeTokens"]
        values = data.columns["codeValues"].reshape(*tokens.shape, -1)
        said = np.einsum("rkf,rkf->rk", self.table[tokens], values)
        own, of_tenant = (np.where(side, said, 0).sum(axis=1) for side in (tokens <= TENANT, tokens > TENANT))
        return (self.bias + own + np.clip(of_tenant, -TENANT_BOUND, TENANT_BOUND)).astype(np.float32)


def fit(data: Dataset) -> CodeSet:
    """data: training rows. The values are scaled by the largest of their column, those of the tenant to less, which the table takes back."""
    given, width = _sparse(data)
    scale = np.repeat(np.where(np.arange(VOCABULARY) > TENANT, TENANT_SHARE, 1), width) / MaxAbsScaler().fit(given).scale_
    model = LogisticRegression(C=INVERSE_RIDGE, max_iter=ITERATIONS, tol=TOLERANCE)
    model.fit(given @ diags_array(scale), data.labels == ATTACK, row_weights(data, POSITIVE_WEIGHT))
    table = (model.coef_[0] * scale).reshape(VOCABULARY, width)
    table[0] = 0
    return CodeSet(float(np.float32(model.intercept_[0])), table.astype(np.float32))


def _sparse(data: Dataset) -> tuple[csr_matrix, int]:
    """Rows x (id, value), ids that stand twice in a row added up; and how many values an entry has."""
    ids, values = data.columns["codeTokens"], data.columns["codeValues"]
    width = values.shape[1] // ids.shape[1]
    columns = (ids[:, :, None].astype(np.int64) * width + np.arange(width)).reshape(len(data), -1)
    row, place = np.nonzero((values != 0) & np.repeat(ids != 0, width, axis=1))
    entries = (values[row, place].astype(np.float64), (row, columns[row, place]))
    return csr_matrix(entries, shape=(len(data), VOCABULARY * width)), width


def to_onnx(model: CodeSet, length: int) -> ModelProto:
    """Gather, product, sums of either side."""
    width = model.table.shape[1]
    nodes = [
        helper.make_node("Gather", ["table", TOKENS], ["weights"]),
        helper.make_node("Reshape", [VALUES, "shape"], ["values"]),
        helper.make_node("Mul", ["weights", "values"], ["products"]),
        helper.make_node("ReduceSum", ["products", "last"], ["said"], keepdims=0),
        helper.make_node("Greater", [TOKENS, "tenant"], ["is_of_tenant"]),
        helper.make_node("Where", ["is_of_tenant", "nothing", "said"], ["own"]),
        helper.make_node("Where", ["is_of_tenant", "said", "nothing"], ["of_tenant"]),
        helper.make_node("ReduceSum", ["own", "entries"], ["own_sum"], keepdims=0),
        helper.make_node("ReduceSum", ["of_tenant", "entries"], ["tenant_sum"], keepdims=0),
        helper.make_node("Clip", ["tenant_sum", "least", "most"], ["bounded"]),
        helper.make_node("Sum", ["own_sum", "bounded", "bias"], [OUTPUT]),
    ]
    numbers = {"bias": [model.bias], "nothing": 0.0, "least": -TENANT_BOUND, "most": TENANT_BOUND}
    places = {"shape": [-1, length, width], "last": [2], "entries": [1]}
    constants = [
        numpy_helper.from_array(model.table, "table"),
        numpy_helper.from_array(np.array([TENANT], dtype=np.int32), "tenant"),
        *(numpy_helper.from_array(np.array(number, dtype=np.float32), name) for name, number in numbers.items()),
        *(numpy_helper.from_array(np.array(place, dtype=np.int64), name) for name, place in places.items()),
    ]
    inputs = [
        helper.make_tensor_value_info(TOKENS, TensorProto.INT32, ["rows", length]),
        helper.make_tensor_value_info(VALUES, TensorProto.FLOAT, ["rows", length * width]),
    ]
    outputs = [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["rows"])]
    return finished(helper.make_graph(nodes, "vedette-codes", inputs, outputs, constants), {"": OPSET})
