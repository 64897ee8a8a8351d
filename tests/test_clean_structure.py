"""HTML, Markdown and plain text -> blocks: what is a heading, an item, a row, a paragraph, and what only wraps."""

from __future__ import annotations

import pytest

from pipeline.clean import structure
from pipeline.clean.structure import read_html
from pipeline.errors import UnreadablePage
from tests.helpers import BODY_EN, BODY_JA, TITLE_EN, TITLE_JA, blocks, check_offsets, cleaned, shown

HEADINGS = [
    ("h1 to h6 keep their rank", "<h1>甲</h1><h3>乙</h3><h6>丙</h6>", ["heading 1|甲", "heading 3|乙", "heading 6|丙"]),
    ("a heading broken for looks is one", "<h2>個人情報の<br>取り扱い</h2>", ["heading 2|個人情報の取り扱い"]),
    ("a picture of a heading speaks by its alt", "<h2><a href=x><img alt='利用目的'></a></h2>", ["heading 2|利用目的"]),
    ("a picture beside a heading's text is decoration", "<h2><span>窓口<img alt='電話の絵'></span></h2>", ["heading 2|窓口"]),
    ("a picture in running text is decoration", "<p>守ります。<img alt='錠前'></p>", ["paragraph|守ります。"]),
    ("a button that unfolds a section", "<h3><button>お問合せ先</button></h3>", ["heading 3|お問合せ先"]),
    ("a bold line before a sentence", "<p><b>保存期間</b><br>二年たったら消去します。</p>", ["heading 7|保存期間", "paragraph|二年たったら消去します。"]),
    ("bold by its style", "<p><span style='font-weight: 700'>保存期間</span></p>", ["heading 7|保存期間"]),
    ("a bold sentence is a sentence", "<p><b>二年たったら消去します。</b></p>", ["paragraph|二年たったら消去します。"]),
    ("a bold word inside a line is no heading", "<p><b>二年</b>で消去</p>", ["paragraph|二年で消去"]),
    ("numbered captions between sentences", "<p>1. 保存期間<br>二年たったら、すべて消去します。<br>2. 訂正<br>申し出があれば、すぐに直します。</p>",
     ["heading 11|1. 保存期間", "paragraph|二年たったら、すべて消去します。", "heading 11|2. 訂正", "paragraph|申し出があれば、すぐに直します。"]),
    ("marks of a caption", "<p>■保存期間<br>二年です。</p><p>【訂正】<br>直します。</p>",
     ["heading 7|■保存期間", "paragraph|二年です。", "heading 7|【訂正】", "paragraph|直します。"]),
    ("a class that says title", "<div class='sec-title'>保存期間</div><div>二年です。</div>", ["heading 7|保存期間", "paragraph|二年です。"]),
    ("terms and what they mean", "<dl><dt>住所<dd>発送のため<dd>請求のため<dt>電話<dd>連絡のため</dl>",
     ["heading 20|住所", "definition|発送のため", "definition|請求のため", "heading 20|電話", "definition|連絡のため"]),
]  # fmt: skip

