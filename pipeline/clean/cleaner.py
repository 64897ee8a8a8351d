"""Page -> Document: the order of the cleaning steps, and the statuses a page can end with here."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice

from pipeline.clean import boilerplate, items, pdf, plaintext, series, templates, titles
from pipeline.clean.decode import Decoded, decode
from pipeline.clean.raw import Raw, scope_end
from pipeline.clean.structure import read_html
from pipeline.document import Block, BlockKind, Document, Excluded, Page, is_pdf
from pipeline.errors import UnreadablePage
from pipeline.findings import Status
from pipeline.languages import LanguagePack, detect, packs

MAX_BYTES = 20_000_000
BINARY = {
    b"\x89PNG": "PNG",
    b"GIF8": "GIF",
    b"\xff\xd8\xff": "JPEG",
    b"PK\x03\x04": "ZIP",
    b"\x1f\x8b": "gzip",
    b"\x7fELF": "ELF",
}
MIN_AFFINITY = 0.35  # of the text left: below it, the page is in a language without a pack
MIN_TOPICS = 3  # different words of the subject, besides one that only policies use; with fewer it is no policy
UNDECODED = 0.3  # of the text: with more replacement marks than this nothing can be read
SHORT_PAGE = 400  # characters; error pages and script stubs are shorter
TITLE = re.compile(r"<title[^>]{0,200}>(.{0,300}?)</title>", re.I | re.S)
# The empty element that a script fills with the whole page: React, Vue, Next, Nuxt, Gatsby, Angular.
MOUNT = re.compile(
    r"""<(?:div|main)\b[^>]{0,200}?\bid\s?=\s?["']?(?:root|app|__next|__nuxt|___gatsby)\b[^>]{0,200}>\s{0,99}</|<app-root\b[^>]{0,200}>\s{0,99}</""",
    re.I,
)
NUMBERED_404 = re.compile(r"^\W{0,9}404\b")
PASSWORD = re.compile(r"""<input\b[^>]{0,500}?\btype\s?=\s?["']?password\b""", re.I)


def clean(page: Page) -> Document:
    """The policy text of a page. Raises UnreadablePage, with the status and the remedy, when there is none."""
    _check_bytes(page)
    if is_pdf(page.body):
        decoded = pdf.read_pdf(page.body)
        raws = read_html(decoded.text)
    else:
        decoded = decode(page.body, page.charset)
        raws = read_html(_as_html(decoded.text, page.media))
    if not raws:
        raise UnreadablePage(*_why_empty(decoded.text))
    language = detect(" ".join(raw.text for raw in raws))
    titles.settle(raws, language)
    items.itemize(raws, language)
    series.level(raws, language)
    why = boilerplate.reasons(raws, language)
    document = _assemble(page, decoded, raws, why, language)
    _check_policy(document, decoded)
    return document


def _check_bytes(page: Page) -> None:
    size = len(page.body)
    if page.http_status is not None and page.http_status >= 300:
        busy = page.http_status == 429 or page.http_status >= 500
        remedy = "fetch it again later" if busy else "check the address"
        raise UnreadablePage(f"http_{page.http_status}", f"the server answered {page.http_status}; {remedy}")
    if not page.body.strip():
        raise UnreadablePage(Status.EMPTY, "the file is empty; obtain the page again")
    if size > MAX_BYTES:
        raise UnreadablePage(
            Status.TOO_LARGE,
            f"{size / 1e6:.1f} MB, the limit is {MAX_BYTES / 1e6:.0f} MB; cut the page down to the policy",
        )
    if is_pdf(page.body):
        return
    kind = next((name for magic, name in BINARY.items() if page.body.startswith(magic)), None)
    controls = sum(page.body[:4096].count(bytes((code,))) for code in (*range(1, 8), *range(14, 27), *range(28, 32)))
    if kind or controls > 40:
        raise UnreadablePage(Status.NOT_TEXT, f"binary data ({kind or 'unknown type'}), no page; give the HTML or text")


def _as_html(text: str, media: str) -> str:
    text = templates.strip(text.replace("\r\n", "\n").replace("\r", "\n"))
    if media == "markdown":
        return plaintext.markdown_to_html(text)
    if media == "html" or (media == "" and plaintext.looks_like_html(text)):
        return text
    return plaintext.text_to_html(text)


