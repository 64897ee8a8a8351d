"""What two texts have in common, character by character: measured on sets of n-grams."""

from __future__ import annotations

import re

GRAM = 8  # characters
SPACE = re.compile(r"\s+")


def ngrams(text: str) -> set[str]:
    """The n-grams of GRAM characters of a text, without its white space and in lower case; none for a shorter one."""
    text = SPACE.sub("", text).lower()
    return {text[at : at + GRAM] for at in range(len(text) - GRAM + 1)}
