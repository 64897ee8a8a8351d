"""The classifier: for each language a set of vectorizers, for each label a linear model, its calibration, a threshold.

Logistic regression over TF-IDF n-grams and cues. Probabilities come from Platt scaling (Platt 1999) of decisions on
companies that the deciding model had not seen. A clause with a label that is unsure by them is read again by the
encoder, and the probabilities then come from both decisions. Stored with skops, no pickle.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cache
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from pipeline.codebook import Label
from pipeline.document import BlockKind, Clause
from pipeline.errors import ModelError
from pipeline.files import bundled, write_bytes, write_text
from pipeline.findings import REVIEW, Band, Score
from pipeline.label import store
from pipeline.label.counting import Floats
from pipeline.label.encoder import Encoder, default_encoder
from pipeline.label.features import Reading, readings, to_columns
from pipeline.label.vectors import Vectors
from pipeline.recent import Recent

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

MODEL_FILE, MANIFEST_FILE = "model.skops", "manifest.json"
FORMAT = 4  # of the model folder; raised when an older program could not read it
EVIDENCE = 3  # features shown for a label
ENCODER = "encoder"  # its name among them
REMEMBERED = 8_000  # readings whose scores are kept
AGAIN: Band = (0.02, 0.995)  # a clause with a probability between them is read again


@dataclass(frozen=True, slots=True)
class Platt:
    """Decisions -> probabilities: a slope for each kind of decision, and an intercept."""

    linear: float
    encoder: float
    intercept: float

    def probabilities(self, linear: Floats, encoder: Floats | None = None) -> Floats:
        """The probability of each decision, 0 to 1."""
        decisions = self.linear * linear + self.intercept
        likely: Floats = 1.0 / (1.0 + np.exp(-(decisions if encoder is None else decisions + self.encoder * encoder)))
        return likely


@dataclass(frozen=True, slots=True)
class LabelModel:
    """One label of one language: a linear model over the vector, two calibrations, the threshold."""

    weights: Floats  # one a feature
    bias: float
    first: Platt  # of the linear model's decision alone
    second: Platt  # of both decisions, for clauses that are read again
    threshold: float


@dataclass(frozen=True, slots=True)
class Judged:
    """What a language's model thinks of readings; one row a reading, one column a label."""

    vectors: csr_matrix
    encoder: Floats  # the encoder's decisions; 0 for readings that were not read again
    likely: Floats  # probabilities


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """The vectors of a language, the names of their features, and a model a label."""

    vectors: Vectors
    names: tuple[str, ...]
    labels: Mapping[Label, LabelModel]

    def judge(self, given: Sequence[Reading], encoder: Encoder) -> Judged:
        """The probabilities of readings by both readers."""
        vectors = self.vectors.transform(to_columns(given))
        models = [self.labels[label] for label in Label]
        linear = self.linear(vectors)
        again = read_again([model.first for model in models], linear)
        read = np.zeros_like(linear)
        read[again] = encoder.decisions(list(compress(given, again)))
        return Judged(vectors, read, probabilities(models, linear, read))

    def linear(self, vectors: csr_matrix) -> Floats:
        """The decisions of the linear models, one row a vector, one column a label."""
        models = [self.labels[label] for label in Label]
        return np.column_stack([vectors @ model.weights + model.bias for model in models])


def read_again(first: Sequence[Platt], linear: Floats) -> NDArray[np.bool_]:
    """Which rows have a label that the linear model, by its own calibration, is unsure of."""
    return _unsure(_first(first, linear))


def probabilities(models: Sequence[LabelModel], linear: Floats, encoder: Floats) -> Floats:
    """The probabilities by the linear model, and by both where it is unsure; one column a label."""
    second = np.column_stack([m.second.probabilities(linear[:, i], encoder[:, i]) for i, m in enumerate(models)])
    first = _first([model.first for model in models], linear)
    return np.where(_unsure(first)[:, None], second, first)


def _first(first: Sequence[Platt], linear: Floats) -> Floats:
    return np.column_stack([one.probabilities(linear[:, i]) for i, one in enumerate(first)])


def _unsure(first: Floats) -> NDArray[np.bool_]:
    unsure: NDArray[np.bool_] = np.any((first > AGAIN[0]) & (first < AGAIN[1]), axis=1)
    return unsure


class Labeller:
    """Scores clauses. Made by `train`, stored and loaded as a folder; `hash` names its exact content."""

    def __init__(
        self, languages: Mapping[str, LanguageModel], manifest: Mapping[str, Any], encoder: Encoder | None = None
    ) -> None:
        self.languages = dict(languages)
        self.manifest = dict(manifest)
        self._encoder = encoder
        self._known: Recent[tuple[Reading, float | None, Band], tuple[Score, ...]] = Recent(REMEMBERED)

    @property
    def hash(self) -> str:
        """The SHA-256 of the stored model; "" for one that was never stored."""
        return str(self.manifest.get("sha256", ""))

    @property
    def encoder(self) -> Encoder:
        """The second reader, by default the program's own. Raises ModelError when the model was trained beside another."""
        if self._encoder is None:
            own = default_encoder()
            if self.manifest.get("encoder_sha256") != own.sha256:
                raise ModelError("the model was trained beside another encoder than this program's; train it again")
            self._encoder = own
        return self._encoder

    def score(
        self, clauses: Sequence[Clause], *, min_score: float | None = None, review: Band = REVIEW
    ) -> list[tuple[Score, ...]]:
        """The scores of the clauses of one document, in order: one a label, in codebook order.

        `min_score` replaces the thresholds of the model, `review` the band of probabilities that are unsure.
        Headings, and clauses of a language the model was not trained on, get no scores.
        """
        return self.score_all([clauses], min_score=min_score, review=review)[0]

    def score_all(
        self, documents: Sequence[Sequence[Clause]], *, min_score: float | None = None, review: Band = REVIEW
    ) -> list[list[tuple[Score, ...]]]:
        """The scores of each document's clauses, as `score` gives them; clauses that read alike are scored once."""
        read = [readings(clauses) for clauses in documents]
        scores: dict[Reading, tuple[Score, ...]] = {}
        unknown: defaultdict[str, list[Reading]] = defaultdict(list)
        for reading in dict.fromkeys(reading for page in read for reading in page):
            known = self._known.get((reading, min_score, review)) if self._can_score(reading) else ()
            if known is None:
                unknown[reading.language].append(reading)
            else:
                scores[reading] = known
        for code, new in unknown.items():
            for reading, found in zip(new, self._scored(code, new, min_score, review), strict=True):
                scores[reading] = found
                self._known.put((reading, min_score, review), found)
        return [[scores[reading] for reading in page] for page in read]

    def _can_score(self, reading: Reading) -> bool:
        return reading.kind is not BlockKind.HEADING and reading.language in self.languages

    def _scored(
        self, code: str, new: Sequence[Reading], min_score: float | None, review: Band
    ) -> Iterator[tuple[Score, ...]]:
        model = self.languages[code]
        judged = model.judge(new, self.encoder)
        return zip(*(_scores(column, model, judged, min_score, review) for column in range(len(Label))), strict=True)