TABLES = [
    ("a header row names the columns", "<table><tr><th>項目</th><th>用途</th></tr><tr><td>住所</td><td>発送</td></tr></table>",
     ["heading 21|項目\t用途", "table_row|住所\t発送"]),
    ("thead and row headers, no closing tags", "<table><thead><tr><td>項目<td>用途<tbody><tr><th>住所<td>発送<tr><th>電話<td>連絡</table>",
     ["heading 21|項目\t用途", "heading 22|住所", "table_row|発送", "heading 22|電話", "table_row|連絡"]),
    ("a name that several rows share", "<table><tr><td rowspan=2>運送会社<td>住所<td>発送<tr><td>電話<td>連絡</table>",
     ["heading 22|運送会社", "table_row|住所\t発送", "table_row|電話\t連絡"]),
    ("a cell that only numbers its row", "<table><tr><td>(1)<td>発送のため<tr><th>②<td>請求<td>年1回</table>", ["table_row|(1) 発送のため", "table_row|② 請求\t年1回"]),
    ("a number in a table for the layout", "<table><tr><td><h2>方針</h2></td></tr><tr><td>(1)</td><td>守ります。</td></tr><tr><td>(2)</td></tr></table>", ["heading 2|方針", "list_item 1|(1) 守ります。", "list_item 1|(2)"]),
    ("a first row in bold", "<table><tr><td><b>項目</b><td><p><strong>用途</strong><tr><td>住所<td>発送</table>", ["heading 21|項目\t用途", "table_row|住所\t発送"]),
    ("a bold first row with plain colons", "<table><tr><td><p><b>項目</b>：</p><td><b>用途</b><tr><td>住所<td>発送</table>", ["heading 21|項目：\t用途", "table_row|住所\t発送"]),
    ("a bold text alone in its row", "<table><tr><td>住所<td>発送<tr><td><b>社外</b><td>&nbsp;<tr><td>電話<td>連絡</table>", ["table_row|住所\t発送", "heading 21|社外", "table_row|電話\t連絡"]),
    ("a name with a remark", "<table><tr><td rowspan=2>運送（海外を含みます。）<td>住所<tr><td>電話</table>", ["heading 22|運送（海外を含みます。）", "table_row|住所", "table_row|電話"]),
    ("a banner row", "<table><tr><td colspan=2>社外</td></tr><tr><td>住所</td><td>発送</td></tr></table>", ["heading 21|社外", "table_row|住所\t発送"]),
    ("rows of a name and what is said of it", "<table><tr><td>保存<td>二年で消します。<tr><td>窓口<td>お電話でどうぞ。</table>", ["heading 22|保存", "table_row|二年で消します。", "heading 22|窓口", "table_row|お電話でどうぞ。"]),
    ("captions, one of them empty", "<table><caption> </caption><caption>一覧</caption><tr><td>住所</td><td>発送</td></tr></table>", ["heading 20|一覧", "table_row|住所\t発送"]),
    ("lines in a cell stay lines", "<table><tr><td>住所</td><td>発送<br>請求<p>連<b>絡</b></p>返品</td></tr></table>", ["table_row|住所\t発送\n請求\n連絡\n返品"]),
    ("a break in the source is no space in Japanese", "<table><tr><td>住\n所</td><td>post\ncode</td></tr></table>", ["table_row|住所\tpost code"]),
    ("a script in a cell is no text", "<table><tr><td>住所<script>track()</script></td><td>発送<!-- x --><style>a{}</style></td></tr></table>", ["table_row|住所\t発送"]),
    ("an empty cell keeps its place", "<table><tr><td>住所</td><td></td><td>発送</td></tr></table>", ["table_row|住所\t\t発送"]),
    ("a table for the layout", "<table><tr><td><h2>方針</h2><p>守ります。</p></td><td>横</td></tr></table>", ["heading 2|方針", "paragraph|守ります。", "paragraph|横"]),
    ("a frame of one cell", "<table><tr><td>守ります。</td></tr></table>", ["paragraph|守ります。"]),
    ("text outside of the cells is not lost", "<table>前書き<tr><td>住所</td><td>発送</td></tr></table>", ["paragraph|前書き", "paragraph|住所", "paragraph|発送"]),
]  # fmt: skip

LISTS = [
    ("a note under a long line is no rest of it", "<p>当店がお客様からお預かりした情報についての苦情をお受けする窓口の名称と住所<br>※商品の苦情は別の窓口です。</p>", ["paragraph|当店がお客様からお預かりした情報についての苦情をお受けする窓口の名称と住所", "paragraph|※商品の苦情は別の窓口です。"]),
    ("a line that ends inside a bracket goes on", "<p>費用は500円（税込<br>550円）です。</p>", ["paragraph|費用は500円（税込 550円）です。"]),
    ("levels and numbers", "<ol><li>甲<ul><li>乙<ol><li>丙</ol></ul><li>丁</ol>", ["list_item 2 1.|甲", "list_item 4|乙", "list_item 6 1.|丙", "list_item 2 2.|丁"]),
    ("start and value", "<ol start=4><li>甲<li value=9>乙<li>丙</ol>", ["list_item 2 4.|甲", "list_item 2 9.|乙", "list_item 2 10.|丙"]),
    ("an attribute that is no number", "<ol start=x><li value=y>甲</ol>", ["list_item 2 1.|甲"]),
    ("letters and Roman numbers", "<ol type=a start=2><li>甲</ol><ol type=I><li>乙<li value=4>丙</ol>", ["list_item 2 b.|甲", "list_item 2 I.|乙", "list_item 2 IV.|丙"]),
    ("letters that run out", "<ol type=A start=26><li>甲<li>乙</ol>", ["list_item 2 Z.|甲", "list_item 2 27.|乙"]),
    ("bullets that are text", "<p>・住所<br>・電話番号</p>", ["list_item 1|・住所", "list_item 1|・電話番号"]),
    ("numbers that are text", "<p>(1) 住所<br>(2) 電話番号</p>", ["list_item 1|(1) 住所", "list_item 1|(2) 電話番号"]),
    ("an item outside of a list", "<li>住所", ["list_item|住所"]),
]  # fmt: skip

