"""One way out of a page -> the link it makes: by its name, its address, what it points to, the language it leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from pipeline.languages import packs
from pipeline.scrape.find import naming, urls
from pipeline.scrape.find.anchors import Anchor, Kind, Origin
from pipeline.scrape.find.around import Place


class Role(StrEnum):
    """What a link leads to."""

    LISTED = "listed"  # no link: an address of the list
    POLICY = "policy"  # a privacy policy
    PART = "part"  # a page of the same set: a cookie policy, safety measures, how to ask for disclosure
    TRANSLATION = "translation"  # the same page in another language
    HOME = "home"  # the home page in another language
    FRAME = "frame"  # the page's own content: the documents of a frameset, a page that it forwards to


@dataclass(frozen=True, slots=True)
class Link:
    """A page to fetch, and why."""

    url: str  # absolute, normalised, without a fragment
    role: Role
    language: str  # of the page it leads to, as far as the link tells; "" when it does not
    reason: str
    score: float  # 0 to 1, how much speaks for it


# Scores. A link that is named gets NAMED and the share of its words that name it; other evidence is worth less.
NAMED, SHARE = 0.6, 0.4
BY_LABEL, BY_FORM, BY_SCRIPT, BY_ARTICLE = -0.05, -0.1, -0.2, -0.3
POINTER, ADDRESS, FOLDER, OTHER_WORDS, GENERAL = 0.55, 0.5, 0.45, 0.35, 0.3
ALTERNATE, SAME_ADDRESS, SWITCH = 1.0, 0.95, 0.6
NEARLY_ALL = 0.9  # of the words: a link inside news has to be the name of a policy and nothing else

# Steps and dates in an address that lead to what is said about a policy.
ARTICLE = re.compile(
    r"/(?:news(?:room)?|topics?|blogs?|columns?|press(?:release)?|releases?|articles?|entry|archives?|diary|seminars?|webinars?|events?|whitepapers?"
    r"|whatsnew|oshirase)(?:/|$)|/(?:19|20)\d\d[/-]?\d\d?(?:/|[-_]?\d\d\b)",
    re.I,
)
QUOTED = 60  # characters of a link in a reason


def in_other_language(anchor: Anchor, page: Origin, other: str, *, same: bool, is_policy: bool) -> Link:
    """A page in another language: the policy's own version, or else the home page of that language."""
    reason = because_of(anchor, other)
    away = urls.is_root(anchor.url) and not urls.is_root(page.url)
    if anchor.kind is Kind.ALTERNATE and not away:
        return Link(anchor.url, Role.TRANSLATION, other, reason, ALTERNATE)
    if same or is_policy or naming.is_address_of_policy(urls.words_of(anchor.url)):
        return Link(anchor.url, Role.TRANSLATION, other, reason, SAME_ADDRESS)
    return Link(anchor.url, Role.HOME, other, reason, SWITCH)


def by_name(anchor: Anchor, page: Origin, *, within: bool) -> Link | None:
    """A link whose words, title or picture name a policy or a part of one."""
    about = " ".join((anchor.words, anchor.label, *urls.words_of(anchor.url)))
    for text, worth in ((anchor.words, 0.0), (anchor.label, BY_LABEL)):
        name = naming.named(text, within=within, about=about)
        if not name or (is_article(anchor) and name.share < NEARLY_ALL) or naming.lookalike(anchor.words):
            continue
        score = NAMED + SHARE * name.share + worth
        score += BY_FORM * (anchor.place is Place.FORM) + BY_SCRIPT * (anchor.kind is Kind.SCRIPT)
        score += BY_ARTICLE * is_article(anchor)
        what = f"names a part of the policy ({name.part})" if name.part else "names a privacy policy"
        role = Role.PART if name.part else Role.POLICY
        reason = f"{quoted(anchor)} ({anchor.place}) {what}"
        return Link(anchor.url, role, language(anchor, page), reason, round(score, 2))
    return None


def by_address(anchor: Anchor, page: Origin, score: float) -> Iterator[Link]:
    """A link that says nothing, or just 「詳細」, with an address that says it."""
    names = urls.words_of(anchor.url)
    silent = naming.is_pointer(anchor.words) and not anchor.label
    if silent and naming.is_address_of_policy(names) and not is_article(anchor):
        reason = f'a link without a name, with an address that names a privacy policy ("{names[0]}")'
        yield Link(anchor.url, Role.POLICY, language(anchor, page), reason, score)


def by_pointer(anchor: Anchor, page: Origin) -> Iterator[Link]:
    """A link like 「こちら」 in a sentence or under a heading that tells what it leads to."""
    if not naming.is_pointer(anchor.words):
        return
    for text, where in ((anchor.sentence, "in a sentence"), (anchor.heading, "under a heading")):
        name = naming.named(text, within=True)
        if name and (name.part or text == anchor.sentence):
            what = f"about a part of the policy ({name.part})" if name.part else "about a privacy policy"
            reason = f"{quoted(anchor)} {where} {what}"
            yield Link(anchor.url, Role.PART, language(anchor, page), reason, POINTER)
            return


def by_folder(anchor: Anchor, page: Origin) -> Iterator[Link]:
    """A link in the text of a policy to a page that is stored below it or beside it: /privacy/eu.html."""
    folders, own = urls.folders_of(anchor.url), urls.folders_of(page.url)
    near = folders in (own, (*own, *urls.words_of(page.url)[:1]))
    if folders and near and naming.is_address_of_policy(folders[-1:]) and not naming.lookalike(anchor.words):
        reason = f'{quoted(anchor)} leads to a page in the folder of the policy ("{folders[-1]}")'
        yield Link(anchor.url, Role.PART, language(anchor, page), reason, FOLDER)


def is_article(anchor: Anchor) -> bool:
    """Whether a link leads to news or a post."""
    return anchor.place is Place.NEWS or bool(ARTICLE.search(urlsplit(anchor.url).path))


def other_language(anchor: Anchor, page: Origin) -> str:
    """The language that a link switches to, when it is not the page's own; "" when it switches to none."""
    code = primary(anchor.hreflang) or naming.switched_to(anchor.words) or naming.switched_to(anchor.label)
    if not code:
        code = language(anchor, page)
        related = urls.key_of_any_language(anchor.url) == urls.key_of_any_language(page.url)
        code = code if related or naming.language_named(anchor.words) else ""
    return code if code != page.language else ""


def language(anchor: Anchor, page: Origin) -> str:
    """The language of the page behind a link, as far as the link tells."""
    told = primary(anchor.hreflang) or naming.language_named(anchor.words) or urls.language_of(anchor.url)
    return told or ("" if urls.language_of(page.url) else page.language)


def primary(hreflang: str) -> str:
    return re.split("[-_]", hreflang)[0]


def because_of(anchor: Anchor, code: str) -> str:
    name = next(pack.name for pack in packs() if pack.code == code)
    if anchor.hreflang:
        return f"named as the {name} version of the page (hreflang)"
    return f"{quoted(anchor)} leads to the {name} version"


def quoted(anchor: Anchor) -> str:
    kind = {Kind.OPTION: "the choice", Kind.SCRIPT: "the script behind", Kind.INLINE: "the frame"}.get(
        anchor.kind, "the link"
    )
    shown = anchor.shown if len(anchor.shown) <= QUOTED else f"{anchor.shown[:QUOTED]}…"
    return f'{kind} "{shown}"' if shown else f"{kind} without words"
