"""Files, folders and archives as pages."""

from __future__ import annotations

import gzip
import io
import os
import random
import tracemalloc
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
from backports import zstd
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.batch.plan import sources
from pipeline.document import Page
from pipeline.errors import InputError, UnreadablePage
from pipeline.findings import PageStatus
from pipeline.manifest import FetchRow
from pipeline.scrape.archive.records import Writer
from pipeline.scrape.network.exchange import Exchange
from pipeline.scrape.read import Located, load, locate, locate_one, read_archive
from tests.builders import cases


def _touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")


IDS = [
    (["a.html", "b.txt"], ["a", "b"], "the stem, when it is unique"),
    (["ja/kaze.html", "en/kaze.html"], ["en-kaze", "ja-kaze"], "with the folder, when stems collide"),
    (["ja/kaze.html", "ja/kaze.txt"], ["ja-kaze.html", "ja-kaze.txt"], "with the suffix, when folders collide too"),
    (
        ["README.md", "LICENSE.txt", "a.md", "notes.docx", ".git/x.html"],
        ["a"],
        "files about a folder are no pages of it",
    ),
]


@pytest.mark.parametrize(("names", "ids", "reason"), IDS)
def test_ids(tmp_path: Path, names: list[str], ids: list[str], reason: str) -> None:
    _touch(tmp_path, *names)
    assert [page.id for page in locate([tmp_path]).pages] == ids, reason


def test_a_file_named_twice_is_one_page(tmp_path: Path) -> None:
    _touch(tmp_path, "a.html")
    assert len(locate([tmp_path, tmp_path / "a.html", tmp_path / "a.html"]).pages) == 1


def test_a_named_file_is_read_whatever_its_suffix(tmp_path: Path) -> None:
    _touch(tmp_path, "page.cgi", "README.md")
    found = locate([tmp_path / "page.cgi", tmp_path / "README.md"])
    assert [load(page).media for page in found.pages] == ["", "markdown"]


def test_ignored_files_are_counted(tmp_path: Path) -> None:
    _touch(tmp_path, "a.html", "photo.jpg", "data.csv")
    assert locate([tmp_path]).ignored == 2


def test_a_missing_input_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        locate([tmp_path / "nowhere"])


def test_lists_name_files_in_their_own_order(tmp_path: Path) -> None:
    _touch(tmp_path, "pages/b.html", "pages/a.html", "pages/c.html")
    (tmp_path / "list.txt").write_text("pages/c.html\n\npages/a.html\npages/none.html\n", encoding="utf-8")
    found = list(locate([tmp_path / "pages" / "b.html"], [tmp_path / "list.txt"]).pages)
    assert [page.id for page in found] == ["b", "c", "a", "none"]
    with pytest.raises(UnreadablePage):
        load(found[3])


def _archive(path: Path, *responses: tuple[str, str, bytes]) -> None:
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=path.suffix == ".gz")
        for status, kind, body in responses:
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    "https://example.jp/p", "response", payload=io.BytesIO(body), http_headers=headers
                )
            )


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_archives_give_their_pages(tmp_path: Path, name: str) -> None:
    body = "<p>個人情報</p>".encode("cp932")
    _archive(
        tmp_path / name,
        ("200 OK", "text/html; charset=Shift_JIS", body),
        ("200 OK", "image/png", b"\x89PNG"),
        ("404 Not Found", "text/html", b"gone"),
    )
    (archive,) = locate([tmp_path]).archives
    pages = [page for page in read_archive(archive) if isinstance(page, Page)]
    assert [(page.id, page.charset, page.http_status) for page in pages] == [
        ("crawl#00001", "Shift_JIS", 200),
        ("crawl#00002", None, 404),
    ], "pictures are no pages, errors are"
    assert pages[0].body == body
    assert pages[0].source == "https://example.jp/p"


