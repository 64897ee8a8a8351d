"""What the classifier sees of a clause: its own words, and the context it is read in, as token strings.

Each clause becomes one row of a frame; scikit-learn vectorizers turn its columns into numbers. Tokens are plain
text, so the weight of each can be shown as evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, combinations, product
from typing import TYPE_CHECKING, NamedTuple

from pipeline.codebook import Label
from pipeline.document import BlockKind, Clause
from pipeline.languages import pack
from pipeline.languages.base import LanguagePack

if TYPE_CHECKING:
    import pandas as pd

# Columns of the frame: what is read by character n-grams, by words, and as ready-made tokens.
TEXT, WORDS, PREDICATES, HEADING, PATH, LEAD = "text", "words", "predicates", "heading", "path", "lead"
CUES, PAIRS = "cues", "pairs"
COLUMNS = (TEXT, WORDS, PREDICATES, HEADING, PATH, LEAD, CUES, PAIRS)
PATH_DEPTH = 4  # headings; more add noise from the title of the page
ASKED = "asked"  # the topic without which a price is no fee for a request
LENGTHS = (8, 20, 60, 140)  # characters
REMEMBERED = (
    5_000  # texts: headings and lead-ins come again within a page, whole sentences are scored once (`Labeller`)
)


class Reading(NamedTuple):
    """All that the classifier reads of a clause; clauses that are equal here get equal scores."""

    text: str
    language: str
    kind: BlockKind
    headings: tuple[str, ...]
    lead_in: str
    before: str  # the clause before it in its block
    predicates: str


def readings(clauses: Sequence[Clause]) -> list[Reading]:
    """What is read of the clauses of one document, in order."""
    return [_reading(clause, before) for clause, before in zip(clauses, [None, *clauses], strict=False)]


def _reading(clause: Clause, before: Clause | None) -> Reading:
    previous = before.text if before and before.block == clause.block else ""
    return Reading(
        clause.text,
        clause.language,
        clause.kind,
        clause.headings[-PATH_DEPTH:],
        clause.lead_in,
        previous,
        clause.predicates,
    )


def to_columns(given: Iterable[Reading]) -> dict[str, list[str]]:
    """The features of readings by the columns of COLUMNS."""
    rows = [_row(reading) for reading in given]
    return {name: [row[column] for row in rows] for column, name in enumerate(COLUMNS)}


def to_frame(clauses: Sequence[Clause]) -> pd.DataFrame:
    """The features of clauses of one document in order; one row a clause, the columns of COLUMNS, all strings."""
    return _frame(readings(clauses))


def to_frame_apart(clauses: Sequence[Clause]) -> pd.DataFrame:
    """The features of clauses that do not follow one another; each is read without the sentence before it."""
    return _frame(_reading(clause, None) for clause in clauses)


def _frame(given: Iterable[Reading]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(to_columns(given), columns=list(COLUMNS), dtype="object")


def _row(reading: Reading) -> tuple[str, ...]:
    language, lead_in = reading.language, reading.lead_in
    path = " ".join(reading.headings)
    nearest = reading.headings[-1] if reading.headings else ""
    around = {"heading": nearest, "path": path, "lead": lead_in}
    own = [*_cues(reading.text, language), *_at("text", _topics(reading.text, language))]
    cues = [
        token
        for field, text in {**around, "before": reading.before}.items()
        for token in _at(field, _cues(text, language))
    ]
    topics = [token for field, text in around.items() for token in _at(field, _topics(text, language))]
    near = _at(
        "around",
        dict.fromkeys(chain.from_iterable(_topics(text, language) for text in (path, lead_in, reading.before))),
    )
    asked = any(token.startswith(f"topic.{ASKED}@") for token in (*own, *near))
    priced = [f"{token}&{'' if asked else 'un'}asked" for token in (*own, *cues) if token.startswith(f"{Label.FEE}.")]
    return (
        reading.text,
        _words(reading.text, language),
        reading.predicates,
        _words(nearest, language),
        _words(path, language),
        _words(lead_in, language),
        " ".join([*own, *cues, *topics, *priced, *_shape(reading)]),
        " ".join(_pairs(own, near)),
    )


def _pairs(own: Sequence[str], around: Sequence[str]) -> Iterator[str]:
    """Cues of a text that stand together, as "fee.amount&fee.request", and cues with a topic around them.

    A price is a fee only where a request is spoken of, "provide" is sharing only with personal data: two cues say
    what neither says alone.
    """
    return (f"{one}&{other}" for one, other in (*combinations(own, 2), *product(own, around)))


def _at(field: str, tokens: Iterable[str]) -> list[str]:
    """Tokens found in a field around the clause, as "topic.rights@heading"."""
    return [f"{token}@{field}" for token in tokens]


@lru_cache(maxsize=REMEMBERED)
def _words(text: str, language: str) -> str:
    return " ".join(word.replace(" ", "_") for word in pack(language).words(text)) if text else ""


@lru_cache(maxsize=REMEMBERED)
def _cues(text: str, language: str) -> tuple[str, ...]:
    """The cues of every label that a text holds, as tokens such as "fee.amount"."""
    cues = _all_cues(pack(language)) if text else ()
    return tuple(name for name, pattern in cues if pattern.search(text))


@lru_cache(maxsize=REMEMBERED)
def _topics(text: str, language: str) -> tuple[str, ...]:
    """What a text speaks of, as tokens such as "topic.rights"."""
    return tuple(f"topic.{cue.name}" for cue in pack(language).topics if text and cue.pattern.search(text))


def _all_cues(language: LanguagePack) -> Iterator[tuple[str, re.Pattern[str]]]:
    for label, cues in language.cues.items():
        for cue in cues:
            yield f"{label}.{cue.name}", cue.pattern


def _shape(reading: Reading) -> Iterator[str]:
    """The kind of block, whether it has a lead-in, and steps of length."""
    yield f"kind.{reading.kind}"
    if reading.kind is not BlockKind.PARAGRAPH and reading.lead_in:
        yield "introduced"
    yield from (f"longer.{length}" for length in LENGTHS if len(reading.text) > length)
