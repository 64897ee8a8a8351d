"""What is left out of a page, why, and that nothing visible is lost on the way."""

from __future__ import annotations

import html
import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import Document
from pipeline.errors import UnreadablePage
from tests.helpers import BODY_EN, BODY_JA, TITLE_EN, TITLE_JA, check_offsets, cleaned

POLICY = TITLE_JA + BODY_JA
LINKS = "<ul><li><a href=1>会社案内</a><li><a href=2>採用</a><li><a href=3>地図</a><li><a href=4>店舗</a></ul>"

LEFT_OUT = [
    # reason, page, {excluded text: why}
    ("nav", f"<nav>売場の案内</nav>{POLICY}", {"売場の案内": "navigation"}),
    ("a class in camel case", f"<div class=gNavMain>売場の案内</div>{POLICY}", {"売場の案内": "navigation"}),
    ("a role", f"<div role=menubar>売場の案内</div>{POLICY}", {"売場の案内": "navigation"}),
    ("footer", f"{POLICY}<footer><p>東京都千代田区</p></footer>", {"東京都千代田区": "footer"}),
    ("breadcrumb", f"<div id=topicPath><a href=/>店</a> &gt; 方針</div>{POLICY}", {"店 > 方針": "breadcrumb"}),
    ("cookie banner", f"{POLICY}<div class='cc-window dark'><p>クッキーを使います。</p><button>分かりました</button></div>",
     {"クッキーを使います。": "cookie banner", "分かりました": "cookie banner"}),
    ("share links", f"{POLICY}<div class=sns_list>友だちに送る</div>", {"友だちに送る": "share links"}),
    ("search", f"<div class=searchBox>言葉を入れる</div>{POLICY}", {"言葉を入れる": "search"}),
    ("a form", f"{POLICY}<form><p>お名前<input type=text></p><button>送信</button></form>", {"お名前": "form", "送信": "form"}),
    ("a field without a form", f"{POLICY}<p>お名前<input name=n></p><select><option>東京<option>大阪</select>", {"お名前": "form", "東京 大阪": "form control"}),
    ("language switch", f"<ul class=lang-switch><li>Deutsch<li>Español</ul>{POLICY}", {"Deutsch": "language switch", "Español": "language switch"}),
    ("to the top", f"{POLICY}<p>ページの先頭へ戻る</p>", {"ページの先頭へ戻る": "page furniture"}),
    ("copyright, Japanese page", f"{POLICY}<p>Copyright © 山田商店 All rights reserved.</p>", {"Copyright © 山田商店 All rights reserved.": "page furniture"}),
    ("copyright, English page", f"{TITLE_EN}{BODY_EN}<p>© Yamada Shop</p>", {"© Yamada Shop": "page furniture"}),
    ("copyright in a heading", f"{POLICY}<h2>©&nbsp;山田商店</h2>", {"© 山田商店": "page furniture"}),
    ("a menu in one line", f"{TITLE_EN}{BODY_EN}<p><a href=1>Home</a> | <a href=2>Shop</a> | <a href=3>Map</a> | <a href=4>Jobs</a></p>{BODY_EN}", {"Home | Shop | Map | Jobs": "menu"}),
    ("a trail in one line", f"{TITLE_EN}<p><a href=/>Home</a> | <span>Privacy Notice</span></p>{BODY_EN}", {"Home | Privacy Notice": "page furniture"}),
    ("what follows the footer", f"{POLICY}<footer><p>東京都千代田区</p></footer><div><h3>会員になる</h3><p>お申し込みはこちら</p></div>",
     {"東京都千代田区": "footer", "会員になる": "after the footer", "お申し込みはこちら": "after the footer"}),
    ("the foot of a page in a table", f"{POLICY}<table><tr><td><ul><li><a href=1>会社案内</a></ul></td><td>2012 Copyright © 山田商店</td></tr></table>",
     {"会社案内": "after the text", "2012 Copyright © 山田商店": "page furniture"}),
    ("a menu before the text", f"{TITLE_JA}{LINKS}{BODY_JA}", dict.fromkeys(("会社案内", "採用", "地図", "店舗"), "menu")),
    ("a menu behind the text", f"{POLICY}{LINKS}", dict.fromkeys(("会社案内", "採用", "地図", "店舗"), "menu")),
    ("a link behind the text", f"{POLICY}<p><a href=1>会社案内</a></p>", {"会社案内": "after the text"}),
    ("a box to write in", f"{POLICY}<form><p>ご用件 <textarea>こちらにお書きください。</textarea></p></form>", {"ご用件": "form", "こちらにお書きください。": "form"}),
    ("a banner", f"{TITLE_EN}<div class=banner><h3>Every story</h3><p>Yours for a dollar a week until you change your mind.</p></div>{BODY_EN}",
     {"Every story": "banner", "Yours for a dollar a week until you change your mind.": "banner"}),
    ("a call to act behind the text", f"{TITLE_EN}{BODY_EN}<section class=cta><p>Come and see all of our new coats today.</p></section>",
     {"Come and see all of our new coats today.": "related"}),
    ("the heading of a list of links", f"{TITLE_EN}<div><h2>On this page</h2><ul><li><a href=1>Why</a><li><a href=2>Who</a><li><a href=3>How</a><li><a href=4>When</a></ul></div>{BODY_EN}",
     dict.fromkeys(("On this page", "Why", "Who", "How", "When"), "menu")),
    ("a cookie banner in one word", f"{POLICY}<div class=cookiealert><p>クッキーを使います。</p></div>", {"クッキーを使います。": "cookie banner"}),
    ("what stands before the title", f"<p>毎日十時から開けています。</p>{POLICY}", {"毎日十時から開けています。": "before the title"}),
    ("before a title that no tag marks", f"<p>毎日十時から開けています、雨の日もどうぞお越しください。</p><p>個人情報の取扱いについて</p>{BODY_JA}",
     {"毎日十時から開けています、雨の日もどうぞお越しください。": "before the title"}),
    ("a long tail of short lines", f"{POLICY}{'<p>東町の店</p>' * 31}", dict.fromkeys(["東町の店"], "after the text")),
    ("a sidebar with a sentence of its own", f"{POLICY}<aside>今週の特売もご覧ください。</aside>", {"今週の特売もご覧ください。": "sidebar"}),
]  # fmt: skip

