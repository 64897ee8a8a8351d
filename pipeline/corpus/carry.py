"""Annotations carried over to the clauses that the pipeline cut from the same page, character by character."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from pipeline.codebook import Label
from pipeline.corpus.annotations import Annotated, Annotation
from pipeline.document import Clause, Document

HALF = 0.5  # a clause carries what covers at least this share of its characters


@dataclass(frozen=True, slots=True)
class Gold:
    """What a clause was annotated with: its role, and its labels in codebook order."""

    role: str
    labels: tuple[Label, ...]


def carry(document: Document, clauses: Sequence[Clause], annotated: Annotated) -> list[Gold]:
    """The gold of each clause. Text and annotation are aligned by their longest common subsequence without white space."""
    owners = _owners(document, annotated)
    return [_gold([owners[at] for at in range(clause.start, clause.end)]) for clause in clauses]


def _owners(document: Document, annotated: Annotated) -> list[Annotation | None]:
    """The annotation of each character of the document; None for white space and what the page does not show."""
    source, marks = _spoken("".join(run.text for run in annotated.runs))
    target, places = _spoken(document.text)
    by_character = [run.annotation for run in annotated.runs for _ in run.text]
    owners: list[Annotation | None] = [None] * len(document.text)
    for step in Indel.opcodes(source, target):
        if step.tag == "equal":
            for offset in range(step.src_end - step.src_start):
                owners[places[step.dest_start + offset]] = by_character[marks[step.src_start + offset]]
    return owners


def _spoken(text: str) -> tuple[str, list[int]]:
    """A text without white space and format characters, and where each character stood."""
    kept = [(c, i) for i, c in enumerate(text) if not c.isspace() and unicodedata.category(c) != "Cf"]
    return "".join(c for c, _ in kept), [i for _, i in kept]


def _gold(owners: Sequence[Annotation | None]) -> Gold:
    known = [owner for owner in owners if owner is not None]
    if not known:
        return Gold("boilerplate", ())
    role = Counter(owner.role for owner in known).most_common(1)[0][0]
    if role != "clause":
        return Gold(role, ())
    held = Counter(label for owner in known for label in owner.labels)
    return Gold(role, tuple(label for label in Label if held[label] >= HALF * len(known)))
