"""The encoder as an ONNX graph that reads one sequence from the vectors of its pieces.

Written node by node, since an exporter's graph spends a tenth of the time on shapes; the last layer leaves out what
no decision looks at. How a dense layer is multiplied is the caller's: in floats to see its states, rounded to store it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from pipeline.codebook import Label
from pipeline.label.encoder import OWNERS, VECTORS
from pipeline.label.packing import Weights
from pipeline.label.pieces import OWN
from pipeline.tune.start import EPSILON, HEADS, WIDTH

OPSET = 21  # of ONNX, the first with 4 bits
MICROSOFT = "com.microsoft"  # the operators of ONNX Runtime


class Graph:
    """Nodes and tensors, collected in the order in which they are worked out."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []
        self._count = count()

    def node(self, kind: str, *given: str, domain: str = "", **attributes: object) -> str:
        """Work something out; the name of what comes out."""
        return self.nodes(1, kind, *given, domain=domain, **attributes)[0]

    def nodes(self, outputs: int, kind: str, *given: str, domain: str = "", **attributes: object) -> list[str]:
        """Work several things out at once; their names."""
        names = [f"{kind}{next(self._count)}" for _ in range(outputs)]
        self._nodes.append(helper.make_node(kind, given, names, domain=domain, **attributes))
        return names

    def constant(self, values: NDArray[Any] | Sequence[int]) -> str:
        """A constant; its name."""
        return self.add(numpy_helper.from_array(np.asarray(values)))

    def add(self, tensor: onnx.TensorProto) -> str:
        """A constant of any type; its name."""
        tensor.name = f"constant{next(self._count)}"
        self._constants.append(tensor)
        return str(tensor.name)

    def model(self, decisions: str) -> onnx.ModelProto:
        """The whole network, which gives the decisions."""
        given = [
            helper.make_tensor_value_info(VECTORS, TensorProto.FLOAT, [1, "pieces", WIDTH]),
            helper.make_tensor_value_info(OWNERS, TensorProto.INT64, [1, "pieces"]),
        ]
        found = [helper.make_tensor_value_info(decisions, TensorProto.FLOAT, [len(Label)])]
        graph = helper.make_graph(self._nodes, "encoder", given, found, self._constants)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=helper.find_min_ir_version_for(opsets[:1]))


Dense = Callable[[Graph, str, str], str]  # a graph, states, the name of a dense layer -> its states


def encoder(weights: Mapping[str, Weights], dense: Dense) -> onnx.ModelProto:
    """The network that has the weights of a `network.Network`, by their names there."""
    graph = Graph()

    def norm(states: str, name: str) -> str:
        own = (graph.constant(weights[f"{name}.{part}"]) for part in ("weight", "bias"))
        return graph.node("LayerNormalization", states, *own, axis=-1, epsilon=EPSILON)

    first, second, thirds = (graph.constant(numbers) for numbers in ([0], [1], [WIDTH] * 3))
    length = graph.node("Shape", OWNERS, start=1)
    places = graph.node("Slice", graph.constant(weights["position.weight"]), first, length, first)
    owners = graph.node("Gather", graph.constant(weights["owner.weight"]), OWNERS)
    states = norm(graph.node("Sum", VECTORS, places, owners), "norm")
    is_own = graph.node("Cast", graph.node("Equal", OWNERS, graph.constant([OWN])), to=TensorProto.INT64)
    own = graph.node("ReduceSum", is_own, second, keepdims=0)  # pieces, which come first
    layers = sum(name.endswith("qkv.weight") for name in weights)
    for layer in range(layers):
        name = f"layers.{layer}"
        asking, keys, values = graph.nodes(3, "Split", dense(graph, states, f"{name}.qkv"), thirds, axis=2)
        if layer == layers - 1:
            asking, states = (graph.node("Slice", one, first, own, second) for one in (asking, states))
        heads = graph.node("MultiHeadAttention", asking, keys, values, domain=MICROSOFT, num_heads=HEADS)
        states = norm(graph.node("Add", states, dense(graph, heads, f"{name}.o")), f"{name}.norm1")
        inner = graph.node("Gelu", dense(graph, states, f"{name}.i"))
        states = norm(graph.node("Add", states, dense(graph, inner, f"{name}.f")), f"{name}.norm2")
    start = graph.node("Slice", states, first, second, second)
    both = graph.node("Concat", start, graph.node("ReduceMean", states, second), axis=-1)
    out = (graph.constant(weights[f"out.{part}"]) for part in ("weight", "bias"))
    decided = graph.node("Gemm", graph.node("Squeeze", both, first), *out, transB=1)
    return graph.model(graph.node("Squeeze", decided, first))
