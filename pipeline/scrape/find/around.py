"""What stands in an element and around it: its words, the sentence it is part of, its place in the page.

Each answer looks at a bounded number of nodes, so that a page of a million tags costs no more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import islice

from bs4 import Tag
from bs4.element import NavigableString, PageElement

MAX_WORDS = 200  # characters of one link
MAX_AROUND = 160  # characters before and after a link
NEAR = 60  # nodes searched before, after and inside a link
MAX_NAME = 500  # characters of a class or id
DEPTH = 40  # elements above a link that tell where it stands
SENTENCE_END = re.compile(r"[。！？]|[.!?](?=\s)")
BLOCKS = frozenset([
    "p", "li", "td", "th", "dd", "dt", "div", "section", "article", "main", "header", "footer", "nav", "aside",
    "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "tr", "body", "br",
])  # fmt: skip


class Place(StrEnum):
    """Where it stands; the values are read by people."""

    TEXT = "text"
    NAVIGATION = "navigation"
    FOOT = "foot of the page"
    FORM = "form"
    NEWS = "news"


# Class names and ids by which pages mark their parts; the nearest one around a link decides.
PLACES = {
    Place.FOOT: re.compile(r"(?:^|[-_\s])(?:site|page|global|g|f)?(?:foot|footer|fnav|fnavi|copyright)(?:nav|navi|menu|links?|area|inner|wrap)?(?:$|[-_\s\d])", re.I),
    Place.NEWS: re.compile(r"(?:^|[-_\s])(?:news|newslist|whatsnew|topics?|blog|press|release|releases|column|oshirase)(?:$|[-_\s\d])", re.I),
    Place.NAVIGATION: re.compile(r"(?:^|[-_\s])(?:g|global|l|local|h|head|header|s|side|sub|main)?(?:nav|navi|navigation|menu|sidebar|header|breadcrumbs?)(?:$|[-_\s\d])", re.I),
}  # fmt: skip
BY_TAG = {"footer": Place.FOOT, "nav": Place.NAVIGATION, "header": Place.NAVIGATION, "aside": Place.NAVIGATION, "form": Place.FORM}  # fmt: skip


def attribute(node: Tag, name: str) -> str:
    """The value of an attribute; "" when it is missing."""
    value: str | list[str] = node.get(name) or ""
    return (value if isinstance(value, str) else " ".join(value)).strip()


def in_noscript(node: Tag) -> bool:
    """Whether an element is meant for readers without scripts alone."""
    return any(element.name == "noscript" for element in islice(node.parents, DEPTH))


def inside(node: Tag) -> Iterator[PageElement]:
    """What stands in an element, in order; of much only the beginning (bs4's own walk first looks for the end)."""
    stack = [iter(node.contents)]
    for _ in range(NEAR):
        while stack and (part := next(stack[-1], None)) is None:
            stack.pop()
        if not stack or part is None:
            return
        yield part
        if isinstance(part, Tag):
            stack.append(iter(part.contents))


def words_in(node: Tag) -> str:
    """The text in an element, its beginning if it is long."""
    out = ""
    for part in inside(node):
        if type(part) is NavigableString:
            out += f"{part} " if part.parent is not node else str(part)
        if len(out) > MAX_WORDS:
            break
    return out[:MAX_WORDS]


def place_of(node: Tag) -> Place:
    for element in islice(node.parents, DEPTH):
        if element.name in BY_TAG:
            return BY_TAG[element.name]
        name = f"{attribute(element, 'class')[:MAX_NAME]} {attribute(element, 'id')[:MAX_NAME]}"
        place = next((place for place, names in PLACES.items() if name != " " and names.search(name)), None)
        if place and element.name != "body":
            return place
    return Place.TEXT


def sentence_of(node: Tag, shown: str) -> str:
    """The sentence that a link stands in, as far as no block and no other link parts it."""
    before = _gathered(node.previous_elements, forward=False)[-MAX_AROUND:]
    after = _gathered(_behind(node), forward=True)[:MAX_AROUND]
    return SENTENCE_END.split(before)[-1] + shown + SENTENCE_END.split(after)[0]


def _gathered(nodes: Iterable[PageElement], *, forward: bool) -> str:
    out = ""
    for node in islice(nodes, NEAR):
        if isinstance(node, Tag) and (node.name in BLOCKS or node.name == "a"):
            break
        if type(node) is NavigableString:  # neither a comment nor a script
            if node.parent and node.parent.name == "a":
                break
            out = out + node if forward else node + out
        if len(out) > MAX_AROUND:
            break
    return out


def _behind(node: Tag) -> Iterator[PageElement]:
    """What follows an element in the same block."""
    last: Tag = node
    for parent in islice(node.parents, DEPTH):
        if last.next_sibling is not None or parent.name in BLOCKS:
            break
        last = parent
    if last.next_sibling is not None:
        yield last.next_sibling
        yield from last.next_sibling.next_elements
