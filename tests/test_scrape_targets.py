"""Lists of addresses, as researchers write and save them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.document import Subject
from pipeline.errors import InputError
from pipeline.scrape.targets import Listed, Target, read_targets
from tests.builders import cases

HEADER = "url,id,company,sector,pair_id,language\n"


def _read(folder: Path, content: str | bytes, name: str = "urls.csv") -> Listed:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_targets(path)


@pytest.mark.parametrize(
    ("name", "content", "urls"),
    cases(
        ("u.txt", "https://a.example/\nhttps://b.example/p\n", ["https://a.example/", "https://b.example/p"], "a line each"),
        ("u.txt", "# shops\n\n https://a.example/ \r\n", ["https://a.example/"], "comments, empty lines, spaces, Windows"),
        ("u.txt", "a.example.co.jp/privacy", ["https://a.example.co.jp/privacy"], "an address without its scheme"),
        ("u.txt", "0x7f.1/", ["https://0x7f.1/"], "odd spellings are for whoever checks addresses"),
        ("u.txt", "ftp://a.example/", ["ftp://a.example/"], "another scheme ends as a row, not as an error"),
        ("u.txt", "not an address", ["not an address"], "so does what is none"),
        ("u.txt", "http://\x1b[31ma.example/\x07", ["http://\ufffd[31ma.example/\ufffd"], "signs that steer a terminal"),
        ("u.csv", "company,URL\nKaze,https://a.example/", ["https://a.example/"], "any order, capital letters"),
        ("u.tsv", "url\tcompany\nhttps://a.example/\tKaze, Ltd", ["https://a.example/"], "tabs"),
        ("u.csv", 'url,company\n"https://a.example/?a=1,2",x', ["https://a.example/?a=1,2"], "quoted cells"),
        ("u.csv", "url,company\nhttps://a.example/,\n,\n\n", ["https://a.example/"], "empty rows"),
    ),
)  # fmt: skip
def test_addresses(tmp_path: Path, name: str, content: str, urls: list[str]) -> None:
    assert [target.url for target in _read(tmp_path, content, name).targets] == urls


def test_a_table_says_whose_page_it_is(tmp_path: Path) -> None:
    row = "https://a.example/,kaze,風の店,小売,7,ja-JP\n"
    expected = Target("https://a.example/", Subject("kaze", "風の店", "小売", "7"), "ja")
    assert _read(tmp_path, HEADER + row).targets == (expected,)


@pytest.mark.parametrize(
    "codec",
    cases(
        ("utf-8", "as most programs save"),
        ("utf-8-sig", "with the mark Excel writes"),
        ("utf-16", "Excel's Unicode text"),
        ("cp932", "Excel's CSV in Japan"),
    ),
)
def test_encodings(tmp_path: Path, codec: str) -> None:
    listed = _read(tmp_path, "url,company\nhttps://a.example/,髙島㈱\n".encode(codec))
    assert listed.targets[0].subject.company == "髙島㈱"


def test_ids_are_unique_and_do_not_depend_on_the_rest_of_the_list(tmp_path: Path) -> None:
    one = _read(tmp_path, "https://a.example/\n", "one.txt").targets[0].id
    more = _read(tmp_path, "https://b.example/\nhttps://a.example/\nhttps://a.example/\n", "more.txt").targets
    assert one.startswith("a.example-")
    assert [target.id for target in more][1:] == [one, f"{one}-2"]


def test_columns_without_a_use_are_told(tmp_path: Path) -> None:
    assert _read(tmp_path, "url,Listed on,Pair ID\nhttps://a.example/,TSE,3\n").unused == ("listed_on",)


@pytest.mark.parametrize(
    ("content", "says"),
    cases(
        ("", "line 1: no column url", "an empty table"),
        ("address\nhttps://a.example/", "line 1: no column url", "a header without url"),
        ("url,url\na,b", "two columns url", "which one?"),
        (HEADER + "https://a.example/,a\n,b,Kaze", "line 3: no address", "a row without its address"),
        (HEADER + "https://a.example/,a\nhttps://b.example/,a", "line 3: id a stands in line 2", "an id twice"),
        (HEADER + "https://a.example/,a b", "line 2: id 'a b'", "an id with a space"),
        (HEADER + "https://a.example/,a#1", "line 2: id 'a#1'", "the mark of found pages"),
        ("url,company\nhttps://a.example/,Kaze, Ltd", "line 2: 3 cells, 2 columns", "a comma without quotes"),
        ("url\n", "no addresses", "only a header"),
        (HEADER + "https://a.example/,a,,,,Japanese", "line 2: language 'Japanese'", "no code of a language"),
        (b"url\n\x81\x20\xff\xfd", "neither UTF-8 nor Shift_JIS", "another encoding"),
    ),
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, content: str | bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        _read(tmp_path, content)


def test_a_list_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="give a list of addresses"):
        read_targets(tmp_path / "none.txt")
