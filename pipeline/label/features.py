"""What the classifier sees of a clause: its own words, and the context it is read in, as token strings.

Each clause becomes one row of a frame; scikit-learn vectorizers turn its columns into numbers. Tokens are plain
text, so the weight of each can be shown as evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, product

import pandas as pd

from pipeline.codebook import Label
from pipeline.document import BlockKind, Clause
from pipeline.languages import pack
from pipeline.languages.base import LanguagePack

# Columns of the frame: what is read by character n-grams, by words, and as ready-made tokens.
TEXT, WORDS, HEADING, PATH, LEAD, CUES, PAIRS = "text", "words", "heading", "path", "lead", "cues", "pairs"
COLUMNS = (TEXT, WORDS, HEADING, PATH, LEAD, CUES, PAIRS)
PATH_DEPTH = 4  # headings; more add noise from the title of the page
ASKED = "asked"  # the topic without which a price is no fee for a request
LENGTHS = (8, 20, 60, 140)  # characters


def to_frame(clauses: Sequence[Clause]) -> pd.DataFrame:
    """The features of clauses of one document in order; one row a clause, the columns of COLUMNS, all strings."""
    return _frame(_row(clause, before) for clause, before in zip(clauses, [None, *clauses], strict=False))


def to_frame_apart(clauses: Sequence[Clause]) -> pd.DataFrame:
    """The features of clauses that do not follow one another; each is read without the sentence before it."""
    return _frame(_row(clause, None) for clause in clauses)


def _frame(rows: Iterable[tuple[str, ...]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(COLUMNS), dtype="object")


def _row(clause: Clause, before: Clause | None) -> tuple[str, ...]:
    language = clause.language
    path = " ".join(clause.headings[-PATH_DEPTH:])
    nearest = clause.headings[-1] if clause.headings else ""
    previous = before.text if before and before.block == clause.block else ""
    around = {"heading": nearest, "path": path, "lead": clause.lead_in}
    own = [*_cues(clause.text, "", language), *_topics(clause.text, "text", language)]
    cues = [token for field, text in {**around, "before": previous}.items() for token in _cues(text, field, language)]
    topics = [token for field, text in around.items() for token in _topics(text, field, language)]
    near = _topics(" ".join([path, clause.lead_in, previous]), "around", language)
    asked = any(token.startswith(f"topic.{ASKED}@") for token in (*own, *near))
    priced = [f"{token}&{'' if asked else 'un'}asked" for token in (*own, *cues) if token.startswith(f"{Label.FEE}.")]
    return (
        clause.text,
        _words(clause.text, language),
        _words(nearest, language),
        _words(path, language),
        _words(clause.lead_in, language),
        " ".join([*own, *cues, *topics, *priced, *_shape(clause)]),
        " ".join(_pairs(own, near)),
    )


def _pairs(own: Sequence[str], around: Sequence[str]) -> Iterator[str]:
    """Cues of a text that stand together, as "fee.amount&fee.request", and cues with a topic around them.

    A price is a fee only where a request is spoken of, "provide" is sharing only with personal data: two cues say
    what neither says alone.
    """
    return (f"{one}&{other}" for one, other in (*combinations(own, 2), *product(own, around)))


@lru_cache(maxsize=20_000)
def _words(text: str, language: str) -> str:
    return " ".join(word.replace(" ", "_") for word in pack(language).words(text)) if text else ""


@lru_cache(maxsize=20_000)
def _cues(text: str, field: str, language: str) -> tuple[str, ...]:
    """The cues of every label that a text holds, as tokens such as "fee.amount" or "purpose.named@heading"."""
    if not text:
        return ()
    suffix = f"@{field}" if field else ""
    return tuple(f"{name}{suffix}" for name, pattern in _all_cues(pack(language)) if pattern.search(text))


@lru_cache(maxsize=20_000)
def _topics(text: str, field: str, language: str) -> list[str]:
    """What the words around a clause announce, as tokens such as "topic.rights@heading"."""
    return [f"topic.{cue.name}@{field}" for cue in pack(language).topics if text and cue.pattern.search(text)]


def _all_cues(language: LanguagePack) -> Iterator[tuple[str, re.Pattern[str]]]:
    for label, cues in language.cues.items():
        for cue in cues:
            yield f"{label}.{cue.name}", cue.pattern


def _shape(clause: Clause) -> Iterator[str]:
    """The kind of block, whether it has a lead-in, and steps of length."""
    yield f"kind.{clause.kind}"
    if clause.kind is not BlockKind.PARAGRAPH and clause.lead_in:
        yield "introduced"
    yield from (f"longer.{length}" for length in LENGTHS if len(clause.text) > length)
