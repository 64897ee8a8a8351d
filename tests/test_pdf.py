"""PDF -> text: what is laid out as what, and the status of a PDF that gives no text."""

from __future__ import annotations

import io
import json
import random

import pytest
from pypdf import PdfReader, PdfWriter

from pipeline.clean import pdf, pdf_reader
from pipeline.clean.cleaner import clean
from pipeline.clean.pdf_layout import Line, to_html
from pipeline.document import Document, Page
from pipeline.errors import UnreadablePage
from tests.builders import cases
from tests.helpers import blocks, check_offsets
from tests.pdfs import LEFT, TOP, WIDTH, bomb, make_pdf, typeset

JA = [
    "# 個人情報保護方針",
    "風見工業は、お客様からお預かりした個人情報を大切に取り扱うことが会社の責務であると考え、次のとおり方針を定めて社員がこれを守ります。",
    "",
    "# 1. 利用目的",
    "当社は、個人情報を次の目的のために利用します。",
    "(1) ご注文の品の発送のため",
    "(2) 修理の受付と、部品の供給が終わる時期のお知らせのため、またお寄せいただいたお問い合わせに回答するため",
    "",
    "# 2. 第三者への提供",
    "法令に基づく場合を除き、ご本人の同意なく個人情報を第三者に提供しません。",
]
EN = [
    "# Privacy Policy",
    "We collect your name and your e-mail",  # as broken by a printer
    "address so that we can send the parts",
    "that you ordered. We never sell personal",
    "data to third parties.",
    "",
    "# Security",
    "We keep your personal data in a locked",
    "room and delete it after two years.",
]


