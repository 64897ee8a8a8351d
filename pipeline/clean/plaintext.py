"""Plain text, Markdown and flattened pages -> HTML, so that one reader finds the structure of all of them."""

from __future__ import annotations

import html
import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

PARAGRAPH = re.compile(r"\n[ \t\u3000]*(?:\n[ \t\u3000]*)+")
LOOKS_LIKE_HTML = re.compile(r"<(?:!doctype\s|html|head|body|div|p|table|ul|ol|br|font|h[1-6])\b[^>]{0,2000}>", re.I)
FLAT_LINE = 3_000  # characters; no author writes a line this long
# What is left of a table of one cell: bars before a line, and none in it or behind it.
BARS = re.compile(r"^[ \t]{0,8}\|[ \t|]{0,40}(?=[^|\n]+$)", re.M)
EAST = "[\u3040-\u30ff\u3400-\u9fff、。）」]"
# In a flattened Japanese page a space stands where an element began or ended.
FLAT_BREAK = re.compile(f"(?<={EAST}) (?=\\S)|(?<=\\S) (?=[\u3040-\u30ff\u3400-\u9fff「（【※・■●◆])")


def looks_like_html(text: str) -> bool:
    """Whether a text without a known type is HTML: two different tags of structure say so."""
    found = {match[0][1:4].lower() for match in LOOKS_LIKE_HTML.finditer(text[:200_000])}
    return len(found) > 1 or "<!d" in found


def markdown_to_html(text: str) -> str:
    """Markdown as HTML (CommonMark with tables; raw HTML kept). Indented text is text, a line break a line break.

    Marks of emphasis that open none are left out: converters write "**Name:  " and "**Address" for a bold that holds a
    line break. A single * stays, since it may point to a note.
    """
    reader = MarkdownIt("commonmark", {"breaks": True, "html": True}).enable("table").disable("code")
    reader.inline.ruler2.after("emphasis", "unmatched_emphasis", _drop_unmatched)
    return str(reader.render(BARS.sub("", text)))


def _drop_unmatched(state: StateInline) -> None:
    nested = [meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta]
    for delimiters in (state.delimiters, *nested):
        closing = {mark.end for mark in delimiters}
        for position, mark in enumerate(delimiters):
            alone = mark.open and mark.end < 0 and position not in closing
            if alone and (chr(mark.marker) == "_" or mark.length > 1):
                state.tokens[mark.token].content = ""


def text_to_html(text: str) -> str:
    """Plain text as HTML: paragraphs at empty lines, a <br> at each line break."""
    lines = (_unflatten(line) for line in text.split("\n"))
    paragraphs = PARAGRAPH.split("\n".join(lines).strip("\n"))
    return "".join("<p>" + "<br>".join(html.escape(part).split("\n")) + "</p>" for part in paragraphs)


def _unflatten(line: str) -> str:
    """A page that was flattened to one line, with a line break where an element must have ended."""
    return FLAT_BREAK.sub("\n", line) if len(line) > FLAT_LINE else line
