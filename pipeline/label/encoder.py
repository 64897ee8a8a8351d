"""A second reader: a small transformer for each language that reads a clause again where the n-grams are unsure.

BERT encoders (Devlin et al. 2019), fine-tuned on the corpus by `python -m pipeline.tune`: the English one starts from
all-MiniLM-L6-v2 (Wang et al. 2020), the Japanese one from the first layers of multilingual-e5-small (Wang et al. 2024).
ONNX Runtime runs them, one clause at a time and on one thread, so that a decision never depends on what else is read.
"""

from __future__ import annotations

import hashlib
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
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

    def __init__(self, arrays: Mapping[str, Arrays], sha256: str = "") -> None:
        self.sha256 = sha256
        self._networks = {code: _Network(own) for code, own in arrays.items()}

    def cutter(self, code: str) -> Cutter:
        """What cuts the texts of a language into pieces."""
        return self._networks[code].cutter

    def decisions(self, readings: Sequence[Reading]) -> Floats:
        """One row a reading, one column a label in codebook order; 0, which says nothing, in languages without a network."""
        decided = np.zeros((len(readings), len(Label)))
        for row, reading in enumerate(readings):
            if reading.language in self._networks:
                decided[row] = self._networks[reading.language].decide(reading)
        return decided


class _Network:
    """The network of a language: its pieces, their vectors, and what decides from them."""

    def __init__(self, arrays: Arrays) -> None:
        self.cutter = Cutter(arrays["pieces"].tobytes(), folds=bool(arrays["folds"]))
        self._vectors = unpack((arrays["words"], arrays["words.scales"]))
        self._session = _session(arrays["network"].tobytes())

    def decide(self, reading: Reading) -> Weights:
        """A decision a label."""
        pieces, owners = self.cutter.sequence(reading)
        given = {VECTORS: self._vectors[pieces][None], OWNERS: np.array([owners])}
        decision: Weights = self._session.run(None, given)[0]
        return decision


def _session(network: bytes) -> InferenceSession:
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors
    return InferenceSession(network, options, providers=["CPUExecutionProvider"])


def parsed(body: bytes) -> Encoder:
    """The encoder of a file's bytes, named by their SHA-256."""
    by_language: defaultdict[str, Arrays] = defaultdict(dict)
    with np.load(io.BytesIO(body), allow_pickle=False) as archive:
        for name in archive.files:
            code, part = name.split("/")
            by_language[code][part] = archive[name]
    return Encoder(by_language, hashlib.sha256(body).hexdigest())


def stored(arrays: Mapping[str, Arrays]) -> bytes:
    """The file of an encoder, from the arrays of each language."""
    named: dict[str, Any] = {f"{code}/{name}": one for code, parts in arrays.items() for name, one in parts.items()}
    stream = io.BytesIO()
    np.savez_compressed(stream, **named)
    return stream.getvalue()


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
