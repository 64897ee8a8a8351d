"""Exchanges and rows as WARC records, and back.

A page is stored as the request and response of each hop, then a metadata record with its row of the fetch table. The
last record of a target's set says how many pages it has.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import uuid
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.errors import FetchFailed
from pipeline.manifest import FetchRow, from_dict, to_dict, utc
from pipeline.scrape.network.encodings import Damaged, TooLarge, layers, undo
from pipeline.scrape.network.exchange import Exchange, Truncation

VERSION = "WARC/1.1"  # 1.0 cannot hold fractions of a second
DOC_ID = "Policy-Clauses-Doc-ID"  # the page that a request or response was made for
ROW = "application/vnd.policy-clauses.row+json"
SET = "application/vnd.policy-clauses.set+json"
# Header of an answer that no longer holds once its chunks are joined, and what archives put before its name.
CHUNKED, KEPT_AS = "transfer-encoding", "X-Archive-Orig-"
TRUNCATED: Mapping[Truncation, str] = {
    "size": "length",
    "time": "time",
    "length": "disconnect",
    "decode": "unspecified",
}
SOFTWARE = "policy-clauses/"
DAMAGED = (ArchiveLoadFailed, OSError, EOFError, ValueError, zlib.error)  # what reading a damaged file raises
MOST_READ = 20_000_000  # bytes decoded of one record, as much as a page may have
STEP = 1 << 16
MOST_ROW = 1 << 20  # bytes of a row; its longest cells are headers of 64 KB


class Broken(ValueError):
    """An archive is damaged or not whole; the message says which."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A page of an archive: its row, and the bytes of the file that its records stand in."""

    row: FetchRow
    start: int
    end: int


class Writer:
    """Writes records to a stream, each a gzip member of its own; the same values give the same bytes."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._out = WARCWriter(stream, gzip=True, warc_version=VERSION)
        self._pages, self._date = 0, ""

    def about(self, fields: Mapping[str, str], date: str) -> None:
        """The record that an archive begins with."""
        block = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()
        self._write("warcinfo", block, "application/warc-fields", {"WARC-Date": date})

    def page(self, row: FetchRow, exchanges: Sequence[Exchange]) -> None:
        """A page with the exchanges that led to it, the last one its answer."""
        response = ""
        for exchange in exchanges:
            head = {
                "WARC-Target-URI": exchange.url,
                "WARC-Date": utc(exchange.started_at),
                "WARC-IP-Address": exchange.ip,
                DOC_ID: row.doc_id,
            }
            empty = {"WARC-Payload-Digest": _digest(b"")}
            request = self._write("request", exchange.request_head, "application/http; msgtype=request", head | empty)
            cut = {"WARC-Truncated": TRUNCATED[exchange.truncated]} if exchange.truncated else {}
            body = {"WARC-Payload-Digest": _digest(exchange.raw), "WARC-Concurrent-To": request}
            block = _head(exchange) + exchange.raw
            response = self._write("response", block, "application/http; msgtype=response", head | cut | body)
        self._pages, self._date = self._pages + 1, row.checked_at or row.fetched_at
        head = {"WARC-Target-URI": row.final_url or row.url, "WARC-Date": self._date, "WARC-Refers-To": response}
        self._write("metadata", _json(to_dict(row)), ROW, head)

    def end(self, target_id: str) -> None:
        """The end of a target's set, behind its pages."""
        self._write("metadata", _json({"target_id": target_id, "pages": self._pages}), SET, {"WARC-Date": self._date})

    def _write(self, kind: str, block: bytes, content: str, head: Mapping[str, str]) -> str:
        """The id of the record written, made from what it holds."""
        made = hashlib.sha256(repr((kind, sorted(head.items()))).encode() + block).hexdigest()
        name = f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, made)}>"
        lines = [("WARC-Type", kind), ("WARC-Record-ID", name), *head.items(), ("WARC-Block-Digest", _digest(block))]
        headers = StatusAndHeaders("", [line for line in lines if line[1]], protocol=VERSION)
        record = ArcWarcRecord("warc", kind, headers, io.BytesIO(block), None, content, len(block))
        record.payload_length = len(block)
        self._out.write_record(record)
        return name