def estimator() -> LogisticRegression:
    """The linear model of one label, not yet fitted."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=3.0, solver="liblinear", max_iter=300, random_state=0)


def _scores(column: int, model: LanguageModel, judged: Judged, min_score: float | None, review: Band) -> list[Score]:
    label = list(Label)[column]
    one = model.labels[label]
    threshold = one.threshold if min_score is None else min_score
    out = []
    for row, value in enumerate(judged.likely[:, column]):
        assigned = bool(value >= threshold)
        evidence = _evidence(model, one, judged.vectors[row], judged.encoder[row, column]) if assigned else ()
        unsure = bool(review[0] <= value <= review[1])
        out.append(Score(label, round(float(value), 4), assigned, evidence, unsure))
    return out


def _evidence(model: LanguageModel, one: LabelModel, vector: csr_matrix, read: float) -> tuple[str, ...]:
    """What spoke most for a label, as "words:手数料 +1.21" or "encoder +0.80", in units of the linear decision."""
    shares = vector.data * one.weights[vector.indices]
    best = sorted(zip(-shares, vector.indices, strict=True))[:EVIDENCE]
    named = [(model.names[index], -share) for share, index in best if share < 0]
    if read > 0:
        named.append((ENCODER, read * one.second.encoder / one.second.linear))
    return tuple(f"{name} {share:+.2f}" for name, share in sorted(named, key=lambda pair: -pair[1])[:EVIDENCE])


def save(labeller: Labeller, folder: Path) -> Labeller:
    """Store a labeller as `model.skops` and `manifest.json`; what comes back knows its hash."""
    content = {
        code: {
            "vectors": model.vectors.to_store(),
            "labels": {
                label.value: {
                    "weights": one.weights.astype(np.float32),
                    "numbers": [one.bias, *astuple(one.first), *astuple(one.second), one.threshold],
                }
                for label, one in model.labels.items()
            },
        }
        for code, model in labeller.languages.items()
    }
    body = store.write(content)
    manifest = {**labeller.manifest, "format": FORMAT, "sha256": _content_hash(content)}
    write_bytes(folder / MODEL_FILE, body)
    write_text(folder / MANIFEST_FILE, json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    return Labeller(labeller.languages, manifest, labeller.encoder)


def load(folder: Path) -> Labeller:
    """The labeller stored in a folder. Raises ModelError when it is missing, damaged or of another format."""
    try:
        manifest = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
        if manifest.get("format") != FORMAT:
            raise ModelError(
                f"{folder}: a model of format {manifest.get('format')}, this program reads {FORMAT}; train it again"
            )
        content = store.read(folder / MODEL_FILE)
    except FileNotFoundError:
        raise ModelError(f"{folder}: no model here; give a folder that `policy-clauses train` wrote") from None
    except ModelError:
        raise
    except Exception as error:  # whatever a damaged archive makes the readers raise
        raise ModelError(f"{folder}: the model is damaged ({type(error).__name__}: {error}); train it again") from error
    return Labeller({code: _language_model(code, stored) for code, stored in content.items()}, manifest)


@cache
def load_default() -> Labeller:
    """The labeller that comes with the program, loaded once."""
    return load(bundled("_model", "default"))


def _language_model(code: str, stored: Mapping[str, Any]) -> LanguageModel:
    labels = {}
    for name, one in stored["labels"].items():
        bias, *platt, threshold = map(float, one["numbers"])
        weights = one["weights"].astype(np.float64)
        labels[Label(name)] = LabelModel(weights, bias, Platt(*platt[:3]), Platt(*platt[3:]), threshold)
    vectors = Vectors.from_store(code, stored["vectors"])
    return LanguageModel(vectors, vectors.names, labels)


def _content_hash(content: Mapping[str, Any]) -> str:
    """A hash of what the model knows, the same wherever and whenever it is stored."""
    digest = hashlib.sha256()
    for code in sorted(content):
        for name, part in content[code]["vectors"].items():
            digest.update(f"{code} {name} {part['terms']}".encode() + np.round(part["rarity"], 4).tobytes())
        for name, one in sorted(content[code]["labels"].items()):
            digest.update(
                name.encode()
                + np.round(one["weights"], 4).tobytes()
                + repr(np.round(one["numbers"], 4).tolist()).encode()
            )
    return digest.hexdigest()
