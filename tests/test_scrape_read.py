"""Files, folders and archives as pages."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.errors import InputError
from pipeline.scrape.read import load, locate, read_archive


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
    assert locate([tmp_path]).archives == (tmp_path / name,)
    pages = list(read_archive(tmp_path / name))
    assert [(page.id, page.charset, page.http_status) for page in pages] == [
        ("crawl-00001", "Shift_JIS", 200),
        ("crawl-00002", None, 404),
    ], "pictures are no pages, errors are"
    assert pages[0].body == body
    assert pages[0].source == "https://example.jp/p"
