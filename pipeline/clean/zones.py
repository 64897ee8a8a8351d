"""Which elements of a page announce that they hold no text of the policy."""

from __future__ import annotations

import re
from itertools import pairwise

from bs4 import Tag

# Elements whose text no reader sees. "head" is none: the parser leaves a <nav> or <main> there when no <body> opens.
INVISIBLE = frozenset(
    [
        "title",
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "canvas",
        "map",
        "link",
        "meta",
        "base",
        "del",
        "s",
        "strike",
    ]
)
WHOLE = frozenset(("html", "body", "main", "article"))
BY_TAG = {
    "nav": "navigation",
    "footer": "footer",
    "aside": "sidebar",
    "dialog": "dialog",
    "search": "search",
    "form": "form",
}
BY_ROLE = {
    "navigation": "navigation",
    "contentinfo": "footer",
    "search": "search",
    "dialog": "dialog",
    "alertdialog": "dialog",
    "menu": "navigation",
    "menubar": "navigation",
    "complementary": "sidebar",
}
# Words of class names and ids, as whole words: "global-nav", "gNav", "footer_menu", "topicPath". Each is what real
# pages call the thing; "header" is no such word, since titles and introductions stand in headers.
BY_WORD = {
    "navigation": "nav navi navbar navigation gnav gnavi lnav snav globalnav globalnavi menu submenu megamenu hamburger "
    "drawer offcanvas pagination pager tabs toolbar",
    "breadcrumb": "breadcrumb breadcrumbs topicpath pankuzu bread crumb crumbs topic-path",
    "footer": "footer foot copyright copy footernav sitefooter",
    "sidebar": "sidebar sidenav side sidemenu leftnav rightnav localnav aside widget widgets",
    "cookie banner": "cookie-banner cookiebanner cookie-consent cookieconsent cookie-notice cookielaw gdpr-banner consent-banner onetrust "
    "cc-window cc-banner cookie-bar cookiebar cookie-alert cookiealert cookie-popup cookiepopup",
    "share links": "share sharing social sns addthis sharethis addtoany snsbtn",
    "to top": "pagetop page-top totop to-top gotop go-top backtotop back-to-top topbtn",
    "search": "search searchform searchbox",
    "language switch": "lang-switch language-switch langswitch lang-switcher language-switcher language-selector lang-select languages",
    "dialog": "modal popup lightbox overlay",
    "comments": "comments comment-form commentform disqus",
    "skip link": "skip skiplink skip-link screen-reader-text sr-only visually-hidden",
    "form": "form-control form-group contact-form contactform mailform wpcf7 login-form loginform",
    "banner": "banner banners",
    "related": "related recommend recommended ranking advert advertisement adsbygoogle cta",
}
WORDS = {word: reason for reason, words in BY_WORD.items() for word in words.split()}
# Words that BEM names ("card__foot") call a part of any component by; such a part is no part of the page.
OF_PARTS = re.compile(r"__(?:foot|side|copy|share)(?![a-z0-9])", re.I)
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
PART = re.compile(r"[a-z0-9]+")


# Words of class names by which pages mark a title that no h1 to h6 marks.
TITLE = re.compile(
    r"(?:^|[\s_-])(?:ttl|tit|titles?|subtitle|heading|headline|midashi|hdg|sub-?head(?:er)?|h[1-6])(?:$|[\s_-]|\d)|[a-z](?:Header|Title|Heading)(?:$|\s)"
)
TITLE_TAGS = frozenset(("div", "p", "span", "dt", "td", "th", "font", "strong", "b", "summary", "legend"))
BOLD = frozenset(("b", "strong"))
BOLD_CLASS = re.compile(
    r"(?:^|[\s_-])(?:(?:semi-?|extra-?)?bold(?:er)?|strong|(?:fw|weight)-[6-9]00)(?:$|[\s_-])", re.I
)
BOLD_STYLE = re.compile(r"font-weight\s{0,3}:\s{0,3}(?:bold|[6-9]00)", re.I)


def is_title(node: Tag) -> bool:
    """Whether an element is called a title by its class (the text decides in the end)."""
    return node.name in TITLE_TAGS and bool(TITLE.search(classes(node)))


def classes(node: Tag) -> str:
    """The class names of an element, with spaces between them."""
    names: str | list[str] = node.get("class") or []
    return names if isinstance(names, str) else " ".join(names)


def marks_bold(node: Tag) -> bool:
    """Whether an element makes its text bold: by its tag, a class of weight or its style."""
    named = node.name not in ("html", "body") and BOLD_CLASS.search(classes(node))
    return node.name in BOLD or bool(named or BOLD_STYLE.search(str(node.get("style") or "")))


def reason(node: Tag) -> str:
    """Why all that stands in an element may be furniture, or "". Whether it is, its content decides later."""
    if node.name in WHOLE or re.fullmatch("h[1-6]", node.name):
        return ""
    by_tag = BY_TAG.get(node.name) or BY_ROLE.get(str(node.get("role") or "").lower())
    if by_tag:
        return by_tag
    names: str | list[str] = node.get("class") or []
    tokens = [*([names] if isinstance(names, str) else names), str(node.get("id") or "")]
    for token in tokens:
        found = _of_name(token)
        if found:
            return found
    return ""


def _of_name(token: str) -> str:
    """The reason a class name or id gives: by the whole name, or by one of its words."""
    whole = token.lower().replace("_", "-")
    if whole in WORDS:
        return WORDS[whole]
    token = OF_PARTS.sub("", token)
    parts = PART.findall(CAMEL.sub("-", token).lower().replace("_", "-"))
    joined = ["-".join(pair) for pair in pairwise(parts)]
    for part in (*joined, *parts):
        if part in WORDS:
            return WORDS[part]
    return ""
