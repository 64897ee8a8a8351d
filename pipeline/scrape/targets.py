"""A list of addresses -> targets: one address a line, or a table with a column `url` and what else is known."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.document import Subject
from pipeline.errors import InputError

DELIMITERS = {".csv": ",", ".tsv": "\t"}
COLUMNS = ("url", "id", "company", "sector", "pair_id", "language")
BARE = re.compile(r"[^\s/:@]+\.[^\s/:@]+(?::\d+)?(?:/\S*)?")  # "example.co.jp/privacy"
ID = re.compile(r"[^\s#]{1,100}")  # "#" stands between the id of a target and that of a page found from it
LANGUAGE = re.compile(r"(?:([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*)?")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # they steer terminals; what had one is no address
DIGITS = 8  # of the address's hash, behind the host, for a target without an id

Row = tuple[int, dict[str, str]]  # the number of its line, its cells by column


@dataclass(frozen=True, slots=True)
class Target:
    """One address to fetch, with what the list says of it."""

    url: str
    subject: Subject
    language: str = ""  # the only one that is wanted, by its code in ISO 639; "" for any

    @property
    def id(self) -> str:
        """Its id, unique in the list."""
        return self.subject.target_id


@dataclass(frozen=True, slots=True)
class Listed:
    """The targets of a list in its order, and the columns that nothing is known to do with."""

    targets: tuple[Target, ...]
    unused: tuple[str, ...] = ()


def read_targets(path: Path) -> Listed:
    """The targets of a .csv or .tsv table, or of a text with an address a line. Raises InputError, naming the line."""
    text, delimiter = _text(path), DELIMITERS.get(path.suffix.lower())
    if delimiter:
        rows, unused = _table(text, delimiter, path)
    else:
        lines = ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1))
        rows, unused = [(number, {"url": line}) for number, line in lines if line and line[0] != "#"], ()
    if not rows:
        raise InputError(f"{path}: no addresses in it; write one a line, or a table with a column url")
    return Listed(tuple(_targets(rows, path)), unused)


def _text(path: Path) -> str:
    """The text of a list: UTF-8, what Excel saves as Unicode text, or what it saves as CSV in Japan."""
    try:
        body = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; give a list of addresses") from error
    names = ("utf-16",) if body.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else ("utf-8-sig", "cp932")
    for codec in names:
        with suppress(UnicodeDecodeError):
            return CONTROL.sub("\ufffd", body.decode(codec))
    raise InputError(f"{path}: neither UTF-8 nor Shift_JIS; save the list as UTF-8")


def _table(text: str, delimiter: str, path: Path) -> tuple[list[Row], tuple[str, ...]]:
    """The rows that are not empty with their line numbers, and the columns that are not used."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = _header(next(reader, []), path)
        rows = [_row(cells, header, reader.line_num, path) for cells in reader if any(map(str.strip, cells))]
    except csv.Error as error:
        raise InputError(f"{path} line {reader.line_num}: {error}; check the quotes of the table") from error
    return rows, tuple(name for name in header if name and name not in COLUMNS)


def _header(cells: list[str], path: Path) -> list[str]:
    header = [re.sub(r"[\s-]+", "_", name.strip().lower()) for name in cells]
    if "url" not in header:
        known = ", ".join(COLUMNS[1:])
        raise InputError(f"{path} line 1: no column url; the first line names the columns (url, and if known {known})")
    twice = next((name for name in COLUMNS if header.count(name) > 1), "")
    if twice:
        raise InputError(f"{path} line 1: two columns {twice}; rename one")
    return header


def _row(cells: list[str], header: list[str], number: int, path: Path) -> Row:
    if len(cells) > len(header):
        raise InputError(f"{path} line {number}: {len(cells)} cells, {len(header)} columns; quote cells with commas")
    row = {name: " ".join(cell.split()) for name, cell in zip(header, cells, strict=False)}
    if not row.get("url"):
        raise InputError(f"{path} line {number}: no address; fill the column url or remove the line")
    return number, row


def _targets(rows: Iterable[Row], path: Path) -> Iterator[Target]:
    """Targets with unique ids: the one given, else the host and a hash of the address."""
    seen: dict[str, int] = {}
    made: Counter[str] = Counter()
    for number, row in rows:
        url = f"https://{row['url']}" if BARE.fullmatch(row["url"]) else row["url"]
        name = row.get("id", "")
        if not name:
            name = _id(url)
            made[name] += 1
            name += f"-{made[name]}" if made[name] > 1 else ""
        if not ID.fullmatch(name):
            raise InputError(f"{path} line {number}: id {name!r}; use up to 100 characters without spaces and #")
        if name in seen:
            raise InputError(f"{path} line {number}: id {name} stands in line {seen[name]} too; ids must be unique")
        seen[name] = number
        language = LANGUAGE.fullmatch(row.get("language", "").lower())
        if language is None:
            raise InputError(f"{path} line {number}: language {row['language']!r}; write its code, such as ja or en")
        subject = Subject(name, row.get("company", ""), row.get("sector", ""), row.get("pair_id", ""))
        yield Target(url, subject, language[1] or "")


def _id(url: str) -> str:
    """The host of an address with a hash of the whole: the same in every list that holds it."""
    host = ""
    with suppress(ValueError):
        host = urlsplit(url).hostname or ""
    name = re.sub(r"[^\w.-]+", "-", host)[:60] or "address"
    return f"{name}-{hashlib.sha256(url.encode()).hexdigest()[:DIGITS]}"
