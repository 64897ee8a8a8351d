"""A WARC archive -> its pages: one that `fetch` made, with the ids of its table, or one of any other program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.document import Page
from pipeline.findings import PageStatus, Status
from pipeline.manifest import FetchRow
from pipeline.scrape.archive import reading
from pipeline.scrape.archive.reading import DAMAGED, MOST_READ, STEP, Broken, about, read_exchanges, read_pages
from pipeline.scrape.network.exchange import Exchange, content_type

TRAILER = 4  # bytes between the end of the last record and the end of a whole archive
CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")
# What only fetching knows of a page; all else is told by the same cleaning that reads it.
TOLD_BY_FETCH = frozenset({Status.TOO_LARGE, Status.DUPLICATE})


def pages_in(path: Path, name: str, source: str) -> Iterator[Page | PageStatus]:
    """The pages of a WARC file, and what became of the addresses that gave none.

    Pages without an id get `name` and a number; `source` stands for an address that is not told. What cannot be read
    of the archive is one status at its end, never an error.
    """
    number, problem = 0, ""
    try:
        for page in _ours(path) if about(path) else _foreign(path, name, source):
            number += 1
            yield page
    except Broken as error:
        problem = str(error)
    except DAMAGED as error:
        problem = f"damaged ({error})"
    if problem:
        detail = f"the archive is {problem}; {number} pages of it were read; obtain it again"
        yield PageStatus(name, source, Status.UNREADABLE, detail)


def _ours(path: Path) -> Iterator[Page | PageStatus]:
    """A page or a status for each row of the fetch table."""
    for stored in read_pages(path):
        row = stored.row
        exchanges = read_exchanges(path, stored, MOST_READ) if row.http_status else ()
        page = None if row.status in TOLD_BY_FETCH or not exchanges else _fetched(row, exchanges[-1])
        yield page or PageStatus(
            row.doc_id, row.final_url or row.url, row.status, row.detail,
            bytes=row.bytes, sha256=row.sha256, **asdict(row.subject),
        )  # fmt: skip


def _fetched(row: FetchRow, answer: Exchange) -> Page | None:
    """The page of a row that has an answer; None for what is no page."""
    media, charset = content_type(row.content_type, answer.body)
    if media is None and answer.status < 300:
        return None
    at = datetime.fromisoformat(row.fetched_at)
    return Page(row.doc_id, answer.body, row.final_url, media or "", charset, at, answer.status, row.subject)


def _foreign(path: Path, name: str, source: str) -> Iterator[Page | PageStatus]:
    """The HTML, text and PDF responses of an archive, numbered behind its name. Raises Broken when it is not whole."""
    number, end, problem = 0, 0, ""
    with path.open("rb") as stream:
        records = reading.Records(stream)
        for record in records:
            if record.format != "warc":
                break
            page = _page(record, f"{name}#{number + 1:05d}", source)
            if page:
                number += 1
                yield page
            end = records.get_record_offset() + records.get_record_length()
            problem = problem or ("cut off" if record.raw_stream.limit else "")
    if path.stat().st_size - end > TRAILER:
        problem = problem or ("cut off" if end else "no WARC")
    if problem or not end:
        raise Broken(problem or "empty")


def _page(record: Any, name: str, source: str) -> Page | PageStatus | None:
    """The page in a record; None for what is no response or no page."""
    if record.rec_type != "response" or record.http_headers is None:
        return None
    kind = record.http_headers.get_header("Content-Type") or ""
    body = _body(record)
    media, charset = content_type(kind, body or b"")
    if media is None:
        return None
    source = record.rec_headers.get_header("WARC-Target-URI") or source
    if body is None:
        detail = f"over {MOST_READ / 1e6:.0f} MB; cut the page down to the policy"
        return PageStatus(name, source, Status.TOO_LARGE, detail)
    code = record.http_headers.get_statuscode()
    return Page(name, body, source, media, charset, None, int(code) if code and code.isdigit() else None)


def _body(record: Any) -> bytes | None:
    """The body of a response, transfer and content encodings undone; None for one that is too large."""
    head = record.http_headers
    chunked = "chunked" in (head.get_header("Transfer-Encoding") or "").lower()
    pieces, size = [], 0
    for piece in _unchunked(record.raw_stream) if chunked else _pieces(record.raw_stream, MOST_READ + 1):
        pieces.append(piece)
        size += len(piece)
        if size > MOST_READ:
            return None
    body = reading.decoded(b"".join(pieces), head.get_header("Content-Encoding") or "", MOST_READ + 1)
    return body if len(body) <= MOST_READ else None


def _unchunked(stream: Any) -> Iterator[bytes]:
    """A body without its chunks; as it is when it was stored without them, as many programs do."""
    line = stream.readline(STEP)
    if not CHUNK_SIZE.fullmatch(line):
        yield line
        yield from _pieces(stream, MOST_READ)
    while size := CHUNK_SIZE.fullmatch(line):
        left = int(size[1], 16)
        if not left:
            return
        yield from _pieces(stream, left)
        stream.readline(STEP)  # the line break behind a chunk
        line = stream.readline(STEP)


def _pieces(stream: Any, left: int) -> Iterator[bytes]:
    """The next bytes of a stream, as many as there are up to `left`."""
    while left and (piece := stream.read(min(left, STEP))):
        yield piece
        left -= len(piece)
