"""What a Content-Type header says: the medium of a page, and the charset that its transport declared."""

from __future__ import annotations

HTML = frozenset({"text/html", "application/xhtml+xml", ""})
PDF = frozenset({"application/pdf", "application/x-pdf"})
# What servers call a file whose kind they do not know.
UNKNOWN = frozenset({"application/octet-stream", "binary/octet-stream", "application/force-download"})


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
    is_pdf = kind in PDF or (kind in UNKNOWN and body[:1024].lstrip().startswith(b"%PDF-"))
    return ("" if is_pdf else None), charset