def _why_empty(text: str) -> tuple[Status, str]:
    if "<frameset" in text.lower():
        return Status.EMPTY, "a frameset, whose frames hold the text; obtain the page of its main frame"
    if "<script" in text.lower():
        return Status.SCRIPT_ONLY, "no text but scripts; save the page from a browser that ran them"
    return Status.EMPTY, "no visible text; obtain the page again"


def _assemble(page: Page, decoded: Decoded, raws: list[Raw], why: list[str], language: LanguagePack) -> Document:
    """The document of the blocks that stay."""
    kept = [position for position, reason in enumerate(why) if not reason]
    blocks, at = [], 0
    for position in kept:
        raw = raws[position]
        until = bisect_left(kept, scope_end(raws, position)) if raw.kind is BlockKind.HEADING else 0
        end = at + len(raw.text)
        blocks.append(Block(raw.kind, at, end, raw.level, raw.frame.locator, raw.number, until))
        at = end + 1
    text = "\n".join(raws[position].text for position in kept)
    return Document(
        id=page.id,
        source=page.source,
        text=text,
        language=detect(text, language).code,
        blocks=tuple(blocks),
        excluded=tuple(
            Excluded(raw.text, reason, raw.frame.locator) for raw, reason in zip(raws, why, strict=True) if reason
        ),
        charset=decoded.charset,
        replaced=decoded.replaced,
        sha256=page.sha256,
    )


def _check_policy(document: Document, decoded: Decoded) -> None:
    """Refuse pages that read as something else: error pages, stubs that need a script, other texts."""
    text = document.text
    if text.count("\ufffd") > UNDECODED * len(text):
        raise UnreadablePage(
            Status.UNREADABLE, f"most characters are no {document.charset}; obtain the page in its original encoding"
        )
    affinity = max(found.affinity(text) for found in packs())
    if len(text) >= SHORT_PAGE and affinity < MIN_AFFINITY:
        names = ", ".join(found.name for found in packs())
        raise UnreadablePage(
            Status.OTHER_LANGUAGE, f"the text is in none of the languages known ({names}); leave the page out"
        )
    strong = sum(1 for found in packs() for _ in islice(found.pages.policy.finditer(text), MIN_TOPICS + 1))
    if strong > MIN_TOPICS:
        return
    topics = {word.lower() for found in packs() for word in found.pages.topic.findall(text)}
    if (strong > 1 and strong + len(topics) > MIN_TOPICS) or (
        strong and (len(topics) >= MIN_TOPICS or _is_titled(document))
    ):
        return
    raise UnreadablePage(*_why_none(document, decoded.text))


def _why_none(document: Document, html: str) -> tuple[Status, str]:
    """What a page without a policy is instead, and the remedy."""
    text, short = document.text, len(document.text) < SHORT_PAGE
    title = TITLE.search(html)
    titles = [*_titles(document), " ".join(title[1].split()) if title else ""]
    said = [text, *titles] if short else titles
    cues = [found.pages for found in packs()]
    if any(cue.missing.search(part) for cue in cues for part in said) or any(map(NUMBERED_404.match, titles)):
        return Status.SOFT_404, "the page says that it does not exist; look for its new address"
    if short and (PASSWORD.search(html) or any(cue.login.search(part) for cue in cues for part in said)):
        return Status.LOGIN_WALL, "the page wants its reader to log in; look for the policy outside of it"
    if short and (MOUNT.search(html) or any(cue.script.search(html) for cue in cues)):
        return Status.SCRIPT_ONLY, "the page needs a script; save it from a browser that ran it"
    return (
        Status.NOT_POLICY,
        f"{len(text):,} characters of text, too little of it about personal data; check that it is the right page",
    )


def _is_titled(document: Document) -> bool:
    """Whether a heading calls the page a policy, and not news of one."""
    return any(
        found.pages.title.search(title)
        and not any(cue.pattern.search(title.casefold()) for cue in found.links.lookalikes)
        for title in _titles(document)
        for found in packs()
    )


def _titles(document: Document) -> list[str]:
    return [document.quote(block) for block in document.blocks if block.kind is BlockKind.HEADING]
