"""Where Japanese sentences end, and which line breaks are only for looks."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.languages.base import Span
from pipeline.languages.brackets import enclosed, parenthetical

# 。 and the exclamation and question marks; ． and . only behind a kana or kanji and before the end, a space or a
# further sentence (「１．」 and 「Ver.2」 are numbers), ? and ! not inside an address; one mark with all that repeats or closes it.
END = re.compile(
    "(?:[。｡！？]|[!?](?![a-zA-Z0-9=&/#%])|(?<=[\u3041-\u30fa\u4e00-\u9fff）」])[．.](?![\\d０-９a-zA-Z]))[。｡！？!?]*[」』）)】]*\\s*"
)
# 「一．」 and 「イ．」 are numbers of what follows.
NUMBER_ONLY = re.compile("^\\s*(?:[一二三四五六七八九十]{1,3}|[ア-ン])$")
# A parenthesis that these follow is part of their sentence: 「（以下「当社」といいます。）は、」.
PARTICLE = re.compile("[はがをにのとでもやへ、，。]")
WINDOW = 40  # characters; a longer text is no number
# No sentence begins so; a bracket before it was never closed: 「（以下「当社」という。は、」.
NO_START = re.compile("は、|を")
# A line that begins so goes on with the one before: small kana, particles, closing marks, punctuation.
CONTINUATION = re.compile(
    "^[ぁぃぅぇぉっゃゅょァィゥェォッャュョー、。，．）」』】をんヲン々]|^(?:は[、，]|に(?:は|も|て)|により|において|として|とは|および|及び|又は|または|ます|です|する|した)"
)
OPEN_END = re.compile("[、，「『（(・]$")
PARTICLE_END = re.compile("(?:(?<!も)の|[がを]|における|に関する|に対する|による|に係る)$")
NUMBERED = re.compile("[（(]?[0-9０-９①-⑳一二三四五六七八九十]")
# A line that begins so is a piece of its own.
FRESH = re.compile("^[※＊*・●○◆◇■□▼▲►▶→★☆✓＜<【《〈\\-－―‐•]|^注[)）:：\\d]")


def split(text: str) -> list[Span]:
    """The sentences of a text as spans; marks inside brackets do not end one, unless the brackets hold all of it.

    White space belongs to no span.
    """
    inside = enclosed(text)
    cuts = [0]
    for match in END.finditer(text):
        mark, end = match.start(), match.end()
        if NUMBER_ONLY.match(text[cuts[-1] : mark] if mark - cuts[-1] < WINDOW else "") or NO_START.match(text, end):
            continue
        alone = parenthetical(text, cuts[-1], mark, end, inside) and not PARTICLE.match(text, end)
        if alone or not inside(mark):
            cuts.append(end)
    spans = []
    for start, end in pairwise([*cuts, len(text)]):
        piece = text[start:end]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            spans.append((left, start + len(piece.rstrip())))
    return spans


def continues(line: str, following: str) -> bool:
    """Whether `following` is the rest of a sentence that `line` began."""
    if FRESH.match(following) and not CONTINUATION.match(following):
        return False
    open_end = OPEN_END.search(line) or (PARTICLE_END.search(line) and not NUMBERED.match(following))
    return bool(open_end or CONTINUATION.match(following))
