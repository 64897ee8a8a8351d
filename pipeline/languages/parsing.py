"""A spaCy model that cuts sentences into clauses: loaded once, asked in batches, each distinct sentence once.

Only the parts of a model that the cuts are read from are loaded, and only sentences are parsed whose words leave
the question open. `tests/test_parsing.py` holds that the whole model cuts the same.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pipeline.errors import ModelError
from pipeline.languages.base import Span
from pipeline.recent import Recent

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

BATCH = 32  # sentences; larger batches are no faster and need more memory
LONGEST = 16_000  # bytes; a longer sentence stays whole, since tokenizers refuse it
REMEMBERED = 20_000  # sentences whose cuts are kept

Cuts = tuple[int, ...]  # offsets at which a sentence falls into clauses


def _open(_: Doc) -> bool:
    return True


def _as_it_is(_: Language) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Method:
    """How a language's sentences are cut.

    `defaults` are the models to look for, `exclude` the parts of them that nothing here reads. A sentence is parsed
    when `cuttable` finds its text open to a cut and `promising` its words; `cuts` reads the cuts off the parse.
    `prepare` adapts a model that was loaded.
    """

    defaults: tuple[str, ...]
    exclude: tuple[str, ...]
    cuttable: Callable[[str], Any]
    cuts: Callable[[Doc], list[int]]
    promising: Callable[[Doc], bool] = _open
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
        self._known: Recent[str, Cuts] = Recent(REMEMBERED)
        self._nlp: Language | None = None

    def clauses(self, sentences: Sequence[str]) -> list[list[Span]]:
        """The clauses of each sentence as spans that cover it; white space at their edges left out."""
        found: dict[str, Cuts] = {}
        unknown = []
        for text in filter(self._needs_parse, dict.fromkeys(sentences)):
            known = self._known.get(text)
            if known is None:
                unknown.append(text)
            else:
                found[text] = known
        parsed = dict(self._parsed(unknown))
        for text in unknown:
            found[text] = parsed.get(text, ())
            self._known.put(text, found[text])
        return [_spans(text, found.get(text, ())) for text in sentences]

    def _needs_parse(self, text: str) -> bool:
        return bool(self.method.cuttable(text)) and len(text.encode()) <= LONGEST

    def _parsed(self, texts: Sequence[str]) -> Iterator[tuple[str, Cuts]]:
        """The texts whose words allow a cut, with their cuts; no parse lives longer than its batch."""
        if not texts:
            return
        nlp = self._loaded()
        with nlp.memory_zone():
            for doc in nlp.pipe(self._open_docs(nlp, texts), batch_size=BATCH):
                yield doc.text, tuple(self.method.cuts(doc))

    def _open_docs(self, nlp: Language, texts: Sequence[str]) -> Iterator[Doc]:
        """The texts to parse, cut into words. The sentence bounds are ours: the parser is kept from finding others."""
        for text in texts:
            doc = nlp.make_doc(text)
            if self.method.promising(doc):
                for token in doc[1:]:
                    token.is_sent_start = False
                yield doc

    def _loaded(self) -> Language:
        if self._nlp is None:
            import spacy

            self._nlp = spacy.load(self.name, exclude=list(self.method.exclude))
            self.method.prepare(self._nlp)
            _use_openblas(self._nlp)
        return self._nlp


def _use_openblas(nlp: Language) -> None:
    """Multiply matrices with numpy's OpenBLAS: on one thread twice as fast as BLIS, which spaCy takes by default."""
    from thinc.api import NumpyOps

    ops = NumpyOps(use_blis=False)
    for _, component in nlp.pipeline:
        for node in component.model.walk() if hasattr(component, "model") else ():
            if type(node.ops) is NumpyOps:
                node.ops = ops


def _installed(name: str) -> bool:
    return name.isidentifier() and importlib.util.find_spec(name) is not None


def _spans(text: str, cuts: Cuts) -> list[Span]:
    bounds = [0, *cuts, len(text)]
    spans = []
    for start, end in pairwise(bounds):
        piece = text[start:end]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            spans.append((left, start + len(piece.rstrip())))
    return spans
