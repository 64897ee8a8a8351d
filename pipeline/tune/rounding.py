"""An ONNX network whose matrices are stored in 4 bits a weight and multiplied in 8.

A block of a column has one scale (the Q4_0 layout of ggml), the one of least squared error. When ONNX Runtime loads
the network it makes 8-bit matrices of these once, and multiplies them with states of 8 bits: on processors with AVX2
or more in two thirds of the time of its own 4-bit product (`MatMulNBits`).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import onnx
from onnx import helper, numpy_helper

from pipeline.label.packing import Weights

BLOCK = 128  # weights of a column that share a scale
LOWEST, HIGHEST = -8, 7  # whole numbers of 4 bits
CLIPS = np.linspace(0.6, 1, 9)  # of the largest weight of a block; what is above is cut
LARGEST = 63  # 7 bits, so that no sum of two products overflows 16 bits, in which processors without VNNI add
OPSET = 21  # of ONNX, the first with 4 bits
MICROSOFT = "com.microsoft"  # the operators of ONNX Runtime


class Rounded(NamedTuple):
    """The whole numbers of a matrix, columns x blocks x weights of a block, and the scale of each block."""

    whole: Weights
    scales: Weights


def rounded(network: onnx.ModelProto) -> onnx.ModelProto:
    """The same network; its columns must be whole blocks."""
    graph = network.graph
    matrices = {one.name: one for one in graph.initializer}
    nodes: list[onnx.NodeProto] = []
    for node in graph.node:
        stored = matrices.get(node.input[1]) if node.op_type == "MatMul" else None
        if stored is None:
            nodes.append(node)
        else:
            graph.initializer.remove(stored)
            made, tensors = _product(node.input[0], numpy_helper.to_array(stored), node.output[0])
            graph.initializer.extend(tensors)
            nodes += made
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
    own = helper.make_graph(nodes, graph.name, graph.input, graph.output, graph.initializer)
    return helper.make_model(own, opset_imports=opsets, ir_version=helper.find_min_ir_version_for(opsets[:1]))


def nearest(matrix: Weights) -> Rounded:
    """The matrix in 4 bits."""
    blocks = matrix.T.reshape(matrix.shape[1], -1, BLOCK)
    ends = np.take_along_axis(blocks, np.abs(blocks).argmax(axis=-1)[..., None], axis=-1)
    tried = [_rounded(blocks, clip * ends / LOWEST) for clip in CLIPS]
    errors = np.array([((one.whole * one.scales - blocks) ** 2).sum(axis=-1) for one in tried])
    best = errors.argmin(axis=0)[None, ..., None]
    wholes, scales = (np.take_along_axis(np.stack(part), best, axis=0)[0] for part in zip(*tried, strict=True))
    return Rounded(wholes, scales)


def _rounded(blocks: Weights, scales: Weights) -> Rounded:
    steps = np.where(scales == 0, np.float32(1), scales).astype(np.float32)
    return Rounded(np.clip(np.rint(blocks / steps), LOWEST, HIGHEST).astype(np.float32), steps)


def _product(states: str, matrix: Weights, product: str) -> tuple[list[onnx.NodeProto], list[onnx.TensorProto]]:
    """Nodes and tensors by which states are multiplied with a matrix; all but the last are worked out when it is loaded."""
    found = nearest(matrix)
    columns = np.abs(found.whole * found.scales).max(axis=(1, 2)) / LARGEST
    columns = np.where(columns == 0, 1, columns).astype(np.float32)
    tensors = [
        helper.make_tensor(
            f"{product}/whole", onnx.TensorProto.INT4, found.whole.shape, _packed(found.whole), raw=True
        ),
        numpy_helper.from_array(found.scales / columns[:, None, None], f"{product}/ratios"),
        numpy_helper.from_array(np.array(matrix.T.shape), f"{product}/shape"),
        numpy_helper.from_array(columns, f"{product}/columns"),
    ]
    whole, ratios, shape, scales = (tensor.name for tensor in tensors)
    steps: list[tuple[str, list[str], dict[str, Any]]] = [
        ("Cast", [whole], {"to": onnx.TensorProto.FLOAT}),
        ("Mul", [f"{product}/0", ratios], {}),
        ("Round", [f"{product}/1"], {}),
        ("Cast", [f"{product}/2"], {"to": onnx.TensorProto.INT8}),
        ("Reshape", [f"{product}/3", shape], {}),
        ("Transpose", [f"{product}/4"], {"perm": [1, 0]}),
    ]
    nodes = [
        helper.make_node(kind, given, [f"{product}/{place}"], f"{product}/{place}", **more)
        for place, (kind, given, more) in enumerate(steps)
    ]
    last = [states, f"{product}/{len(steps) - 1}", scales]
    nodes.append(helper.make_node("DynamicQuantizeMatMul", last, [product], product, domain=MICROSOFT))
    return nodes, tensors


def _packed(whole: Weights) -> bytes:
    """Two numbers a byte, the first in the low half."""
    halves = whole.astype(np.int8).astype(np.uint8).reshape(-1, 2) & 15
    return (halves[:, 0] | halves[:, 1] << 4).astype(np.uint8).tobytes()
