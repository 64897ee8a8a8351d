"""Files, folders and archives as pages."""

from __future__ import annotations

import io
import os
import random
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.document import Page
from pipeline.errors import InputError
from pipeline.findings import PageStatus
from pipeline.scrape.read import Located, load, locate, locate_one
from pipeline.scrape.warc import read_archive


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
    assert locate([tmp_path]).pages == ()


def test_one_page_is_one_file(tmp_path: Path) -> None:
    _touch(tmp_path, "a.html")
    assert locate_one(tmp_path / "a.html").id == "a"
    with pytest.raises(InputError, match="not one page"):
        locate_one(tmp_path)


def test_the_same_file_by_other_paths_is_one_page(tmp_path: Path) -> None:
    _touch(tmp_path, "b/a.html")
    assert len(locate([tmp_path / "b" / "a.html", tmp_path / "b" / ".." / "b" / "a.html"]).pages) == 1
