"""Exchanges and rows as WARC records; reading.py takes them back.

A page is stored as the request and response of each hop, then a metadata record with its row of the fetch table. The
last record of a target's set says how many pages it has.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import IO, Any

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.manifest import FetchRow, to_dict, utc
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
        answer = ""
        for exchange in exchanges:
            answer = self._exchange(exchange, row.doc_id)
        self._pages, self._date = self._pages + 1, row.checked_at or row.fetched_at
        head = {"WARC-Target-URI": row.final_url or row.url, "WARC-Date": self._date, "WARC-Refers-To": answer}
        self._write("metadata", _json(to_dict(row)), ROW, head)

    def _exchange(self, exchange: Exchange, doc_id: str) -> str:
        """The id of the response, which is written behind its request."""
        at, ip = utc(exchange.started_at), exchange.ip
        head = {"WARC-Target-URI": exchange.url, "WARC-Date": at, "WARC-IP-Address": ip, DOC_ID: doc_id}
        empty = {"WARC-Payload-Digest": _digest(b"")}
        request = self._write("request", exchange.request_head, "application/http; msgtype=request", head | empty)
        cut = {"WARC-Truncated": TRUNCATED[exchange.truncated]} if exchange.truncated else {}
        body = {"WARC-Payload-Digest": _digest(exchange.raw), "WARC-Concurrent-To": request}
        block = _head(exchange) + exchange.raw
        return self._write("response", block, "application/http; msgtype=response", head | cut | body)

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