def _respond(path: Path, *responses: tuple[list[tuple[str, str]], bytes]) -> list[Page | PageStatus]:
    """What is read from an archive of responses with these headers."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream)
        for headers, body in responses:
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), *headers], protocol="HTTP/1.1")
            record = writer.create_warc_record("https://a.example/", "response", io.BytesIO(body), http_headers=head)
            writer.write_record(record)
    return list(read_archive(Located("a", path)))


TEXT = "<p>個人情報</p>".encode()
GZIP, BR, ZSTD, DEFLATE = gzip.compress(TEXT), brotli.compress(TEXT), zstd.compress(TEXT), zlib.compress(TEXT)
CHUNKS = b"5\r\n" + TEXT[:5] + b"\r\n%x;x=y\r\n" % (len(TEXT) - 5) + TEXT[5:] + b"\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("headers", "body"),
    cases(
        ({}, TEXT, "as it is"),
        ({"Content-Encoding": "gzip"}, GZIP, "gzip"),
        ({"Content-Encoding": "br"}, BR, "brotli"),
        ({"Content-Encoding": "zstd"}, ZSTD, "zstd, which warcio does not know"),
        ({"Content-Encoding": "deflate"}, DEFLATE, "deflate"),
        ({"Content-Encoding": "gzip"}, TEXT, "an encoding that the archive has undone already"),
        ({"Content-Encoding": "klingon"}, TEXT, "an encoding that nobody knows"),
        ({"Transfer-Encoding": "chunked"}, CHUNKS, "in chunks"),
        ({"Transfer-Encoding": "chunked"}, CHUNKS[:-5], "in chunks without the last one"),
        ({"Transfer-Encoding": "chunked"}, TEXT, "in chunks that the archive has joined already"),
        (
            {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"},
            b"%x\r\n%s\r\n0\r\n\r\n" % (len(GZIP), GZIP),
            "both",
        ),
    ),
)
def test_bodies_of_foreign_archives(tmp_path: Path, headers: dict[str, str], body: bytes) -> None:
    (page,) = _respond(tmp_path / "a.warc.gz", (list(headers.items()), body))
    assert isinstance(page, Page)
    assert page.body == TEXT


@pytest.mark.parametrize(
    ("headers", "body"),
    cases(
        ({}, lambda zeros: zeros, "a record of zeros"),
        ({"Content-Encoding": "gzip"}, lambda zeros: gzip.compress(zeros, 1), "gzip"),
        ({"Content-Encoding": "br"}, lambda zeros: brotli.compress(zeros, quality=1), "brotli"),
        ({"Content-Encoding": "zstd"}, zstd.compress, "zstd"),
        ({"Transfer-Encoding": "chunked"}, lambda zeros: b"%x\r\n%s\r\n" % (len(zeros), zeros), "one chunk"),
    ),
)
def test_bombs_in_foreign_archives(tmp_path: Path, headers: dict[str, str], body: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "a.warc.gz"
    _respond(path, (list(headers.items()), body(bytes(52_000_000))), ([], TEXT))
    tracemalloc.start()
    bomb, page = read_archive(Located("a", path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(bomb, PageStatus)
    assert (bomb.doc_id, bomb.status) == ("a#00001", "too_large")
    assert isinstance(page, Page)
    assert peak < 48 << 20


@pytest.mark.parametrize(
    "head",
    cases(
        (b"WARC/1.0\r\nX: " + b"0" * 70_000_000, "a line"),
        (b"WARC/1.0\r\n" + (b"X: " + b"0" * 200 + b"\r\n") * 30_000, "many lines"),
        (b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: 90000000\r\n\r\n"
         b"HTTP/1.1 200 OK\r\nX: " + b"0" * 70_000_000, "of an answer in a record"),
    ),
)  # fmt: skip
def test_heads_without_an_end(tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(head, 1))
    tracemalloc.start()
    (told,) = read_archive(Located("a", path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(told, PageStatus)
    assert "without an end" in told.detail
    assert peak < 48 << 20


def test_a_bomb_in_an_archive_that_claims_to_be_ours(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    bomb = gzip.compress(bytes(70_000_000), 1)
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    answer = Exchange("http://a.example/", "", datetime.now(UTC), 0, b"", 200, "OK", headers, b"", bomb)
    row = FetchRow("a", "a", status="ok", http_status="200", fetched_at="2026-11-21T12:00:00Z", bytes=10**12)
    with path.open("wb") as stream:
        writer = Writer(stream)
        writer.about({"software": "policy-clauses/0"}, row.fetched_at)
        writer.page(row, [answer])
        writer.end("a")
    tracemalloc.start()
    (page,) = read_archive(Located("a", path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(page, Page)
    assert len(page.body) <= 20_000_000
    assert peak < 64 << 20


def test_archives_of_fetch_keep_to_themselves(tmp_path: Path) -> None:
    for folder in ("a", "a/earlier/1", "b"):
        _touch(tmp_path / folder, "fetch.csv", ".lock")
        _archive(tmp_path / folder / "pages.warc.gz", ("200 OK", "text/html", TEXT))
    found = locate([tmp_path])
    assert [archive.path.parent.name for archive in found.archives] == ["a", "b"]
    assert found.ignored == 0, "the table, the lock and earlier runs are no inputs"
    assert len(locate([tmp_path / "a" / "earlier" / "1"]).archives) == 1, "unless they are named"
    ids = [batch.id for batch in sources(found) if isinstance(batch, Page)]
    assert ids == ["a-pages#00001", "b-pages#00001"]


def test_an_unfinished_fetch_is_told(tmp_path: Path) -> None:
    _touch(tmp_path, "a/.parts-1/x.warc.gz")
    with pytest.raises(InputError, match="not finished"):
        locate([tmp_path])
    _touch(tmp_path, "a/fetch.csv")
    _archive(tmp_path / "a" / "pages.warc.gz", ("200 OK", "text/html", TEXT))
    assert len(locate([tmp_path]).archives) == 1, "a second run under way leaves the first readable"


def _read(path: Path) -> tuple[int, list[str]]:
    found = list(read_archive(Located("a", path)))
    statuses = [one.detail for one in found if isinstance(one, PageStatus)]
    return len(found) - len(statuses), statuses


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize(("share", "suffix"), [(1.0, ".warc"), (0.6, ".warc"), (1.0, ".warc.gz"), (0.6, ".warc.gz")])
def test_an_archive_cut_off_is_told(tmp_path: Path, share: float, suffix: str) -> None:
    whole = tmp_path / f"whole{suffix}"
    noise = random.Random(0)
    _archive(whole, *[("200 OK", "text/html", noise.randbytes(3000).hex().encode()) for _ in range(8)])
    cut = tmp_path / f"cut{suffix}"
    cut.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * share)])
    pages, told = _read(cut)
    assert bool(told) == (share < 1), told
    assert pages == 8 if share == 1 else 0 < pages < 8


@pytest.mark.parametrize("name", ["fake.warc", "fake.warc.gz"])
def test_what_is_no_archive_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"hello world, this is no archive at all")
    pages, told = _read(tmp_path / name)
    assert pages == 0
    assert len(told) == 1


def test_ids_stay_unique_whatever_the_names(tmp_path: Path) -> None:
    _touch(
        tmp_path, "x/y/b/c.html", "x-y/b/c.html", "a/crawl.2024.warc.gz", "a/crawl.2025.warc.gz", "b/crawl.2025.warc.gz"
    )
    found = locate([tmp_path])
    ids = [one.id for one in (*found.pages, *found.archives)]
    assert len(set(ids)) == 5


def test_names_that_are_no_utf8_are_shown_with_escapes(tmp_path: Path) -> None:
    path = Path(bytes(tmp_path).decode() + "/" + b"\x93\xfa.html".decode("utf-8", "surrogateescape"))
    path.write_text("x", encoding="utf-8")
    (page,) = locate([tmp_path]).pages
    assert page.id == "\\x93\\xfa"
    page.source.encode("utf-8")


def test_pipes_in_a_folder_are_no_pages(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    assert not list(locate([tmp_path]).pages)


def test_one_page_is_one_file(tmp_path: Path) -> None:
    _touch(tmp_path, "a.html")
    assert locate_one(tmp_path / "a.html").id == "a"
    with pytest.raises(InputError, match="not one page"):
        locate_one(tmp_path)


def test_the_same_file_by_other_paths_is_one_page(tmp_path: Path) -> None:
    _touch(tmp_path, "b/a.html")
    assert len(locate([tmp_path / "b" / "a.html", tmp_path / "b" / ".." / "b" / "a.html"]).pages) == 1