STAYS = [
    # reason, page, a text that must stay
    ("a policy inside a footer", f"<footer>{POLICY}</footer>", "お預かりした個人情報を、ご本人の同意なく第三者に渡すことはありません。"),
    ("a policy inside a sidebar of a widget", f"<div class=sidebar><div class=widget>{POLICY}</div></div>", "名簿は鍵のかかる棚で管理し、使い終えたら削除いたします。"),
    ("a policy inside a form", f"<form action=/>{POLICY}<input type=submit></form>", "名簿は鍵のかかる棚で管理し、使い終えたら削除いたします。"),
    ("a policy inside a dialog, English", f"<div role=dialog>{TITLE_EN}{BODY_EN}</div>", "We keep your details in a locked room and delete them after two years."),
    ("a header element is no furniture", f"<header>{TITLE_JA}<p>山田商店の方針です。</p></header>{BODY_JA}", "山田商店の方針です。"),
    ("a link inside a sentence", f"{POLICY}<p>詳しくは<a href=x>窓口</a>までお尋ねください。</p>", "詳しくは窓口までお尋ねください。"),
    ("three links are no menu", f"{TITLE_JA}<ul><li><a href=1>目的</a><li><a href=2>提供</a><li><a href=3>訂正</a></ul>{BODY_JA}", "提供"),
    ("a sentence about copyright", f"{POLICY}<p>写真の著作権は撮影者にあります。</p>", "写真の著作権は撮影者にあります。"),
    ("the address behind the text", f"{POLICY}<p>山田商店 個人情報係</p>", "山田商店 個人情報係"),
    ("items of data that are also words of menus", f"{TITLE_EN}{BODY_EN}<p>We ask for:</p><ul><li>Name<li>Email<li>Facebook</ul>", "Email"),
    ("an English sentence about copyright", f"{TITLE_EN}{BODY_EN}<p>You must not infringe the copyright of others.</p>", "You must not infringe the copyright of others."),
    ("the title of a dialog that holds the policy", f"<div class=modal><div class=modal__title>{TITLE_EN}</div><h2>Cookies</h2>{BODY_EN}</div>", "Cookies"),
    ("the foot of a part of the page", f"{TITLE_JA}<div class=card__foot><p>住所は一年で消します。</p></div>{BODY_JA}", "住所は一年で消します。"),
    ("the policy behind a footer", f"{TITLE_JA}<footer><p>東京都千代田区</p></footer>{BODY_JA}", "名簿は鍵のかかる棚で管理し、使い終えたら削除いたします。"),
    ("a title in a banner beside other things", f"<div class=banner><ul><li>店<li>方針</ul>{TITLE_JA}</div>{BODY_JA}", "プライバシーポリシー"),
    ("a pledge in a banner", f"{TITLE_EN}{BODY_EN}<div class=trust-banner><h3>Your Privacy</h3><p>We keep what you tell us within our four walls.</p></div>", "We keep what you tell us within our four walls."),
    ("a policy that a form shows in a box", f"{TITLE_JA}{BODY_JA * 3}<form><textarea readonly>個人情報の扱い\n\n1. 目的\nお名前は、お問い合わせへのお返事と品物のお届けのためだけに使います。\n2. 保管\n帳面は鍵のかかる引き出しにしまいます。</textarea></form>", "お名前は、お問い合わせへのお返事と品物のお届けのためだけに使います。"),
    ("a number that looks like copyright", f"{POLICY}<h3>(c) 安全管理</h3><p>名簿は棚に置きます。</p>", "(c) 安全管理"),
    ("a word that only contains a zone's name", f"<div class=navigable-footage>{POLICY}</div>", "プライバシーポリシー"),
    ("the main element, whatever its class", f"<main class=modal>{POLICY}</main><div>{BODY_JA * 3}</div>", "プライバシーポリシー"),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "page", "expected"), LEFT_OUT, ids=[row[0] for row in LEFT_OUT])
