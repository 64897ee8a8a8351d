"""Clauses of a corpus read in other places, so that the classifier learns what a clause says and not only where it stands.

Policies written for a corpus are tidy: under "Purposes" all is purpose. Real pages are not, so whole sentences are
learnt a second time under a heading from elsewhere, or under the title alone; and a price that names no request is
learnt as no fee in a shop.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from pipeline.codebook import Label
from pipeline.document import Clause
from pipeline.label.counting import Floats
from pipeline.languages import pack

MOVED = 0.33  # of the sentences; more costs F1 on the corpus, where headings can be trusted
BARE = 0.33  # of the sentences, under the title alone
NEAR = 4  # headings in which a shop or a request is looked for
FEE = list(Label).index(Label.FEE)


def variants(clauses: Sequence[Clause], targets: Floats) -> tuple[list[Clause], Floats]:
    """More clauses to learn from and their targets, one row each; the same for the same clauses."""
    random = np.random.RandomState(0)
    found = [
        *_moved(clauses, targets, random),
        *_priced(clauses, targets, random),
        *_bare(clauses, targets, random),
    ]
    return [clause for clause, _ in found], np.array([target for _, target in found]).reshape(-1, targets.shape[1])


def _moved(
    clauses: Sequence[Clause], targets: Floats, random: np.random.RandomState
) -> Iterator[tuple[Clause, Floats]]:
    """Whole sentences under the headings of another clause, half of them without their lead-in."""
    for clause, target in zip(clauses, targets, strict=True):
        chosen, elsewhere, leadless = random.rand() < MOVED, random.randint(len(clauses)), random.rand() < 0.5
        if chosen and _is_sentence(clause):
            lead = "" if leadless else clause.lead_in
            yield replace(clause, headings=clauses[elsewhere].headings, lead_in=lead), target


def _bare(clauses: Sequence[Clause], targets: Floats, random: np.random.RandomState) -> Iterator[tuple[Clause, Floats]]:
    """Whole sentences under the title of their page alone."""
    for clause, target in zip(clauses, targets, strict=True):
        if random.rand() < BARE and _is_sentence(clause):
            yield replace(clause, headings=clause.headings[:1], lead_in=""), target


def _priced(
    clauses: Sequence[Clause], targets: Floats, random: np.random.RandomState
) -> Iterator[tuple[Clause, Floats]]:
    """Fees whose own words name no request, under the headings of a shop, where they are prices."""
    shops = [clause for clause, target in zip(clauses, targets, strict=True) if not target[FEE] and _in_shop(clause)]
    for clause, target in zip(clauses, targets, strict=True):
        if shops and target[FEE] and not _speaks(clause, "asked", clause.text):
            shop = shops[random.randint(len(shops))]
            unpriced = np.where(np.arange(len(target)) == FEE, 0.0, target)
            yield replace(clause, headings=shop.headings, lead_in=shop.lead_in), unpriced


def _is_sentence(clause: Clause) -> bool:
    return bool(pack(clause.language).pages.terminal.search(clause.text))


def _in_shop(clause: Clause) -> bool:
    above = clause.headings[-NEAR:]
    return _speaks(clause, "commerce", " ".join(above[-2:])) and not _speaks(
        clause, "asked", " ".join([*above, clause.lead_in])
    )


def _speaks(clause: Clause, topic: str, text: str) -> bool:
    """Whether a text touches a topic of the clause's language."""
    return any(cue.pattern.search(text) for cue in pack(clause.language).topics if cue.name == topic)
