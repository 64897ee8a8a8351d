"""The fetch table (`fetch.csv`): a row an address, its columns declared once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from typing import Any

from pipeline.document import Subject


def _column(meaning: str, default: Any = "") -> Any:
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, slots=True)
class FetchRow:
    """What became of one address: one the list names, or one found on a page of its set."""

    # fmt: off
    doc_id: str = _column("the page, as in the clause table; of a page that was found, its target's id, # and a hash of its address")
    target_id: str = _column("the row of the list; all pages of one policy set have it in common")
    company: str = _column("as the list tells")
    sector: str = _column("as the list tells")
    pair_id: str = _column("as the list tells")
    target_language: str = _column("language as the list tells")
    language: str = _column("language of the page, ISO 639-1; of a page that could not be read, the one expected")
    role: str = _column("listed, or what the link led to: policy, part (of a policy on several pages), translation, home, frame")
    found_by: str = _column("why the page was taken, for one that was found")
    found_on: str = _column("doc_id of the page whose link was followed")
    url: str = _column("the address asked for")
    final_url: str = _column("the address that answered, behind all redirects")
    redirects: int = _column("number of redirects", 0)
    http_status: str = _column("status code of the answer; empty without one")
    status: str = _column("what the page is: ok, or what is wrong, in the words of the status table")
    detail: str = _column("what went wrong and what to do; empty when ok")
    content_type: str = _column("Content-Type as the server wrote it")
    charset_declared: str = _column("charset in it")
    charset_used: str = _column("encoding that gave the text, by its WHATWG name")
    bytes: int = _column("size of the page, content encodings undone; of a compressed page that is too large, no more than its first megabyte", 0)
    sha256: str = _column("SHA-256 of these bytes")
    truncated: str = _column("why the page is not whole: size, time, length (the connection broke off) or decode; empty when it is whole")
    fetched_at: str = _column("when it was asked for, UTC")
    checked_at: str = _column("when the server said that it has not changed since (304), UTC; empty when it was transferred in this run")
    duplicate_of: str = _column("doc_id of the first page with the same bytes")
    robots: str = _column("robots.txt of the site: allowed, disallowed, none (no such file) or unavailable (nothing allowed); empty when not asked")
    attempts: int = _column("requests sent for it, redirects and repetitions counted", 0)
    etag: str = _column("ETag of the answer, for the next run")
    last_modified: str = _column("Last-Modified of the answer, for the next run")
    # fmt: on

    @property
    def subject(self) -> Subject:
        """Whose page it is."""
        return Subject(self.target_id, self.company, self.sector, self.pair_id)


FETCH_MEANINGS: Mapping[str, str] = {one.name: one.metadata["meaning"] for one in fields(FetchRow)}


def to_dict(row: FetchRow) -> dict[str, str | int]:
    """The cells of a row by column, in order; enums as their values."""
    return {name: str(value) if isinstance(value, str) else value for name, value in asdict(row).items()}


def from_dict(cells: Mapping[str, Any]) -> FetchRow:
    """The row of its cells; columns of another version that this one does not know are left out. Raises ValueError."""
    empty = asdict(FetchRow())
    known = {name: value for name, value in cells.items() if name in empty}
    if wrong := [name for name, value in known.items() if type(value) is not type(empty[name])]:
        raise ValueError(f"a row with a wrong {wrong[0]}")
    return FetchRow(**known)


def utc(at: datetime) -> str:
    """A time as the fetch table and WARC write it, to the millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