LINES = [
    ("an empty line parts paragraphs", "<p>一つ。<br><br>二つ。</p>", ["paragraph|一つ。", "paragraph|二つ。"]),
    ("a line that ends a sentence ends the block", "一つ。<br>二つ。", ["paragraph|一つ。", "paragraph|二つ。"]),
    ("a break inside a word is for looks", "<p>当店では、ご注文のときにお客様から伺った住所や電話番号などの個人情<br>報を、商品をお届けする目的のためだけに使い、ほかの目的のためには使<br>いません。</p>",
     ["paragraph|当店では、ご注文のときにお客様から伺った住所や電話番号などの個人情報を、商品をお届けする目的のためだけに使い、ほかの目的のためには使いません。"]),
    ("a particle goes on", "<p>お客様の住所<br>を使います。</p>", ["paragraph|お客様の住所を使います。"]),
    ("a line that ends in its goes on", "<p>We keep what we need for the work of our shop, and its<br>Tailors see it</p>", ["paragraph|We keep what we need for the work of our shop, and its Tailors see it"]),
    ("English wraps with a space", "<p>We share your address with<br>the post office.</p>", ["paragraph|We share your address with the post office."]),
    ("text in divs alone", "<div>個人情報<div>守ります。</div>外です。</div>", ["paragraph|個人情報", "paragraph|守ります。", "paragraph|外です。"]),
    ("a break in the source: none in Japanese, a space in English", "<p>お客様の\n  情報は\r\n大切です。We\nkeep</p>", ["paragraph|お客様の情報は大切です。We keep"]),
    ("a break between the scripts is a space", "<p>当店の\nWeb\nサイト</p>", ["paragraph|当店の Web サイト"]),
    ("invisible characters", "<p>住\u200b所\u00adと&nbsp;&nbsp;電話\ufeff</p>", ["paragraph|住所と 電話"]),
    ("rules drawn with characters", "<p>守ります。</p>－－－－－<p>*****</p>", ["paragraph|守ります。"]),
    ("no text in scripts, comments, templates", "<script>a()</script><!-- 裏 --><template>型</template><noscript>無</noscript><p>表</p>", ["paragraph|表"]),
    ("no body tag before a new element", "<title>題</title><script>a()</script><nav>案内</nav><main>守ります。</main>", ["paragraph|案内", "paragraph|守ります。"]),
    ("the line breaks of a pre show", "<pre>第1条 目的\n\n住所を守ります。\n電話も守ります。</pre>", ["heading 9|第1条 目的", "paragraph|住所を守ります。", "paragraph|電話も守ります。"]),
    ("hidden controls part no line", "<p>同意<input type=hidden value=1>します。</p>", ["paragraph|同意します。"]),
    ("tags that never close", "<div><p>一つ。<p>二つ。<b>三つ", ["paragraph|一つ。", "paragraph|二つ。三つ"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "html", "expected"),
    [*HEADINGS, *TABLES, *LISTS, *LINES],
    ids=[row[0] for row in [*HEADINGS, *TABLES, *LISTS, *LINES]],
)
def test_html(reason: str, html: str, expected: list[str]) -> None:
    assert shown(html) == expected, reason


SCOPES = [
    # reason, HTML behind the title, {heading: the first block that it no longer covers, "" at the end of the page}
    ("h2 reaches to the end, a reader ends it at the next", f"<h2>目的</h2>{BODY_JA}<h2>窓口</h2><p>お電話で。</p>", {"目的": "", "窓口": ""}),
    ("a sentence in a tag ends what stands above it", f"<h3>目的</h3>{BODY_JA}<h3>次の用途にのみ利用させていただきます。</h3><p>発送。</p>", {"目的": "次の用途にのみ利用させていただきます。"}),
    ("a term reaches as far as its list", f"{BODY_JA}<dl><dt>住所<dd>発送のため</dl><p>以上です。</p>", {"住所": "以上です。"}),
    ("column headers reach as far as the table", f"{BODY_JA}<table><tr><th>項目<th>用途<tr><td>住所<td>発送</table><p>以上です。</p>", {"項目\t用途": "以上です。"}),
    ("an empty caption moves no scope", f"{BODY_JA}<table><caption></caption><tr><th>項目<th>用途<tr><td>住所<td>発送</table><p>以上です。</p>", {"項目\t用途": "以上です。"}),
    ("a bold line reaches as far as its section", f"<section><p><b>目的</b></p>{BODY_JA}</section><p>以上です。</p>", {"目的": "以上です。"}),
    ("a bold line in a paragraph reaches on to the list behind it", f"<div><p><b>目的</b><br>次のとおりです。</p><ul><li>発送</ul></div><p>以上です。</p>{BODY_JA}", {"目的": "以上です。"}),
    ("what is left out is not counted", f"<section><p><b>目的</b></p><nav>案内</nav>{BODY_JA}</section><p>以上です。</p>", {"目的": "以上です。"}),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "html", "expected"), SCOPES, ids=[row[0] for row in SCOPES])
