"""What a visit gave -> its row of the fetch table."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, replace

from pipeline.findings import Status, Verdict
from pipeline.manifest import FetchRow, utc
from pipeline.scrape.find.evidence import Link, Role
from pipeline.scrape.network.addresses import without_user
from pipeline.scrape.network.exchange import Exchange, content_type
from pipeline.scrape.network.visit import Visit
from pipeline.scrape.targets import Target

DIGITS = 10  # of the hash of an address in the id of a page that was found


def begun(target: Target, link: Link, found_on: str, now: str) -> FetchRow:
    """The row of an address before it is visited."""
    digest = hashlib.sha256(link.url.encode()).hexdigest()[:DIGITS]
    return FetchRow(
        doc_id=target.id if link.role is Role.LISTED else f"{target.id}#{digest}",
        **asdict(target.subject),
        target_language=target.language,
        language=link.language,
        role=link.role.value,
        found_by=link.reason,
        found_on=found_on,
        url=without_user(link.url),
        fetched_at=now,
    )


def judged(row: FetchRow, exchanges: Sequence[Exchange], verdict: Verdict) -> FetchRow:
    """The row of an address that answered, behind as many redirects as there are exchanges before the last."""
    answer = exchanges[-1]
    kind = answer.header("Content-Type")
    return replace(
        row,
        language=verdict.language or row.language,
        redirects=len(exchanges) - 1,
        http_status=str(answer.status),
        status=verdict.status,
        detail=verdict.detail,
        content_type=kind,
        charset_declared=content_type(kind)[1] or "",
        charset_used=verdict.charset,
        bytes=len(answer.body),
        sha256=hashlib.sha256(answer.body).hexdigest(),
        truncated=answer.truncated,
        fetched_at=utc(answer.started_at),
        etag=answer.header("ETag"),
        last_modified=answer.header("Last-Modified"),
    )


def failed(row: FetchRow, visit: Visit) -> FetchRow:
    """The row of an address that gave no answer."""
    assert visit.failure
    detail = joined(visit.failure.detail, visit.advice)
    return replace(row, redirects=len(visit.exchanges), status=visit.failure.status, detail=detail)


def marked(row: FetchRow, first: dict[str, str]) -> FetchRow:
    """The row, told as a duplicate when a page before it in its set is the same; else the page is noted in `first`."""
    if row.http_status != "200" or not row.bytes:
        return row
    same = first.get(row.final_url) or first.get(row.sha256)
    if same:
        return replace(row, status=Status.DUPLICATE, detail=f"the same page as {same}", duplicate_of=same)
    first[row.final_url] = first[row.sha256] = row.doc_id
    return row


def joined(*parts: str) -> str:
    """The parts of a detail that say something."""
    return "; ".join(part for part in parts if part)
