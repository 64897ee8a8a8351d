"""How English a text looks by its characters, and in longer texts by its small words."""

from __future__ import annotations

import re
from collections.abc import Iterable

LATIN = re.compile("[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]+")
LETTERS = re.compile(r"[^\W\d_]+")
WORD = re.compile(r"\w+")
# English function words: a Latin text of some length without them is in another language.
SMALL = re.compile("the|of|and|to|in|is|are|we|you|your|our|for|or|that|this|with|not|by|be|as|on|may|will|it|any|from")
LONG = 200  # characters
USUAL_SHARE = 0.15  # of the words; English policies have 0.3 and more, French and German ones below 0.05


def affinity(text: str) -> float:
    """The share of Latin letters among all letters, 0 to 1; near 0 for a long text in another Latin language."""
    letters = _length(LETTERS.findall(text))
    share = _length(LATIN.findall(text)) / letters if letters else 0.0
    return share if len(text) < LONG or _reads_english(text) else share * 0.2


def _reads_english(text: str) -> bool:
    small = sum(map(bool, map(SMALL.fullmatch, WORD.findall(text.lower()))))
    return small >= USUAL_SHARE * len(text.split())


def _length(runs: Iterable[str]) -> int:
    return sum(map(len, runs))
