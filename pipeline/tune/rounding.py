"""An ONNX network whose matrices are stored in 4 bits a weight and multiplied in 8.

A block of a column has one scale (the Q4_0 layout of ggml), the one of least squared error, and what a weight loses
is made good by the weights behind it, so that products with the states of examples change least (GPTQ: Frantar et al.
2023, arXiv 2210.17323). When ONNX Runtime loads the network it makes 8-bit matrices of these once, and multiplies them
with states of 8 bits: on processors with AVX2 or more in 0.6 to 0.7 of the time of its own 4-bit product.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from onnxruntime import InferenceSession

from pipeline.label.counting import Floats
from pipeline.label.packing import Weights, paired

BLOCK = 128  # weights of a column that share a scale
LOWEST, HIGHEST = -8, 7  # whole numbers of 4 bits
CLIPS = np.linspace(0.6, 1, 9)  # of the largest weight of a block; what is above is cut
DAMPING = 0.01  # of the mean of the squared states, added to each, as in GPTQ
LARGEST = 63  # 7 bits, so that no sum of two products overflows 16 bits, in which processors without VNNI add
OPSET = 21  # of ONNX, the first with 4 bits
MICROSOFT = "com.microsoft"  # the operators of ONNX Runtime

Given = Mapping[str, NDArray[Any]]  # the inputs of a network


class Rounded(NamedTuple):
    """The whole numbers of a matrix, columns x blocks x weights of a block, and the scale of each block."""

    whole: Weights
    scales: Weights


def rounded(network: onnx.ModelProto, examples: Sequence[Given]) -> onnx.ModelProto:
    """The same network, rounded for examples of what it is given; the columns of its matrices must be whole blocks."""
    graph = network.graph
    matrices = {one.name: one for one in graph.initializer}
    products = [node for node in graph.node if node.op_type == "MatMul" and node.input[1] in matrices]
    factors = {node.output[0]: matrices[node.input[1]] for node in products}
    states = _states(network, [node.input[0] for node in products], examples)
    nodes: list[onnx.NodeProto] = []
    for node in graph.node:
        if stored := factors.get(node.output[0]):
            graph.initializer.remove(stored)
            found = nearest(numpy_helper.to_array(stored), states[node.input[0]])
            made, tensors = _product(node.input[0], found, node.output[0])
            graph.initializer.extend(tensors)
            nodes += made
        else:
            nodes.append(node)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
    own = helper.make_graph(nodes, graph.name, graph.input, graph.output, graph.initializer)
    return helper.make_model(own, opset_imports=opsets, ir_version=helper.find_min_ir_version_for(opsets[:1]))


def nearest(matrix: Weights, squares: Floats) -> Rounded:
    """The matrix in 4 bits; `squares` are the sums of the products of each two states that it is multiplied with."""
    weights = matrix.T.astype(np.float64)
    damped = squares + DAMPING * np.trace(squares) / len(squares) * np.eye(len(squares))
    shares = np.linalg.cholesky(np.linalg.inv(damped)).T  # what each weight behind takes over of a loss
    found = []
    for start in range(0, len(squares), BLOCK):
        end = start + BLOCK
        scales = _scales(weights[:, start:end])
        losses = np.zeros((len(weights), BLOCK))
        whole = np.zeros((len(weights), BLOCK))
        for at in range(start, end):
            place = at - start
            whole[:, place] = _whole(weights[:, at], scales)
            losses[:, place] = (weights[:, at] - whole[:, place] * scales) / shares[at, at]
            weights[:, at:end] -= np.outer(losses[:, place], shares[at, at:end])
        weights[:, end:] -= losses @ shares[start:end, end:]
        found.append((whole, scales))
    wholes, all_scales = zip(*found, strict=True)
    return Rounded(
        np.stack(wholes, axis=1).astype(np.float32), np.stack(all_scales, axis=1)[..., None].astype(np.float32)
    )


def _states(network: onnx.ModelProto, names: Sequence[str], examples: Sequence[Given]) -> dict[str, Floats]:
    """The sums of the products of each two states with some names."""
    probed = onnx.ModelProto()
    probed.CopyFrom(network)
    asked = [*dict.fromkeys(names)]
    probed.graph.output.extend(helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in asked)
    session = InferenceSession(probed.SerializeToString(), providers=["CPUExecutionProvider"])
    sums: dict[str, Floats] = {}
    for given in examples:
        for name, found in zip(asked, session.run(asked, dict(given)), strict=True):
            rows = found.reshape(-1, found.shape[-1]).astype(np.float64)
            sums[name] = sums.get(name, 0) + rows.T @ rows
    return sums


def _scales(block: Floats) -> Floats:
    """The scale of each row by which it loses least."""
    ends = np.take_along_axis(block, np.abs(block).argmax(axis=1)[:, None], axis=1)[:, 0]
    tried = np.stack([np.where(ends == 0, 1, clip * ends / LOWEST) for clip in CLIPS])
    lost = [((_whole(block, scales[:, None]) * scales[:, None] - block) ** 2).sum(axis=1) for scales in tried]
    best: Floats = np.take_along_axis(tried, np.argmin(lost, axis=0)[None], axis=0)[0]
    return best


def _whole(weights: Floats, scales: Floats) -> Floats:
    whole: Floats = np.clip(np.rint(weights / scales), LOWEST, HIGHEST)
    return whole


def _product(states: str, found: Rounded, product: str) -> tuple[list[onnx.NodeProto], list[onnx.TensorProto]]:
    """Nodes and tensors by which states are multiplied with a matrix; all but the last are worked out when it is loaded."""
    columns = np.abs(found.whole * found.scales).max(axis=(1, 2)) / LARGEST
    columns = np.where(columns == 0, 1, columns).astype(np.float32)
    tensors = [
        helper.make_tensor(f"{product}/whole", onnx.TensorProto.INT4, found.whole.shape, _bytes(found.whole), raw=True),
        numpy_helper.from_array(found.scales / columns[:, None, None], f"{product}/ratios"),
        numpy_helper.from_array(np.array([len(found.whole), found.whole[0].size]), f"{product}/shape"),
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


def _bytes(whole: Weights) -> bytes:
    return paired((whole.astype(np.int8) & 15).astype(np.uint8)).tobytes()
