"""HTML -> everything that leads to another page, in page order: what it says, where it stands, what stands around it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from bs4 import BeautifulSoup, Tag

from pipeline.languages import detect
from pipeline.scrape.find.around import (
    MAX_WORDS,
    Place,
    attribute,
    in_noscript,
    inside,
    place_of,
    sentence_of,
    words_in,
)
from pipeline.scrape.find.urls import key, normalise

MAX_HTML = 1_500_000  # characters; of a longer page the first and last half of them are read
MAX_ANCHORS = 5_000  # of more the first and last half of them are read
MAX_DELAY = 10  # seconds; a page that forwards later is meant to be read itself

EAST = "\u3000-\u30ff\u3400-\u9fff\uff66-\uff9f々"
SPACED = re.compile(f"(?<=[{EAST}]) (?=[{EAST}])")
FILE_NOTE = re.compile(r"[(\[\s]*pdf[^a-z)\]]{0,9}(?:[kmg]i?b)?[)\]\s]*$")  # 「（PDF：65KB）」
ADORNMENT = re.compile(r"^[\W_]{1,99}|[\W_]{1,99}$")
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
class Origin:
    """A page with its ways to others."""

    url: str
    language: str
    anchors: tuple[Anchor, ...]


Way = tuple[Tag, Kind, str, Tag | None]  # element, how it leads on, to what, the heading above it


def fold(text: str) -> str:
    """A text as language packs match it: NFKC, small letters, single spaces, none between kana or kanji, no bullets."""
    plain = " ".join(unicodedata.normalize("NFKC", text[: 2 * MAX_WORDS]).casefold().split())
    return ADORNMENT.sub("", FILE_NOTE.sub("", SPACED.sub("", plain)))


def read_origin(html: str, url: str) -> Origin:
    """The page at `url` with everything in it that leads to a web address other than itself."""
    if len(html) > MAX_HTML:
        html = html[: MAX_HTML // 2] + html[-MAX_HTML // 2 :]
    soup = BeautifulSoup(html, "lxml")
    ways, base, half = list(_ways(soup)), _base(soup, url), MAX_ANCHORS // 2
    if len(ways) > MAX_ANCHORS:
        ways = ways[:half] + ways[-half:]
    found = [_anchor(way, base) for way in ways]
    text = " ".join(islice((str(string) for string in soup.stripped_strings), 2_000))
    others = tuple(anchor for anchor in found if anchor.url and not _is_itself(anchor, url))
    return Origin(url, detect(text).code, others)


def _is_itself(anchor: Anchor, url: str) -> bool:
    """Whether a page leads to itself. One that forwards from / to /index.html does not."""
    if anchor.kind in (Kind.FORWARD, Kind.FRAME):
        return anchor.url == normalise(url, url)
    return key(anchor.url) == key(url)


def _base(soup: BeautifulSoup, url: str) -> str:
    """What the addresses of a page are relative to."""
    named = soup.find("base", href=True)
    return (normalise(str(named["href"]), url) if isinstance(named, Tag) else "") or url


def _ways(soup: BeautifulSoup) -> Iterator[Way]:
    """The elements that lead on, how, to what they say, and the heading above them."""
    heading: Tag | None = None
    for node in soup.descendants:
        if isinstance(node, Tag):
            heading = node if node.name in HEADINGS else heading
            if way := _way(node):
                yield node, *way, heading


def _way(node: Tag) -> tuple[Kind, str] | None:
    """How an element leads on, and to what it says."""
    href = attribute(node, "href")
    is_script = href.lower().startswith("javascript:")
    if node.name in ("a", "area") and href and not href.startswith("#") and not is_script:
        return Kind.LINK, href
    if opened := OPENS.search(attribute(node, "onclick")) or (OPENS.search(href) if is_script else None):
        return Kind.SCRIPT, opened["url"]
    if node.name == "option" and re.match(r"https?://|/|\./|[\w-]{1,60}\.html?$", attribute(node, "value")):
        return Kind.OPTION, attribute(node, "value")
    if node.name == "link" and "alternate" in attribute(node, "rel").lower() and attribute(node, "hreflang"):
        return Kind.ALTERNATE, href
    if node.name in ("frame", "iframe") and attribute(node, "src"):
        return Kind.FRAME if node.name == "frame" else Kind.INLINE, attribute(node, "src")
    return _forward(node) if node.name == "meta" else None


def _forward(node: Tag) -> tuple[Kind, str] | None:
    if attribute(node, "http-equiv").lower() != "refresh" or in_noscript(node):
        return None
    forward = FORWARD.match(attribute(node, "content"))
    return (Kind.FORWARD, forward["url"]) if forward and int(forward["delay"]) <= MAX_DELAY else None


def _anchor(way: Way, base: str) -> Anchor:
    node, kind, address, heading = way
    url = normalise(address, base)
    shown = " ".join(words_in(node).split())
    pictures = [attribute(part, "alt") for part in inside(node) if isinstance(part, Tag) and part.name == "img"]
    label = " ".join(attribute(node, name) for name in ("title", "aria-label", "alt"))
    return Anchor(
        url=url,
        kind=kind,
        shown=shown or " ".join(pictures).strip() or label.strip(),
        words=fold(shown or " ".join(pictures)),
        label=fold(label),
        place=place_of(node),
        sentence=fold(sentence_of(node, shown)) if url else "",
        heading=fold(words_in(heading)) if heading else "",
        hreflang=attribute(node, "hreflang").lower(),
    )
