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
NO_SENTENCE = -1  # the number of the sentence that a heading stands in
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

    With `headings`, the headings are clauses too (kind `heading`, never cut). They are counted by themselves and stand
    in no sentence, so that every other clause has the same numbers with them and without.
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
    counts = {True: 0, False: 0}  # of headings, and of all others
    for sentence in sentences:
        text, is_heading = _quote(document, sentence), _is_heading(document, sentence)
        pieces = [Piece(0, len(text))] if is_heading else known[sentence.language.code, text]
        yield from _clauses(document, sentence, pieces, counts[is_heading])
        counts[is_heading] += len(pieces)


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
                    index=NO_SENTENCE if block.kind is BlockKind.HEADING else index,
                    start=block.start + left,
                    end=block.start + right,
                    language=language,
                    numbering=numbering or block.number,
                    headings=_cell_headings(text, left, context, language) if in_row else context.headings,
                    lead_in=(in_row and (_cell_lead(text, left, language) or _row_lead(text, left, language)))
                    or lead_in,
                )
                index += block.kind is not BlockKind.HEADING


def _cell_headings(text: str, at: int, context: Context, language: LanguagePack) -> tuple[str, ...]:
    """The headings of the cell at an offset of a row: its own column instead of all, and the cell that names the row."""
    cells, number = _cells(text), text.count("\t", 0, at)
    headings = context.headings
    column = number + len(context.columns) - len(cells)  # a row's name, set apart as its heading, has a column too
    if len(context.columns) > 1 and 0 <= column < len(context.columns):
        joined = joined_cells(context.columns)
        headings = tuple(joined_cells([context.columns[column]]) if name == joined else name for name in headings)
    name = cells[0] if len(cells[0]) <= language.short_line else cells[0].split("\n")[0]
    names_row = number > 0 and 0 < len(name) <= language.short_line
    return tuple(filter(None, (*headings, joined_cells([name]) if names_row else "")))


@lru_cache(maxsize=16)
def _cells(row: str) -> tuple[str, ...]:
    """The cells of a row; remembered, since each of its sentences asks."""
    return tuple(row.split("\t"))


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
    if block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH):
        return ""
    announcing, last = _leads(text, language.code)
    if announcing:
        return announcing
    stands = language.pages.terminal.search(own) and language.pages.claim.search(own)
    return last if block.kind is BlockKind.LIST_ITEM and not stands else ""


@lru_cache(maxsize=REMEMBERED)
def _leads(text: str, code: str) -> tuple[str, str]:
    """The last sentence of a text that announces something, and its last; remembered, since all items of a list ask."""
    sentences = [text[left:right] for left, right in _split(text, code)] or [""]
    announces = pack(code).pages.announces
    return next(filter(announces.search, reversed(sentences)), ""), sentences[-1]


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
