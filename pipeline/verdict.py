"""An answer from the web -> what it is: a policy, or why not. The same cleaning judges it that later extracts it."""

from __future__ import annotations

from pipeline.clean.cleaner import clean
from pipeline.clean.decode import decode
from pipeline.document import Page, is_pdf
from pipeline.errors import UnreadablePage
from pipeline.findings import Status, Verdict
from pipeline.scrape.network.exchange import Exchange, content_type


def judge(exchange: Exchange) -> Verdict:
    """What an answer is, with its decoded HTML to look for links in. Never raises for what an answer holds."""
    kind = exchange.header("Content-Type")
    media, declared = content_type(kind, exchange.body)
    if media is None and exchange.status < 300:
        detail = f"the server calls it {kind.partition(';')[0].strip()}, no page; check the address"
        return Verdict(Status.NOT_TEXT, detail)
    page = Page(exchange.url, exchange.body, exchange.url, media or "", declared, http_status=exchange.status)
    try:
        document = clean(page)
    except UnreadablePage as error:
        return _of(page, error.status, error.detail)
    return _of(page, Status.OK, "", document.language)


def _of(page: Page, status: str, detail: str, language: str = "") -> Verdict:
    if status in (Status.TOO_LARGE, Status.NOT_TEXT, Status.PARSE_LIMIT) or is_pdf(page.body):
        return Verdict(status, detail, language, "pdf" if language else "")
    decoded = decode(page.body, page.charset)
    html = decoded.text if page.media == "html" and (page.http_status or 200) < 300 else ""
    return Verdict(status, detail, language, decoded.charset, html)
