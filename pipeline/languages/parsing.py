"""A spaCy model that cuts sentences into clauses: loaded once, asked in batches, each distinct sentence once."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pipeline.errors import ModelError
from pipeline.languages.base import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

BATCH = 64  # sentences; larger batches are slower and need more memory
LONGEST = 16_000  # bytes; a longer sentence stays whole, since tokenizers refuse it
REMEMBERED = 200_000  # sentences whose cuts are kept


class Parser:
    """The clauses of sentences by a spaCy model. `cuts` reads them off a parse, `cuttable` tells which need one."""

    def __init__(
        self,
        name: str | None,
        defaults: Sequence[str],
        *,
        cuttable: Callable[[str], Any],
        cuts: Callable[[Doc], list[int]],
        exclude: Sequence[str],
    ) -> None:
        self.name = name or next(filter(_installed, defaults), defaults[-1])
        if not _installed(self.name):
            raise ModelError(
                f"the language model {self.name!r} is not installed; try: pip install {self.name.replace('_', '-')}"
            )
        self._cuttable, self._cuts, self._exclude = cuttable, cuts, exclude
        self._known: dict[str, list[int]] = {}
        self._nlp: Language | None = None

    def clauses(self, sentences: Sequence[str]) -> list[list[Span]]:
        """The clauses of each sentence as spans that cover it; white space at their edges left out."""
        unknown = [text for text in dict.fromkeys(sentences) if text not in self._known and self._needs_parse(text)]
        if len(self._known) + len(unknown) > REMEMBERED:
            self._known.clear()
            unknown = [text for text in dict.fromkeys(sentences) if self._needs_parse(text)]
        for doc in self._parse(unknown):
            self._known[doc.text] = self._cuts(doc)
        return [_spans(text, self._known.get(text, [])) for text in sentences]

    def _needs_parse(self, text: str) -> bool:
        return bool(self._cuttable(text)) and len(text.encode()) <= LONGEST

    def _parse(self, texts: Sequence[str]) -> Sequence[Doc]:
        """Parses in order. The sentence bounds are ours: the parser is kept from finding others."""
        if not texts:
            return []
        nlp = self._loaded()
        docs = []
        for text in texts:
            doc = nlp.make_doc(text)
            for token in doc[1:]:
                token.is_sent_start = False
            docs.append(doc)
        return list(nlp.pipe(docs, batch_size=BATCH))

    def _loaded(self) -> Language:
        if self._nlp is None:
            import spacy

            self._nlp = spacy.load(self.name, exclude=list(self._exclude))
        return self._nlp


def _installed(name: str) -> bool:
    return name.isidentifier() and importlib.util.find_spec(name) is not None


def _spans(text: str, cuts: Sequence[int]) -> list[Span]:
    bounds = [0, *cuts, len(text)]
    spans = []
    for start, end in pairwise(bounds):
        piece = text[start:end]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            spans.append((left, start + len(piece.rstrip())))
    return spans
