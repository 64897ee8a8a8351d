"""A second reader: a small transformer that reads a clause and its context again where the n-grams are unsure.

A BERT encoder (Devlin et al. 2019) that starts from the first layers of multilingual-e5-small (Wang et al. 2024) and
is fine-tuned on the corpus by `python -m pipeline.tune`. ONNX Runtime runs it in whole numbers of 8 bits, one clause at
a time and on one thread, so that a decision never depends on what else is read.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pipeline.codebook import Label
from pipeline.errors import ModelError
from pipeline.files import bundled
from pipeline.label.counting import Floats
from pipeline.label.features import Reading
from pipeline.label.packing import Weights, unpack
from pipeline.label.pieces import Cutter

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

ENCODER_FILE = "encoder.npz"
VECTORS, OWNERS = "vectors", "owners"  # the network's inputs: vectors of the pieces, what they belong to

Arrays = dict[str, NDArray[Any]]


class Encoder:
    """Reads clauses: a decision a label, above 0 where the label is likelier than not."""

    def __init__(self, arrays: Arrays, sha256: str = "") -> None:
        self.sha256 = sha256
        self._cutter = Cutter(arrays["pieces"].tobytes())
        self._words = unpack((arrays["words"], arrays["words.scales"]))
        self._network = _session(arrays["network"].tobytes())

    def decisions(self, readings: Sequence[Reading]) -> Floats:
        """One row a reading, one column a label in codebook order."""
        rows = [self._decide(*self._cutter.sequence(reading)) for reading in readings]
        return np.array(rows, dtype=float).reshape(-1, len(Label))

    def _decide(self, pieces: Sequence[int], owners: Sequence[int]) -> Weights:
        given = {VECTORS: self._words[pieces][None], OWNERS: np.array([owners])}
        decision: Weights = self._network.run(None, given)[0]
        return decision


def _session(network: bytes) -> InferenceSession:
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors
    return InferenceSession(network, options, providers=["CPUExecutionProvider"])


def parsed(body: bytes) -> Encoder:
    """The encoder of a file's bytes, named by their SHA-256."""
    with np.load(io.BytesIO(body), allow_pickle=False) as arrays:
        return Encoder(dict(arrays), hashlib.sha256(body).hexdigest())


def load_encoder(path: Path) -> Encoder:
    """The encoder of a file. Raises ModelError when it is missing or damaged."""
    try:
        return parsed(path.read_bytes())
    except FileNotFoundError:
        raise ModelError(f"{path}: no encoder here; `python -m pipeline.tune` writes one") from None
    except Exception as error:  # whatever a damaged archive makes the readers raise
        raise ModelError(
            f"{path}: the encoder is damaged ({type(error).__name__}: {error}); install the program again"
        ) from error


@cache
def default_encoder() -> Encoder:
    """The encoder that comes with the program, loaded once."""
    return load_encoder(bundled("_encoder", "encoder") / ENCODER_FILE)
