"""Features -> numbers: a scikit-learn vectorizer for each part of a clause, side by side with weights.

The parts are stored as plain lists of terms and arrays of weights, so a stored model holds nothing that runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from pipeline.label.features import CUES, HEADING, LEAD, PAIRS, PATH, TEXT, WORDS
from pipeline.languages import pack

if TYPE_CHECKING:
    import pandas as pd

    Features = Mapping[str, Iterable[str]] | pd.DataFrame  # the texts of each column, a text a clause

Floats = NDArray[np.float64]

TOKENS: dict[str, Any] = {"token_pattern": r"\S+", "lowercase": False}


@dataclass(frozen=True, slots=True)
class Part:
    """A column of the frame read in one way; `weight` is its share, `most` the largest number of its features."""

    name: str
    column: str
    weight: float
    most: int


# A clause's own words come first; headings and lead-in stand behind; each cue counts by itself.
PARTS = (
    Part("chars", TEXT, 1.0, 40_000),
    Part("words", WORDS, 1.0, 30_000),
    Part("heading", HEADING, 0.6, 8_000),
    Part("path", PATH, 0.6, 8_000),
    Part("lead", LEAD, 0.6, 8_000),
    Part("cues", CUES, 0.25, 2_000),
    Part("pairs", PAIRS, 0.25, 4_000),
)


class Vectors:
    """The vectorizers of a language: `fit`, then `transform` features to a sparse matrix."""

    def __init__(self, language: str, vectorizers: Mapping[str, CountVectorizer]) -> None:
        self.language = language
        self._vectorizers = dict(vectorizers)

    @classmethod
    def fit(cls, language: str, features: Features) -> Vectors:
        """The vectorizers learnt from features."""
        return cls(language, {part.name: _blank(part, language).fit(features[part.column]) for part in PARTS})

    def transform(self, features: Features) -> csr_matrix:
        """One row a clause, one column a feature, in the order of `names`."""
        return csr_matrix(hstack([self._block(part, features[part.column]) for part in PARTS], format="csr"))

    def _block(self, part: Part, texts: Iterable[str]) -> csr_matrix:
        """The columns of a part; equal texts, such as headings, are counted once."""
        texts = list(texts)
        rows = {text: row for row, text in enumerate(dict.fromkeys(texts))}
        return self._vectorizers[part.name].transform(rows)[[rows[text] for text in texts]] * part.weight

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the features: "words:手数料", "cues:fee.amount@heading"."""
        return tuple(f"{part.name}:{term}" for part in PARTS for term in self._terms(part))

    def _terms(self, part: Part) -> list[str]:
        return [str(term) for term in self._vectorizers[part.name].get_feature_names_out()]

    def to_store(self) -> dict[str, Any]:
        """What is stored: for each part its terms, one a line, and their weights by rarity."""
        stored: dict[str, Any] = {}
        for part in PARTS:
            found = self._vectorizers[part.name]
            rarity = found.idf_.astype(np.float32) if isinstance(found, TfidfVectorizer) else np.zeros(0, np.float32)
            stored[part.name] = {"terms": "\n".join(self._terms(part)), "rarity": rarity}
        return stored

    @classmethod
    def from_store(cls, language: str, stored: Mapping[str, Any]) -> Vectors:
        """The vectorizers as they were stored."""
        vectorizers = {}
        for part in PARTS:
            vectorizer = _blank(part, language)
            vectorizer.set_params(vocabulary={t: i for i, t in enumerate(stored[part.name]["terms"].split("\n"))})
            if isinstance(vectorizer, TfidfVectorizer):
                vectorizer.idf_ = stored[part.name]["rarity"].astype(np.float64)
            vectorizers[part.name] = vectorizer
        return cls(language, vectorizers)


def _blank(part: Part, language: str) -> CountVectorizer:
    """The vectorizer of a part, not yet fitted."""
    if part.column in (CUES, PAIRS):
        return CountVectorizer(**TOKENS, binary=True, min_df=5, max_features=part.most)
    if part.column == TEXT:
        analyzer, lengths = pack(language).ngrams
        return TfidfVectorizer(
            analyzer=analyzer, ngram_range=lengths, sublinear_tf=True, min_df=3, max_features=part.most
        )
    return TfidfVectorizer(**TOKENS, ngram_range=(1, 2), sublinear_tf=True, min_df=2, max_features=part.most)
