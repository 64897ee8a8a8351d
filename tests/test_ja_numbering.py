"""The numbering that Japanese blocks begin with."""

from __future__ import annotations

import pytest

from pipeline.languages import pack
from tests.builders import cases


@pytest.mark.parametrize(("text", "number", "style"), cases(
    ("第1条 届け先", "第1条", "article", "an article"),
    ("第１条（届け先）", "第１条", "article", "full-width digits, caption in brackets"),
    ("第十二条の2 届け先", "第十二条の2", "article", "kanji, and an article put in later"),
    ("第三章 総則", "第三章", "chapter", "a chapter"),
    ("Ⅲ 届け先", "Ⅲ", "roman", "a Roman number of one character"),
    ("III. 届け先", "III.", "roman", "a Roman number in letters"),
    ("1. 届け先", "1.", "number", "digit and point"),
    ("１．届け先", "１．", "number", "full-width digit and point"),
    ("1、届け先", "1、", "number", "digit and comma"),
    ("1　届け先", "1", "number", "digit and ideographic space"),
    ("1-2 届け先", "1-2", "decimal", "joined by a hyphen"),
    ("１－２．届け先", "１－２．", "decimal", "full-width and joined by a hyphen"),
    ("1.2.3 届け先", "1.2.3", "decimal", "three places"),
    ("一、届け先", "一、", "kanji", "a kanji number"),
    ("(1) 届け先", "(1)", "parenthesis", "in brackets"),
    ("（１）届け先", "（１）", "parenthesis", "in full-width brackets"),
    ("1）届け先", "1）", "parenthesis", "a closing bracket alone"),
    ("⑴届け先", "⑴", "parenthesis", "one character in brackets"),
    ("①届け先", "①", "circle", "circled"),
    ("❶届け先", "❶", "circle", "circled, on black"),
    ("ア 届け先", "ア", "katakana", "a katakana and a space"),
    ("イ) 届け先", "イ)", "katakana", "a katakana and a bracket"),
    ("（ア）届け先", "（ア）", "katakana", "a katakana in brackets"),
    ("ロ　届け先", "ロ", "katakana", "the second of イロハ"),
    ("（い）届け先", "（い）", "iroha", "a hiragana in brackets"),
    ("a. 届け先", "a.", "letter", "a letter and a point"),
    ("(a) 届け先", "(a)", "letter", "a letter in brackets"),
    ("(i) 届け先", "(i)", "letter", "a small Roman number in brackets"),
    ("iv. 届け先", "iv.", "letter", "a small Roman number and a point"),
    ("ⅱ．届け先", "ⅱ．", "letter", "a small Roman number of one character"),
))  # fmt: skip
def test_numbering(text: str, number: str, style: str) -> None:
    found = pack("ja").numbering(text)
    assert found is not None
    assert (found.text, found.style) == (number, style)
    assert text[: found.end].strip("\u3000 ") == number


@pytest.mark.parametrize("text", cases(
    ("2005年4月1日制定", "a date"),
    ("10円の切手", "an amount"),
    ("1.5倍になりました", "a decimal and a counter"),
    ("12.5%の方", "a share"),
    ("4.1版の手引", "a version"),
    ("1-2-3丁目の店", "an address"),
    ("03-1234-5678", "a telephone number"),
    ("24時間受け付け", "a number and a counter"),
    ("3社に渡します", "a number of companies"),
    ("一般の方", "a kanji number that opens a word"),
    ("十分に守ります", "another"),
    ("第三者に渡す", "an ordinal that opens a word"),
    ("第一に", "an ordinal in running text"),
    ("第3条の規定により", "an article that is cited"),
    ("第2条から第4条までを除き", "a range of articles"),
    ("第5条は、前項に準じます", "an article as the topic of a sentence"),
    ("アンケート", "a katakana that opens a word"),
    ("イベントの案内", "another"),
    ("（注）任意です", "a note in brackets"),
    ("A社は配ります", "a company of one letter"),
    ("e-mailで送ります", "a Latin word"),
    ("1:00に開きます", "a time"),
    ("届け先", "no number"),
    ("", "nothing"),
))  # fmt: skip
def test_no_numbering(text: str) -> None:
    assert pack("ja").numbering(text) is None


@pytest.mark.parametrize("siblings", [
    ("第1条 ", "第十条 ", "第１０条の2 "), ("1. あ", "１．い", "12、う"), ("(1)", "（２）", "⑶"), ("①", "②", "⑳"), ("ア あ", "イ) い", "ウ．う"), ("a. ", "b) ", "(c)"), ("(i)", "(ii)", "(iv)"),
])  # fmt: skip
def test_siblings_share_a_style(siblings: tuple[str, ...]) -> None:
    found = [pack("ja").numbering(text) for text in siblings]
    assert len({(number.style, number.rank) for number in found if number}) == 1
    assert None not in found


def test_styles_are_ranked_from_the_outermost_in() -> None:
    found = [pack("ja").numbering(text) for text in ("第一章 ", "第1条 ", "1. ", "(1) ", "① ", "ア）")]
    ranks = [number.rank for number in found if number]
    assert ranks == sorted(ranks)
    assert len(ranks) == len(found)
