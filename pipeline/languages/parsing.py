"""A spaCy model that cuts sentences into clauses and tells their predicates: loaded once, asked in batches.

Each distinct sentence is parsed once, none whose words alone tell all, and only the parts of a model are loaded that
this is read from. `tests/test_parsing.py` holds that the whole model reads the same.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.errors import ModelError
from pipeline.languages.base import Piece
from pipeline.recent import Recent

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

BATCH = 32  # sentences; larger batches are no faster and need more memory
LONGEST = 16_000  # bytes; a longer sentence stays whole, since tokenizers refuse it
REMEMBERED = 8_000  # sentences whose clauses are kept


def _always(_: Doc) -> bool:
    return True


def _as_it_is(_: Language) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Method:
    """How a language's sentences are read.

    `defaults` are the models to look for, `exclude` the parts of them that nothing here reads. `cuts` are the offsets
    at which a parsed sentence falls into clauses, `predicates` what its words are to its predicates, each with the
    offset of its word. A sentence that is not `open` is one clause and not parsed; `predicates` then reads its words. `prepare`
    adapts a model that was loaded.
    """

    defaults: tuple[str, ...]
    exclude: tuple[str, ...]
    cuts: Callable[[Doc], list[int]]
    predicates: Callable[[Doc], Iterable[tuple[int, str]]]
    open: Callable[[Doc], bool] = _always
    prepare: Callable[[Language], None] = _as_it_is


class Parser:
    """The clauses of sentences by a spaCy model."""

    def __init__(self, name: str | None, method: Method) -> None:
        self.name = name or next(filter(_installed, method.defaults), method.defaults[-1])
        if not _installed(self.name):
            raise ModelError(
                f"the language model {self.name!r} is not installed; try: pip install {self.name.replace('_', '-')}"
            )
        self.method = method
        self._known: Recent[str, list[Piece]] = Recent(REMEMBERED)
        self._nlp: Language | None = None

    def clauses(self, sentences: Sequence[str]) -> list[list[Piece]]:
        """The clauses of each sentence, which cover it; white space at their edges left out."""
        found: dict[str, list[Piece]] = {}
        unknown = []
        for text in dict.fromkeys(sentences):
            known = self._known.get(text)
            if known is None:
                unknown.append(text)
            else:
                found[text] = known
        for text, pieces in self._read(unknown).items():
            found[text] = pieces
            self._known.put(text, pieces)
        return [found.get(text) or _pieces(text, (), ()) for text in sentences]

    def _read(self, texts: Sequence[str]) -> dict[str, list[Piece]]:
        """The texts that are short enough with their clauses; no parse lives longer than its batch."""
        if not texts:
            return {}
        nlp, found = self._loaded(), dict[str, list[Piece]]()

        def opened() -> Iterator[Doc]:
            for text in texts:
                if len(text.encode()) <= LONGEST:
                    doc = _unparsed(nlp, text)
                    if self.method.open(doc):
                        yield doc
                    else:
                        found[text] = _pieces(text, (), list(self.method.predicates(doc)))

        with nlp.memory_zone():
            for doc in nlp.pipe(opened(), batch_size=BATCH):
                text = doc.text
                found[text] = _pieces(text, self.method.cuts(doc), list(self.method.predicates(doc)))
        return found

    def _loaded(self) -> Language:
        if self._nlp is None:
            import spacy

            self._nlp = spacy.load(self.name, exclude=list(self.method.exclude))
            self.method.prepare(self._nlp)
            _use_openblas(self._nlp)
            _describe_less(self._nlp)
        return self._nlp


def _use_openblas(nlp: Language) -> None:
    """Multiply matrices with numpy's OpenBLAS: on one thread twice as fast as BLIS, which spaCy takes by default."""
    from thinc.api import NumpyOps

    ops = NumpyOps(use_blis=False)
    for _, component in nlp.pipeline:
        for node in component.model.walk() if hasattr(component, "model") else ():
            if type(node.ops) is NumpyOps:
                node.ops = ops


def _describe_less(nlp: Language) -> None:
    """Leave out what no model reads of a word (is it like an address, a number, a stop word), found anew for each."""
    from spacy.attrs import IDS

    read = {IDS[name] for name in ("LOWER", "NORM", "PREFIX", "SUFFIX", "SHAPE", "IS_SPACE", "LANG")}
    for attribute in nlp.vocab.lex_attr_getters.keys() - read:
        del nlp.vocab.lex_attr_getters[attribute]


def _installed(name: str) -> bool:
    return name.isidentifier() and importlib.util.find_spec(name) is not None


def _unparsed(nlp: Language, text: str) -> Doc:
    """A text cut into words. The sentence bounds are ours: the parser is kept from finding others."""
    doc = nlp.make_doc(text)
    for token in doc[1:]:
        token.is_sent_start = False
    return doc


def _pieces(text: str, cuts: Iterable[int], told: Sequence[tuple[int, str]]) -> list[Piece]:
    pieces = []
    for start, end in pairwise([0, *cuts, len(text)]):
        piece = text[start:end]
        if piece.strip():
            left, right = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
            predicates = " ".join("_".join(what.split()) for at, what in told if start <= at < end)
            pieces.append(Piece(left, right, predicates))
    return pieces
