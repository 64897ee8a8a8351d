"""Tables: which hold data, and their rows as blocks. Cells are parted by tabs, lines in a cell by line breaks."""

from __future__ import annotations

import re

from bs4 import Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from pipeline.clean import zones
from pipeline.clean.lines import LETTER_OR_FIGURE, is_number, squeeze
from pipeline.clean.raw import Frame, Raw
from pipeline.document import COLUMN, ROW, BlockKind
from pipeline.languages import detect

MAX_CELL = 1_500  # characters; a longer cell holds a page, not a datum
LAYOUT_INSIDE = ("table", "h1", "h2", "h3", "h4", "nav", "form", "input", "textarea", "select")
REMARK = re.compile(r"[（(][^（()）]*[）)]$")  # behind the name of a row
LINE = frozenset(["p", "li", "dt", "dd", "div", "br", "tr", "ul", "ol", "dl", "h5", "h6"])


def is_data(table: Tag) -> bool:
    """Whether a table holds data (rows that belong together) and not the layout of a page."""
    if table.get("role") == "presentation" or table.find(LAYOUT_INSIDE):
        return False
    rows = [_cells(row) for row in table.find_all("tr")]
    texts = [[cell.get_text(strip=True) for cell in row] for row in rows]
    wide = sum(1 for row in texts if sum(1 for text in row if text) >= 2)
    longest = max((len(text) for row in texts for text in row), default=0)
    if any("©" in text for row in texts for text in row):  # the foot of a page
        return False
    return wide * 2 >= len(rows) and wide > 0 and longest <= MAX_CELL and not _has_strays(table, texts)


def _has_strays(table: Tag, texts: list[list[str]]) -> bool:
    """Whether some of its text stands outside of cells and captions, as in markup that was never closed."""
    captions = sum(len(caption.get_text(strip=True)) for caption in table.find_all("caption"))
    return len(table.get_text(strip=True)) > captions + sum(len(text) for row in texts for text in row)


def to_raws(table: Tag, frame: Frame) -> list[Raw]:
    """The rows as blocks; header cells become headings of what follows them, as far as the table reaches."""
    raws: list[Raw] = []
    named = _is_named(table)
    for caption in table.find_all("caption"):
        if title := squeeze(caption.get_text()):
            raws.append(Raw(title, BlockKind.HEADING, COLUMN - 1, frame))
    for position, row in enumerate(table.find_all("tr")):
        cells = _cells(row)
        texts = [_text(cell) for cell in cells]
        if not any(texts):
            continue
        place = Frame("tr", f"{frame.locator}>tr:nth-of-type({position + 1})", frame)
        link = sum(len(squeeze(a.get_text())) for a in row.find_all("a", href=True))
        if _is_header(cells, texts, row) or _is_bold_header(cells, texts, first=not raws):
            raws.append(Raw("\t".join(texts).rstrip("\t"), BlockKind.HEADING, COLUMN, place, link=link))
            continue
        if _numbers_row(texts):
            texts = [f"{texts[0]} {texts[1]}", *texts[2:]]
        elif len(texts) > 1 and any(texts[1:]) and (named or _names_row(cells[0], texts[0])):
            raws.append(Raw(texts[0], BlockKind.HEADING, ROW, place))
            texts = texts[1:]
        rest = "\t".join(texts).rstrip("\t")
        if rest:
            raws.append(Raw(rest, BlockKind.TABLE_ROW, 0, place, link=min(link, len(rest))))
    return raws


def _cells(row: Tag) -> list[Tag]:
    return row.find_all(["td", "th"], recursive=False)


def _is_header(cells: list[Tag], texts: list[str], row: Tag) -> bool:
    filled = [cell for cell, text in zip(cells, texts, strict=True) if text]
    in_head = row.parent is not None and row.parent.name == "thead"
    banner = len(cells) == 1 and cells[0].has_attr("colspan") and _is_short(texts[0])
    return in_head or banner or (all(cell.name == "th" for cell in filled) and (len(filled) > 1 or len(cells) == 1))


def _is_bold_header(cells: list[Tag], texts: list[str], *, first: bool) -> bool:
    """Whether a row without header cells is in bold: the first one, or a short text alone in a row of several cells."""
    filled = [(cell, text) for cell, text in zip(cells, texts, strict=True) if text]
    if len(cells) < 2 or not all(_is_bold(cell) for cell, _ in filled):
        return False
    return _is_short(filled[0][1]) and bool(cells[0].get_text(strip=True)) if len(filled) == 1 else first


def _is_bold(cell: Tag) -> bool:
    """Whether all that a cell says is in bold."""
    stack: list[tuple[PageElement, bool]] = [(cell, False)]
    while stack:
        node, bold = stack.pop()
        if isinstance(node, Tag):
            inside = bold or zones.marks_bold(node)
            stack += [(child, inside) for child in node.contents]
        elif not bold and not isinstance(node, PreformattedString) and LETTER_OR_FIGURE.search(str(node)):
            return False
    return True


def _is_named(table: Tag) -> bool:
    """Whether each row of a table is a name and what is said of it, in sentences for the most part."""
    rows = [[_text(cell) for cell in _cells(row)] for row in table.find_all("tr")]
    if len(rows) < 2 or any(len(row) != 2 or not row[0] or not _is_short(row[0]) for row in rows):
        return False
    told = sum(1 for _, text in rows if detect(text).pages.terminal.search(text))
    return 2 * told > len(rows)


def _names_row(first: Tag, text: str) -> bool:
    """Whether the first cell is the header of its row: a th, or a short cell that several rows share."""
    shared = str(first.get("rowspan") or "1") not in ("0", "1")
    return bool(text) and (first.name == "th" or (shared and _is_short(text)))


def _numbers_row(texts: list[str]) -> bool:
    """Whether the first cell holds no more than a number, which belongs before the next as in a list."""
    return len(texts) > 1 and all(texts[:2]) and is_number(texts[0], f"{texts[0]} {texts[1]}")


def _is_short(text: str) -> bool:
    language = detect(text)
    return len(text) <= language.short_line and not language.pages.terminal.search(REMARK.sub("", text))


def _text(cell: Tag) -> str:
    """The text of a cell, a line for each element that starts one."""
    lines: list[list[str]] = [[]]
    stack: list[PageElement | None] = [cell]
    while stack:
        node = stack.pop()
        if node is None:
            lines.append([])
        elif isinstance(node, Tag) and node.name not in zones.INVISIBLE:
            edge = [None] if node.name in LINE else []
            stack += [*edge, *reversed(node.contents), *edge]
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            lines[-1].append(str(node))
    return "\n".join(filter(None, (squeeze("".join(line)) for line in lines)))
