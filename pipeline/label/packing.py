"""Weights in 4 bits each: whole numbers with a scale for each block of a row (the Q4_0 layout of ggml)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float32]
Packed = tuple[NDArray[np.uint8], NDArray[np.float16]]  # two whole numbers a byte, and the scales of their blocks

BLOCK = 32  # weights that share a scale
LARGEST = 7  # whole number


def pack(weights: Weights) -> Packed:
    """A matrix, each weight rounded to the nearest step; its rows must be whole blocks."""
    blocks = weights.reshape(-1, BLOCK)
    scales = (np.abs(blocks).max(axis=1, keepdims=True) / LARGEST).astype(np.float16)
    steps = np.where(scales == 0, np.float16(1), scales).astype(np.float32)
    whole = (np.clip(np.rint(blocks / steps), -LARGEST, LARGEST) + LARGEST).astype(np.uint8)
    shape = (len(weights), -1)
    return paired(whole).reshape(shape), scales.reshape(shape)


def paired(whole: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Whole numbers of 4 bits, two a byte, the first in the low half."""
    return (whole[..., ::2] | whole[..., 1::2] << 4).astype(np.uint8)


def unpack(packed: Packed) -> Weights:
    """The matrix that `pack` rounded."""
    whole, scales = packed
    numbers = np.stack([whole & 15, whole >> 4], axis=-1).astype(np.float32) - LARGEST
    blocks: Weights = numbers.reshape(-1, BLOCK) * scales.reshape(-1, 1).astype(np.float32)
    return blocks.reshape(len(scales), -1)
