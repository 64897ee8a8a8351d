"""HTML -> everything that leads to another page, in page order: what it says, where it stands, what stands around it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from pipeline.scrape.urls import key, normalise

MAX_HTML = 2_000_000  # characters; of a longer page the first and last half of them are read
MAX_ANCHORS = 5_000  # of more the first and last half of them are read
MAX_WORDS = 200  # characters of one link
MAX_AROUND = 160  # characters before and after a link
NEAR = 60  # nodes searched before, after and inside a link
DEPTH = 40  # elements above a link that tell where it stands
MAX_DELAY = 10  # seconds; a page that forwards later is meant to be read itself

EAST = "\u3000-\u30ff\u3400-\u9fff\uff66-\uff9f々"
SPACED = re.compile(f"(?<=[{EAST}]) (?=[{EAST}])")
FILE_NOTE = re.compile(r"[(\[\s]*pdf[^a-z)\]]{0,9}(?:[kmg]i?b)?[)\]\s]*$")  # 「（PDF：65KB）」
ADORNMENT = re.compile(r"^[\W_]{1,99}|[\W_]{1,99}$")
SENTENCE_END = re.compile(r"[。！？]|[.!?](?=\s)")
BLOCKS = frozenset([
    "p", "li", "td", "th", "dd", "dt", "div", "section", "article", "main", "header", "footer", "nav", "aside",
    "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "tr", "body", "br",
])  # fmt: skip
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "dt", "caption"))
# A script that opens a page: location.href = "…", location.assign("…"), window.open("…").
OPENS = re.compile(
    r"""(?:location(?:\.href)?\s{0,9}=|location\.(?:assign|replace)\s{0,9}\(|\bopen\s{0,9}\()\s{0,9}(["'])(?P<url>[^"'<>\s]{1,500})\1"""
)
FORWARD = re.compile(
    r"""^\s{0,9}(?P<delay>\d{1,4})(?:\.\d*)?\s{0,9}[;,]\s{0,9}(?:url\s{0,9}=\s{0,9})?["']?(?P<url>[^"'\s]{1,500})""",
    re.I,
)


class Kind(StrEnum):
    """How a page leads to another."""

    LINK = "link"
    OPTION = "option"  # of a select
    ALTERNATE = "alternate"  # <link rel=alternate hreflang=…>
    FRAME = "frame"
    INLINE = "inline frame"
    FORWARD = "forward"
    SCRIPT = "script"


class Place(StrEnum):
    """Where it stands; the values are read by people."""

    TEXT = "text"
    NAVIGATION = "navigation"
    FOOT = "foot of the page"
    FORM = "form"
    NEWS = "news"


# Class names and ids by which pages mark their parts; the nearest one around a link decides.
PLACES = {
    Place.FOOT: re.compile(r"(?:^|[-_\s])(?:site|page|global|g|f)?(?:foot|footer|footnav|fnav|fnavi|copyright)(?:$|[-_\s\d])", re.I),
    Place.NEWS: re.compile(r"(?:^|[-_\s])(?:news|newslist|whatsnew|topics?|blog|press|release|releases|column|oshirase)(?:$|[-_\s\d])", re.I),
    Place.NAVIGATION: re.compile(r"(?:^|[-_\s])(?:g|global|l|local|h|head|s|side|sub|main)?(?:nav|navi|navigation|menu|sidebar|header|breadcrumbs?)(?:$|[-_\s\d])", re.I),
}  # fmt: skip
BY_TAG = {"footer": Place.FOOT, "nav": Place.NAVIGATION, "header": Place.NAVIGATION, "aside": Place.NAVIGATION, "form": Place.FORM}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Anchor:
    """A way to another page."""

    url: str
    kind: Kind
    shown: str  # its words as they stand, for people
    words: str  # the same, folded
    label: str  # what its title, aria-label or picture says, folded
    place: Place
    sentence: str = ""  # the words of its sentence, folded
    heading: str = ""  # the one above it, folded
    hreflang: str = ""


@dataclass(frozen=True, slots=True)
class Anchors:
    """What leads from a page to others, and the page's text, to tell its language."""

    found: tuple[Anchor, ...]
    text: str


def fold(text: str) -> str:
    """A text as language packs match it: NFKC, small letters, single spaces, none between kana or kanji, no bullets."""
    plain = " ".join(unicodedata.normalize("NFKC", text[: 2 * MAX_WORDS]).casefold().split())
    return ADORNMENT.sub("", FILE_NOTE.sub("", SPACED.sub("", plain)))


def read_anchors(html: str, url: str) -> Anchors:
    """Everything that leads from the page at `url` to a web address other than itself."""
    if len(html) > MAX_HTML:
        html = html[: MAX_HTML // 2] + html[-MAX_HTML // 2 :]
    soup = BeautifulSoup(html, "lxml")
    ways, base, half = list(_ways(soup)), _base(soup, url), MAX_ANCHORS // 2
    if len(ways) > MAX_ANCHORS:
        ways = ways[:half] + ways[-half:]
    found = [_anchor(node, kind, normalise(address, base), heading) for node, kind, address, heading in ways]
    text = " ".join(islice((str(string) for string in soup.stripped_strings), 2_000))
    return Anchors(tuple(anchor for anchor in found if anchor.url and not _is_itself(anchor, url)), text)


def _is_itself(anchor: Anchor, url: str) -> bool:
    """Whether a page leads to itself. One that forwards from / to /index.html does not."""
    if anchor.kind in (Kind.FORWARD, Kind.FRAME):
        return anchor.url == normalise(url, url)
    return key(anchor.url) == key(url)


def _base(soup: BeautifulSoup, url: str) -> str:
    """What the addresses of a page are relative to."""
    named = soup.find("base", href=True)
    return (normalise(str(named["href"]), url) if isinstance(named, Tag) else "") or url


def _ways(soup: BeautifulSoup) -> Iterator[tuple[Tag, Kind, str, str]]:
    """The elements that lead on, how, to what they say, and the heading above them."""
    heading = ""
    for node in soup.descendants:
        if not isinstance(node, Tag):
            continue
        if node.name in HEADINGS:
            heading = fold(_words(node))
        for kind, address in _leads(node):
            yield node, kind, address, heading


def _leads(node: Tag) -> Iterator[tuple[Kind, str]]:
    """How an element leads on, and to what it says."""
    href, script = _attribute(node, "href"), _attribute(node, "onclick")
    opened = OPENS.search(script) or (OPENS.search(href) if href.lower().startswith("javascript:") else None)
    if node.name in ("a", "area") and href and not href.startswith("#") and not href.lower().startswith("javascript:"):
        yield Kind.LINK, href
    elif opened:
        yield Kind.SCRIPT, opened["url"]
    elif node.name == "option" and re.match(r"https?://|/|\./|[\w-]{1,60}\.html?$", _attribute(node, "value")):
        yield Kind.OPTION, _attribute(node, "value")
    elif node.name == "link" and "alternate" in _attribute(node, "rel").lower() and _attribute(node, "hreflang"):
        yield Kind.ALTERNATE, href
    elif node.name in ("frame", "iframe") and _attribute(node, "src"):
        yield Kind.FRAME if node.name == "frame" else Kind.INLINE, _attribute(node, "src")
    elif (
        node.name == "meta" and _attribute(node, "http-equiv").lower() == "refresh" and not node.find_parent("noscript")
    ):
        forward = FORWARD.match(_attribute(node, "content"))
        if forward and int(forward["delay"]) <= MAX_DELAY:
            yield Kind.FORWARD, forward["url"]


def _attribute(node: Tag, name: str) -> str:
    value: str | list[str] = node.get(name) or ""
    return (value if isinstance(value, str) else " ".join(value)).strip()


def _anchor(node: Tag, kind: Kind, url: str, heading: str) -> Anchor:
    shown = " ".join(_words(node).split())
    pictures = [_attribute(image, "alt") for image in islice(node.find_all("img", limit=5), 5)]
    label = " ".join(_attribute(node, name) for name in ("title", "aria-label", "alt"))
    return Anchor(
        url=url,
        kind=kind,
        shown=shown or " ".join(pictures).strip() or label.strip(),
        words=fold(shown or " ".join(pictures)),
        label=fold(label),
        place=_place(node),
        sentence=fold(_sentence(node, shown)) if url else "",
        heading=heading,
        hreflang=_attribute(node, "hreflang").lower(),
    )


def _words(node: Tag) -> str:
    """The text in an element, its beginning if it is long."""
    out = ""
    for part in islice(node.descendants, NEAR):
        if type(part) is NavigableString:
            out += f"{part} " if part.parent is not node else str(part)
        if len(out) > MAX_WORDS:
            break
    return out[:MAX_WORDS]


def _place(node: Tag) -> Place:
    for element in islice(node.parents, DEPTH):
        if element.name in BY_TAG:
            return BY_TAG[element.name]
        name = f"{_attribute(element, 'class')} {_attribute(element, 'id')}"
        place = next((place for place, names in PLACES.items() if name != " " and names.search(name)), None)
        if place and element.name != "body":
            return place
    return Place.TEXT


def _sentence(node: Tag, shown: str) -> str:
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
    while last.next_sibling is None and last.parent is not None and last.parent.name not in BLOCKS:
        last = last.parent
    if last.next_sibling is not None:
        yield last.next_sibling
        yield from last.next_sibling.next_elements
