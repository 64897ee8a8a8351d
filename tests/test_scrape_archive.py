"""The archive: records that any tool reads, parts that are whole or not there, and folders as killed runs leave them."""

from __future__ import annotations

import gzip
import io
import os
import shutil
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from pipeline.errors import InputError
from pipeline.findings import PageStatus
from pipeline.manifest import FetchRow
from pipeline.scrape.archive import folder as archives
from pipeline.scrape.archive.folder import opened
from pipeline.scrape.archive.pages import pages_in
from pipeline.scrape.archive.reading import about, read_exchanges, read_pages
from pipeline.scrape.archive.records import Writer
from pipeline.scrape.network.exchange import Exchange, Truncation
from tests.builders import cases

AT = datetime(2026, 11, 21, 12, 0, 0, 123000, UTC)
FACTS = {"software": "policy-clauses/0"}
Pages = Sequence[tuple[FetchRow, Sequence[Exchange]]]


def _exchange(
    body: bytes = b"<p>hello</p>",
    status: int = 200,
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html"),),
    *,
    raw: bytes | None = None,
    truncated: Truncation = "",
) -> Exchange:
    return Exchange(
        "http://kaze.example/p", "127.0.0.1", AT, 0.0, b"GET /p HTTP/1.1\r\nHost: kaze.example\r\n\r\n", status, "OK",
        headers, body, body if raw is None else raw, truncated,
    )  # fmt: skip


def _row(doc_id: str, body: bytes = b"<p>hello</p>", **more: str) -> FetchRow:
    cells = {
        "url": "http://kaze.example/p",
        "http_status": "200",
        "status": "ok",
        "fetched_at": "2026-11-21T12:00:00.123Z",
    }
    return FetchRow(doc_id, doc_id.partition("#")[0], bytes=len(body), sha256=body.hex()[:64], **{**cells, **more})


def _pages(name: str, body: bytes = b"<p>hello</p>") -> Pages:
    return [(_row(name, body), [_exchange(body)])]


def _fill(folder: Path, *targets: str, plan: str = "plan", finish: bool = True) -> list[FetchRow]:
    with opened(folder) as archive:
        settled = archive.settled(plan)
        if settled:
            return settled
        for name in targets:
            with archive.part(name, name) as writer:
                for row, exchanges in _pages(name, name.encode()):
                    writer.page(row, exchanges)
        return archive.finish(plan, targets, FACTS, "2026-11-21T13:00:00Z") if finish else []


