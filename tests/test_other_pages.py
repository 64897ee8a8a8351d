"""The stored labels of real pages: they name clauses by hashes, and only clauses that both sides have are compared."""

from __future__ import annotations

from pipeline.codebook import Label
from pipeline.languages.en.facts import RELATIONS
from tests.benchmarks.facts import read_wanted as read_facts
from tests.benchmarks.facts import values
from tests.benchmarks.other_pages import compare, read_wanted, text_hash

SENT, SOLD, KEPT = (text_hash(text) for text in ("We send it.", "We sold it.", "We keep it."))
PURPOSE, SHARING, NONE = frozenset({"purpose"}), frozenset({"third_party"}), frozenset[str]()


def test_white_space_and_width_do_not_count() -> None:
    assert text_hash("第 １ 条\n目的") == text_hash("第1条目的") != text_hash("第2条目的")


def test_a_clause_cut_otherwise_is_left_out() -> None:
    wanted = [(SENT, PURPOSE), (SOLD, SHARING), (KEPT, NONE)]
    given = [(SENT, NONE), (text_hash("We sold"), SHARING), (KEPT, PURPOSE)]
    assert list(compare(wanted, given)) == [(PURPOSE, NONE), (NONE, PURPOSE)]


def test_the_stored_labels_are_of_the_codebook() -> None:
    pages = read_wanted()
    assert len(pages) == 64
    assert {name for clauses in pages.values() for _, labels in clauses for name in labels} == set(Label)


def test_the_stored_facts_are_values_of_the_table() -> None:
    stances, relations = set[str](), set[str]()
    for facts in read_facts().values():
        stances |= facts.get("stance", frozenset())
        relations |= facts.get("relations", frozenset())
    assert stances == {"does", "may", "does_not", "conditional"}
    assert relations == set(RELATIONS)


def test_recipients_are_compared_without_case_and_final_point() -> None:
    assert values("Hill Ltd.|police", "recipients") == values("police|hill ltd", "recipients")
    assert values("may", "stance") == {"may"}
