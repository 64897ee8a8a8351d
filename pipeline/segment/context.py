"""What a block is read under: its heading path, its columns, and the block that introduces its list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.document import COLUMN, TERM, Block, BlockKind, Document

SENTENCE_DEPTH, DEFINITION_DEPTH = 0, 1  # as leads, beside list items, which are 2 and more (1 when no tag marks them)


@dataclass(frozen=True, slots=True)
class Context:
    """The headings above a block, outermost first; the header cells of its table; the text before its list."""

    headings: tuple[str, ...]
    columns: tuple[str, ...]
    lead: str


def contexts(document: Document) -> Iterator[Context]:
    """The context of each block of a document, in order."""
    headings: list[tuple[Block, str]] = []  # with the name that the clauses below show
    leads: list[tuple[int, str]] = []
    outside = 0  # so many of them stand before the term that is open: they introduce its list, not the items under it
    for position, block in enumerate(document.blocks):
        headings = [above for above in headings if above[0].until > position]
        if block.kind is BlockKind.HEADING:
            headings = [above for above in headings if above[0].level < block.level]
            yield _context(document, headings, "")
            headings.append((block, joined_cells(document.quote(block).split("\t"))))
            if block.level <= TERM:
                leads = [(level, lead) for level, lead in leads if block.level == TERM and level < DEFINITION_DEPTH]
                outside = len(leads)
            continue
        depth = _depth(block)
        leads = [(level, lead) for level, lead in leads if level < depth]
        outside = min(outside, len(leads))
        inside = leads[outside:] if block.kind is BlockKind.LIST_ITEM else leads
        yield _context(document, headings, inside[-1][1] if inside else "")
        if block.kind is not BlockKind.TABLE_ROW:
            leads.append((depth, document.quote(block)))


def _depth(block: Block) -> int:
    if block.kind is BlockKind.LIST_ITEM:
        return max(DEFINITION_DEPTH, block.level)  # 0 where no list holds it
    return SENTENCE_DEPTH if block.kind is BlockKind.PARAGRAPH else DEFINITION_DEPTH


def _context(document: Document, headings: list[tuple[Block, str]], lead: str) -> Context:
    columns = [document.quote(above) for above, _ in headings if above.level == COLUMN]
    names = tuple(name for _, name in headings)
    return Context(names, tuple(columns[-1].split("\t")) if columns else (), lead)


def joined_cells(cells: Iterable[str]) -> str:
    """The cells of a row as one line."""
    return " / ".join(" ".join(cell.split("\n")) for cell in cells if cell)