def _json(values: Mapping[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode()


def _digest(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def _head(exchange: Exchange) -> bytes:
    """Status line and headers of an answer, as they are true for its body without chunks."""
    lines = [f"{exchange.version} {exchange.status} {exchange.reason}".rstrip()]
    lines += [f"{KEPT_AS if name.lower() == CHUNKED else ''}{name}: {value}" for name, value in exchange.headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")


def about(path: Path) -> dict[str, str]:
    """What the first record says of an archive that we wrote; nothing for any other file."""
    with path.open("rb") as stream, suppress(*DAMAGED, StopIteration):
        record = next(iter(ArchiveIterator(stream)))
        if record.rec_type == "warcinfo":
            lines = record.raw_stream.read(STEP).decode("utf-8", "replace").splitlines()
            fields = {name: value for name, _, value in (line.partition(": ") for line in lines)}
            return fields if fields.get("software", "").startswith(SOFTWARE) else {}
    return {}


def is_sound(path: Path) -> bool:
    """Whether a compressed file is there and whole, down to the checksum of its last member."""
    try:
        with gzip.open(path) as stream:
            while stream.read(STEP):
                pass
    except (OSError, EOFError, zlib.error):
        return False
    return True


def read_pages(path: Path) -> Iterator[Stored]:
    """The pages of an archive or a part that we wrote, in order. Raises Broken when one is missing or damaged."""
    start, end, pages = 0, 0, 0
    try:
        with path.open("rb") as stream:
            records = ArchiveIterator(stream, no_record_parse=True)
            for record in records:
                content = record.rec_headers.get_header("Content-Type")
                values = json.loads(record.raw_stream.read(MOST_ROW)) if content in (ROW, SET) else {}
                end = records.get_record_offset() + records.get_record_length()
                if content == ROW:
                    pages += 1
                    yield Stored(from_dict(values), start, end)
                elif content == SET:
                    if values["pages"] != pages:
                        raise ValueError(f"{pages} pages of {values['target_id']}, not {values['pages']}")
                    pages = 0
                if content in (ROW, SET) or record.rec_type == "warcinfo":
                    start = end
    except DAMAGED as error:
        raise Broken(f"damaged ({error})") from error
    if pages or start == 0 or start != path.stat().st_size:
        raise Broken("cut off")


def read_exchanges(path: Path, stored: Stored, most: int | None = None) -> tuple[Exchange, ...]:
    """The exchanges that led to a page, the last one its answer; none when there was no answer.

    Of each record no more than `most` bytes are read, for whoever does not trust the archive.
    """
    found: list[Exchange] = []
    request = b""
    with path.open("rb") as stream:
        stream.seek(stored.start)
        for record in ArchiveIterator(stream, no_record_parse=True):
            if record.rec_type not in ("request", "response"):
                break
            block = record.raw_stream.read(most)
            if record.rec_type == "request":
                request = block
            else:
                found.append(_exchange(record.rec_headers, request, block, max(MOST_READ, stored.row.bytes)))
    if found and len(found[-1].body) > stored.row.bytes:  # it was cut to less than what one may have now
        found[-1] = replace(found[-1], body=found[-1].body[: stored.row.bytes])
    return tuple(found)


def _exchange(named: StatusAndHeaders, request: bytes, block: bytes, most: int) -> Exchange:
    """An exchange as it was before `_head` and the writer."""
    head, _, raw = block.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    version, status, reason = [*first.split(" ", 2), ""][:3]
    pairs = [line.partition(": ")[::2] for line in lines]
    headers = tuple((name.removeprefix(KEPT_AS), value) for name, value in pairs)
    cut = named.get_header("WARC-Truncated", "")
    found = Exchange(
        url=named.get_header("WARC-Target-URI"),
        ip=named.get_header("WARC-IP-Address"),
        started_at=datetime.fromisoformat(named.get_header("WARC-Date")),
        seconds=0.0,
        request_head=request,
        status=int(status),
        reason=reason,
        headers=headers,
        body=raw,
        raw=raw,
        truncated=next((name for name, value in TRUNCATED.items() if value == cut), ""),
        version=version,
    )
    return replace(found, body=decoded(raw, found.header("Content-Encoding"), most))


def decoded(raw: bytes, encoding: str, most: int) -> bytes:
    """The first `most` bytes of a body, content encodings undone as far as they can be; as it is when they cannot."""
    body = bytearray()
    with suppress(Damaged, TooLarge, FetchFailed):
        encodings = layers(encoding)
        for piece in undo([raw], encodings, most) if encodings else ():
            body += piece
    return bytes(body) or raw[:most]
