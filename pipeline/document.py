"""The values that travel between the stages: a page, its blocks, its clauses. All of them are frozen."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose page it is, as a list of addresses tells; empty for a page that came without one."""

    target_id: str = ""  # the row of the list; all pages of one policy have it in common
    company: str = ""
    sector: str = ""
    pair_id: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it was obtained: bytes, and what is known of where they came from."""

    id: str
    body: bytes
    source: str
    media: str = ""  # "html", "text", "markdown", or "" when the bytes must tell
    charset: str | None = None  # as a transport declared it, never as the page itself does
    fetched_at: datetime | None = None
    http_status: int | None = None
    subject: Subject = Subject()

    @property
    def sha256(self) -> str:
        """The SHA-256 of its bytes, in hexadecimal digits."""
        return hashlib.sha256(self.body).hexdigest()


def is_pdf(body: bytes) -> bool:
    """Whether a file is a PDF, whatever it is called."""
    return body[:1024].lstrip().startswith(b"%PDF-")


class BlockKind(StrEnum):
    """What a reader sees a block as."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    DEFINITION = "definition"


# Ranks of headings behind h1 to h6, from the widest reach to the narrowest: marked only by looks, by numbering (and
# the rank of its style), a term of a <dl>, a table's columns, a table's row, a caption that runs into its text.
MARKED, NUMBERED, TERM, COLUMN, ROW, RUN_IN = 7, 8, 20, 21, 22, 23


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the cleaned text, `document.text[start:end]`.

    `level` is the rank of a heading (1 highest); the depth of a list item, 2 for each list around it and 1 more for
    an item that no tag marks; else 0.
    `number` is what a list prints before the item without it being text ("2." of an <ol>).
    `until` is the index of the first block that a heading no longer covers, 0 for other blocks.
    `locator` names the element in the page, for example "main>ul[2]>li[3]".
    """

    kind: BlockKind
    start: int
    end: int
    level: int
    locator: str
    number: str = ""
    until: int = 0


@dataclass(frozen=True, slots=True)
class Excluded:
    """Text that the page shows and the document leaves out, with the reason."""

    text: str
    reason: str
    locator: str


@dataclass(frozen=True, slots=True)
class Document:
    """The cleaned text of a page; blocks in order, parted by line breaks, table cells by tabs."""

    id: str
    source: str
    text: str
    language: str
    blocks: tuple[Block, ...]
    excluded: tuple[Excluded, ...]
    charset: str
    replaced: int  # U+FFFD characters and scrubbed controls
    sha256: str  # of the page's bytes

    def quote(self, block: Block) -> str:
        """The text of a block."""
        return self.text[block.start : block.end]


@dataclass(frozen=True, slots=True)
class Clause:
    """A unit that says one thing, with the context it is read in. `document.text[start:end] == text`, always.

    `predicates` are its predicates with their subjects and arguments, as tokens with white space between them.
    """

    document_id: str
    index: int
    block: int
    sentence: int
    kind: BlockKind
    start: int
    end: int
    text: str
    language: str
    headings: tuple[str, ...] = ()
    lead_in: str = ""
    numbering: str = ""
    locator: str = ""
    predicates: str = ""
