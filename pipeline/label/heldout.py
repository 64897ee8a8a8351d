"""The encoder's decisions on the corpus it is tuned on, each by an encoder that saw no clause of that company.

An encoder knows its own clauses by heart, so how far it can be trusted shows only where it is new.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from pipeline.codebook import Label
from pipeline.errors import ModelError
from pipeline.files import write_bytes
from pipeline.label.counting import Floats
from pipeline.label.encoder import Encoder, default_encoder
from pipeline.label.features import Reading
from pipeline.label.pieces import key

HELD_OUT_FILE = "heldout.npz"


class HeldOut:
    """Decides as `encoder` does; on clauses it was tuned on, as encoders did that had not seen them."""

    def __init__(self, encoder: Encoder, known: Mapping[int, Floats]) -> None:
        self.encoder, self._known = encoder, known

    def decisions(self, readings: Sequence[Reading]) -> Floats:
        """One row a reading, one column a label."""
        found = [self._known.get(key(reading)) for reading in readings]
        new = [row for row, known in enumerate(found) if known is None]
        decided = iter(self.encoder.decisions([readings[row] for row in new]))
        rows = [next(decided) if known is None else known for known in found]
        return np.array(rows, dtype=float).reshape(-1, len(Label))


def save(path: Path, encoder_sha256: str, readings: Sequence[Reading], decisions: Floats) -> None:
    """Store decisions on clauses held out, for the encoder of a hash."""
    stream = io.BytesIO()
    keys = np.array([key(reading) for reading in readings], dtype=np.uint64)
    np.savez_compressed(stream, encoder=np.array(encoder_sha256), keys=keys, decisions=decisions.astype(np.float16))
    write_bytes(path, stream.getvalue())


def load(path: Path, encoder: Encoder) -> HeldOut:
    """What `save` stored. Raises ModelError when it belongs to another encoder."""
    with np.load(path, allow_pickle=False) as stored:
        if str(stored["encoder"]) != encoder.sha256:
            raise ModelError(f"{path}: decisions of another encoder; `python -m pipeline.tune` writes both")
        keys, decisions = stored["keys"].tolist(), stored["decisions"].astype(float)
    return HeldOut(encoder, dict(zip(keys, decisions, strict=True)))


@cache
def default_held_out() -> HeldOut:
    """The encoder that comes with the program, with its decisions on the bundled corpus where that is at hand."""
    encoder = default_encoder()
    path = Path(__file__).resolve().parents[2] / "models" / "encoder" / HELD_OUT_FILE
    return load(path, encoder) if path.exists() else HeldOut(encoder, {})
