"""HTML -> raw blocks in reading order, by Beautiful Soup on lxml.

The tree is walked without recursion, since real pages nest thousands of elements. Text is collected until an
element that starts a new line begins or ends; what was collected then becomes one or several blocks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from pipeline.clean import lines, markup, tables, zones
from pipeline.clean.markup import BLOCK
from pipeline.clean.raw import Frame, Raw
from pipeline.document import MARKED, BlockKind
from pipeline.errors import UnreadablePage
from pipeline.findings import Status
from pipeline.languages import detect

MAX_ELEMENTS = 200_000
MAX_DEPTH = 256  # elements within each other; deeper ones are taken side by side, as browsers do
MAX_LOCATOR = 300  # characters; what lies deeper is located by the last element above it that fits
CONTROLS = frozenset(["select", "option", "textarea", "input", "button", "datalist"])
UNSEEN = ("hidden", "submit", "button", "image", "reset", "checkbox", "radio")
FIELD_ROWS = frozenset(("tr", "li", "p", "dd", "label"))
LISTS = frozenset(("ul", "ol", "menu", "dir"))
# What the types of an <ol> print; a list that goes further, like one without a type, prints numbers.
MARKERS = {
    "a": tuple("abcdefghijklmnopqrstuvwxyz"),
    "i": ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"),
}
ANCHOR_PARTS = 8  # nodes within such a link at most
ANCHOR = re.compile("[#¶§🔗]")  # the text of a link from a heading to itself
LOGO = re.compile(r"(?:^|[/_.-])logo", re.I)  # in the address of an image


@dataclass(slots=True)
class _Reader:
    """The state of one walk: the blocks so far and the text collected for the next one."""

    raws: list[Raw] = field(default_factory=list)
    runs: list[lines.Run] = field(default_factory=list)
    number: list[lines.Run] = field(default_factory=list)  # to be put before the next cell, or the next text

    def flush(self, frame: Frame) -> None:
        """Turn the collected text into blocks of `frame`; a number alone waits for what it numbers."""
        if self.runs and not self.number and lines.is_plain(frame):
            self.hold()
        if any(run.text.strip() for run in self.runs):
            self.raws += lines.to_raws([*self.number, *self.runs], frame)
            self.number.clear()
        self.runs.clear()

    def hold(self) -> None:
        """Keep the text for what follows when it is only a number."""
        text = "".join(run.text for run in self.runs).strip()
        if text and lines.is_number(text, f"{text} "):
            self.number = [*self.runs, lines.Run(" ", False, False)]
            self.runs.clear()


def read_html(text: str) -> list[Raw]:
    """The raw blocks of a page. Raises UnreadablePage above 200,000 elements."""
    if text.count("<") - text.count("</") > MAX_ELEMENTS:  # before the parser builds a tree of them
        raise _too_many()
    soup = BeautifulSoup(markup.mended(text), "lxml")
    reader, root = _Reader(), Frame("", "", None)
    stack: list[tuple[object, Frame, bool]] = [(child, root, False) for child in reversed(soup.contents)]
    elements = 0
    while stack:
        node, frame, leaving = stack.pop()
        if leaving:
            _leave(frame, reader)
        elif isinstance(node, Tag):
            elements += 1
            if elements > MAX_ELEMENTS:
                raise _too_many()
            stack += _enter(node, frame, reader)
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            reader.runs += _runs(str(node), frame)
    if reader.number:
        reader.raws += lines.to_raws(reader.number, root)
    root.end = len(reader.raws)
    return reader.raws


def _too_many() -> UnreadablePage:
    return UnreadablePage(Status.PARSE_LIMIT, f"more than {MAX_ELEMENTS:,} elements; cut the page down to the policy")


def _runs(text: str, frame: Frame) -> list[lines.Run]:
    """A text as it shows: white space, or inside a <pre> the line breaks that it holds."""
    first, *rest = text.split("\n") if frame.pre else [text]
    runs = [lines.Run(first, frame.bold, frame.link)]
    for line in rest:
        runs += [lines.Run("\n", frame.bold, frame.link, is_break=True), lines.Run(line, frame.bold, frame.link)]
    return runs


def _enter(node: Tag, parent: Frame, reader: _Reader) -> list[tuple[object, Frame, bool]]:
    """Take in an element; what is to be walked next, in stack order (the last comes first)."""
    name = node.name
    if name in zones.INVISIBLE or (name == "a" and parent.heading and _is_anchor(node)):
        return []
    if name == "br":
        reader.runs.append(lines.Run("\n", parent.bold, parent.link, is_break=True))
        return []
    if name == "img":
        reader.runs += _image(node, parent)
        return []
    frame = _frame(node, parent)
    if name in CONTROLS:
        _control(node, frame, reader)
        return []
    if name in BLOCK:
        reader.flush(parent)
    if name == "table" and frame.depth < MAX_DEPTH and tables.is_data(node):
        reader.raws += tables.to_raws(node, frame)
        frame.end = len(reader.raws)
        return []
    return [(None, frame, True), *((child, frame, False) for child in reversed(node.contents))]


def _is_anchor(node: Tag) -> bool:
    """Whether a link in a heading leads to the heading itself: it shows no more than a mark."""
    parts = [*islice(node.descendants, ANCHOR_PARTS + 1)]
    return len(parts) <= ANCHOR_PARTS and bool(ANCHOR.fullmatch(node.get_text(strip=True)))


def _image(node: Tag, parent: Frame) -> list[lines.Run]:
    """What an image says that is all of a heading; a logo says nothing."""
    if parent.heading and parent.bare is None:
        parent.bare = not node.find_parent(parent.tag).get_text(strip=True)  # type: ignore[union-attr]
    if not (parent.heading and parent.bare) or LOGO.search(str(node.get("src") or "")):
        return []
    return [lines.Run(str(node.get("alt") or ""), False, False)]


def _leave(frame: Frame, reader: _Reader) -> None:
    if frame.tag in ("td", "th"):
        reader.hold()
    elif frame.tag == "tr" and reader.number:
        reader.runs, reader.number = [*reader.number, *reader.runs], []
    if frame.tag in BLOCK:
        reader.flush(frame)
    frame.end = len(reader.raws)


def _control(node: Tag, frame: Frame, reader: _Reader) -> None:
    """Form controls are no text of a policy; a button may be a heading that opens and closes a section.

    A box for text that holds sentences shows them to its reader, who writes nothing in it.
    """
    if node.name == "textarea" and _tells(node.get_text()):
        reader.flush(frame)
        frame.zone, frame.pre = "text box", True
        reader.runs += _runs(node.get_text(), frame)
        reader.flush(frame)
        frame.end = len(reader.raws)
        return
    if node.name in ("select", "textarea") or (node.name == "input" and node.get("type") not in UNSEEN):
        _mark_field(node, frame)
    words = " ".join(node.get_text(" ").split())
    if words and node.name == "button" and frame.heading:
        reader.runs.append(lines.Run(words, False, False))
    elif words and node.name == "button" and _unfolds(node):
        reader.flush(frame)
        reader.raws.append(Raw(words, BlockKind.HEADING, MARKED, frame))
        frame.end = len(reader.raws)
    elif words and node.name != "option":
        reader.flush(frame)
        frame.zone = "form control"
        reader.raws.append(Raw(words, BlockKind.PARAGRAPH, 0, frame))
        frame.end = len(reader.raws)


def _unfolds(node: Tag) -> bool:
    """Whether a button opens and closes the part of the page behind it, which it names."""
    toggles = node.get("data-bs-toggle") or node.get("data-toggle")
    return toggles == "collapse" and "accordion" in zones.classes(node)


def _mark_field(node: Tag, frame: Frame) -> None:
    """The row, item or line that a form field stands in belongs to the form, unless it is a sentence to fill in."""
    row: Frame | None = frame.parent
    while row and row.tag not in FIELD_ROWS:
        row = row.parent
    held = node.find_parent(row.tag) if row and row.says is None else None
    if row and held:
        row.says = _is_sentence(lines.squeeze(held.get_text(" ")))
    if row and row.says is False and not row.zone:
        row.zone = "form"


def _tells(text: str) -> bool:
    """Whether a text is longer than a line and has a line that ends as a sentence."""
    language = detect(text)
    ended = any(language.pages.terminal.search(line.strip()) for line in text.split("\n"))
    return ended and len(text) > language.short_line


def _is_sentence(text: str) -> bool:
    language = detect(text)
    return len(text) > language.short_line and bool(language.pages.statement.search(text))


def _frame(node: Tag, parent: Frame) -> Frame:
    name = node.name
    if parent.depth >= MAX_DEPTH and parent.parent:
        parent = parent.parent
    parent.counts[name] = parent.counts.get(name, 0) + 1
    title = zones.is_title(node)
    frame = Frame(
        name,
        _locator(node, parent),
        parent,
        zone=zones.reason(node) if name in BLOCK or name in ("span", "a") else "",
        lists=parent.lists + (name in LISTS),
        number=parent.number,
        heading=int(name[1]) if re.fullmatch("h[1-6]", name) else parent.heading,
        title=parent.title or title,
        bold=parent.bold or zones.marks_bold(node) or (title and name not in BLOCK),
        link=parent.link or (name == "a" and node.has_attr("href")),
        pre=parent.pre or name == "pre",
        depth=parent.depth + 1,
    )
    if name == "li":
        frame.number = _item_number(node, parent)
    return frame


def _item_number(node: Tag, parent: Frame) -> str:
    """What the browser prints before an item of an <ol>: its value, counted from `start`, in the list's `type`."""
    if parent.tag != "ol":
        return ""
    value = str(node.get("value") or "")
    if parent.items == 0:
        start = str(node.parent.get("start") or "") if node.parent else ""
        parent.items = int(start) - 1 if re.fullmatch(r"\d{1,4}", start) else 0
    parent.items = int(value) if re.fullmatch(r"\d{1,4}", value) else parent.items + 1
    style = str(node.parent.get("type") or "") if node.parent else ""
    signs = MARKERS.get(style.lower(), ())
    sign = signs[parent.items - 1] if 0 < parent.items <= len(signs) else str(parent.items)
    return f"{sign.upper() if style.isupper() else sign}."


def _locator(node: Tag, parent: Frame) -> str:
    """A short CSS path: from the nearest id down, with the position among siblings of the same name."""
    identity = node.get("id")
    if isinstance(identity, str) and re.fullmatch(r"[\w-]{1,60}", identity):
        return f"#{identity}"
    if node.name not in BLOCK:
        return parent.locator
    position = parent.counts[node.name]
    step = node.name if position == 1 else f"{node.name}:nth-of-type({position})"
    path = step if parent.locator in ("", "html", "html>body") else f"{parent.locator}>{step}"
    return path if len(path) <= MAX_LOCATOR else parent.locator
