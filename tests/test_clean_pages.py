"""How a page can end in the cleaning stage: one status each, or a document that quotes its text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean.cleaner import MAX_BYTES, clean
from pipeline.document import Document
from pipeline.errors import UnreadablePage
from tests.helpers import BODY_EN, BODY_JA, TITLE_EN, TITLE_JA, check_offsets, cleaned, page

POLICY = TITLE_JA + BODY_JA
RECIPE = "<p>玉ねぎを薄く切り、油で三十分ほどゆっくり炒めてから、水を加えて弱火で煮込みます。</p>"
FRENCH = (
    "<p>Nous gardons les lettres que vous nous envoyez, et nous ne les montrons à personne sans votre accord écrit.</p>"
)
KOREAN = "<p>저희 가게는 손님의 주소와 이름을 배달에만 쓰고 다른 곳에 알리지 않습니다.</p>"

ENDS = [
    # reason, body, media, status, a word of the advice
    ("no bytes", b"", "html", "empty", "obtain"),
    ("white space only", " \r\n\t ", "html", "empty", "obtain"),
    ("ideographic and no-break spaces", "<p>　&nbsp;</p>", "html", "empty", "visible"),
    ("elements without text", "<html><body><div></div></body></html>", "html", "empty", "visible"),
    ("a PDF that is called .html", b"\n%PDF-1.7\n%\xe2\xe3", "html", "pdf", "pdftotext"),
    ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(50), "html", "not_text", "PNG"),
    ("a JPEG", b"\xff\xd8\xff\xe0" + b"a" * 50, "html", "not_text", "JPEG"),
    ("a Word document", b"PK\x03\x04" + b"a" * 50, "", "not_text", "ZIP"),
    ("a compressed page", b"\x1f\x8b\x08" + b"a" * 50, "html", "not_text", "gzip"),
    ("a program", b"\x7fELF" + b"a" * 50, "html", "not_text", "ELF"),
    ("binary data of an unknown kind", bytes(range(1, 32)) * 9, "", "not_text", "unknown"),
    ("more than 20 MB", b"a" * (MAX_BYTES + 1), "text", "too_large", "20 MB"),
    ("a page that its script would fill", "<div id=app></div><script>start()</script>", "html", "script_only", "browser"),
    ("a page that asks for scripts", "<p>JavaScriptを有効にしてください。</p>", "html", "script_only", "browser"),
    ("the same in English", "<p>You need to enable JavaScript to run this app.</p>", "html", "script_only", "browser"),
    ("an error page that was sent as a page", "<h1>404</h1><p>お探しのページは見つかりません。</p>", "html", "soft_404", "address"),
    ("the same in English", "<h1>Page not found</h1><p>Try the start page.</p>", "html", "soft_404", "address"),
    ("a recipe", RECIPE * 12, "html", "not_policy", "personal data"),
    ("a recipe that names the policy once", RECIPE * 12 + "<p>プライバシー</p>", "html", "not_policy", "personal data"),
    ("one word", "方針", "text", "not_policy", "personal data"),
    ("French", FRENCH * 8, "html", "other_language", "English, Japanese"),
    ("Korean", KOREAN * 15, "html", "other_language", "English, Japanese"),
    ("a text lost in an earlier conversion", "<h1>xxxx</h1><p>xxxxxxxxxxxxxxxxxxxx、xxxxxxxxxxxxxxxxxx。</p>".replace("x", "\ufffd") * 12, "html", "unreadable", "encoding"),
    ("a short text lost in an earlier conversion", "<p>\ufffd\ufffd\ufffd、\ufffd\ufffd</p>", "html", "unreadable", "encoding"),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "body", "media", "status", "advice"), ENDS, ids=[row[0] for row in ENDS])
def test_status(reason: str, body: str | bytes, media: str, status: str, advice: str) -> None:
    with pytest.raises(UnreadablePage) as caught:
        cleaned(body, media)
    assert caught.value.status == status, reason
    assert advice in caught.value.detail


@pytest.mark.parametrize(
    ("code", "body", "reason"),
    [
        (404, POLICY, "an error page may hold a whole page of text"),
        (503, "", "an empty answer is the server's failure, not an empty page"),
        (403, b"%PDF-1.4", "whatever came with it"),
    ],
)
def test_http_errors(code: int, body: str | bytes, reason: str) -> None:
    with pytest.raises(UnreadablePage) as caught:
        clean(page(body, http_status=code))
    assert caught.value.status == f"http_{code}", reason


READS = [
    # reason, body, language, charset, replaced characters
    ("Japanese", POLICY.encode(), "ja", "utf-8", 0),
    ("English", (TITLE_EN + BODY_EN).encode(), "en", "utf-8", 0),
    ("old Japanese", POLICY.encode("cp932"), "ja", "shift_jis", 0),
    ("an English page with Japanese names", (TITLE_EN + BODY_EN + "<p>山田商店</p>").encode(), "en", "utf-8", 0),
    ("a Japanese page with English names", (POLICY + "<p>We share it with Yamada Parcel Service.</p>").encode(), "ja", "utf-8", 0),
    ("a policy that mentions an error page", (POLICY + "<p>ページが見つかりませんと出たらお知らせください。</p>").encode(), "ja", "utf-8", 0),
    ("a policy that mentions scripts", (POLICY + "<p>JavaScriptを有効にしてください。</p>").encode(), "ja", "utf-8", 0),
    ("a policy that speaks of PDF", (POLICY + "<p>%PDF-1.4 の写しもあります。</p>").encode(), "ja", "utf-8", 0),
    ("damage is counted and read around", (POLICY + "<p>住\0所\ufffdです。</p>").encode(), "ja", "utf-8", 2),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "body", "language", "charset", "replaced"), READS, ids=[row[0] for row in READS])
def test_reads(reason: str, body: bytes, language: str, charset: str, replaced: int) -> None:
    document = cleaned(body)
    check_offsets(document)
    assert (document.language, document.charset, document.replaced) == (language, charset, replaced), reason
    assert len(document.sha256) == 64


def test_the_transport_names_the_charset() -> None:
    assert clean(page(POLICY.encode("cp932"), charset="Shift_JIS")).charset == "shift_jis"


TAGS = [
    "<div>", "</div>", "<p>", "</p>", "<h1>", "</h2>", "<ul>", "<ol start=3>", "<li value=x>", "</ul>", "<dl>", "<dt>", "<dd>", "<table>", "<tr>", "<td rowspan=2>",
    "<th>", "</table>", "<caption>", "<br>", "<b>", "</b>", "<a href=x>", "</a>", "<nav>", "</nav>", "<footer class=menu>", "<pre>", "</pre>", "<form>", "<input>",
    "<button>", "<select>", "<option>", "<img alt=絵>", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "<?php", "?>", "{{", "}}", "{%", "%}", "<", ">", "&amp", "&#0;",
    "<svg>", "<template>", "<title>", "<body>", "</html>", "<frameset>", "<textarea>", "<summary>", "<h3 class=title>", "<ol type=i>", "---\n",
]  # fmt: skip
WORDS = [
    "個人情報を守ります。", "第1条 目的", "(1) 氏名", "・住所", "■利用目的", "第三者に渡しません", "We keep your data.", "Privacy Policy", "1. Use", "\n", "\n\n", " ", "　",
    "同意", "©", "髙", "ｱ", "\u200b", "\ufeff", "\r", "\t", "|", "# ", "- ", "﷽", "🙂", "e\u0301", "\x0b", "\x85", "\u2028", "あ" * 60,
]  # fmt: skip
SOUP = st.lists(st.sampled_from(TAGS + WORDS) | st.text(max_size=5), max_size=60).map("".join)


@settings(max_examples=250, deadline=None)
@given(soup=SOUP, policy=st.booleans(), media=st.sampled_from(["html", "markdown", "text", ""]))
def test_any_text_is_a_document_or_unreadable(soup: str, policy: bool, media: str) -> None:
    body = (POLICY if policy else "") + soup
    try:
        document = cleaned(body.encode("utf-8", "surrogatepass"), media)
    except UnreadablePage:
        return
    assert isinstance(document, Document)
    check_offsets(document)