@pytest.fixture(autouse=True)
def reader_in_this_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Starting a process for each row takes long; the tests of the process itself have one."""
    if "process" not in request.node.name:
        monkeypatch.setattr(pdf, "_run", lambda body, _: json.loads(json.dumps(pdf_reader.read(body))))


def _clean(body: bytes) -> Document:
    document = clean(Page("p", body, "p.pdf"))
    check_offsets(document)
    return document


def _refused(body: bytes) -> tuple[str, str]:
    with pytest.raises(UnreadablePage) as caught:
        _clean(body)
    return caught.value.status, caught.value.detail


@pytest.mark.parametrize(("encoding", "table"), cases(
    ("Identity-H", True, "a font with a table of its letters, as most programs write"),
    ("UniJIS-UCS2-H", False, "a font without one, by its encoding"),
    ("90ms-RKSJ-H", False, "the same in Shift_JIS, as old files have it"),
))  # fmt: skip
def test_japanese(encoding: str, table: bool) -> None:
    document = _clean(make_pdf([typeset(JA)], encoding=encoding, table=table))
    assert blocks(document) == [
        "heading 1|個人情報保護方針",
        "paragraph|風見工業は、お客様からお預かりした個人情報を大切に取り扱うことが会社の責務であると考え、次のとおり方針を定めて社員がこれを守ります。",
        "heading 1|1. 利用目的",
        "paragraph|当社は、個人情報を次の目的のために利用します。",
        "list_item 1|(1) ご注文の品の発送のため",
        "list_item 1|(2) 修理の受付と、部品の供給が終わる時期のお知らせのため、またお寄せいただいたお問い合わせに回答するため",
        "heading 1|2. 第三者への提供",
        "paragraph|法令に基づく場合を除き、ご本人の同意なく個人情報を第三者に提供しません。",
    ]
    assert (document.language, document.charset) == ("ja", "pdf")


def test_english() -> None:
    document = _clean(make_pdf([typeset(EN)]))
    assert [block.partition("|")[2] for block in blocks(document)] == [
        "Privacy Policy",
        "We collect your name and your e-mail address so that we can send the parts that you ordered. We never sell personal data to third parties.",
        "Security",
        "We keep your personal data in a locked room and delete it after two years.",
    ]


def test_running_heads_and_page_numbers_are_left_out_with_a_reason() -> None:
    parts = (JA[:3], JA[3:7], JA[8:])
    pages = [
        [(400.0, 815.0, 8.0, "風見工業 規程集 第2版"), *typeset(part), (280.0, 30.0, 8.0, f"- {number} / 3 -")]
        for number, part in enumerate(parts, 1)
    ]
    document = _clean(make_pdf(pages))
    assert "規程集" not in document.text
    assert [(left.text, left.reason) for left in document.excluded] == [
        ("風見工業 規程集 第2版", "footer"),
        ("- 1 / 3 -", "footer"),
        ("- 2 / 3 -", "footer"),
        ("- 3 / 3 -", "footer"),
    ]


def test_a_sentence_goes_on_over_the_page() -> None:
    first, second = JA[1][:WIDTH], JA[1][WIDTH:]
    pages = [[*typeset(JA[:1]), (LEFT, 60.0, 10.0, first)], [(LEFT, TOP, 10.0, second)], typeset(JA[3:])]
    assert JA[1] in _clean(make_pdf(pages)).text


BODY = 10.0


def _line(text: str, y: float, x: float = 60.0, size: float = BODY, bold: bool = False) -> Line:
    return Line(text, x, y, size, bold)


LONG = "個人情報を適切に取り扱うために必要な措置を講じて"  # reaches the margin below


@pytest.mark.parametrize(("lines", "html"), cases(
    ([_line("方針", 700, size=18), _line("目的", 650, size=14), _line(LONG, 630)], f"<h1>方針</h1>\n<h2>目的</h2>\n<p>{LONG}</p>", "sizes of headings become ranks"),
    ([_line(LONG, 700), _line("います。", 684)], f"<p>{LONG}います。</p>", "a full line goes on without a space in Japanese"),
    ([_line("We keep what you tell us in a locked room and", 700), _line("nowhere else.", 684)], "<p>We keep what you tell us in a locked room and nowhere else.</p>", "and with one in English"),
    ([_line(LONG, 700), _line("・氏名", 684)], f"<p>{LONG}<br>・氏名</p>", "an item is a line of its own"),
    ([_line(LONG, 700), _line("(2) 氏名", 684)], f"<p>{LONG}<br>(2) 氏名</p>", "so is a number"),
    ([_line("(2)", 700), _line(LONG, 684)], f"<p>(2) {LONG}</p>", "a number that stands alone belongs to its text"),
    ([_line("短い行", 700), _line(LONG, 684)], f"<p>短い行<br>{LONG}</p>", "a short line ends by itself"),
    ([_line(LONG, 700), _line(LONG, 684), _line("次の段落です。", 650)], f"<p>{LONG}{LONG}</p>\n<p>次の段落です。</p>", "a wide gap ends a paragraph"),
    ([_line(f"{LONG}います。", 700), _line("当社は、", 684, x=70)], f"<p>{LONG}います。<br>当社は、</p>", "so does an indent behind a full stop"),
    ([_line("個 人 情 報 の 扱 い", 700)], "<p>個人情報の扱い</p>", "spaces that set letters apart"),
    ([_line("氏名 住所", 700)], "<p>氏名 住所</p>", "a space that parts words"),
    ([_line("利用目的", 700, bold=True), _line(LONG, 684)], f"<p><b>利用目的</b><br>{LONG}</p>", "bold letters"),
    ([_line("<b>&amp;</b>", 700)], "<p>&lt;b&gt;&amp;amp;&lt;/b&gt;</p>", "text that looks like tags"),
))  # fmt: skip
def test_layout(lines: list[Line], html: str) -> None:
    assert to_html([lines]) == html


def test_columns_are_read_one_after_the_other() -> None:
    left = [_line(LONG[:20], 700 - 16 * number) for number in range(3)]
    right = [_line(LONG[:20], 700 - 16 * number, x=320) for number in range(3)]
    assert to_html([[*left, *right]]) == f"<p>{LONG[:20] * 6}</p>"


def _encrypted(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make_pdf([typeset(JA)]))))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_that_opens_without_a_password_is_read() -> None:
    assert "第三者に提供しません" in _clean(_encrypted("")).text


@pytest.mark.parametrize(("body", "status", "advice"), cases(
    (_encrypted("secret"), "pdf", "without protection", "encrypted"),
    (make_pdf([[], []]), "pdf", "2 pages without text", "pictures of text"),
    (make_pdf([typeset(JA)], table=False), "pdf", "OCR", "a font that does not tell its letters"),
    (b"%PDF-1.7\n%\xe2\xe3", "pdf", "damaged", "nothing but the first line"),
    (make_pdf([[]] * 301), "parse_limit", "301 pages", "too many pages"),
    (make_pdf([typeset(["風車は粉をひき、水を汲み上げる。"] * 20)]), "not_policy", "personal data", "a text about something else"),
))  # fmt: skip
def test_what_cannot_be_read(body: bytes, status: str, advice: str) -> None:
    found, detail = _refused(body)
    assert found == status
    assert advice in detail


@pytest.mark.parametrize(("body", "status", "advice"), cases(
    (bomb(150_000_000), "pdf", "without text", "a page that unpacks to 150 MB"),
    (b"%PDF-1.4\n" + random.Random(1).randbytes(4000), "pdf", "damaged", "noise"),
))  # fmt: skip
def test_what_a_process_cannot_read(body: bytes, status: str, advice: str) -> None:
    found, detail = _refused(body)
    assert found == status
    assert advice in detail


def test_a_process_reads_a_pdf() -> None:
    assert "第三者に提供しません" in _clean(make_pdf([typeset(JA)])).text


def test_a_pdf_cut_off_is_read_or_refused() -> None:
    whole = make_pdf([typeset(JA)] * 3)
    for share in (0.9, 0.5):
        try:
            _clean(whole[: int(len(whole) * share)])
        except UnreadablePage as error:
            assert error.status in ("pdf", "not_policy")  # noqa: PT017


def test_time_of_the_process_is_limited() -> None:
    with pytest.raises(UnreadablePage, match="to read") as caught:
        pdf.read_pdf(make_pdf([typeset(JA)]), seconds=0.01)
    assert caught.value.status == "parse_limit"


def test_without_the_extra_the_way_to_install_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda _: None)
    assert _refused(make_pdf([typeset(JA)])) == ("pdf", pdf.NEEDED)
    assert "policy-clauses[pdf]" in pdf.NEEDED
