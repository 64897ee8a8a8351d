"""One request and its answer, as they went over the wire. What gave no answer is a FetchFailed (pipeline/errors.py)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import urldefrag, urljoin

from pipeline.document import is_pdf

REDIRECTS = frozenset({301, 302, 303, 307, 308})

HTML = frozenset({"text/html", "application/xhtml+xml", ""})
PDF = frozenset({"application/pdf", "application/x-pdf"})
# What servers call a file whose kind they do not know.
UNKNOWN = frozenset({"application/octet-stream", "binary/octet-stream", "application/force-download"})

# Why a body is not whole: larger than the cap, cut by the clock, ended before its length or its last chunk, or
# compressed otherwise than declared.
Truncation = Literal["", "size", "time", "length", "decode"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer. Redirects are answers like others; `body` may be cut, `truncated` says why."""

    url: str  # as asked for, without credentials and fragment
    ip: str  # the address that was connected to
    started_at: datetime  # UTC
    seconds: float
    request_head: bytes  # request line and headers as sent, with the blank line
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]  # in order; bytes beyond ASCII as Latin-1, control characters as spaces
    body: bytes  # content encodings undone
    raw: bytes  # as transferred, chunks joined; the same object as `body` when nothing was encoded
    truncated: Truncation = ""
    version: str = "HTTP/1.1"

    def header(self, name: str) -> str:
        """The value of a header, several joined by ", "; empty when there is none."""
        return ", ".join(value for key, value in self.headers if key.lower() == name.lower())

    @property
    def redirect(self) -> str:
        """The absolute address that a redirect leads to, not yet checked; empty when this is none."""
        location = next((value.strip() for name, value in self.headers if name.lower() == "location"), "")
        if self.status not in REDIRECTS or not location:
            return ""
        with suppress(UnicodeError):
            location = location.encode("latin-1").decode("utf-8")  # servers send 「/個人情報」 as it is
        try:
            return urldefrag(urljoin(self.url, location)).url
        except ValueError:  # such as "http://[": whoever parses it says what is wrong
            return location


def content_type(header: str, body: bytes = b"") -> tuple[str | None, str | None]:
    """The medium, as in Page.media, and the charset; the medium is None for what is no page (a picture, a script)."""
    kind, _, parameters = header.partition(";")
    kind = kind.strip().lower()
    charset = next(
        (part.split("=", 1)[1].strip(" \"'") for part in parameters.split(";") if "charset=" in part.lower()), None
    )
    if kind in HTML:
        return "html", charset
    if kind == "text/plain":
        return "text", charset
    return ("" if kind in PDF or (kind in UNKNOWN and is_pdf(body)) else None), charset
