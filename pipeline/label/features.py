"""What the classifier sees of a clause: its own words, and the context it is read in, as token strings.

Each clause becomes one row of a frame; scikit-learn vectorizers turn its columns into numbers. Tokens are plain
text, so the weight of each can be shown as evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import pandas as pd

from pipeline.document import BlockKind, Clause
from pipeline.languages import pack
from pipeline.languages.base import LanguagePack

# Columns of the frame: what is read by character n-grams, by words, and as ready-made tokens.
TEXT, WORDS, HEADING, PATH, LEAD, CUES = "text", "words", "heading", "path", "lead", "cues"
COLUMNS = (TEXT, WORDS, HEADING, PATH, LEAD, CUES)
PATH_DEPTH = 4  # headings; more add noise from the title of the page
LENGTHS = (8, 20, 60, 140)  # characters


def to_frame(clauses: Sequence[Clause]) -> pd.DataFrame:
    """The features of clauses of one document in order; one row a clause, the columns of COLUMNS, all strings."""
    rows = [_row(clause, before) for clause, before in zip(clauses, [None, *clauses], strict=False)]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="object")


def _row(clause: Clause, before: Clause | None) -> tuple[str, ...]:
    language = clause.language
    path = " ".join(clause.headings[-PATH_DEPTH:])
    nearest = clause.headings[-1] if clause.headings else ""
    previous = before.text if before and before.block == clause.block else ""
    fields = {"": clause.text, "heading": nearest, "path": path, "lead": clause.lead_in, "before": previous}
    cues = [token for field, text in fields.items() for token in _cues(text, field, language)]
    cues += (
        _topics(clause.text, "text", language)
        + _topics(nearest, "heading", language)
        + _topics(path, "path", language)
        + _topics(clause.lead_in, "lead", language)
    )
    return (
        clause.text,
        _words(clause.text, language),
        _words(nearest, language),
        _words(path, language),
        _words(clause.lead_in, language),
        " ".join([*cues, *_shape(clause)]),
    )


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
