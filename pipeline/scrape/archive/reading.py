"""WARC records -> what an archive says of itself, its rows, and the exchanges behind each. Foreign files may mean harm."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders

from pipeline.errors import FetchFailed
from pipeline.manifest import FetchRow, from_dict
from pipeline.scrape.archive.records import KEPT_AS, ROW, SET, TRUNCATED
from pipeline.scrape.network.encodings import Damaged, TooLarge, layers, undo
from pipeline.scrape.network.exchange import Exchange, Truncation

SOFTWARE = "policy-clauses/"
DAMAGED = (ArchiveLoadFailed, OSError, EOFError, ValueError, zlib.error)  # what reading a damaged file raises
MOST_READ = 20_000_000  # bytes decoded of one body, as much as a page may have
MOST_ROW = 1 << 20  # bytes of a row; its longest cells are headers of 64 KB
HEAD = 1 << 20  # bytes that the heads of a record may have
STEP = 1 << 16
BLOCK = 1 << 12  # compressed bytes read at a time, which are a thousand times as many in a bomb


class Broken(ValueError):
    """An archive is damaged or not whole; the message says which."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A page of an archive: its row, and the bytes of the file that its records stand in."""

    row: FetchRow
    start: int
    end: int


class Records(ArchiveIterator):  # type: ignore[misc]
    """The records of a WARC file, compressed or not. Raises one of DAMAGED, also for a head without an end."""

    def __init__(self, stream: Any, **options: bool) -> None:
        super().__init__(stream, **options)
        self.reader = _Reader(stream, block_size=BLOCK)

    def _next_record(self, line: bytes | None) -> Any:
        self.reader.left = HEAD
        record = super()._next_record(line)
        self.reader.left = MOST_READ  # for the sizes of chunks
        return record


class _Reader(DecompressingBufferedReader):  # type: ignore[misc]
    """Reads so many bytes in lines and no more."""

    left = HEAD

    def readline(self, length: int | None = None) -> bytes:
        line: bytes = super().readline(min(length or HEAD, HEAD))
        self.left -= len(line)
        if self.left < 0:
            raise ArchiveLoadFailed("a head without an end")
        return line


def about(path: Path) -> dict[str, str]:
    """What the first record says of an archive that we wrote; nothing for any other file."""
    with path.open("rb") as stream, suppress(*DAMAGED, StopIteration):
        record = next(iter(Records(stream)))
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
            records = Records(stream, no_record_parse=True)
            for record in records:
                content = record.rec_headers.get_header("Content-Type")
                values = _values(record) if content in (ROW, SET) else {}
                end = records.get_record_offset() + records.get_record_length()
                if content == ROW:
                    pages += 1
                    yield Stored(from_dict(values), start, end)
                elif content == SET:
                    if values != {"target_id": values.get("target_id"), "pages": pages}:
                        raise ValueError(f"not {pages} pages: {values}")
                    pages = 0
                if content in (ROW, SET) or record.rec_type == "warcinfo":
                    start = end
    except DAMAGED as error:
        raise Broken(f"damaged ({error})") from error
    if pages or start == 0 or start != path.stat().st_size:
        raise Broken("cut off")


def _values(record: Any) -> dict[str, Any]:
    values = json.loads(record.raw_stream.read(MOST_ROW))
    if not isinstance(values, dict):
        raise ValueError("a row that is none")
    return values


def read_exchanges(path: Path, stored: Stored, most: int | None = None) -> tuple[Exchange, ...]:
    """The exchanges that led to a page, the last one its answer; none when there was no answer.

    Of each body no more than `most` bytes are read, for whoever does not trust the archive.
    """
    found: list[Exchange] = []
    request = b""
    with path.open("rb") as stream:
        stream.seek(stored.start)
        for record in Records(stream, no_record_parse=True):
            if record.rec_type not in ("request", "response"):
                break
            block = record.raw_stream.read(None if most is None else most + HEAD)
            if record.rec_type == "request":
                request = block
            else:
                found.append(_exchange(record.rec_headers, request, block, most or max(MOST_READ, stored.row.bytes)))
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
    encoding = ", ".join(value for name, value in headers if name.lower() == "content-encoding")
    cut = named.get_header("WARC-Truncated", "")
    truncated: Truncation = next((name for name, value in TRUNCATED.items() if value == cut), "")
    url, ip, at = (named.get_header(f"WARC-{name}", "") for name in ("Target-URI", "IP-Address", "Date"))
    body = decoded(raw, encoding, most)
    return Exchange(
        url, ip, datetime.fromisoformat(at), 0.0, request, int(status), reason, headers, body, raw, truncated, version
    )


def decoded(raw: bytes, encoding: str, most: int) -> bytes:
    """The first `most` bytes of a body, content encodings undone as far as they can be; as it is when they cannot."""
    body = bytearray()
    with suppress(Damaged, TooLarge, FetchFailed):
        encodings = layers(encoding)
        for piece in undo([raw], encodings, most) if encodings else ():
            body += piece
    return bytes(body) or raw[:most]