def test_scope_of_headings(reason: str, html: str, expected: dict[str, str]) -> None:
    document = cleaned(TITLE_JA + html)
    check_offsets(document)
    texts = [*map(document.quote, document.blocks), ""]
    found = {document.quote(block): texts[block.until] for block in document.blocks if block.until}
    assert found == {"プライバシーポリシー": "", **expected}, reason


SOURCES = [
    # reason, media, text, blocks that it must hold, in order
    ("PHP, SSI and ASP", "html", f"<?php head(); ?>{TITLE_JA}<!--#include file='a'--><% x %>{BODY_JA}<p><?= $shop ?>の窓口です。</p><?php foot();", ["paragraph|の窓口です。"]),
    ("Jinja, Liquid, Smarty", "html", f"{{% if a %}}{TITLE_JA}{BODY_JA}<p>{{{{ shop }}}}{{$shop}}の窓口です。</p>{{% endif %}}", ["paragraph|の窓口です。"]),
    ("Blade", "html", f"@extends('shop')\n@section('content')\n{TITLE_JA}{BODY_JA}\n  @if ($open)\n<p>窓口は info@example.com です。</p>\n  @endif\n@stop\n", ["paragraph|窓口は info@example.com です。"]),
    ("a text that WordPress shows elsewhere", "html", f"{TITLE_JA}{BODY_JA}<p>窓口です。<?php the_content(__('(more...)')); ?></p>", ["paragraph|窓口です。"]),
    ("texts marked for translation", "html", f"{TITLE_JA}{BODY_JA}<p>{{% trans '住所を直します。' %}}</p><p><?php _e(\"電話を直します。\"); ?></p>", ["paragraph|住所を直します。", "paragraph|電話を直します。"]),
    ("comments of engines, however long", "html", f"{TITLE_JA}{{{{-- <h2>広告</h2>{{{{ shop }}}}{'<p>旧</p>' * 99} --}}}}{{# 旧 #}}{{% comment %}}旧{{% endcomment %}}{BODY_JA}<p>以上です。</p>", ["heading 1|プライバシーポリシー", "paragraph|以上です。"]),
    ("a component of Vue", "html", f"<template>\n<div v-if='a'>{TITLE_JA}<template #body>{BODY_JA}</template></div></template>\n<script>export default {{}}</script>", ["heading 1|プライバシーポリシー"]),
    ("front matter before HTML", "html", f"---\nlayout: plain\n---\n{TITLE_JA}{BODY_JA}", ["heading 1|プライバシーポリシー"]),
    ("Markdown", "markdown", f"---\ntitle: x\n---\n# 個人情報の取り扱い\n\n{BODY_JA}\n\n- 甲\n  1. 乙\n\n## 表\n\n|項目|用途|\n|---|---|\n|住所|発送|\n\n    字下げの文です。\n**太字**の文です。\n",
     ["heading 1|個人情報の取り扱い", "list_item 2|甲", "list_item 4 1.|乙", "heading 2|表", "heading 21|項目\t用途", "table_row|住所\t発送", "paragraph|字下げの文です。", "paragraph|太字の文です。"]),
    ("Markdown whose marks of emphasis open none", "markdown", f"# 個人情報の取り扱い\n\n{BODY_JA}\n\n- **「住所」**は発送に使います。\n\n**Acme Ltd.  \n**Chiyoda, Tokyo\n\n_Right to object  \n_You may *object* to it.\n\nfile_name_x and __init__ and 2 ** 3.\n\nPrices* are net.\n",
     ["list_item 2|「住所」は発送に使います。", "paragraph|Acme Ltd.", "paragraph|Chiyoda, Tokyo", "paragraph|Right to object", "paragraph|You may object to it.", "paragraph|file_name_x and init and 2 ** 3.", "paragraph|Prices* are net."]),
    ("fields of Contact Form 7", "html", f'{TITLE_JA}{BODY_JA}<dl><dt>お電話</dt><dd>[tel* your-tel]平日の昼</dd></dl>[submit "送る"]<p>[email protected]へ。</p>', ["definition|平日の昼", "paragraph|[email protected]へ。"]),
    ("Template Toolkit", "html", f"[%- WRAPPER page title='規約' -%]{TITLE_JA}{BODY_JA}<p>[% shop %]の窓口です（50%を超える）。</p>[% END %]", ["paragraph|の窓口です（50%を超える）。"]),
    ("Markdown with the attributes of kramdown", "markdown", f"# 個人情報の取り扱い\n\n{BODY_JA}\n\n[地図](a.html){{:target=\"_blank\",rel=\"nofollow\"}}をご覧になれます。\n", ["paragraph|地図をご覧になれます。"]),
    ("Markdown with the bars of a table that is none", "markdown", f"# Privacy Policy\n\n{BODY_EN}\n\n|  | Your rights\n---\nWrite to us | or call.\n",
     ["heading 2|Your rights", "paragraph|Write to us | or call."]),
    ("plain text with lone titles", "text", "個人情報の取扱いについて\n\nお客様の住所は、商品の発送のためにだけ利用します。\n\n提供\n\n同意なく第三者に渡すことはありません。\n\n窓口は山田です。",
     ["heading 7|個人情報の取扱いについて", "paragraph|お客様の住所は、商品の発送のためにだけ利用します。", "heading 7|提供", "paragraph|同意なく第三者に渡すことはありません。"]),
    ("text that tells by itself that it is no HTML", "", "Privacy Policy\n\nWe share your name & e-mail address if 5 < 6, by consent.\n\n* names\n* addresses",
     ["heading 7|Privacy Policy", "paragraph|We share your name & e-mail address if 5 < 6, by consent.", "list_item 1|* names", "list_item 1|* addresses"]),
    ("HTML that tells by itself", "", f"<html><body>{TITLE_EN}{BODY_EN}", ["heading 1|Privacy Policy"]),
    ("a page flattened to one line", "text", "個人情報の保護 " + "お客様の個人情報は、発送のために利用します。 第三者に渡すことはありません。 " * 100, ["heading 23|個人情報の保護", "paragraph|お客様の個人情報は、発送のために利用します。", "paragraph|第三者に渡すことはありません。"]),
]  # fmt: skip


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize(("reason", "media", "text", "expected"), SOURCES, ids=[row[0] for row in SOURCES])
def test_sources(reason: str, media: str, text: str, expected: list[str], newline: str) -> None:
    document = cleaned(text.replace("\n", newline), media)
    check_offsets(document)
    found = iter(blocks(document))
    assert all(block in found for block in expected), (reason, blocks(document))
    assert not any(sign in document.text for sign in ("<?", "{{", "{%", "{$", "<%", "---"))


def test_deep_nesting_loses_no_text() -> None:
    raws = read_html("<div>" * 50_000 + "底の文。" + "</div>" * 50_000 + "<p>外の文。</p>")
    assert [raw.text for raw in raws] == ["底の文。", "外の文。"]
    assert max(len(raw.frame.locator) for raw in raws) <= structure.MAX_LOCATOR


def test_elements_that_never_end_are_taken_side_by_side() -> None:
    raws = read_html("<nav>項目。" * 1_000 + "<table><tr><td>表。" * 1_000)
    assert [raw.text for raw in raws] == ["項目。"] * 1_000 + ["表。"] * 1_000
    assert max(len(raw.frame.zones()) for raw in raws) <= structure.MAX_DEPTH


def test_too_many_elements() -> None:
    with pytest.raises(UnreadablePage, match="200,000 elements") as caught:
        read_html("<i>a</i>" * 200_001)
    assert caught.value.status == "parse_limit"
