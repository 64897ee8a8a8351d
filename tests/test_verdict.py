"""What a fetched page is: one status each, as the cleaning stage will find it again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.clean.cleaner import clean
from pipeline.document import Page
from pipeline.errors import UnreadablePage
from pipeline.findings import Status, Verdict
from pipeline.scrape.network.exchange import Exchange
from pipeline.verdict import judge
from tests.builders import cases
from tests.helpers import BODY_EN, BODY_JA, TITLE_EN, TITLE_JA

POLICY = f"<html><head><title>風見工業</title></head><body>{TITLE_JA}{BODY_JA}</body></html>"
MENU = "<nav>" + "".join(f'<a href="/{name}">{name}</a>' for name in ("歯車", "軸受", "会社案内", "採用")) + "</nav>"
PROSE = "<p>風見工業は、山あいの町で歯車と軸受を作っている会社です。明治の末に水車の部品から始めました。</p>" * 14
HTML = "text/html; charset=utf-8"


def answer(body: str | bytes, kind: str = HTML, status: int = 200) -> Exchange:
    """What a server sent."""
    raw = body.encode() if isinstance(body, str) else body
    headers = (("Content-Type", kind),) if kind else ()
    return Exchange(
        "https://kaze.example/p", "127.0.0.1", datetime(2026, 1, 1, tzinfo=UTC), 0.1, b"", status, "", headers, raw, raw
    )


@pytest.mark.parametrize(("body", "status"), cases(
    (POLICY, "ok", "a policy"),
    (f"{TITLE_EN}{BODY_EN}", "ok", "a policy in English"),
    (f"<body>{MENU}{PROSE}<footer><a href=/p>個人情報保護方針</a></footer></body>", "not_policy", "a home page that links to one"),
    (f"<h1>プライバシーポリシー改定のお知らせ</h1>{PROSE}", "not_policy", "news of a policy"),
    ("", "empty", "nothing"),
    ("<frameset><frame src=a.html><frame src=b.html></frameset>", "empty", "a frameset holds no text itself"),
    ("<h1>ページが見つかりません</h1><p>アドレスをお確かめください。</p>", "soft_404", "an error page sent as a page"),
    ("<p>お探しのページは移動または削除された可能性があります。</p>", "soft_404", "the usual words"),
    (f"<title>404 Not Found｜風見工業</title><body>{MENU}{PROSE}</body>", "soft_404", "a long error page that its title gives away"),
    (f"<h1>Sorry, we can't find that page</h1>{PROSE}", "soft_404", "a long error page that its heading gives away"),
    (f"<title>404 places to visit</title>{PROSE}", "soft_404", "a number that opens a title is taken for the code"),
    (f"<title>部品番号一覧 404から</title>{PROSE}", "not_policy", "a number inside of a title is not"),
    ("<h1>会員ページ</h1><form><input name=id><input type=password name=pw><button>送信</button></form>", "login_wall", "a field for a password"),
    ("<p>このページは会員専用です。</p>", "login_wall", "words in Japanese"),
    ("<h1>Sign in to continue</h1><p>Use your work account.</p>", "login_wall", "words in English"),
    (f"<form><input type=password></form>{TITLE_JA}{BODY_JA}", "ok", "a policy beside a field for members"),
    (f"<form><input type=password></form>{PROSE}", "not_policy", "a home page with a field for members"),
    ('<div id="root"></div><script src="/app.js"></script>', "script_only", "an empty page that a script fills"),
    ('<div id="__next" class="x"> </div><p>© 2026 風見工業</p><script>go()</script>', "script_only", "with a foot that is there from the start"),
    ("<noscript>JavaScriptを有効にしてください。</noscript><p>読み込み中</p>", "script_only", "words for readers without scripts"),
    (f'<div id="app"></div>{TITLE_JA}{BODY_JA}', "ok", "an empty element beside a policy"),
))  # fmt: skip
def test_pages(body: str, status: str) -> None:
    found = judge(answer(body))
    assert found.status == status
    assert bool(found.detail) == (status != "ok"), "what is not ok comes with advice"
    assert _of_clean(body.encode()) == status, "extract finds the same"


def _of_clean(body: bytes) -> str:
    try:
        clean(Page("p", body, "p", media="html", charset="utf-8"))
    except UnreadablePage as error:
        return error.status
    return "ok"


@pytest.mark.parametrize(("kind", "body", "status"), cases(
    ("", POLICY, "ok", "a page whose kind no header tells is taken for HTML"),
    ("application/xhtml+xml", POLICY, "ok", "XHTML"),
    ("text/plain", "個人情報保護方針\n\nお預かりした個人情報を第三者に提供しません。氏名や住所は発送にだけ利用します。", "ok", "plain text"),
    ("image/png", b"\x89PNG\r\n", "not_text", "a picture"),
    ("application/json", b'{"a": 1}', "not_text", "data"),
    ("application/octet-stream", b"PK\x03\x04", "not_text", "a file of an unknown kind"),
    ("text/html", b"\x89PNG\r\n\x1a\n" + bytes(60), "not_text", "a picture that is called a page"),
    ("text/html", b"a" * 20_000_001, "too_large", "larger than a page can be"),
))  # fmt: skip
def test_kinds(kind: str, body: str | bytes, status: str) -> None:
    assert judge(answer(body, kind)).status == status


@pytest.mark.parametrize("code", [401, 403, 404, 410, 429, 500, 503, 304])
def test_codes_of_the_server(code: int) -> None:
    found = judge(answer(POLICY, status=code))
    assert (found.status, found.html) == (f"http_{code}", "")


@pytest.mark.parametrize("charset", ["utf-8", "shift_jis", "euc-jp", "iso-2022-jp"])
@pytest.mark.parametrize("declared", ["transport", "page", "nowhere"])
def test_encodings(charset: str, declared: str) -> None:
    body = POLICY.replace("<head>", f"<head><meta charset={charset}>") if declared == "page" else POLICY
    kind = f"text/html; charset={charset}" if declared == "transport" else "text/html"
    found = judge(answer(body.encode(charset), kind))
    assert (found.status, found.language, found.charset) == (Status.OK, "ja", charset)
    assert "個人情報" in found.html


def test_a_verdict_brings_the_html_to_look_for_links_in() -> None:
    assert judge(answer(f"<a href=/p>個人情報</a>{PROSE}")).html.startswith("<a href=/p>")
    assert judge(answer(POLICY, "text/plain")).html == ""
    assert judge(answer(b"\x89PNG", "image/png")) == Verdict(
        Status.NOT_TEXT, "the server calls it image/png, no page; check the address"
    )
