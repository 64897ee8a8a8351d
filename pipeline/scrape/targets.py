"""A list of addresses -> targets: one address a line, or a table with a column `url` and what else is known."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.document import Subject
from pipeline.errors import InputError

DELIMITERS = {".csv": ",", ".tsv": "\t"}
COLUMNS = ("url", "id", "company", "sector", "pair_id", "language")
BARE = re.compile(r"[^\s/:@]+\.[^\s/:@]+(?::\d+)?(?:/\S*)?")  # "example.co.jp/privacy"
ID = re.compile(r"[^\s#]{1,100}")  # "#" stands between the id of a target and that of a page found from it
LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*")
DIGITS = 8  # of the address's hash, behind the host, for a target without an id


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
    try:
        text = _decode(path.read_bytes(), path)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; give a list of addresses") from error
    delimiter = DELIMITERS.get(path.suffix.lower())
    unused: tuple[str, ...] = ()
    if delimiter:
        rows, unused = _table(text, delimiter, path)
    else:
        rows = [(number, {"url": line}) for number, line in enumerate(text.splitlines(), 1) if not _is_comment(line)]
    if not rows:
        raise InputError(f"{path}: no addresses in it; write one a line, or a table with a column url")
    return Listed(tuple(_targets(rows, path)), unused)


def _decode(body: bytes, path: Path) -> str:
    """The text of a list: UTF-8, what Excel saves as Unicode text, or what it saves as CSV in Japan."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", "replace")
    for name in ("utf-8-sig", "cp932"):
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            continue
    raise InputError(f"{path}: neither UTF-8 nor Shift_JIS; save the list as UTF-8")


def _is_comment(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


Row = tuple[int, dict[str, str]]


def _table(text: str, delimiter: str, path: Path) -> tuple[list[Row], tuple[str, ...]]:
    """The rows that are not empty with their line numbers, and the columns that are not used."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [re.sub(r"[\s-]+", "_", name.strip().lower()) for name in next(reader, [])]
        _check_header(header, path)
        rows = list(_rows(((reader.line_num, cells) for cells in reader), header, path))
    except csv.Error as error:
        raise InputError(f"{path} line {reader.line_num}: {error}; check the quotes of the table") from error
    return rows, tuple(name for name in header if name and name not in COLUMNS)


def _check_header(header: list[str], path: Path) -> None:
    if "url" not in header:
        known = ", ".join(COLUMNS[1:])
        raise InputError(f"{path} line 1: no column url; the first line names the columns (url, and if known {known})")
    twice = [name for name, count in Counter(header).items() if count > 1 and name in COLUMNS]
    if twice:
        raise InputError(f"{path} line 1: two columns {twice[0]}; rename one")


def _rows(lines: Iterable[tuple[int, list[str]]], header: list[str], path: Path) -> Iterator[Row]:
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header):
            raise InputError(
                f"{path} line {number}: {len(cells)} cells, {len(header)} columns; quote cells with commas"
            )
        row = {name: " ".join(cell.split()) for name, cell in zip(header, cells, strict=False)}
        if not row.get("url"):
            raise InputError(f"{path} line {number}: no address; fill the column url or remove the line")
        yield number, row


def _targets(rows: Iterable[Row], path: Path) -> Iterator[Target]:
    """Targets with unique ids: the one given, else the host and a hash of the address."""
    seen: dict[str, int] = {}
    made: Counter[str] = Counter()
    for number, row in rows:
        url = row["url"].strip()
        url = f"https://{url}" if BARE.fullmatch(url) else url
        name = row.get("id", "")
        if not name:
            name = _id(url)
            made[name] += 1
            name = name if made[name] == 1 else f"{name}-{made[name]}"
        if not ID.fullmatch(name):
            raise InputError(f"{path} line {number}: id {name!r}; use up to 100 characters without spaces and #")
        if name in seen:
            raise InputError(f"{path} line {number}: id {name} stands in line {seen[name]} too; ids must be unique")
        seen[name] = number
        subject = Subject(name, row.get("company", ""), row.get("sector", ""), row.get("pair_id", ""))
        language = LANGUAGE.fullmatch(row.get("language", "").lower())
        if row.get("language") and not language:
            raise InputError(f"{path} line {number}: language {row['language']!r}; write its code, such as ja or en")
        yield Target(url, subject, language[1] if language else "")


def _id(url: str) -> str:
    """The host of an address with a hash of the whole: the same in every list that holds it."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    name = re.sub(r"[^\w.-]+", "-", host)[:60] or "address"
    return f"{name}-{hashlib.sha256(url.encode()).hexdigest()[:DIGITS]}"
