"""The encoder as an ONNX graph whose matrices are stored in 4 bits a weight and multiplied in 8.

A block of a row has one scale (the Q4_0 layout of ggml), the one of least squared error, and what a weight loses
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
from onnx import helper
from onnxruntime import InferenceSession

from pipeline.label.counting import Floats
from pipeline.label.packing import Weights, paired
from pipeline.tune.graph import MICROSOFT, Graph, encoder

BLOCK = 128  # weights of a row that share a scale
LOWEST, HIGHEST = -8, 7  # whole numbers of 4 bits
CLIPS = np.linspace(0.6, 1, 9)  # of the largest weight of a block; what is above is cut
DAMPING = 0.01  # of the mean of the squared states, added to each, as in GPTQ
LARGEST = 63  # 7 bits, so that no sum of two products overflows 16 bits, in which processors without VNNI add

Given = Mapping[str, NDArray[Any]]  # the inputs of a network


class Rounded(NamedTuple):
    """The whole numbers of a matrix, rows x blocks x weights of a block, and the scale of each block."""

    whole: Weights
    scales: Weights


def rounded(weights: Mapping[str, Weights], examples: Sequence[Given]) -> onnx.ModelProto:
    """The network of some weights, rounded for examples of what it is given; dense layers must be given whole blocks."""
    seen: dict[str, str] = {}  # the states that each dense layer is given

    def exact(graph: Graph, states: str, name: str) -> str:
        seen[name] = states
        product = graph.node("MatMul", states, graph.constant(weights[f"{name}.weight"].T))
        return graph.node("Add", product, graph.constant(weights[f"{name}.bias"]))

    squares = _squares(encoder(weights, exact), [*seen.values()], examples)

    def stored(graph: Graph, states: str, name: str) -> str:
        found = nearest(weights[f"{name}.weight"], squares[seen[name]])
        return _product(graph, states, found, weights[f"{name}.bias"])

    return encoder(weights, stored)


def nearest(matrix: Weights, squares: Floats) -> Rounded:
    """The matrix in 4 bits; `squares` are the sums of the products of each two states that its rows are multiplied with."""
    weights = matrix.astype(np.float64)
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


def _squares(network: onnx.ModelProto, names: Sequence[str], examples: Sequence[Given]) -> dict[str, Floats]:
    """The sums of the products of each two states, for the states of some names."""
    network.graph.output.extend(helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in names)
    session = InferenceSession(network.SerializeToString(), providers=["CPUExecutionProvider"])
    sums: dict[str, Floats] = {}
    for given in examples:
        for name, found in zip(names, session.run(names, dict(given)), strict=True):
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


def _product(graph: Graph, states: str, found: Rounded, bias: Weights) -> str:
    """States multiplied with a matrix, and a bias; the matrix is made of the 4 bits when the network is loaded."""
    rows = np.abs(found.whole * found.scales).max(axis=(1, 2)) / LARGEST
    rows = np.where(rows == 0, 1, rows).astype(np.float32)
    packed = paired((found.whole.astype(np.int8) & 15).astype(np.uint8)).tobytes()
    whole = graph.add(helper.make_tensor("", onnx.TensorProto.INT4, found.whole.shape, packed, raw=True))
    ratios, shape = graph.constant(found.scales / rows[:, None, None]), graph.constant([len(rows), -1])
    scaled = graph.node("Round", graph.node("Mul", graph.node("Cast", whole, to=onnx.TensorProto.FLOAT), ratios))
    matrix = graph.node("Reshape", graph.node("Cast", scaled, to=onnx.TensorProto.INT8), shape)
    given = (states, graph.node("Transpose", matrix, perm=[1, 0]), graph.constant(rows), "", graph.constant(bias))
    return graph.node("DynamicQuantizeMatMul", *given, domain=MICROSOFT)
