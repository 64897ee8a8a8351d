"""Small values for tests: pages, documents, clauses, scores, and tables of cases with a reason each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import pytest

from pipeline import facts
from pipeline.clean.cleaner import clean
from pipeline.codebook import Label
from pipeline.document import BlockKind, Clause, Document, Page
from pipeline.findings import Fact, Score
from pipeline.languages import pack
from pipeline.languages.base import Nlp, Piece
from pipeline.segment.clauses import segment


def cases(*rows: tuple[Any, ...]) -> list[Any]:
    """Parameters of a test: each row ends with the reason it is there, which becomes the name of the case."""
    return [pytest.param(*row[:-1], id=row[-1]) for row in rows]


def document(body: str) -> Document:
    """The cleaned document of an HTML body."""
    html = f"<!doctype html><html><head><meta charset=utf-8></head><body>{body}</body></html>"
    return clean(Page("test", html.encode(), "test.html", media="html"))


class Whole:
    """A stand-in for a parser that cuts nothing and relates nothing."""

    name = "whole"

    def clauses(self, sentences: Sequence[str]) -> list[list[Piece]]:
        """Each sentence as one clause."""
        return [[Piece(0, len(text))] for text in sentences]


def segmented(body: str, *, headings: bool = False) -> list[Clause]:
    """The clauses of an HTML body, sentences left whole."""
    return segment(document(body), lambda _code: Whole(), headings=headings)


@cache
def model(code: str) -> Nlp:
    """The default model of a language, loaded once for all tests."""
    return pack(code).load_nlp(None)


def cut(code: str, sentence: str) -> list[str]:
    """The texts of the clauses that the default model cuts a sentence into."""
    return [sentence[piece.start : piece.end] for piece in model(code).clauses([sentence])[0]]


def related(code: str, sentence: str) -> set[str]:
    """What the default model relates in a sentence, all clauses together."""
    return {told for piece in model(code).clauses([sentence])[0] for told in piece.predicates.split()}


def sentences(code: str, text: str) -> list[str]:
    """The texts of the sentences of a text."""
    return [text[start:end] for start, end in pack(code).sentences(text)]


def clause(code: str, text: str, headings: Sequence[str] = (), lead_in: str = "", start: int = 0) -> Clause:
    """A clause that stands alone."""
    end = start + len(text)
    return Clause("test", 0, 0, 0, BlockKind.PARAGRAPH, start, end, text, code, tuple(headings), lead_in)


def scores(labels: Iterable[Label]) -> list[Score]:
    """A score for each label of the codebook, assigned when it is one of `labels`."""
    given = set(labels)
    return [Score(label, 0.9 if label in given else 0.1, label in given) for label in Label]


def facts_of(found: Clause, *labels: Label) -> dict[str, list[str]]:
    """The values of the facts of a clause that carries `labels`, by kind."""
    out: dict[str, list[str]] = {}
    for fact in read_facts(found, *labels):
        out.setdefault(fact.kind.value, []).append(fact.value)
    return out


def read_facts(found: Clause, *labels: Label) -> tuple[Fact, ...]:
    """The facts of a clause that carries `labels`; each quotes the clause it was read from."""
    read = facts.read(found, scores(labels))
    for fact in read:
        assert fact.text == found.text[fact.start - found.start : fact.end - found.start]
    return read


def fee(code: str, text: str) -> tuple[str, str, str, str] | None:
    """Amount, currency, tax and unit of the fee that a clause states, "" where it names none; None without a fee."""
    found = facts_of(clause(code, text), Label.FEE)
    if "fee_amount" not in found:
        assert not any(kind.startswith("fee_") for kind in found)
        return None
    kinds = ("fee_amount", "fee_currency", "fee_tax", "fee_per")
    amount, currency, tax, per = ("".join(found.get(kind, [])) for kind in kinds)
    return amount, currency, tax, per
