"""A clause and its context -> the pieces that the encoder reads."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import filterfalse

from pipeline.label.features import Reading

START, PAD, STOP = 0, 1, 2  # pieces that are no text
OWN, BEFORE, LEAD, HEADING = range(4)  # what a piece belongs to
MOST = {OWN: 96, BEFORE: 32, LEAD: 24, HEADING: 16}  # pieces read of each text
HEADINGS = 3  # the nearest
ALL_HEADINGS = 36  # pieces of headings together
LONGEST = 1 + sum(MOST[owner] + 1 for owner in (OWN, BEFORE, LEAD)) + ALL_HEADINGS  # sequence

REMEMBERED = 1_000  # texts whose pieces are kept
SHOUTED = 12  # capitals from which a text may be in capitals; fewer may be an abbreviation

MARK = re.compile(r"[^\w\s]|_")

Sequence = tuple[list[int], list[int]]  # pieces, and what each belongs to


def given(reading: Reading) -> Iterator[tuple[int, str]]:
    """What the encoder is given of a reading: the text, what leads to it, its nearest headings."""
    yield OWN, reading.text
    yield BEFORE, reading.before
    yield LEAD, reading.lead_in
    yield from ((HEADING, heading) for heading in reading.headings[::-1][:HEADINGS])


def key(reading: Reading) -> int:
    """A number of 64 bits that names what the encoder is given of a reading."""
    return int.from_bytes(hashlib.blake2b(repr([*given(reading)]).encode(), digest_size=8).digest(), "big")


def normal(text: str) -> str:
    """A text as its pieces are looked for: NFKC, white space as single spaces, "WE LIMIT LIABILITY" in small letters."""
    found = " ".join(unicodedata.normalize("NFKC", text).split())
    capitals = sum(letter.isupper() for letter in found)
    return found.lower() if capitals > max(SHOUTED, len(found) / 2) else found


def folded(text: str) -> str:
    """A text as the pieces of uncased models are looked for: small letters without accents, marks as words."""
    found = unicodedata.normalize("NFKD", text.lower())
    return " ".join(MARK.sub(r" \g<0> ", "".join(filterfalse(unicodedata.combining, found))).split())


class Cutter:
    """Cuts texts by a unigram model (Kudo 2018), given in sentencepiece's format, as they are or folded."""

    def __init__(self, model: bytes, *, folds: bool) -> None:
        from sentencepiece import SentencePieceProcessor

        self._model = SentencePieceProcessor(model_proto=model)
        self._normal = folded if folds else normal
        self.encode = lru_cache(REMEMBERED)(self._encode)  # headings and the clause before come again

    def _encode(self, text: str) -> list[int]:
        """The pieces of a text."""
        found: list[int] = self._model.encode(self._normal(text))
        return found

    def sequence(self, reading: Reading) -> Sequence:
        """The pieces of a clause, then of what stands around it, each text closed by STOP."""
        pieces, owners, room = [START], [OWN], ALL_HEADINGS
        for owner, text in ((owner, text) for owner, text in given(reading) if text):
            closed = [*_cut(self.encode(text), owner), STOP]
            if owner == HEADING:
                closed = closed[:room]
                room -= len(closed)
            pieces += closed
            owners += [owner] * len(closed)
        return pieces, owners


def _cut(pieces: list[int], owner: int) -> list[int]:
    """The first pieces of a clause or heading, the last ones of what leads to the clause."""
    most = MOST[owner]
    return pieces[:most] if owner in (OWN, HEADING) else pieces[-most:]
