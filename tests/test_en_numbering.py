"""The numbering that English blocks begin with."""

from __future__ import annotations

import pytest

from pipeline.languages import pack
from tests.builders import cases


@pytest.mark.parametrize(("text", "number", "style", "detached"), cases(
    ("Article 3 Delivery", "Article 3", "article", False, "an article"),
    ("Section 4.1: Delivery", "Section 4.1:", "article", False, "a section"),
    ("III. Delivery", "III.", "roman", True, "a Roman number"),
    ("1. We deliver", "1.", "number", True, "a number before a sentence"),
    ("1. delivery", "1.", "number", False, "a number before a fragment is part of the item"),
    ("1 Delivery", "1", "number", False, "a number alone before a capital"),
    ("1.Delivery", "1.", "number", True, "no space behind the point"),
    ("1.2 Delivery", "1.2", "decimal", False, "two places"),
    ("1.2. Delivery", "1.2.", "decimal", True, "two places and a point"),
    ("1.2. delivery", "1.2.", "decimal", False, "two places before a fragment"),
    ("1-2 Delivery", "1-2", "decimal", False, "joined by a hyphen"),
    ("A. Delivery", "A.", "capital", True, "a capital letter"),
    ("(A) Delivery", "(A)", "capital", False, "a capital letter in brackets"),
    ("(1) delivery", "(1)", "parenthesis", False, "in brackets"),
    ("1) delivery", "1)", "parenthesis", False, "a closing bracket alone"),
    ("①delivery", "①", "circle", False, "circled, as on Japanese sites"),
    ("a. delivery", "a.", "letter", False, "a letter and a point"),
    ("(a) delivery", "(a)", "letter", False, "a letter in brackets"),
    ("(a)delivery", "(a)", "letter", False, "a letter in brackets without a space"),
    ("(i) delivery", "(i)", "small roman", False, "a small Roman number in brackets"),
    ("iv. delivery", "iv.", "small roman", False, "a small Roman number and a point"),
))  # fmt: skip
def test_numbering(text: str, number: str, style: str, detached: bool) -> None:
    found = pack("en").numbering(text)
    assert found is not None
    assert (found.text, found.style, found.detached) == (number, style, detached)
    assert text[: found.end].strip() == number


@pytest.mark.parametrize("text", cases(
    ("I collect stamps", "the pronoun"),
    ("a policy is a text", "the article in lower case"),
    ("A cookie is a file", "the article with a capital"),
    ("2005 was long ago", "a year"),
    ("2024. We moved", "a year and a point"),
    ("10 dollars a copy", "an amount"),
    ("1.5 times as much", "a decimal"),
    ("1-2 business days", "a range"),
    ("365 Days a year", "three digits"),
    ("24/7 help", "a ratio"),
    ("U.S. law", "a country"),
    ("e.g. a name", "for example"),
    ("i.e. a name", "that is"),
    ("Part of it", "a word that also names a section"),
    ("(see below)", "a word in brackets"),
    ("delivery", "no number"),
    ("", "nothing"),
))  # fmt: skip
def test_no_numbering(text: str) -> None:
    assert pack("en").numbering(text) is None


@pytest.mark.parametrize("siblings", [
    ("1. We", "2. You", "10. They"), ("(1) a", "2) b", "(12) c"), ("(a) x", "b. y", "(c) z"), ("(i) x", "(ii) y", "iv. z", "(x) q"), ("I. We", "II. We", "IX. We"), ("Article 1 A", "Article 12. B"),
])  # fmt: skip
def test_siblings_share_a_style(siblings: tuple[str, ...]) -> None:
    found = [pack("en").numbering(text) for text in siblings]
    assert len({(number.style, number.rank) for number in found if number}) == 1
    assert None not in found


def test_styles_are_ranked_from_the_outermost_in() -> None:
    found = [pack("en").numbering(text) for text in ("Article 1 We", "I. We", "1. We", "(1) we", "(a) we", "(ii) we")]
    ranks = [number.rank for number in found if number]
    assert ranks == sorted(ranks)
    assert len(ranks) == len(found)
