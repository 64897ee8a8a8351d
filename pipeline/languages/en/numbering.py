"""The numbering of English lists and sections: Article 3, 1., 1.2, (a), iv."""

from __future__ import annotations

import re

from pipeline.languages.base import Numbering

STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("article", re.compile(r"(?:Article|Section|Part|Chapter)\s\d{1,2}(?:\.\d{1,2})?[.:]?(?=\s|$)", re.I)),
    ("roman", re.compile(r"[IVX]{1,5}\.(?=\s)")),
    ("number", re.compile(r"\d{1,2}\.(?=\s|[A-Z(]|$)|\d{1,2}(?=\s{1,3}[A-Z])")),
    ("decimal", re.compile(r"\d{1,2}(?:[.-]\d{1,2}){1,3}(?:[.)](?=\s|[A-Z]|$)|(?=\s*(?:[A-Z(]|$)))")),
    ("capital", re.compile(r"\(?[A-Z][.)](?=\s)")),
    ("parenthesis", re.compile(r"\(?\d{1,2}\)")),
    ("circle", re.compile("[①-⑳]")),
    ("letter", re.compile(r"\(?[a-hj-uwyz][.)](?=\s|$)|\([a-hj-uwyz]\)")),
    ("small roman", re.compile(r"\(?[ivx]{1,5}[.)](?=\s|$)|\([ivx]{1,5}\)")),
)
# "1." before a sentence is the number of that sentence; "a." before a fragment is part of the item.
DETACHED = re.compile(r"\.\s*$")
SENTENCE = re.compile(r"\s{0,8}[\"“'(]?[A-Z]")


def read(text: str) -> Numbering | None:
    """The numbering `text` begins with, or None."""
    for rank, (style, pattern) in enumerate(STYLES):
        found = pattern.match(text)
        if found:
            detached = bool(DETACHED.search(found[0]) and SENTENCE.match(text, found.end()))
            return Numbering(found[0].strip(), found.end(), style, rank, detached)
    return None
