"""How English a text looks by its characters."""

from __future__ import annotations

import re

LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
LETTER = re.compile(r"[^\W\d_]")


def affinity(text: str) -> float:
    """The share of Latin letters among all letters, 0 to 1."""
    letters = len(LETTER.findall(text))
    return len(LATIN.findall(text)) / letters if letters else 0.0
