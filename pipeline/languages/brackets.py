"""Which characters stand inside brackets; brackets that never close, or never opened, enclose nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

PAIRS = {
    "「": "」",
    "『": "』",
    "（": "）",
    "(": ")",
    "【": "】",
    "［": "］",
    "[": "]",
    "〔": "〕",
    "〈": "〉",
    "《": "》",
}
CLOSING = {close: opening for opening, close in PAIRS.items()}
BRACKET = re.compile(f"[{re.escape(''.join((*PAIRS, *CLOSING)))}]")
# Full-width and half-width forms close one another on real pages: 「（注)」.
SAME = {"（": "(", "［": "["}
NEAR = 80  # characters before the end of a line; a bracket opened earlier was never meant to close
LONGEST = 600  # characters; a bracket open longer than this was never meant to hold the text


def enclosed(text: str) -> Callable[[int], bool]:
    """A function that tells whether a position of `text` lies inside a closed pair of brackets."""
    inside = bytearray(len(text) + 1)
    waiting: list[tuple[str, int]] = []
    for bracket in BRACKET.finditer(text):
        character, position = bracket[0], bracket.start()
        if character in PAIRS:
            waiting.append((SAME.get(character, character), position))
        else:
            opening = CLOSING[character]
            kind = SAME.get(opening, opening)
            for depth in range(len(waiting) - 1, max(-1, len(waiting) - 6), -1):
                if waiting[depth][0] == kind:
                    start = waiting[depth][1]
                    del waiting[depth:]
                    if position - start <= LONGEST:
                        inside[start + 1 : position] = b"\1" * (position - start - 1)
                    break
    return lambda position: bool(inside[position])


def parenthetical(text: str, start: int, mark: int, end: int, inside: Callable[[int], bool]) -> bool:
    """Whether `text[start:end]` is one parenthesis with a final mark at `mark`: 「（例外があります。）」, "(See below.)"."""
    return text[start] in "（(" and not inside(end) and all(inside(at) for at in range(start + 1, mark + 1))


def left_open(text: str) -> bool:
    """Whether a line ends inside a bracket that it opened not long before its end."""
    waiting: list[str] = []
    for character in text[-NEAR:]:
        if character in PAIRS:
            waiting.append(SAME.get(character, character))
        elif character in CLOSING and waiting and waiting[-1] == SAME.get(CLOSING[character], CLOSING[character]):
            waiting.pop()
    return bool(waiting)
