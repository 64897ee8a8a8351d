"""Documents become clauses in reading order, each with the context it is read in."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline.document import BlockKind, Clause
from pipeline.segment.clauses import segment
from tests.builders import cases, document, model, segmented

JA = "<h1>個人情報の取扱い</h1><p>個人情報の取得、利用、管理、開示について定めます。</p>"
EN = "<h1>Privacy Policy</h1><p>We collect personal data and disclose it with your consent.</p>"
SECTIONS = "<h2>1. 用途</h2><p>発送に使います。</p><h2>2. 管理</h2><h3>鍵</h3><p>施錠します。毎日点検します。</p><h2>3. 窓口</h2><p>店にお越しください。</p>"
TABLE = "<p>用途は次の表のとおりです。</p><table><tr><th>項目</th><th>用途</th></tr><tr><td>お名前</td><td>宛名を書きます。</td></tr><tr><td>ご住所</td><td>荷物を送ります。控えを残します。</td></tr></table>"
MIXED = (
    "<p>お名前は宛名を書くために使い、控えは一年で消します。</p>"
    "<p>We keep your name for one year and delete the copy after that.</p><p>Web site</p>"
    "<p>お問い合わせ：counter-of-the-old-tailor@tailor.example.com</p>"
)


def found(body: str, text: str) -> Clause:
    """The one clause of a body whose text is `text`."""
    (clause,) = [clause for clause in segmented(body) if clause.text == text]
    return clause


@pytest.mark.parametrize(("body", "text", "path"), cases(
    (JA + SECTIONS, "発送に使います。", ("1. 用途",), "a section"),
    (JA + SECTIONS, "毎日点検します。", ("2. 管理", "鍵"), "a section in a section"),
    (JA + SECTIONS, "店にお越しください。", ("3. 窓口",), "a higher heading ends the lower ones"),
    (JA + "<dl><dt>お名前</dt><dd>宛名に使います。</dd><dt>ご住所</dt><dd>発送に使います。</dd></dl>", "発送に使います。", ("ご住所",), "a term heads its definition alone"),
    (JA + "<dl><dt>お名前</dt><dd>宛名に使います。</dd></dl><p>以上が内訳です。</p>", "以上が内訳です。", (), "a term ends with its list"),
    (JA + TABLE, "控えを残します。", ("用途", "ご住所"), "its own column, and the first cell that names the row"),
    (JA + "<table><tr><th>項目<th>用途<tr><td>お名前<td>宛名<tr><td>ご住所<td>荷物</table>", "ご住所", ("項目",), "the name of a row is not under itself"),
    (JA + TABLE + "<p>控えは一年で消します。</p>", "控えは一年で消します。", (), "columns end with their table"),
))  # fmt: skip
def test_heading_path(body: str, text: str, path: tuple[str, ...]) -> None:
    assert found(body, text).headings == ("個人情報の取扱い", *path)


LISTS = "<p>次を定めます。用途は次のとおりです。</p><ul><li>品の発送</li><li>次の連絡<ul><li>電話の連絡</li></ul></li><li>品の修理</li></ul>"


@pytest.mark.parametrize(("body", "text", "lead_in"), cases(
    (JA + LISTS, "品の発送", "用途は次のとおりです。", "an item is introduced by the last sentence before its list"),
    (JA + LISTS, "電話の連絡", "次の連絡", "an item of a nested list by the item it stands in"),
    (JA + LISTS, "品の修理", "用途は次のとおりです。", "behind a nested list the outer lead-in holds again"),
    (JA + LISTS + "<p>以上が用途です。</p>", "以上が用途です。", "", "a paragraph has no lead-in"),
    (JA + "<p>伺う内容は次のとおりです。</p><dl><dt>お名前</dt><dd>宛名に使います。</dd></dl>", "宛名に使います。", "伺う内容は次のとおりです。", "a term does not end a lead-in"),
    (JA + "<dl><dt>お名前<dd><ul><li>宛名に使います。</ul><p>次のときに渡します。</p><dt>ご住所<dd><ul><li>発送に使います。</ul></dl>", "発送に使います。", "", "what was said under another term is no lead-in"),
    (JA + "<p>大切に扱います。</p><dl><dt>お名前</dt><dd>宛名に使います。</dd></dl>", "宛名に使います。", "", "what announces nothing introduces no term"),
    (JA + "<p>次の用途に使います。ただし例外があります。</p><ul><li>品の発送</li></ul>", "品の発送", "次の用途に使います。", "the sentence that announces, not the last"),
    (JA + TABLE, "荷物を送ります。", "用途は次の表のとおりです。", "nor do the columns of a table"),
    (JA + "<p>次の用途に使います。</p><li>発送</li><li>請求</li>", "請求", "次の用途に使います。", "items that no list holds"),
    (JA + "<p>１．次の用途に使います。<br>(1) 発送<br>(2) 請求<br>２．二年で消します。</p>", "(2) 請求", "１．次の用途に使います。", "items below a numbered one that announces them"),
    (JA + "<p>１．次の用途に使います。<br>(1) 発送<br>(2) 請求<br>２．二年で消します。</p>", "２．二年で消します。", "", "but not the next of its own kind"),
    (JA + "<dl><dt>用途<dd><p>次の用途に使います。</p><p>１．発送</p><p>２．請求</p></dl>", "２．請求", "次の用途に使います。", "numbered lines of a definition that announces them"),
    (JA + "<dl><dt>用途<dd><p>用途（以下「目的」）に使います。</p><p>２　二年で消します。</p></dl>", "２　二年で消します。", "", "a short name for later announces nothing"),
    (EN + "<ul><li>If you order, we ask for:<br>your size;<br>your name.</li></ul>", "your name.", "If you order, we ask for:", "further lines of an item that ends in a colon"),
    (JA + "<table><tr><th>項目<th>用途</tr><tr><td>ご住所<td>次の用途に使います。<br>発送<br>請求</table>", "請求", "次の用途に使います。", "a line of a cell introduces those behind it"),
    (JA + "<table><tr><th>項目<th>用途</tr><tr><td>次のもの：<br>ご住所<td>発送</table>", "発送", "", "but not the next cell"),
    (EN + "<table><tr><td>1.<td>To sew and to send the coat that you ordered, and to write to you when it can be fetched in our shop<td>Our contract</tr><tr><td>2.<td>To answer<td>Our interest</table>", "Our contract", "1. To sew and to send the coat that you ordered, and to write to you when it can be fetched in our shop", "a first cell too long for a heading"),
    (JA + "<ul><li>お名前は次の用途に使います。</li><li>品の発送</li><li>お返事</li></ul>", "お返事", "お名前は次の用途に使います。", "the first item of a list may introduce the others"),
    (JA + "<h2>用途</h2><ul><li>品の発送</li></ul>", "品の発送", "", "a heading ends a lead-in"),
    (JA + "<p>名簿は店で守ります。</p><ul><li>毎日点検します。</li><li>鍵の交換</li></ul>", "毎日点検します。", "", "a full sentence is introduced by none that announces nothing"),
    (JA + "<p>名簿は店で守ります。</p><ul><li>毎日点検します。</li><li>鍵の交換</li></ul>", "鍵の交換", "名簿は店で守ります。", "but an item without a verb is"),
    (EN + "<p>We keep it locked.</p><ul><li>We check the lock.</li></ul>", "We check the lock.", "", "an English full sentence"),
    (EN + "<p>We ask for your size.</p><ul><li>To cut your coat.</li></ul>", "To cut your coat.", "We ask for your size.", "an English item that tells an aim"),
    (EN + "<p>We use it:</p><ul><li>to send parcels;</li><li>to answer.</li></ul>", "to answer.", "We use it:", "an English list"),
))  # fmt: skip
def test_lead_in(body: str, text: str, lead_in: str) -> None:
    assert found(body, text).lead_in == lead_in


@pytest.mark.parametrize(("body", "text", "numbering"), cases(
    (JA + "<p>(1) 発送に使います。</p>", "(1) 発送に使います。", "(1)", "a Japanese number is part of the clause"),
    (JA + "<p>① 発送に使います。</p>", "① 発送に使います。", "①", "a circled number"),
    (JA + "<ol><li>発送に使います。</li><li>連絡に使います。</li></ol>", "連絡に使います。", "2.", "the number a list prints"),
    (JA + "<ol start=4><li>発送に使います。</li></ol>", "発送に使います。", "4.", "a list that starts later"),
    (JA + "<p>・発送に使います。<br>・連絡に使います。</p>", "連絡に使います。", "", "a bullet is neither text nor number"),
    (JA + "<ul><li>● 発送に使います。</li></ul>", "発送に使います。", "", "a bullet in an item"),
    (EN + "<p>2. We lock it away.</p>", "We lock it away.", "2.", "an English number apart from its sentence"),
    (EN + "<p>(a) We lock it away.</p>", "(a) We lock it away.", "(a)", "a letter in brackets stays"),
    (EN + "<p>1. delivery of parcels</p>", "1. delivery of parcels", "1.", "a number stays with a fragment"),
    (JA + "<p>2005年4月から発送に使います。</p>", "2005年4月から発送に使います。", "", "a date is no number"),
))  # fmt: skip
def test_numbering(body: str, text: str, numbering: str) -> None:
    assert found(body, text).numbering == numbering


@pytest.mark.parametrize(("text", "language"), cases(
    ("お名前は宛名を書くために使い、控えは一年で消します。", "ja", "a Japanese paragraph"),
    ("We keep your name for one year and delete the copy after that.", "en", "an English paragraph on a Japanese page"),
    ("Web site", "ja", "a short block follows its document"),
    ("お問い合わせ：counter-of-the-old-tailor@tailor.example.com", "ja", "an address is of no language"),
))  # fmt: skip
def test_language_of_each_clause(text: str, language: str) -> None:
    assert found(JA + MIXED, text).language == language


def test_headings_are_clauses_when_asked_for() -> None:
    without, with_them = segmented(JA + SECTIONS), segmented(JA + SECTIONS, headings=True)
    assert [clause.text for clause in with_them if clause.kind is not BlockKind.HEADING] == [
        clause.text for clause in without
    ]
    heads = {
        clause.text: (clause.headings[1:], clause.numbering) for clause in with_them if clause.kind is BlockKind.HEADING
    }
    assert heads == {
        "個人情報の取扱い": ((), ""),
        "1. 用途": ((), "1."),
        "2. 管理": ((), "2."),
        "鍵": (("2. 管理",), ""),
        "3. 窓口": ((), "3."),
    }


@pytest.mark.parametrize(
    "body",
    [
        JA + SECTIONS + MIXED + TABLE + LISTS,
        EN + "<p>2. We lock it, and we shred it. (See below.) ● No more.</p>" + MIXED,
    ],
)
def test_clauses_quote_the_document_in_order(body: str) -> None:
    page = document(body)
    clauses = segment(page, model, headings=True)
    for clause in clauses:
        block = page.blocks[clause.block]
        assert page.text[clause.start : clause.end] == clause.text == clause.text.strip()
        assert block.start <= clause.start < clause.end <= block.end
    for is_heading in (True, False):
        own = [clause.index for clause in clauses if (clause.kind is BlockKind.HEADING) is is_heading]
        assert own == list(range(len(own)))
    assert all(one.end <= other.start for one, other in pairwise(clauses))
    numbers = [clause.sentence for clause in clauses if clause.kind is not BlockKind.HEADING]
    assert numbers == sorted(numbers)
    assert [clause.index for clause in segment(page, model)] == list(range(len(numbers)))


def test_a_sentence_that_is_cut_keeps_its_number_and_its_index() -> None:
    page = document(JA + "<p>(3) 当店は規程を定め、これを守ります。</p>")
    cut = [clause for clause in segment(page, model) if clause.numbering == "(3)"]
    assert [clause.text for clause in cut] == ["(3) 当店は規程を定め、", "これを守ります。"]
    assert len({clause.sentence for clause in cut}) == 1


def test_marks_alone_are_no_clause() -> None:
    assert [clause.text for clause in segmented(JA + "<p>※</p><p>発送に使います。</p>")][1:] == ["発送に使います。"]


def test_the_title_in_another_language_opens_no_level() -> None:
    titles = (
        "<h1>Privacy Policy</h1><h2>プライバシーポリシー</h2><p>個人情報の取得、利用、管理、開示について定めます。</p>"
    )
    clause = found(titles + "<h3>1. 用途</h3><p>発送に使います。</p>", "発送に使います。")
    assert clause.headings == ("Privacy Policy", "1. 用途")
