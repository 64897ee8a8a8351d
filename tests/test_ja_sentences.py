"""Where Japanese sentences end, and which lines go on. A bar marks the ends."""

from __future__ import annotations

import pytest

from pipeline.languages import pack
from tests.builders import cases, sentences


@pytest.mark.parametrize("marked", cases(
    ("名前を伺います。|住所も伺います。", "the plain full stop"),
    ("名前を伺います．|住所も伺います．", "the full-width point of official texts"),
    ("名前を伺います.|住所も伺います.", "a half-width point behind kana"),
    ("名前を伺いますか？|はい！|では次へ。", "question and exclamation marks"),
    ("ﾅﾏｴ｡|ｼﾞｭｳｼｮ｡", "the half-width full stop"),
    ("必ず守ります！！|ご安心ください。", "repeated marks end one sentence"),
    ("鍵を掛けます。。。|点検もします。", "repeated full stops end one sentence"),
    ("イ.成年後見人の場合です。|ご確認ください。", "a kana is the number of what follows"),
    ("「はい。」と答えた方に送ります。|ほかには送りません。", "a mark in a quotation ends nothing"),
    ("電話（平日に限ります。）で伺います。|次に進みます。", "a mark in round brackets ends nothing"),
    ("店（以下「当店」といいます。）は、名簿を守ります。", "a definition inside brackets"),
    ("（以下「当店」といいます。）は、名簿を守ります。", "a sentence that opens with brackets and goes on"),
    ("名簿は消します。|（法令で残すものは別です。）|紙も溶かします。", "a parenthetical sentence stands alone"),
    ("名簿は消します（法令で残すものは別です）．|紙も溶かします．", "a bracket before the final point"),
    ("「閉じない括弧です。|次の文です。", "a bracket that never closes holds nothing"),
    ("店（以下「当店」という。は、名簿を守ります。", "no sentence begins with は, behind a bracket that never closes"),
    ("と書きました。」|次の文です。", "a closing mark belongs to the sentence it closes"),
    ("割合は1.5倍です。|次です。", "a decimal point between digits"),
    ("回答は３．５％でした。", "a full-width decimal point"),
    ("Example Inc.が配ります。|次です。", "an abbreviation in Latin letters"),
    ("Ver.2を配ります。|次です。", "a version number"),
    ("https://example.co.jp/a?hl=ja&n=1 を開いてください。|次です。", "a question mark inside an address"),
    ("example.co.jpを開いてください。|次です。", "an address of a site"),
    ("１．名簿を作る理由を示します。", "a list number in full-width digits"),
    ("一．名簿を作ります。|二．名簿を消します。", "a list number in kanji"),
    ("番号を示します。|※別紙もあります。", "a note behind a sentence"),
    ("渡しません。|(1)法令による場合。|(2)同意がある場合。", "numbered items in running text"),
    ("配ります。|\n  集めます。", "white space belongs to no sentence"),
    ("見出しだけの行", "no mark at all: one sentence"),
))  # fmt: skip
def test_sentences(marked: str) -> None:
    assert sentences("ja", marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


@pytest.mark.parametrize("text", ["", " ", "\u3000\n"])
def test_no_sentence_without_words(text: str) -> None:
    assert sentences("ja", text) == []


@pytest.mark.parametrize(("line", "following", "expected"), cases(
    ("お名前、", "ご住所", True, "a comma at the end of a line"),
    ("お届け先（", "勤め先を含む）", True, "a bracket left open"),
    ("会員・", "来店者", True, "a middle dot at the end"),
    ("お名前", "をうかがいます", True, "a particle opens the next line"),
    ("チェ", "ックの記録", True, "small kana open no word"),
    ("デ", "ータの控え", True, "a long-vowel mark opens no word"),
    ("お名前", "、ご住所", True, "a comma opens the next line"),
    ("お名前", "および電話番号", True, "a conjunction opens the next line"),
    ("お客さま", "により選ばれた品", True, "a compound particle"),
    ("お預かりした名簿の", "扱い方", True, "a particle that never ends a line"),
    ("当店における", "名簿の扱い", True, "nor does an attributive"),
    ("お名前が分かるもの", "ご住所", False, "a noun that ends like a particle"),
    ("当店の", "2 ご住所", False, "a number opens an item"),
    ("お名前", "ご住所", False, "two items"),
    ("お名前", "※任意です", False, "a note is a piece of its own"),
    ("お名前", "・ご住所", False, "a bullet opens an item"),
    ("お名前", "注1 任意です", False, "a numbered note"),
    ("お名前", "1. ご住所", False, "a number opens an item"),
    ("以上です。", "次の項目", False, "a sentence that ended"),
))  # fmt: skip
def test_continues(line: str, following: str, expected: bool) -> None:
    assert pack("ja").continues(line, following) is expected
