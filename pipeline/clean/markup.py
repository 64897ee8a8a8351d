"""Broken markup as browsers read it, where the parser reads it otherwise."""

from __future__ import annotations

import re

# Elements that start a new line.
BLOCK = frozenset(
    [
        "html",
        "head",
        "body",
        "p",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "div",
        "section",
        "article",
        "main",
        "aside",
        "header",
        "footer",
        "nav",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "blockquote",
        "pre",
        "form",
        "fieldset",
        "legend",
        "center",
        "address",
        "figure",
        "figcaption",
        "details",
        "summary",
        "hr",
        "hgroup",
        "menu",
        "dir",
        "dialog",
        "search",
    ]
)
CLOSED_BREAK = re.compile(r"</br\s{0,9}>", re.I)  # a line break to browsers, nothing to the parser
HEADING_TAG = re.compile(r"<(/?)h([1-6])(?=[\s>])", re.I)
BLOCK_TAG = re.compile(rf"<(/?)({'|'.join(sorted(BLOCK))})(?=[\s>])", re.I)


def mended(text: str) -> str:
    """Markup whose line breaks, headings and paragraphs end where browsers end them."""
    return _parted(_closed(CLOSED_BREAK.sub("<br>", text)))


def _closed(text: str) -> str:
    """Markup whose headings end where browsers end them: at the end tag of any heading."""
    opened: list[str] = []

    def ended(tag: re.Match[str]) -> str:
        if not tag[1]:
            opened[:] = [tag[2]]
            return tag[0]
        return f"</h{opened.pop() if opened else tag[2]}"

    return HEADING_TAG.sub(ended, text)


def _parted(text: str) -> str:
    """Markup in which an end tag of no open paragraph is an empty one, as in browsers: it parts what stands around it."""
    is_open = False

    def ended(tag: re.Match[str]) -> str:
        nonlocal is_open
        stray = tag[1] and tag[2].lower() == "p" and not is_open
        is_open = not tag[1] and tag[2].lower() == "p"
        return f"<p>{tag[0]}" if stray else tag[0]

    return BLOCK_TAG.sub(ended, text)
