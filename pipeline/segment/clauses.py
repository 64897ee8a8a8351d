"""Document -> Clauses. Sentences come from marks and structure, the cuts inside a sentence from a parse."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.document import Block, BlockKind, Clause, Document
from pipeline.languages import LanguagePack, detect, pack
from pipeline.languages.base import Nlp, Span
from pipeline.languages.marks import BULLET
from pipeline.segment.context import contexts

PIECE = re.compile(r"[^\t\n]+")  # cells and lines part sentences
SPOKEN = re.compile(r"\w")  # a clause has at least one letter or digit


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a document, with what is known before it is cut."""

    block: int
    index: int
    start: int
    end: int
    language: LanguagePack
    numbering: str
    headings: tuple[str, ...]
    lead_in: str


def segment(document: Document, nlp: Callable[[str], Nlp], *, headings: bool = False) -> list[Clause]:
    """The clauses of a document in order; `nlp` gives the loaded model of a language code.

    With `headings`, the headings are clauses too (kind `heading`, never cut).
    """
    sentences = list(_sentences(document, headings))
    cuts: dict[int, list[Span]] = {}
    by_language: defaultdict[str, list[int]] = defaultdict(list)
    for position, sentence in enumerate(sentences):
        if document.blocks[sentence.block].kind is BlockKind.HEADING:
            cuts[position] = [(0, sentence.end - sentence.start)]
        else:
            by_language[sentence.language.code].append(position)
    for code, positions in by_language.items():
        texts = [document.text[sentences[at].start : sentences[at].end] for at in positions]
        cuts.update(zip(positions, nlp(code).clauses(texts), strict=True))
    clauses: list[Clause] = []
    for position, sentence in enumerate(sentences):
        clauses += _clauses(document, sentence, cuts[position], len(clauses))
    return clauses


def _clauses(document: Document, sentence: _Sentence, cuts: list[Span], index: int) -> Iterator[Clause]:
    block = document.blocks[sentence.block]
    for offset, (left, right) in enumerate(cuts):
        start, end = sentence.start + left, sentence.start + right
        yield Clause(
            document_id=document.id,
            index=index + offset,
            block=sentence.block,
            sentence=sentence.index,
            kind=block.kind,
            start=start,
            end=end,
            text=document.text[start:end],
            language=sentence.language.code,
            headings=sentence.headings,
            lead_in=sentence.lead_in,
            numbering=sentence.numbering,
            locator=block.locator,
        )


def _sentences(document: Document, headings: bool) -> Iterator[_Sentence]:
    """The sentences of a document; bullets and detached numbers stay outside them."""
    default, index = pack(document.language), 0
    for position, (block, context) in enumerate(zip(document.blocks, contexts(document), strict=True)):
        if block.kind is BlockKind.HEADING and not headings:
            continue
        text = document.quote(block)
        language = detect(text, default)
        start, numbering = _opening(text, language)
        lead_in = _last_sentence(context.lead_in, language)
        name = _row_name(text, block, language)
        for left, right in _spans(text, start, block, language):
            if SPOKEN.search(text, left, right):
                yield _Sentence(
                    block=position,
                    index=index,
                    start=block.start + left,
                    end=block.start + right,
                    language=language,
                    numbering=numbering or block.number,
                    headings=(*context.headings, name) if name and left >= len(name) else context.headings,
                    lead_in=lead_in,
                )
                index += 1


def _row_name(text: str, block: Block, language: LanguagePack) -> str:
    """The first cell of a table row when it is short enough to name the row: the other cells are read under it."""
    first, _, rest = text.partition("\t")
    names = block.kind is BlockKind.TABLE_ROW and rest and len(first) <= language.short_line
    return first if names else ""


def _spans(text: str, start: int, block: Block, language: LanguagePack) -> Iterator[Span]:
    if block.kind is BlockKind.HEADING:
        yield 0, len(text)
        return
    for piece in PIECE.finditer(text, start):
        for left, right in language.sentences(piece[0]):
            yield piece.start() + left, piece.start() + right


def _opening(text: str, language: LanguagePack) -> tuple[int, str]:
    """Where the words of a block begin, and its numbering."""
    bullet = BULLET.match(text)
    start = bullet.end() if bullet else 0
    numbering = language.numbering(text[start:])
    if numbering is None:
        return start, ""
    return (start + numbering.end if numbering.detached else start), numbering.text


def _last_sentence(text: str, language: LanguagePack) -> str:
    spans = language.sentences(text) if text else []
    return text[slice(*spans[-1])] if spans else ""
