"""Lines of PDF pages -> HTML: headings by the size of their letters, paragraphs by the gaps between lines."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.languages import detect
from pipeline.languages.marks import BULLET, STANDS_ALONE

HEADING_SIZE = 1.12  # times the size of the text: larger lines are headings
HEADING_LENGTH = 80  # characters
GAP = 1.3  # times the usual distance of two lines: more is the end of a paragraph
EDGE = 2  # lines at the top and the bottom of a page that may be running heads, feet and page numbers
PAGE_NUMBER = re.compile(r"[\s|–—―-]{0,9}\d{1,3}(?:\s?[/／]\s?\d{1,3})?[\s|–—―-]{0,9}")
EAST = "\u3040-\u30ff\u3400-\u9fff々"
AFTER_EAST = re.compile(f"[{EAST}\u3001-\u303f\uff00-\uffef]$")
LETTER_SPACED = re.compile(f"(?<=[{EAST}])[ \u3000](?=[{EAST}])")
SPACED_SHARE = 0.3  # of the characters: a title set with a space between all letters, not words apart
FIRST_WORD = re.compile(f"[{EAST}][、。，．」』）)]*|[^\\s{EAST}]+")
NARROW = 0.5  # of its size is the usual width of a letter that is not East Asian
COLUMN = 4.0  # sizes; lines that begin closer to one another stand in one column
FULL = 18.0  # sizes; a shorter line is never broken by its margin
TOLERANCE = 0.06  # of a line's width, since widths are estimates


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its text, where it begins (points from the lower left corner), how its letters look."""

    text: str
    x: float
    y: float
    size: float
    bold: bool

    @property
    def width(self) -> float:
        """An estimate, in points."""
        return _width(self.text) * self.size


def _width(text: str) -> float:
    """The estimated width of a text in sizes of its letters."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WF" else NARROW for sign in text)


def to_html(pages: Sequence[Sequence[Line]]) -> str:
    """The pages as one text; running heads, feet and page numbers in a <footer> behind it."""
    body = _body_size(line for page in pages for line in page)
    running = _running(pages, body)
    lines = [[line for line in page if line not in running] for page in pages]
    flat = [line for page in lines for line in page]
    ranks = sorted({line.size for line in flat if _is_heading(line, body)}, reverse=True)
    usual, margins = _usual_distance(lines), _margins(flat)
    out = [_paragraph(part, body, ranks, margins) for part in _paragraphs(lines, usual)]
    feet = dict.fromkeys(html.escape(line.text.strip()) for page in pages for line in page if line in running)
    return "\n".join(out) + ("<footer>" + "".join(f"<p>{text}</p>" for text in feet) + "</footer>" if feet else "")


def _body_size(lines: Iterable[Line]) -> float:
    """The size that most letters have."""
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _running(pages: Sequence[Sequence[Line]], body: float) -> frozenset[Line]:
    """The lines at the edges of pages that are page numbers, or the same on most pages but for numbers. No headings."""
    edges = [_edges(page) for page in pages]
    seen = Counter(mark for page in edges for mark in {_mark(line) for line in page})
    enough = max(2, len(pages) / 2)
    return frozenset(
        line
        for page in edges
        for line in page
        if PAGE_NUMBER.fullmatch(line.text) or (seen[_mark(line)] >= enough and not _is_heading(line, body))
    )


def _edges(page: Sequence[Line]) -> list[Line]:
    ordered = sorted(page, key=lambda line: -line.y)
    return ordered[:EDGE] + ordered[EDGE:][-EDGE:]


def _mark(line: Line) -> tuple[str, float, int]:
    return re.sub(r"\d+", "#", line.text.strip()), line.size, round(line.y)


def _is_heading(line: Line, body: float) -> bool:
    return line.size >= HEADING_SIZE * body and len(line.text) <= HEADING_LENGTH


def _usual_distance(pages: Iterable[Sequence[Line]]) -> float:
    """The usual distance of a line from the next of its size, in sizes."""
    found = [
        (line.y - following.y) / line.size
        for page in pages
        for line, following in pairwise(page)
        if line.size and line.size == following.size and 0 < line.y - following.y < 3 * line.size
    ]
    return median(found) if found else 2.0


def _paragraphs(pages: Iterable[Sequence[Line]], usual: float) -> list[list[Line]]:
    """Lines that belong together. A paragraph may go on in the next column and on the next page."""
    out: list[list[Line]] = []
    for page in pages:
        for position, line in enumerate(page):
            before = out[-1][-1] if out else None
            fall = before.y - line.y if before and position else 0.0
            if before and before.size == line.size and fall <= GAP * usual * line.size:
                out[-1].append(line)
            else:
                out.append([line])
    return out


def _margins(lines: Iterable[Line]) -> Mapping[tuple[float, int], float]:
    """How far right the lines of each size and column reach."""
    found: dict[tuple[float, int], float] = defaultdict(float)
    for line in lines:
        for column in (-1, 0, 1):
            key = (line.size, _column(line) + column)
            found[key] = max(found[key], line.x + line.width)
    return found


def _column(line: Line) -> int:
    return round(line.x / (COLUMN * max(line.size, 1)))


def _paragraph(
    lines: Sequence[Line], body: float, ranks: Sequence[float], margins: Mapping[tuple[float, int], float]
) -> str:
    if all(_is_heading(line, body) for line in lines):
        rank = min(ranks.index(lines[0].size) + 1, 6)
        return f"<h{rank}>{html.escape(' '.join(_text(line) for line in lines))}</h{rank}>"
    out = _marked(lines[0])
    for line, following in pairwise(lines):
        if _wrapped(line, following, margins[line.size, _column(line)]):
            out += ("" if AFTER_EAST.search(_text(line)) else " ") + _marked(following)
        else:
            out += f"<br>{_marked(following)}"
    return f"<p>{out}</p>"


def _marked(line: Line) -> str:
    return f"<b>{html.escape(_text(line))}</b>" if line.bold else html.escape(_text(line))


def _wrapped(line: Line, following: Line, margin: float) -> bool:
    """Whether a line ends only since the next word did not fit before the margin."""
    text, rest = _text(line), _text(following)
    language = detect(f"{text}{rest}")
    numbering = language.numbering(rest)
    begun = language.numbering(text)
    if begun and begun.end >= len(text):
        return True  # a number that stands alone before its text
    if line.bold != following.bold or BULLET.match(rest) or STANDS_ALONE.match(rest) or numbering:
        return False
    indented = following.x - line.x > 0.7 * line.size
    if language.pages.terminal.search(text) and indented:
        return False
    word = FIRST_WORD.match(rest)
    needed = _width(word[0] if word else "") * line.size
    return line.width >= FULL * line.size and line.x + line.width * (1 + TOLERANCE) + needed >= margin


def _text(line: Line) -> str:
    """The text of a line, without the spaces that stand for the distance of its letters."""
    text = line.text.strip()
    spaced = len(LETTER_SPACED.findall(text)) >= SPACED_SHARE * len(text)
    return LETTER_SPACED.sub("", text) if spaced else text
