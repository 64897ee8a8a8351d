"""Texts -> weighted counts of known terms: what scikit-learn's vectorizers give, to the bit, without scikit-learn.

Importing scikit-learn takes most of a second and 100 MB, and training alone needs it.
`tests/test_label_counting.py` holds that both count alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Floats = NDArray[np.float64]
Analyzer = Callable[[str], Iterable[str]]
Lengths = tuple[int, int]

SPACES = re.compile(r"\s\s+")


class Terms:
    """Counts known terms. With a `rarity` of each, counts become TF-IDF of length 1 (sublinear); without, 0 or 1."""

    def __init__(self, terms: Sequence[str], rarity: Floats, analyzer: Analyzer) -> None:
        self.terms, self.rarity, self.analyzer = tuple(terms), rarity, analyzer
        self._column = {term: column for column, term in enumerate(self.terms)}

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """One row a text, one column a term."""
        columns, counts, starts = list[int](), list[int](), [0]
        for text in texts:
            found = Counter(filter(self._column.__contains__, self.analyzer(text)))
            columns += map(self._column.__getitem__, found)
            counts += found.values()
            starts.append(len(columns))
        counted = csr_matrix((np.array(counts, float), columns, starts), shape=(len(texts), len(self.terms)))
        counted.sort_indices()
        counted.data = self._weighted(counted) if len(self.rarity) else np.ones_like(counted.data)
        return counted

    def _weighted(self, counted: csr_matrix) -> Floats:
        """The counts as TF-IDF."""
        found: csr_matrix = counted.copy()
        found.data = (np.log(counted.data) + 1.0) * self.rarity[counted.indices]
        lengths = np.sqrt(found.multiply(found) @ np.ones(len(self.terms)))
        weighted: Floats = found.data / np.repeat(lengths, np.diff(counted.indptr))
        return weighted


def tokens(text: str) -> list[str]:
    """The tokens of a text, which white space parts."""
    return text.split()


def token_pairs(text: str) -> list[str]:
    """The tokens of a text, and each with the one behind it."""
    found = text.split()
    return [*found, *map(" ".join, pairwise(found))]


def characters(text: str, lengths: Lengths) -> list[str]:
    """The runs of characters of a text by their lengths, in small letters."""
    return _runs(SPACES.sub(" ", text.lower()), lengths)


def characters_in_words(text: str, lengths: Lengths) -> list[str]:
    """The runs of characters within words, a space at both ends of each; a word too short for a run counts once."""
    found = []
    for word in text.lower().split():
        padded = f" {word} "
        found += _runs(padded, lengths) if len(padded) >= lengths[0] else [padded]
    return found


def _runs(text: str, lengths: Lengths) -> list[str]:
    shortest, longest = lengths[0], min(lengths[1], len(text))
    return [text[at : at + length] for length in range(shortest, longest + 1) for at in range(len(text) - length + 1)]


CHARACTERS: dict[str, Callable[[str, Lengths], list[str]]] = {"char": characters, "char_wb": characters_in_words}
