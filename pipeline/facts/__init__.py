"""Clauses and Scores -> Facts: what labelled clauses state, by the tables of their language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.codebook import Label
from pipeline.document import Clause
from pipeline.findings import Fact, Score
from pipeline.languages import pack, reading

REMEMBERED = 4_096  # clauses; pages repeat one another


def read(clause: Clause, scores: Sequence[Score]) -> tuple[Fact, ...]:
    """The facts of a clause: those its labels call for, and the laws it cites."""
    anywhere = replace(clause, document_id="", index=0, block=0, sentence=0, start=0, end=0, locator="", numbering="")
    found = _read(anywhere, frozenset(score.label for score in scores if score.assigned))
    return tuple(replace(fact, start=fact.start + clause.start, end=fact.end + clause.start) for fact in found)


@lru_cache(maxsize=REMEMBERED)
def _read(clause: Clause, labels: frozenset[Label]) -> tuple[Fact, ...]:
    return tuple(reading.read(clause, labels, pack(clause.language).facts))