def test_left_out_with_its_reason(reason: str, page: str, expected: dict[str, str]) -> None:
    document = cleaned(page)
    check_offsets(document)
    assert {excluded.text: excluded.reason for excluded in document.excluded} == expected, reason
    assert not any(text in map(document.quote, document.blocks) for text in expected), reason
    assert_nothing_lost(page, document)


@pytest.mark.parametrize(("reason", "page", "text"), STAYS, ids=[row[0] for row in STAYS])
def test_stays(reason: str, page: str, text: str) -> None:
    document = cleaned(page)
    check_offsets(document)
    assert text in map(document.quote, document.blocks), reason
    assert_nothing_lost(page, document)


def assert_nothing_lost(page: str, document: Document) -> None:
    """Every letter and digit that the page shows is kept or excluded, once."""
    visible = html.unescape(re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->|<[^>]*>", " ", page, flags=re.S))
    found = document.text + "".join(excluded.text for excluded in document.excluded)
    assert Counter(re.findall(r"\w", found)) == Counter(re.findall(r"\w", visible))
    assert all(excluded.reason and excluded.text and excluded.locator for excluded in document.excluded)


WRAPPERS = (
    "<div>{}</div>", "<nav>{}</nav>", "<footer><p>{}</p></footer>", "<p>{}</p>", "<ul><li>{}<li>{}</ul>", "<dl><dt>{}<dd>{}</dl>", "{}<br>{}",
    "<p><a href=x>{}</a></p>", "<table><tr><td>{}<td>{}</table>", "<table><tr><th>{}<tr><td>{}</table>", "<h2>{}</h2>", "<p><b>{}</b>{}</p>",
    "<section class=sidebar>{}</section>", "<pre>{}\n\n{}</pre>", "<div id=search>{}</div>", "<span>{}</span>", "<blockquote>{}</blockquote>",
    "<script>{}</script>", "<button>{}</button>", "<table>{}<tr><td>{}</table>", "<ol type=i><li>{}</ol>", "<label>{}<input></label>",
)  # fmt: skip
PIECES = st.lists(
    st.tuples(
        st.sampled_from(WRAPPERS),
        st.sampled_from(["案内", "二つ目の文です。", "Home", "■印", "1. 項目", "<i>斜</i>体"]),
    ),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(before=PIECES, after=PIECES, zone=st.sampled_from(["", "footer", "aside", "div class=menu", "div role=dialog"]))
def test_nothing_is_lost_wherever_it_stands(
    before: list[tuple[str, str]], after: list[tuple[str, str]], zone: str
) -> None:
    around = ["".join(wrapper.replace("{}", text) for wrapper, text in pieces) for pieces in (before, after)]
    page = f"{around[0]}<{zone or 'main'}>{POLICY}</{(zone or 'main').split()[0]}>{around[1]}"
    try:
        document = cleaned(page)
    except UnreadablePage:  # the policy stood in a zone that held the smaller part of the page
        return
    check_offsets(document)
    assert_nothing_lost(page, document)
