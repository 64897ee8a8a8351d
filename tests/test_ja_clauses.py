"""Where GiNZA's parse cuts a Japanese sentence. A bar marks the cuts."""

from __future__ import annotations

import pytest

from pipeline.languages.base import Piece
from tests.builders import cases, cut, model


@pytest.mark.parametrize("marked", cases(
    ("当店は、伺った内容を発送の連絡に利用するほか、|配送会社に提供することがあります。", "besides doing one, also another"),
    ("当店は、従業員を教育し、|委託先を監督します。", "a continuative form"),
    ("当店は名簿を施錠した棚に保管するとともに、|閲覧できる者を限ります。", "together with"),
    ("名簿は国外にも保存されますが、|第三者には販売しません。", "two statements joined by が"),
    ("アクセス権を限定し、|記録を毎月点検し、|問題があれば直ちに是正します。", "three predicates; the condition stays"),
    ("当店は規程を定め、|これを守ります。", "a continuative form of an ichidan verb"),
    ("当店は、商品の発送のため、お客様の住所を利用します。", "a purpose belongs to its predicate"),
    ("法令に基づく場合は、本人の同意なく提供することがあります。", "a condition belongs to its predicate"),
    ("漏えいを防ぐために、通信を暗号化しています。", "a purpose with a verb of its own"),
    ("利用目的を変更したときは、変更後の内容を本サイトで公表いたします。", "a time belongs to its predicate"),
    ("次の場合をのぞき、名簿を他の店に渡しません。", "an exception in kana is one too"),
    ("当店は責任者を置いて、管理しています。", "a te-form tells how"),
    ("当店は社内規程に則り、名簿を守ります。", "a verb that has become a particle"),
    ("当店は客層を考慮し、名簿を守ります。", "what is considered is no statement"),
    ("理由の如何を問わず、名簿は貸し出しません。", "so has this one"),
    ("当店は規程を毎年見直し、改善します。", "a verb alone shares its object"),
    ("名簿は鍵のかかる棚に入れ、安全に管理いたします。", "nor does an adverb name one"),
    ("名簿は当店では作らず、|名簿業者（山田）を通じて集めます。", "a bracket belongs to the noun before it"),
    ("氏名、住所、電話番号を集めます。", "commas between nouns"),
    ("お客様の情報を集めています。", "one predicate"),
))  # fmt: skip
def test_cuts(marked: str) -> None:
    sentence = marked.replace("|", "")
    found = cut("ja", sentence)
    assert found == marked.split("|")
    assert "".join(found) == sentence


def test_same_sentence_is_cut_alike_in_any_company() -> None:
    one, other = "当店は規程を定め、これを守ります。", "お客様の情報を集めています。"
    both = model("ja").clauses([one, other, one])
    assert both[0] == both[2] == model("ja").clauses([one])[0]
    assert len(both[1]) == 1


def test_a_sentence_too_long_to_parse_stays_whole() -> None:
    sentence = "名簿を守り、" * 4_000
    assert model("ja").clauses([sentence]) == [[Piece(0, len(sentence))]]
