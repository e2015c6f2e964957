"""What every exported graph has in common."""

import onnx
from onnx import GraphProto, ModelProto, helper

# Readable by every runtime of the last years; newer versions add nothing that these graphs use
IR_VERSION = 9


def finished(graph: GraphProto, opsets: dict[str, int]) -> ModelProto:
    imports = [helper.make_opsetid(domain, version) for domain, version in opsets.items()]
    model = helper.make_model(graph, opset_imports=imports, ir_version=IR_VERSION, producer_name="vedette-trainer")
    onnx.checker.check_model(model)
    return model
