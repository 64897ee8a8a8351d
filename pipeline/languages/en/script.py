"""How English a text looks by its characters, and in longer texts by its small words."""

from __future__ import annotations

import re

LATIN = re.compile("[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]")
LETTER = re.compile(r"[^\W\d_]")


# English function words: a Latin text of some length without them is in another language.
SMALL = re.compile(
    r"\b(?:the|of|and|to|in|is|are|we|you|your|our|for|or|that|this|with|not|by|be|as|on|may|will|it|any|from)\b", re.I
)
LONG = 200  # characters
USUAL_SHARE = 0.15  # of the words; English policies have 0.3 and more, French and German ones below 0.05


def affinity(text: str) -> float:
    """The share of Latin letters among all letters, 0 to 1; near 0 for a long text in another Latin language."""
    letters = len(LETTER.findall(text))
    share = len(LATIN.findall(text)) / letters if letters else 0.0
    if len(text) >= LONG and len(SMALL.findall(text)) < USUAL_SHARE * len(text.split()):
        return share * 0.2
    return share
