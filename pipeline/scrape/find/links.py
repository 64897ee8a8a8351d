"""Home page -> its privacy policies; policy page -> the other pages of its set. Each link tells why it was taken."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from pipeline.languages import packs
from pipeline.scrape.find import evidence, naming, urls
from pipeline.scrape.find.anchors import Anchor, Kind, Origin, read_origin
from pipeline.scrape.find.around import Place
from pipeline.scrape.find.evidence import Link, Role

LIMITS = {Role.POLICY: 8, Role.PART: 20, Role.TRANSLATION: 4, Role.HOME: 4, Role.FRAME: 6}  # links a page
ONE_A_LANGUAGE = (Role.TRANSLATION, Role.HOME)
NO_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|ico|zip|lzh|gz|docx?|xlsx?|pptx?|csv|xml|rdf|rss|json|css|js|mp[34]|mov|exe)$", re.I
)


def policy_links(html: str, url: str) -> tuple[Link, ...]:
    """The policies that a page without one leads to; `url` is its final address."""
    page = _read(html, url)
    found = [link for anchor in page.anchors for link in _from_home(anchor, page)]
    if not any(link.role is Role.POLICY for link in found):
        found += [link for anchor in page.anchors for link in _last_resort(anchor, page)]
    return _chosen(found)


def set_links(html: str, url: str) -> tuple[Link, ...]:
    """The other pages of the set that a policy page belongs to; `url` is its final address."""
    page = _read(html, url)
    found = [link for anchor in page.anchors for link in _from_policy(anchor, page)]
    translated = {link.language for link in found if link.role is Role.TRANSLATION}
    return _chosen([link for link in found if link.role is not Role.HOME or link.language not in translated])


def _read(html: str, url: str) -> Origin:
    """A page with its ways to pages of the same site, in languages that there are packs for."""
    page = read_origin(html, url)
    codes = {"", *(pack.code for pack in packs())}
    anchors = tuple(
        anchor
        for anchor in page.anchors
        if urls.same_site(anchor.url, url)
        and not NO_PAGE.search(urlsplit(anchor.url).path)
        and evidence.primary(anchor.hreflang) in codes
    )
    return replace(page, anchors=anchors)


def _chosen(found: list[Link]) -> tuple[Link, ...]:
    """The links in order of role, score and place in the page, each page once, as many as the limits let through."""
    roles = list(Role)
    taken: Counter[Role] = Counter()
    seen: set[str] = set()
    out = []
    for link in sorted(found, key=lambda link: (roles.index(link.role), -link.score)):
        marks = {urls.key(link.url)} | ({f"{link.role} {link.language}"} if link.role in ONE_A_LANGUAGE else set())
        if not marks & seen and taken[link.role] < LIMITS[link.role]:
            seen |= marks
            taken[link.role] += 1
            out.append(link)
    return tuple(out)


def _from_home(anchor: Anchor, page: Origin) -> Iterator[Link]:
    """What a link of a home page leads to."""
    if anchor.kind in (Kind.FRAME, Kind.FORWARD):
        reason = "the page forwards to it" if anchor.kind is Kind.FORWARD else "a frame of the page"
        yield Link(anchor.url, Role.FRAME, "", reason, 1.0)
        return
    other = evidence.other_language(anchor, page)
    called = evidence.by_name(anchor, page, within=False) if anchor.kind is not Kind.SCRIPT else None
    if called:
        yield called
    elif other:
        yield Link(anchor.url, Role.HOME, other, evidence.because_of(anchor, other), evidence.SWITCH)
    elif anchor.kind is Kind.LINK:
        yield from evidence.by_address(anchor, page, evidence.ADDRESS)


def _last_resort(anchor: Anchor, page: Origin) -> Iterator[Link]:
    """What may hold the policy when no link names one: scripts, addresses under other words, policies of the site."""
    named = evidence.by_name(anchor, page, within=False)
    if named and named.role is Role.POLICY:
        yield named
    elif naming.is_general(anchor.words):
        reason = f"no link names a privacy policy, and {evidence.quoted(anchor)} may hold it"
        yield Link(anchor.url, Role.POLICY, evidence.language(anchor, page), reason, evidence.GENERAL)
    elif anchor.kind is Kind.LINK and not naming.lookalike(anchor.words) and not evidence.is_article(anchor):
        names = urls.words_of(anchor.url)
        if naming.is_address_of_policy(names) and names != urls.words_of(page.url):
            reason = f"no link names a privacy policy, and the address of {evidence.quoted(anchor)} does"
            yield Link(anchor.url, Role.POLICY, evidence.language(anchor, page), reason, evidence.OTHER_WORDS)


def _from_policy(anchor: Anchor, page: Origin) -> Iterator[Link]:
    """What a link of a policy page leads to."""
    other = evidence.other_language(anchor, page)
    named = evidence.by_name(anchor, page, within=anchor.place is Place.TEXT)
    same = urls.key_of_any_language(anchor.url) == urls.key_of_any_language(page.url)
    if other and (same or anchor.kind is Kind.ALTERNATE or naming.switched_to(anchor.words) or named):
        yield evidence.in_other_language(
            anchor, page, other, same=same, is_policy=bool(named and named.role is Role.POLICY)
        )
    elif named:
        # A policy that the text of another one refers to belongs to its set.
        yield replace(named, role=Role.PART) if anchor.place is Place.TEXT else named
    elif anchor.place is Place.TEXT and anchor.kind is Kind.LINK and not evidence.is_article(anchor):
        yield from evidence.by_pointer(anchor, page)
        yield from evidence.by_folder(anchor, page)
