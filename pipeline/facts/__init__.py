"""Clauses and Scores -> Facts: what labelled clauses state, by the tables of their language."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.document import Clause
from pipeline.findings import Fact, Score
from pipeline.languages import pack, reading


def read(clause: Clause, scores: Sequence[Score]) -> tuple[Fact, ...]:
    """The facts of a clause: those its labels call for, and the laws it cites."""
    return tuple(reading.read(clause, scores, pack(clause.language).facts))
