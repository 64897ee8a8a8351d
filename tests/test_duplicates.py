"""Pages that are the same by their bytes, or nearly by their clauses."""

from __future__ import annotations

from random import Random

import pytest

from pipeline import run
from pipeline.batch.duplicates import Duplicates
from pipeline.document import Page
from pipeline.findings import PageStatus
from pipeline.ngrams import ngrams
from tests.helpers import BODY_EN, BODY_JA, TITLE_EN, TITLE_JA

RANDOM = Random(0)
WORDS = ["".join(RANDOM.choices("aeioumnrst", k=6)) for _ in range(900)]
POLICY = " ".join(WORDS[:400])
CHANGED = " ".join(WORDS[:395] + WORDS[400:405])
HALF = " ".join(WORDS[200:600])
OTHER = " ".join(WORDS[400:800])
KANJI = "".join(map(chr, RANDOM.sample(range(0x4E00, 0x9FA0), 600)))

GROUPS = [
    ({"a": POLICY, "b": POLICY}, ["a", "a"], "the same text"),
    ({"a": POLICY, "b": CHANGED}, ["a", "a"], "another name and address"),
    ({"a": POLICY, "b": HALF}, ["a", "b"], "a third of both in common"),
    ({"a": POLICY, "b": OTHER, "c": POLICY, "d": OTHER}, ["a", "b", "a", "b"], "two groups in turns"),
    ({"a": POLICY, "b": POLICY.upper().replace(" ", "\n")}, ["a", "a"], "other case and white space"),
    ({"a": KANJI, "b": KANJI[:590], "c": KANJI[::-1]}, ["a", "a", "c"], "Japanese, which has no spaces"),
    ({"a": "短い", "b": "長い"}, ["a", "a"], "texts without any n-gram are alike"),
]


@pytest.mark.parametrize(("texts", "groups", "reason"), GROUPS)
def test_pages_are_grouped(texts: dict[str, str], groups: list[str], reason: str) -> None:
    with Duplicates.open(0.8) as found:
        for name, text in texts.items():
            found.group(name, text)
        assert list(map(found.near_group, texts)) == groups, reason


def test_the_limit_is_the_jaccard_index_of_the_ngrams() -> None:
    variants = {str(cut): " ".join(WORDS[:cut]) for cut in range(200, 401, 20)}
    whole = ngrams(POLICY)
    for name, text in variants.items():
        exact = len(ngrams(text) & whole) / len(ngrams(text) | whole)
        with Duplicates.open(0.7) as found:
            found.group("whole", POLICY)
            found.group(name, text)
            if abs(exact - 0.7) > 0.12:
                assert (found.near_group(name) == "whole") == (exact > 0.7), exact


def test_no_groups_unless_asked_for() -> None:
    with Duplicates.open(None) as found:
        found.group("a", POLICY)
        assert found.near_group("a") == ""


BYTES = [
    ([("a", 5, "x"), ("b", 5, "x"), ("c", 5, "x")], ["", "a", "a"], "the first is the original"),
    ([("a", 0, ""), ("b", 0, "")], ["", ""], "pages without bytes are no copies"),
    ([("a", 5, "x"), ("b", 5, "y")], ["", ""], "other bytes"),
]


@pytest.mark.parametrize(("pages", "expected", "reason"), BYTES)
def test_the_same_bytes_are_named(pages: list[tuple[str, int, str]], expected: list[str], reason: str) -> None:
    with Duplicates.open(None) as found:
        statuses = [PageStatus(name, name, "ok", bytes=size, sha256=digest) for name, size, digest in pages]
        assert list(map(found.duplicate_of, statuses)) == expected, reason


CLEANED = [
    (Page("b", f"{TITLE_EN}{BODY_EN}".encode(), "b"), 1, "the same bytes from elsewhere"),
    (Page("b", f"{TITLE_EN}{BODY_EN}".encode(), "b", charset="ascii"), 2, "another charset is another text"),
    (Page("b", f"{TITLE_JA}{BODY_JA}".encode(), "b"), 2, "other bytes"),
]


@pytest.mark.parametrize(("second", "times", "reason"), CLEANED)
def test_pages_of_the_same_bytes_are_cleaned_once(
    monkeypatch: pytest.MonkeyPatch, second: Page, times: int, reason: str
) -> None:
    cleaned = []
    clean = run.clean
    monkeypatch.setattr(run, "clean", lambda page: cleaned.append(page.id) or clean(page))
    first = Page("a", f"{TITLE_EN}{BODY_EN}".encode(), "a")
    one, other = run.Extractor().pages([first, second])
    assert len(cleaned) == times, reason
    assert (other.status.doc_id, other.status.source) == ("b", "b")
    assert {finding.clause.document_id for finding in other.findings} == {"b"}
    if times == 1:
        assert [f.clause.text for f in other.findings] == [f.clause.text for f in one.findings]
