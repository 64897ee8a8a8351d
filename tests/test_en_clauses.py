"""Where spaCy's parse cuts an English sentence. A bar marks the cuts."""

from __future__ import annotations

import pytest

from pipeline.errors import ModelError
from pipeline.languages import pack, packs
from tests.builders import cases, cut, model


@pytest.mark.parametrize("marked", cases(
    ("We use your name to send parcels| and we disclose it to carriers.", "two statements joined by and"),
    ("We never sell your data,| but our partners may show you advertisements.", "two statements joined by but"),
    ("You may write to us| or you may call.", "two statements joined by or"),
    ("When you order, your card is charged| and the bank receives your name.", "the clause of time stays with the first"),
    ("We collect, use and store your data.", "predicates that share a subject"),
    ("If you write to us, we keep your letter and answer it.", "a condition, and predicates that share a subject"),
    ("We keep your name, address and phone number for two years.", "nouns joined by and"),
    ("We may share data with insurers or with the police.", "phrases joined by or"),
    ("Data is used for research and development.", "one predicate"),
    ("We ask for your consent before we use your photo and publish it.", "coordination inside a clause of time"),
    ("This shows us what you read and what you skip.", "questions that are objects of one predicate"),
    ("We will clarify the legal basis of the processing, and in particular whether the provision of data is required by law.", "a question behind other words"),
    ("We keep what is about you, that may tell who you are and that relates to your health.", "that is no subject of a statement"),
    ("The shop lends you a box,| and that is all it does.", "that may be a subject"),
    ("We keep it for seven years, or until you close your account.", "a time is no statement"),
    ("They see your name and whatever you send them.", "nor is an object"),
    ("The data is read by our staff using computers and/or IT enabled tools that follow our procedures.", "and/or joins nouns"),
    ("Ask to see the rules of the mill and each and every farm you visit that shears our sheep.", "nor is each of a kind a new statement"),
    ("When we sell the shop, your Measurements, aggregated information, and any other notes that we took in the shop may be handed to the buyer.", "any other thing is the last of a list"),
    ("We may use your photo (you will be asked for it in the shop, or we will write to you).", "a remark in brackets"),
    ("We keep it safe.", "nothing to cut"),
))  # fmt: skip
def test_cuts(marked: str) -> None:
    sentence = marked.replace("|", "")
    found = cut("en", sentence)
    assert found == [part.strip() for part in marked.split("|")]
    assert "".join(found).replace(" ", "") == sentence.replace(" ", "")


def test_order_and_repetition_do_not_matter() -> None:
    one, other = "You may write to us or you may call.", "We keep it safe."
    both = model("en").clauses([one, other, one])
    assert both[0] == both[2] == model("en").clauses([one])[0]
    assert [(piece.start, piece.end) for piece in both[1]] == [(0, len(other))]


@pytest.mark.parametrize("code", [found.code for found in packs()])
def test_a_model_that_is_not_installed_is_named_with_the_remedy(code: str) -> None:
    with pytest.raises(ModelError, match=r"no_such_model.*pip install no-such-model"):
        pack(code).load_nlp("no_such_model")
