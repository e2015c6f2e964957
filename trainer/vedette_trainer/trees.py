"""How large the trees of a graph are."""

from dataclasses import dataclass

from onnx import ModelProto


@dataclass(frozen=True)
class TreeSize:
    trees: int
    branches: int
    leaves: int


def tree_size(model: ModelProto) -> TreeSize | None:
    """None for a graph without trees."""
    for node in model.graph.node:
        if node.op_type.startswith("TreeEnsemble"):
            of = {one.name: one for one in node.attribute}
            modes = of["nodes_modes"].strings
            leaves = sum(mode == b"LEAF" for mode in modes)
            return TreeSize(len(set(of["nodes_treeids"].ints)), len(modes) - leaves, leaves)
    return None
