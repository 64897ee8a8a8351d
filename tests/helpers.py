"""What the tests of several files share: a page from a few words, and the cleaned blocks in a form to compare."""

from __future__ import annotations

from pipeline.clean.cleaner import clean
from pipeline.clean.structure import read_html
from pipeline.document import Document, Page

# A short policy that no rule of the cleaning stage should touch, in both languages.
TITLE_JA = "<h1>プライバシーポリシー</h1>"
BODY_JA = (
    "<p>当店は、お客様の氏名や住所などの個人情報を、商品の発送のためにだけ利用します。</p>"
    "<p>お預かりした個人情報を、ご本人の同意なく第三者に渡すことはありません。</p>"
    "<p>名簿は鍵のかかる棚で管理し、使い終えたら削除いたします。</p>"
)
TITLE_EN = "<h1>Privacy Policy</h1>"
BODY_EN = (
    "<p>We collect your name and your e-mail address so that we can send the tickets that you ordered.</p>"
    "<p>We never sell personal data, and we share it with third parties only when you consent to it.</p>"
    "<p>We keep your details in a locked room and delete them after two years.</p>"
)


def page(body: str | bytes, media: str = "html", *, charset: str | None = None, http_status: int | None = None) -> Page:
    """A page with the given content; text is stored as UTF-8."""
    raw = body.encode() if isinstance(body, str) else body
    return Page("page", raw, "memory", media, charset=charset, http_status=http_status)


def cleaned(body: str | bytes, media: str = "html") -> Document:
    """The document of a page."""
    return clean(page(body, media))


def shown(html: str) -> list[str]:
    """The blocks of a piece of HTML before anything is left out, as "kind level number|text" without empty parts."""
    return [
        " ".join(part for part in (raw.kind.value, str(raw.level or ""), raw.number) if part) + "|" + raw.text
        for raw in read_html(html)
    ]


def blocks(document: Document) -> list[str]:
    """The blocks of a document, as "kind level number|text" without empty parts."""
    return [
        " ".join(part for part in (block.kind.value, str(block.level or ""), block.number) if part)
        + "|"
        + document.quote(block)
        for block in document.blocks
    ]


def check_offsets(document: Document) -> None:
    """Blocks quote the text in order, without overlap, parted by exactly one line break, and cover it."""
    assert "\n".join(map(document.quote, document.blocks)) == document.text
    at = 0
    for position, block in enumerate(document.blocks):
        assert block.start == at
        assert block.end > block.start
        assert document.quote(block).strip()
        assert block.until == 0 or position < block.until <= len(document.blocks)
        at = block.end + 1
