"""What a block is read under: its heading path, and the sentence that introduces its list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.document import Block, BlockKind, Document

NAMED = 20  # ranks from here on are terms, columns and rows: headings inside a list or table, which end no lead-in


@dataclass(frozen=True, slots=True)
class Context:
    """The headings above a block, outermost first, and its lead-in ("" when none)."""

    headings: tuple[str, ...]
    lead_in: str


def contexts(document: Document) -> Iterator[Context]:
    """The context of each block of a document, in order."""
    headings: list[tuple[Block, str]] = []
    leads: list[tuple[int, str]] = []
    for position, block in enumerate(document.blocks):
        headings = [(above, text) for above, text in headings if above.until > position]
        text = document.quote(block)
        if block.kind is BlockKind.HEADING:
            headings = [(above, name) for above, name in headings if above.level < block.level]
            yield Context(tuple(name for _, name in headings), "")
            headings.append((block, " / ".join(text.split("\t"))))
            leads = leads if block.level >= NAMED else []
            continue
        depth = block.level if block.kind is BlockKind.LIST_ITEM else 1
        introduced = block.kind is not BlockKind.PARAGRAPH
        leads = [(level, lead) for level, lead in leads if introduced and level < depth]
        yield Context(tuple(name for _, name in headings), leads[-1][1] if leads else "")
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
            leads.append((0 if block.kind is BlockKind.PARAGRAPH else depth, text))
