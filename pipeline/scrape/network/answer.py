"""A connection -> the answer that comes over it, until a deadline and up to a size. What came before it broke off is kept."""

from __future__ import annotations

import http.client
import io
import re
import socket
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from pipeline.errors import InputError
from pipeline.scrape.network.encodings import Damaged, TooLarge, layers, undo
from pipeline.scrape.network.exchange import Truncation

CHUNK = 1 << 16
SMALL = 1 << 20  # bytes that are decoded in memory, the rest on disk: bombs from many hosts at once cost little
FRAMING = 1 << 20  # bytes of headers and of chunk sizes that an answer may have beside its body
FIELD = re.compile(
    rb"[!-9;-~]+:|[ \t]+[^ \t\r\n]|\r?\n"
)  # how a line of a head begins; others are skipped, as browsers do
CONTROLS = re.compile(
    r"(?:(?<!\s)\s+)?[\x00-\x1f\x7f]+\s*"
)  # line breaks of a folded header, and what has no place in one
NEWS = range(102, 200)  # 100 is skipped by http.client, 101 was not asked for
VERSIONS = {10: "HTTP/1.0", 11: "HTTP/1.1"}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an answer may take."""

    bytes: int = 20_000_000  # of a body, decoded and as transferred
    seconds: float = 30.0  # from looking the host up to the last byte


class Deadline:
    """Counts down from the seconds it is given."""

    def __init__(self, seconds: float) -> None:
        self._start = time.monotonic()
        self._seconds = seconds

    def passed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._start

    def left(self) -> float:
        """Seconds to the end, more than 0. Raises TimeoutError when it is over."""
        left = self._seconds - self.passed()
        if left <= 0:
            raise TimeoutError
        return left


class _Wire(io.RawIOBase):
    """The bytes of a connection. However few come at a time, no read lasts beyond the deadline."""

    def __init__(self, connection: socket.socket, deadline: Deadline, most: int) -> None:
        self._connection = connection
        self._deadline = deadline
        self._left = most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        if self._left < 0:
            raise TooLarge
        self._connection.settimeout(self._deadline.left())
        count = self._connection.recv_into(buffer)
        self._left -= count
        return count


class _Lines(io.BufferedReader):
    """The head line by line for http.client, which stops at a line that is no field and takes a cut head for a whole one."""

    in_head = True
    _first = True

    def makefile(self, _mode: str) -> _Lines:
        """Itself: this stands where http.client looks for a socket."""
        return self

    def readline(self, size: int | None = -1, /) -> bytes:
        """The next line that http.client should see."""
        line = super().readline(size)
        if not self.in_head or (self._first and not line):
            return line
        while not self._first and line.endswith(b"\n") and not FIELD.match(line):
            line = super().readline(size)
        if not line.endswith(b"\n") and len(line) != size:
            raise http.client.HTTPException("it ends within its headers")
        line = line.rstrip().replace(b"\r", b" ") + b"\r\n" if line.endswith(b"\n") else line
        self._first = line == b"\r\n"  # behind the head of a 100 Continue stands another status line
        return line


class Answer:
    """An answer whose head has been read. Raises HTTPException for a head that is none, OSError when none comes."""

    def __init__(self, connection: socket.socket, deadline: Deadline, limits: Limits) -> None:
        self._deadline = deadline
        self._most = limits.bytes
        self._lines = _Lines(_Wire(connection, deadline, limits.bytes + FRAMING), CHUNK)
        self._response = self._begun()
        self._lines.in_head = False
        self.version = VERSIONS.get(self._response.version, "HTTP/1.1")
        self.status = self._response.status
        self.reason = CONTROLS.sub(" ", self._response.reason)
        self.headers = tuple((name, CONTROLS.sub(" ", value).strip()) for name, value in self._response.headers.items())
        transfer = self._header("transfer-encoding").lower()
        if transfer not in ("", "identity", "chunked") or (transfer == "chunked") != self._response.chunked:
            raise http.client.HTTPException("its transfer encoding is not chunked")

    def _begun(self) -> http.client.HTTPResponse:
        """The head of the answer behind hints and other news of its coming."""
        while True:
            response = http.client.HTTPResponse(self._lines, method="GET")  # type: ignore[arg-type]
            try:
                response.begin()
            except TooLarge:
                raise http.client.HTTPException("its headers have no end") from None
            if response.status not in NEWS:
                return response
            response.fp = None  # type: ignore[assignment]  # or it closes what the next one reads from

    def read(self) -> tuple[bytes, bytes, Truncation]:
        """The body decoded, the body as transferred, and why they are not whole. Raises FetchFailed for an unknown encoding."""
        raw, encodings = io.BytesIO(), layers(self._header("content-encoding"))
        transferred = self._transferred(raw)
        if not encodings:
            truncated = self._drain(transferred)
            body = raw.getvalue()
            return body, body, truncated
        with tempfile.SpooledTemporaryFile(SMALL) as decoded:
            truncated = self._drain(undo(transferred, encodings, self._most), decoded)
            if truncated == "decode":
                self._drain(transferred)  # the whole of it as evidence
            decoded.seek(0)
            # Of what is too large the beginning tells enough; `raw` holds the rest.
            body = decoded.read(SMALL if truncated == "size" else -1)
        return body, raw.getvalue(), truncated

    def _header(self, name: str) -> str:
        return ", ".join(value for key, value in self.headers if key.lower() == name)

    def _transferred(self, raw: io.BytesIO) -> Iterator[bytes]:
        """The body without its chunking, stored in `raw` as it comes."""
        for chunk in self._chunked() if self._response.chunked else self._plain():
            room = self._most - raw.tell()
            raw.write(chunk[:room])
            yield chunk[:room]
            if len(chunk) > room:
                raise TooLarge

    def _chunked(self) -> Iterator[bytes]:
        while chunk := self._response.read1(CHUNK):
            yield chunk

    def _plain(self) -> Iterator[bytes]:
        """Up to the length if one is declared, else to the end of the connection."""
        left = self._response.length
        while left is None or left > 0:
            chunk = self._lines.read1(CHUNK if left is None else min(CHUNK, left))
            if not chunk and left:
                raise http.client.IncompleteRead(b"", left)
            if not chunk:
                return
            left = None if left is None else left - len(chunk)
            yield chunk

    def _drain(self, pieces: Iterable[bytes], into: IO[bytes] | None = None) -> Truncation:
        """Take the pieces for as long as they come, and tell why they ended too early."""
        try:
            for piece in pieces:
                self._deadline.left()  # decoding takes time too
                if into:
                    _store(piece, into)
        except TooLarge:
            return "size"
        except TimeoutError:
            return "time"
        except Damaged:
            return "decode"
        except (OSError, http.client.HTTPException):
            return "length"
        return ""


def _store(piece: bytes, into: IO[bytes]) -> None:
    try:
        into.write(piece)
    except OSError as error:  # of the disk, not of the connection
        raise InputError(f"cannot write to {tempfile.gettempdir()}: {error.strerror}; free space there") from error
