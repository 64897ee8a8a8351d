"""Facts read from a clause by tables of named expressions: the reading, which is the same in every language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass

from pipeline.codebook import Label
from pipeline.document import Clause
from pipeline.findings import Fact, FactKind

NEAREST = 2  # headings above a clause that tell what it is about
Table = Mapping[str, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class FactTables:
    """What a language knows about facts.

    `sentence` tells a full sentence, whose stance is its own; an item takes the stance of its introduction.
    `fee` reads amounts, which every language writes in its own way.
    """

    citation: re.Pattern[str]
    safety_types: Table
    relations: Table
    stances: Table
    recipients: re.Pattern[str]
    sentence: re.Pattern[str]
    fee: Callable[[Clause], Iterator[Fact]]


def read(clause: Clause, labels: Set[Label], tables: FactTables) -> list[Fact]:
    """The facts that the labels of a clause call for, and its citations."""
    found = list(named(FactKind.CITATION, tables.citation, clause))
    if Label.FEE in labels:
        found += tables.fee(clause)
    if Label.SAFETY_MEASURE in labels:
        found += _typed(FactKind.SAFETY_TYPE, tables.safety_types, clause, "general")
    if Label.THIRD_PARTY in labels:
        found += _typed(FactKind.RELATION, tables.relations, clause, "provision")
        words = clause.text if tables.sentence.search(clause.text) or not clause.lead_in else clause.lead_in
        found.append(fact(FactKind.STANCE, first(tables.stances, words, "does"), clause, 0, len(clause.text)))
        found += named(FactKind.RECIPIENT, tables.recipients, clause)
    return found


def _typed(kind: FactKind, values: Table, clause: Clause, default: str) -> list[Fact]:
    """The types a clause states; those of its headings when it states none; else the default."""
    found = list(stated(kind, values, clause)) or list(under_headings(kind, values, clause))
    return found or [fact(kind, default, clause, 0, len(clause.text))]


def table(**patterns: str) -> dict[str, re.Pattern[str]]:
    """A table of values and the expressions that state them; names are values, in the order they are listed."""
    return {name: re.compile(pattern, re.I) for name, pattern in patterns.items()}


def fact(kind: FactKind, value: str, clause: Clause, start: int, end: int) -> Fact:
    """A fact read from `clause.text[start:end]`."""
    return Fact(kind, value, clause.text[start:end], clause.start + start, clause.start + end)


def charged(
    clause: Clause, span: tuple[int, int], money: tuple[str, str], tax: str, per: re.Match[str] | None
) -> Iterator[Fact]:
    """The facts of an amount and its currency, stated at `span`; an empty currency and a missing unit give none."""
    amount, currency = money
    yield fact(FactKind.FEE_AMOUNT, amount, clause, *span)
    if currency:
        yield fact(FactKind.FEE_CURRENCY, currency, clause, *span)
    yield fact(FactKind.FEE_TAX, tax, clause, *span)
    yield fact(FactKind.FEE_TEXT, clause.text[slice(*span)], clause, *span)
    if per:
        yield fact(FactKind.FEE_PER, per[0].strip(), clause, per.start(), per.end())


def stated(kind: FactKind, values: Table, clause: Clause) -> Iterator[Fact]:
    """The values of a table that a clause states, each once."""
    for value, pattern in values.items():
        found = pattern.search(clause.text)
        if found:
            yield fact(kind, value, clause, found.start(), found.end())


def under_headings(kind: FactKind, values: Table, clause: Clause) -> Iterator[Fact]:
    """The values that the nearest heading to state any of them states, one of the last two; the fact quotes the clause."""
    for heading in clause.headings[: -NEAREST - 1 : -1]:
        found = [value for value, pattern in values.items() if pattern.search(heading)]
        if found:
            yield from (fact(kind, value, clause, 0, len(clause.text)) for value in found)
            return


def named(kind: FactKind, pattern: re.Pattern[str], clause: Clause) -> Iterator[Fact]:
    """Every text that an expression finds, each once, in order; the value is the text without white space around it."""
    seen = set()
    for found in pattern.finditer(clause.text):
        value = found[0].strip(" \u3000,、。")
        if value and value not in seen:
            seen.add(value)
            yield fact(kind, value, clause, found.start(), found.end())


def earliest(values: Table, text: str, default: str) -> str:
    """The value that a text states before all others of a table."""
    places = {value: found.start() for value, pattern in values.items() if (found := pattern.search(text))}
    return min(places, key=places.__getitem__, default=default)


def first(values: Table, text: str, default: str) -> str:
    """The first value of a table that a text states."""
    return next((value for value, pattern in values.items() if pattern.search(text)), default)
