"""An annotated document -> its clauses as the pipeline cuts them, each with its gold."""

from __future__ import annotations

from pipeline.clean.cleaner import clean
from pipeline.corpus.annotations import Annotated
from pipeline.corpus.carry import Gold, carry
from pipeline.document import Clause, Page
from pipeline.parsers import Parsers
from pipeline.segment.clauses import segment

COUNTED = (
    "clause",
    "meta",
)  # roles whose text the labeller meets; a heading or furniture cut as a clause is no example


def cut(annotated: Annotated, parsers: Parsers) -> list[tuple[Clause, Gold]]:
    """The clauses of the raw page in order, with their gold. Raises UnreadablePage as `clean` does."""
    document = clean(Page(annotated.id, annotated.body, str(annotated.path), media="html"))
    clauses = segment(document, parsers)
    return list(zip(clauses, carry(document, clauses, annotated), strict=True))
