"""How Japanese a text looks by its characters."""

from __future__ import annotations

import re

KANA_AND_KANJI = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff66-\uff9f々〆"
JAPANESE = re.compile(f"[{KANA_AND_KANJI}]+")
OTHER = re.compile(rf"[^\W\d_{KANA_AND_KANJI}]+")


def affinity(text: str) -> float:
    """The weight of kana and kanji among the letters, 0 to 1.

    A kanji says more than a Latin letter, so an English product name does not turn a Japanese sentence English.
    """
    japanese = sum(map(len, JAPANESE.findall(text)))
    others = sum(map(len, OTHER.findall(text)))
    return 4 * japanese / (4 * japanese + others) if japanese else 0.0
