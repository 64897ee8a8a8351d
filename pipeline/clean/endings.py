"""How a text ends: open, as captions and items do, closed as a sentence or an address, or announcing what follows."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.languages import LanguagePack, pack

REMEMBERED = 4_096  # texts
COLON = re.compile("[:：]$")
QUESTION = re.compile("[?？]$")
MARK = re.compile(r"https?://|www\.|@")  # of an address
BEFORE_ADDRESS = 31  # characters of words that an address ends


def announces(text: str, language: LanguagePack) -> bool:
    """Whether the last sentence of a text introduces what follows it."""
    return _announces(text, language.code)


@lru_cache(maxsize=REMEMBERED)
def _announces(text: str, code: str) -> bool:
    """Remembered, since each item of a list asks about the text before it."""
    language = pack(code)
    spans = list(language.sentences(text))
    return bool(spans) and bool(language.pages.announces.search(text[slice(*spans[-1])]))


def ends_open(text: str, language: LanguagePack) -> bool:
    """Whether a text does not end as a sentence or an address does; a question may be a title."""
    closed = language.pages.terminal.search(text) or _ends_in_address(text)
    return bool(QUESTION.search(text)) or not closed


def _ends_in_address(text: str) -> bool:
    """Whether some words, and behind them an address, end the last line of a text."""
    line = text.rsplit("\n", 1)[-1]
    last = line.rsplit(None, 1)[-1:]
    if not last or not line.endswith(last[0]):
        return False
    starts = [mark.start() for mark in MARK.finditer(last[0]) if mark.end() < len(last[0])]
    return bool(starts) and len(line.lstrip()) - len(last[0]) + starts[-1] >= BEFORE_ADDRESS
