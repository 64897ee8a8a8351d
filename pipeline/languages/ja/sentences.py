"""Where Japanese sentences end, and which line breaks are only for looks."""

from __future__ import annotations

import re

from pipeline.languages.base import Span
from pipeline.languages.brackets import enclosed

# 。 and the exclamation and question marks; ． and . only behind a kana or kanji and before the end, a space or a
# further sentence (「１．」 and 「Ver.2」 are numbers); one mark with all that repeats or closes it.
END = re.compile(
    "(?:[。｡！？!?]|(?<=[\u3041-\u30fa\u4e00-\u9fff）」])[．.](?![\\d０-９a-zA-Z]))[。｡！？!?]*[」』）)】]*\\s*"
)
# A line that begins so goes on with the one before: small kana, particles, closing marks, punctuation.
CONTINUATION = re.compile("^[ぁぃぅぇぉっゃゅょァィゥェォッャュョー、。，．）」』】をんヲン々]|^(?:に(?:は|も|て)|により|において|として|とは|および|及び|又は|または|ます|です|する|した)")
OPEN_END = re.compile("[、，「『（(・]$")
# A line that begins so is a piece of its own.
FRESH = re.compile("^[※＊*・●○◆◇■□▼▲►▶→★☆✓＜<【《〈\\-－―‐•]|^注[)）:：\\d]")


def split(text: str) -> list[Span]:
    """The sentences of a text as spans; marks inside brackets do not end one. White space belongs to no span."""
    inside = enclosed(text)
    cuts = [0, *(match.end() for match in END.finditer(text) if not inside(match.start())), len(text)]
    spans = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        piece = text[start:end]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            spans.append((left, start + len(piece.rstrip())))
    return spans


def continues(line: str, following: str) -> bool:
    """Whether `following` is the rest of a sentence that `line` began."""
    if FRESH.match(following) and not CONTINUATION.match(following):
        return False
    return bool(OPEN_END.search(line) or CONTINUATION.match(following))
