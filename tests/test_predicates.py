"""What the predicates of a sentence have, by language: one relation that must be there, one that must not."""

from __future__ import annotations

import pytest

from tests.builders import cases, model, related


@pytest.mark.parametrize(("code", "sentence", "told", "untold"), cases(
    ("en", "We use your name to send parcels.", "we>use", "->use", "a predicate and its subject"),
    ("en", "We use your name to send parcels.", "use>to>send", "root>send", "an infinitive and what it hangs on"),
    ("en", "You may contact us to delete your account.", "you>contact>to", "we>contact>to", "who acts tells an aim from a request"),
    ("en", "Our partners may use it to show advertisements.", "partners>xcomp>show", "we>xcomp>show", "the aim of another firm"),
    ("en", "Your data is not sold.", "data>sold~by~not", "data>sold", "passive and negated"),
    ("en", "We and our partners use cookies.", "partners>use", "->use", "subjects joined by and are each one"),
    ("en", "Acme Ltd. keeps records.", "NAME>keeps", "ltd.>keeps", "all names are one"),
    ("en", "To answer inquiries.", "root>answer", "we>answer", "a list item without a subject"),
    ("en", "We ask for your address, which helps us deliver parcels.", "we>relcl>helps", "root>helps", "a clause behind which"),
    ("ja", "商品の発送のために利用します。", "root>利用", "root>発送", "the main predicate"),
    ("ja", "当社は、お客様から取得した情報を利用させていただきます。", "情報を>利用", "情報を>取得", "an object stands by its predicate"),
    ("ja", "当社は、お客様から取得した情報を利用させていただきます。", "root>利用~let", "root>利用", "a polite causative is marked"),
    ("ja", "個人情報を第三者に提供しません。", "root>提供~not", "root>提供", "a negation is marked"),
    ("ja", "業務を委託する業者に知らせます。", "委託>acl>業者", "root>委託", "a predicate inside another phrase"),
    ("ja", "業務を委託する場合があります。", "root>委託", "委託>acl>場合", "a noun that only tells how a predicate holds"),
    ("ja", "提供することはありません。", "root>提供~not", "root>提供", "the same, negated"),
    ("ja", "当社は、お客様から取得した情報を利用します。", "当社は>利用", "当社は>取得", "a topic belongs to the last predicate"),
    ("ja", "当社が取得した情報を利用します。", "当社が>取得", "当社が>利用", "a subject belongs to the next one"),
    ("ja", "確認しているご意見に答えます。", "確認>acl>意見", "確認>acl>御", "auxiliaries behind て and a polite prefix"),
    ("ja", "商品を発送して、結果を確認します。", "発送>てadvcl>確認", "発送>acl>結果", "a predicate that hangs on another"),
    ("ja", "あらかじめ同意を得ます。", "予め>得る", "root>予め", "an adverb"),
    ("ja", "本人確認", "root>本人確認", "root>確認", "a list item of one word, the longest the dictionary has"),
))  # fmt: skip
def test_predicates(code: str, sentence: str, told: str, untold: str) -> None:
    found = related(code, sentence)
    assert told in found
    assert untold not in found


@pytest.mark.parametrize(("code", "sentence", "first", "second"), cases(
    ("en", "We use your name to send parcels and we disclose it to carriers.", "we>use", "we>disclose", "joined by and"),
    ("ja", "商品を発送するために利用するほか、業務委託先に提供することがあります。", "商品を>発送", "root>提供", "joined by ほか"),
))  # fmt: skip
def test_each_clause_has_the_relations_of_its_own_words(code: str, sentence: str, first: str, second: str) -> None:
    one, other = model(code).clauses([sentence])[0]
    assert first in one.predicates.split()
    assert first not in other.predicates.split()
    assert second in other.predicates.split()
    assert second not in one.predicates.split()
