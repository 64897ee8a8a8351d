"""What the reading of a page yields before anything is left out: raw blocks and the elements they stand in."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.document import MARKED, BlockKind


@dataclass(slots=True)
class Frame:
    """An element on the way down to a block. Mutable while the page is read: children are counted, the end is noted."""

    tag: str
    locator: str
    parent: Frame | None
    zone: str = ""  # the reason why all in this element may be furniture: "navigation", "footer" …
    end: int = -1  # the number of raw blocks when the element closed
    lists: int = 0  # how many lists it stands in
    number: str = ""  # what its list prints before it
    heading: int = 0  # 1 to 6 inside an h1 to h6
    title: bool = False  # its class calls it a title
    bold: bool = False
    link: bool = False
    pre: bool = False  # its line breaks show
    counts: dict[str, int] = field(default_factory=dict)
    items: int = 0  # numbered items so far, of an <ol>
    depth: int = 0
    bare: bool | None = None  # its element shows no text; None until somebody asks
    says: bool | None = None  # its element shows a sentence; None until somebody asks
    chain: tuple[Frame, ...] | None = None  # its zones, when they are known

    def zones(self) -> tuple[Frame, ...]:
        """The zones it stands in, the outermost first; to be asked for when the page has been read."""
        if self.chain is None:
            above = self.parent.zones() if self.parent else ()
            self.chain = (*above, self) if self.zone else above
        return self.chain

    def item(self) -> Frame | None:
        """The innermost list item it stands in."""
        frame: Frame | None = self
        while frame and frame.tag != "li":
            frame = frame.parent
        return frame


@dataclass(slots=True)
class Line:
    """What stood between two line breaks; `gap`: an empty line came before; `caption`: the next line is its text."""

    text: str
    bold: bool
    link: int
    gap: bool
    caption: bool = False


@dataclass(slots=True)
class Raw:
    """A block as read. `link` is the number of its characters that are link text."""

    text: str
    kind: BlockKind
    level: int
    frame: Frame
    number: str = ""
    link: int = 0


def scope_end(raws: list[Raw], position: int) -> int:
    """The number of the raw block before which a heading's reach ends, if no other heading ends it sooner.

    An h1 to h6 reaches to the end of the page, or to a sentence in a tag of its level or above. A heading that only
    looks like one, a term or a table header reaches to the end of the nearest element that holds something after it:
    its list, its table, its section. A paragraph is none, since no list can stand in one.
    """
    if raws[position].level < MARKED:
        behind = range(position + 1, len(raws))
        ended = next((at for at in behind if _ends(raws[at], raws[position].level)), len(raws))
        return ended if ended < len(raws) and raws[ended].kind is not BlockKind.HEADING else len(raws)
    frame: Frame | None = raws[position].frame
    while frame and (frame.end <= position + 1 or frame.tag == "p"):
        frame = frame.parent
    return frame.end if frame else len(raws)


def _ends(raw: Raw, level: int) -> bool:
    """Whether a block stands in a tag that ends a heading of a level, as a heading or as a sentence."""
    tag = raw.level if raw.kind is BlockKind.HEADING else raw.frame.heading
    return 0 < tag <= level
