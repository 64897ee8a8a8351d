"""Document -> Clauses. Sentences come from marks and structure, the cuts inside a sentence from a parse."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.document import Block, BlockKind, Clause, Document
from pipeline.languages import LanguagePack, detect, pack
from pipeline.languages.base import Nlp, Piece, Span
from pipeline.languages.marks import BULLET
from pipeline.segment.context import Context, contexts, joined_cells

PIECE = re.compile(r"[^\t\n]+")  # cells and lines part sentences
REMEMBERED = 4_096  # blocks
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
    return segment_all([document], nlp, headings=headings)[0]


def segment_all(
    documents: Sequence[Document], nlp: Callable[[str], Nlp], *, headings: bool = False
) -> list[list[Clause]]:
    """The clauses of each document, as `segment` gives them; the models are asked once for all documents."""
    pages = [list(_sentences(document, headings)) for document in documents]
    texts = [
        (sentence.language.code, _quote(document, sentence))
        for document, sentences in zip(documents, pages, strict=True)
        for sentence in sentences
        if not _is_heading(document, sentence)
    ]
    by_language: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for code, text in texts:
        by_language[code][text] = None
    known = {
        (code, text): pieces
        for code, found in by_language.items()
        for text, pieces in zip(found, nlp(code).clauses(list(found)), strict=True)
    }
    return [list(_document_clauses(*page, known)) for page in zip(documents, pages, strict=True)]


def _document_clauses(
    document: Document, sentences: Sequence[_Sentence], known: Mapping[tuple[str, str], list[Piece]]
) -> Iterator[Clause]:
    index = 0
    for sentence in sentences:
        text = _quote(document, sentence)
        pieces = [Piece(0, len(text))] if _is_heading(document, sentence) else known[sentence.language.code, text]
        yield from _clauses(document, sentence, pieces, index)
        index += len(pieces)


def _quote(document: Document, sentence: _Sentence) -> str:
    return document.text[sentence.start : sentence.end]


def _is_heading(document: Document, sentence: _Sentence) -> bool:
    return document.blocks[sentence.block].kind is BlockKind.HEADING


def _clauses(document: Document, sentence: _Sentence, pieces: list[Piece], index: int) -> Iterator[Clause]:
    block = document.blocks[sentence.block]
    for offset, piece in enumerate(pieces):
        start, end = sentence.start + piece.start, sentence.start + piece.end
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
            predicates=piece.predicates,
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
        lead_in = _lead_in(context.lead, block, text[start:], language)
        in_row = block.kind is BlockKind.TABLE_ROW
        for left, right in _spans(text, start, block, language):
            if SPOKEN.search(text, left, right):
                yield _Sentence(
                    block=position,
                    index=index,
                    start=block.start + left,
                    end=block.start + right,
                    language=language,
                    numbering=numbering or block.number,
                    headings=_cell_headings(text, left, context, language) if in_row else context.headings,
                    lead_in=(in_row and (_cell_lead(text, left, language) or _row_lead(text, left, language)))
                    or lead_in,
                )
                index += 1


def _cell_headings(text: str, at: int, context: Context, language: LanguagePack) -> tuple[str, ...]:
    """The headings of the cell at an offset of a row: its own column instead of all, and the cell that names the row."""
    cells, number = text.split("\t"), text.count("\t", 0, at)
    headings = context.headings
    column = number + len(context.columns) - len(cells)  # a row's name, set apart as its heading, has a column too
    if len(context.columns) > 1 and 0 <= column < len(context.columns):
        joined = joined_cells(context.columns)
        headings = tuple(joined_cells([context.columns[column]]) if name == joined else name for name in headings)
    name = cells[0] if len(cells[0]) <= language.short_line else cells[0].split("\n")[0]
    names_row = number > 0 and 0 < len(name) <= language.short_line
    return tuple(filter(None, (*headings, joined_cells([name]) if names_row else "")))


def _row_lead(text: str, at: int, language: LanguagePack) -> str:
    """The first cell of a row for those behind it, where it is too long to be their heading."""
    first = text[: text.find("\t", 0, at) + 1].rstrip("\t")
    return first if len(first.split("\n")[0]) > language.short_line else ""


def _cell_lead(text: str, at: int, language: LanguagePack) -> str:
    """The sentence that introduces the line at an offset of a row: the end of an earlier line of its cell."""
    cell = text[text.rfind("\t", 0, at) + 1 : at]
    lines = reversed(cell.split("\n")[:-1])
    ends = (line[left:right] for line in lines for left, right in _split(line, language.code)[-1:])
    return next(filter(language.pages.announces.search, ends), "")


def _lead_in(text: str, block: Block, own: str, language: LanguagePack) -> str:
    """The sentence of the text before a list that introduces it: the last that announces one, for items any last.

    An item whose `own` text is a full sentence is introduced by none that announces nothing.
    """
    sentences = [text[left:right] for left, right in _split(text, language.code)]
    announcing = [sentence for sentence in sentences if language.pages.announces.search(sentence)]
    if block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH) or not sentences:
        return ""
    if announcing:
        return announcing[-1]
    stands = language.pages.terminal.search(own) and language.pages.claim.search(own)
    return sentences[-1] if block.kind is BlockKind.LIST_ITEM and not stands else ""


def _spans(text: str, start: int, block: Block, language: LanguagePack) -> Iterator[Span]:
    if block.kind is BlockKind.HEADING:
        yield 0, len(text)
        return
    for piece in PIECE.finditer(text, start):
        for left, right in _split(piece[0], language.code):
            yield piece.start() + left, piece.start() + right


@lru_cache(maxsize=REMEMBERED)
def _split(text: str, code: str) -> tuple[Span, ...]:
    """The sentences of a text; remembered, since pages repeat one another."""
    return tuple(pack(code).sentences(text))


def _opening(text: str, language: LanguagePack) -> tuple[int, str]:
    """Where the words of a block begin, and its numbering."""
    bullet = BULLET.match(text)
    start = bullet.end() if bullet else 0
    numbering = language.numbering(text[start:])
    if numbering is None:
        return start, ""
    return (start + numbering.end if numbering.detached else start), numbering.text