def _content(folder: Path) -> dict[str, bytes]:
    """What stands in a folder, the lock aside."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


GZIPPED = gzip.compress(b"<p>" + b"hello " * 50)
EXCHANGES = cases(
    ([_exchange()], "a page"),
    ([], "no answer"),
    ([_exchange(b"", 301, (("Location", "/p"),)), _exchange()], "a redirect and a page"),
    ([_exchange(b"<p>" + b"hello " * 50, headers=(("Content-Encoding", "gzip"),), raw=GZIPPED)], "compressed"),
    ([_exchange(headers=(("Transfer-Encoding", "chunked"), ("Content-Type", "text/html")))], "was chunked"),
    ([_exchange(b"", 304, ())], "nothing but a head"),
    ([_exchange(headers=(("Location", "/個人情報".encode().decode("latin-1")), ("X", "")))], "bytes beyond ASCII"),
    ([_exchange(b"\r\n\r\nWARC/1.1\r\n\r\n")], "a body that looks like a record"),
    ([_exchange(b"<p>hel", truncated="length")], "cut off"),
    ([_exchange(b"<p>hel", truncated="time")], "out of time"),
    ([_exchange(b"<p>hello", headers=(("Content-Encoding", "gzip"),), raw=GZIPPED, truncated="size")], "too large"),
    ([_exchange(b"", headers=(("Content-Encoding", "gzip"),), raw=b"no gzip", truncated="decode")], "falsely encoded"),
)


@pytest.mark.parametrize("exchanges", EXCHANGES)
def test_records_come_back_as_they_were(tmp_path: Path, exchanges: list[Exchange]) -> None:
    row = _row("kaze", exchanges[-1].body if exchanges else b"", company="風の店", detail="a\nb")
    path = tmp_path / "part.warc.gz"
    with path.open("wb") as stream:
        writer = Writer(stream)
        writer.page(_row("before"), [_exchange()])
        writer.page(row, exchanges)
        writer.end("kaze")
    before, stored = read_pages(path)
    assert stored.row == row
    assert read_exchanges(path, stored) == tuple(exchanges)
    assert before.end == stored.start


def test_any_tool_reads_the_records(tmp_path: Path) -> None:
    _fill(tmp_path, "kaze")
    with (tmp_path / "pages.warc.gz").open("rb") as stream:
        seen = []
        for record in ArchiveIterator(stream, check_digests="raise"):
            seen.append((record.rec_type, record.content_stream().read()[:11]))
            assert record.rec_headers.get_header("WARC-Record-ID").startswith("<urn:uuid:")
    assert [kind for kind, _ in seen] == ["warcinfo", "request", "response", "metadata", "metadata"]
    assert seen[2] == ("response", b"kaze")


def test_the_same_values_give_the_same_bytes_and_ids_are_unique() -> None:
    written = []
    for _ in range(2):
        stream = io.BytesIO()
        writer = Writer(stream)
        writer.page(_row("kaze"), [_exchange(), _exchange()])
        writer.page(_row("kaze#1"), [_exchange()])
        written.append(stream.getvalue())
    assert written[0] == written[1]
    ids = [record.rec_headers.get_header("WARC-Record-ID") for record in ArchiveIterator(io.BytesIO(written[0]))]
    assert len(set(ids)) == len(ids) - 2, "two equal hops of one page are one event told twice"


def test_a_finished_archive(tmp_path: Path) -> None:
    rows = _fill(tmp_path, "mori", "kaze")
    assert [row.doc_id for row in rows] == ["mori", "kaze"], "in the order of the list"
    assert sorted(_content(tmp_path)) == ["fetch.csv", "pages.warc.gz"]
    assert about(tmp_path / "pages.warc.gz") == {"run": "1", "plan": "plan", **FACTS}
    table = (tmp_path / "fetch.csv").read_bytes()
    assert table.startswith(b"doc_id,target_id,company,")
    assert table.count(b"\r\n") == 3


def test_pages_with_the_same_bytes_are_told(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        for name, body in (("a", b"one"), ("b", b"two"), ("c", b"one")):
            with archive.part(name, name) as writer:
                writer.page(_row(name, body), [_exchange(body)])
        rows = archive.finish("plan", ["a", "b", "c"], FACTS, "2026-11-21T13:00:00Z")
    assert [row.duplicate_of for row in rows] == ["", "", "a"]


def test_two_runs_in_one_folder_are_refused(tmp_path: Path) -> None:
    with opened(tmp_path), pytest.raises(InputError, match="another run"), opened(tmp_path):
        pass
    with opened(tmp_path):
        pass


@pytest.mark.parametrize("kept", [0, 1, 100, -20, -1])
def test_a_part_that_is_not_whole_is_no_part(tmp_path: Path, kept: int) -> None:
    _fill(tmp_path, "kaze", finish=False)
    part = tmp_path / ".parts-1" / "kaze.warc.gz"
    whole = part.read_bytes()
    with opened(tmp_path) as archive:
        assert [row.doc_id for row in archive.holds("kaze")] == ["kaze"]
        part.write_bytes(whole[:kept])
        assert archive.holds("kaze") == []


def test_a_part_cut_between_two_records_is_no_part(tmp_path: Path) -> None:
    _fill(tmp_path, "kaze", finish=False)
    part = tmp_path / ".parts-1" / "kaze.warc.gz"
    whole, ends = part.read_bytes(), []
    with part.open("rb") as stream:
        records = ArchiveIterator(stream)
        for _ in records:
            ends.append(records.get_record_offset() + records.get_record_length())
    assert ends.pop() == len(whole)
    for end in ends:
        part.write_bytes(whole[:end])
        with opened(tmp_path) as archive:
            assert archive.holds("kaze") == [], end


def test_a_failure_leaves_no_part(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        with pytest.raises(ZeroDivisionError), archive.part("kaze", "kaze") as writer:
            writer.page(_row("kaze"), [_exchange(), 1 // 0])  # type: ignore[list-item]
        assert archive.holds("kaze") == []
    assert _content(tmp_path) == {}


class Killed(BaseException):
    """As if the program ended here."""


STEPS = cases(
    ("replace", 1, "before the pages are there"),
    ("replace", 2, "before the table is there"),
    ("rmtree", 1, "before the parts are gone"),
    ("unlink", 1, "while the parts are removed"),
)


@pytest.mark.parametrize("run", [1, 2])
@pytest.mark.parametrize(("step", "time"), STEPS)
def test_killed_at_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, time: int, run: int) -> None:
    expected, folder = tmp_path / "expected", tmp_path / "killed"
    for _ in range(run):
        _fill(expected, "mori", "kaze")
    for _ in range(run - 1):
        _fill(folder, "mori", "kaze")
    _fill(folder, "mori", "kaze", finish=False)
    calls = 0

    def dies(original):  # type: ignore[no-untyped-def]
        def call(*arguments, **options):  # type: ignore[no-untyped-def]
            nonlocal calls
            calls += 1
            if calls == time:
                raise Killed
            return original(*arguments, **options)

        return call

    with monkeypatch.context() as patch:
        if step == "replace":
            patch.setattr(Path, "replace", dies(Path.replace))
        elif step == "rmtree":
            patch.setattr(archives.shutil, "rmtree", dies(shutil.rmtree))
        else:
            patch.setattr(os, "unlink", dies(os.unlink))
        with pytest.raises(Killed), opened(folder) as archive:
            archive.finish("plan", ["mori", "kaze"], FACTS, "2026-11-21T13:00:00Z")
    with opened(folder) as archive:
        rows = archive.settled("plan") or archive.finish("plan", ["mori", "kaze"], FACTS, "2026-11-21T13:00:00Z")
    assert [row.doc_id for row in rows] == ["mori", "kaze"]
    assert _content(folder) == _content(expected)


def test_leftovers_of_killed_runs_are_removed(tmp_path: Path) -> None:
    _fill(tmp_path, "kaze", finish=False)
    for name in (".pages.warc.gz.a1b2", ".fetch.csv.a1b2", ".parts-1/.kaze.warc.gz.a1b2"):
        (tmp_path / name).write_bytes(b"half")
    with opened(tmp_path):
        assert list(_content(tmp_path)) == [".parts-1/kaze.warc.gz"]


def test_an_earlier_run_is_kept(tmp_path: Path) -> None:
    _fill(tmp_path, "kaze")
    first = _content(tmp_path)
    _fill(tmp_path, "kaze", "mori")
    content = _content(tmp_path)
    assert {name: content[f"earlier/1/{name}"] for name in first} == first
    assert about(tmp_path / "pages.warc.gz")["run"] == "2"


def test_what_a_server_can_be_asked_about_again(tmp_path: Path) -> None:
    rows = [
        _row("a", etag='"1"'), _row("b", last_modified="yesterday"), _row("c"), _row("d", etag='"1"', http_status="404"),
        _row("e", etag='"1"', truncated="size"),
    ]  # fmt: skip
    with opened(tmp_path) as archive:
        with archive.part("t", "t") as writer:
            for row in rows:
                writer.page(row, [_exchange()])
        archive.finish("plan", ["t"], FACTS, "2026-11-21T13:00:00Z")
    with opened(tmp_path) as archive:
        assert [target for target, _ in archive.earlier()] == ["a", "b"]


@pytest.mark.parametrize(
    ("content", "says"),
    cases(
        (b"hello", "not written by this program", "another file"),
        (b"", "not written by this program", "an empty file"),
        (zlib.compress(b"x"), "not written by this program", "another compression"),
    ),
)
def test_a_foreign_file_is_never_replaced(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "pages.warc.gz").write_bytes(content)
    with pytest.raises(InputError, match=says):
        _fill(tmp_path, "kaze")
    assert (tmp_path / "pages.warc.gz").read_bytes() == content


def test_a_damaged_archive_is_told(tmp_path: Path) -> None:
    _fill(tmp_path, "kaze", "mori")
    path = tmp_path / "pages.warc.gz"
    path.write_bytes(path.read_bytes()[:-300])
    with opened(tmp_path) as archive, pytest.raises(InputError, match="restore it"):
        archive.earlier()


def test_a_full_disk_is_told_and_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    _fill(tmp_path, "kaze", finish=False)
    before = _content(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(InputError, match="No space left"):
            _fill(tmp_path, "mori", finish=False)
    assert _content(tmp_path) == before


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="choose another folder"), opened(tmp_path / "file"):
        pass


@pytest.mark.parametrize(
    ("block", "sound"),
    cases(
        (b'{"doc_id": "kaze", "colour": "blue"}', True, "a column that this version does not know"),
        (b'{"doc_id": "kaze", "bytes": "5"}', False, "a text for a number"),
        (b'{"doc_id": null}', False, "nothing for a text"),
        (b"[]", False, "no row"),
        (b"7", False, "a number"),
        (b"{", False, "no JSON"),
    ),
)
def test_rows_of_other_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: bytes, sound: bool) -> None:
    path = tmp_path / "pages.warc.gz"
    with path.open("wb") as stream:
        writer = Writer(stream)
        writer.about(FACTS, "2026-11-21T12:00:00Z")
        with monkeypatch.context() as patch:
            patch.setattr("pipeline.scrape.archive.records._json", lambda _: block)
            writer.page(_row("kaze"), [])
        writer.end("kaze")
    (one,) = pages_in(path, "a", "a.warc.gz")
    assert isinstance(one, PageStatus)
    assert (one.doc_id == "kaze") == sound
    assert ("damaged" in one.detail) != sound
