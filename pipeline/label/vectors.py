"""Features -> numbers: the terms of each part of a clause counted, side by side with weights.

scikit-learn's vectorizers learn the terms. The parts are stored as plain lists of terms and arrays of weights, so a
stored model holds nothing that runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix, hstack

from pipeline.label.counting import CHARACTERS, Analyzer, Terms, token_pairs, tokens
from pipeline.label.features import CUES, HEADING, LEAD, PAIRS, PATH, PREDICATES, TEXT, WORDS
from pipeline.languages import pack

if TYPE_CHECKING:
    import pandas as pd
    from sklearn.feature_extraction.text import CountVectorizer

    Features = Mapping[str, Iterable[str]] | pd.DataFrame  # the texts of each column, a text a clause

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
    Part("chars", TEXT, 0.6, 40_000),
    Part("words", WORDS, 1.3, 30_000),
    Part("predicates", PREDICATES, 1.2, 40_000),
    Part("heading", HEADING, 0.6, 8_000),
    Part("path", PATH, 0.6, 8_000),
    Part("lead", LEAD, 0.6, 8_000),
    Part("cues", CUES, 0.35, 2_000),
    Part("pairs", PAIRS, 0.12, 4_000),
)


class Vectors:
    """What a language's clauses are counted by: `fit`, then `transform` features to a sparse matrix."""

    def __init__(self, language: str, parts: Mapping[str, Terms]) -> None:
        self.language = language
        self._parts = dict(parts)

    @classmethod
    def fit(cls, language: str, features: Features) -> Vectors:
        """The terms learnt from features, by scikit-learn's vectorizers."""
        return cls(language, {part.name: _learnt(part, language, features[part.column]) for part in PARTS})

    def transform(self, features: Features) -> csr_matrix:
        """One row a clause, one column a feature, in the order of `names`."""
        return csr_matrix(hstack([self._block(part, features[part.column]) for part in PARTS], format="csr"))

    def _block(self, part: Part, texts: Iterable[str]) -> csr_matrix:
        """The columns of a part; equal texts, such as headings, are counted once."""
        texts = list(texts)
        rows = {text: row for row, text in enumerate(dict.fromkeys(texts))}
        return self._parts[part.name].transform(list(rows))[[rows[text] for text in texts]] * part.weight

    def part(self, name: str) -> Terms:
        """What the part of a name is counted by."""
        return self._parts[name]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the features: "words:手数料", "cues:fee.amount@heading"."""
        return tuple(f"{part.name}:{term}" for part in PARTS for term in self._parts[part.name].terms)

    def to_store(self) -> dict[str, Any]:
        """What is stored: for each part its terms, one a line, and their weights by rarity."""
        return {
            name: {"terms": "\n".join(found.terms), "rarity": found.rarity.astype(np.float32)}
            for name, found in self._parts.items()
        }

    @classmethod
    def from_store(cls, language: str, stored: Mapping[str, Any]) -> Vectors:
        """The vectors as they were stored."""
        parts = {}
        for part in PARTS:
            terms, rarity = stored[part.name]["terms"].split("\n"), stored[part.name]["rarity"].astype(np.float64)
            parts[part.name] = Terms(terms, rarity, _analyzer(part, language))
        return cls(language, parts)


def _analyzer(part: Part, language: str) -> Analyzer:
    """What a part counts in a text."""
    if part.column == TEXT:
        kind, lengths = pack(language).ngrams
        return lambda text: CHARACTERS[kind](text, lengths)
    return tokens if part.column in (CUES, PAIRS, PREDICATES) else token_pairs


def _learnt(part: Part, language: str, texts: Iterable[str]) -> Terms:
    found = vectorizer(part, language).fit(texts)
    rarity = getattr(found, "idf_", np.zeros(0))
    return Terms([str(term) for term in found.get_feature_names_out()], rarity, _analyzer(part, language))


def vectorizer(part: Part, language: str) -> CountVectorizer:
    """The scikit-learn vectorizer that learns the terms of a part, not yet fitted."""
    from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

    if part.column in (CUES, PAIRS):
        return CountVectorizer(**TOKENS, binary=True, min_df=5, max_features=part.most)
    if part.column == TEXT:
        analyzer, lengths = pack(language).ngrams
        return TfidfVectorizer(
            analyzer=analyzer, ngram_range=lengths, sublinear_tf=True, min_df=3, max_features=part.most
        )
    if part.column == PREDICATES:
        return TfidfVectorizer(**TOKENS, sublinear_tf=True, min_df=3, max_features=part.most)
    return TfidfVectorizer(**TOKENS, ngram_range=(1, 2), sublinear_tf=True, min_df=2, max_features=part.most)
