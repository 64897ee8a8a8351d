"""Servers that mean harm, or are merely broken: each costs its own row, never the run, and leads to nowhere else."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from pipeline.document import Subject
from pipeline.manifest import FetchRow
from pipeline.scrape.archive.reading import read_pages
from pipeline.scrape.collect import Setup
from pipeline.scrape.fetch import Watcher, fetch
from pipeline.scrape.network.answer import Limits
from pipeline.scrape.network.guard import Guard
from pipeline.scrape.network.pace import Clock, Manners, Pace
from pipeline.scrape.network.transport import Transport
from pipeline.scrape.network.visit import Visitor
from pipeline.scrape.targets import Target
from pipeline.verdict import judge
from tests.servers import Answer, Site, page, redirect, serve, with_headers

POLICY = (
    "<title>プライバシーポリシー</title><h1>プライバシーポリシー</h1>"
    + "<p>当社は、個人情報を商品の発送のために利用します。</p>" * 9
)
HOME = "<title>かぜ商店</title><p>かぜ商店へようこそ。新しい商品のお知らせです。</p>" * 9
INSIDE = ("127.0.0.2:22", "10.0.0.1", "[::1]", "0x7f.1", "[::ffff:10.0.0.1]", "169.254.169.254", "[bad")


def _named(link: str) -> str:
    return f'<a href="{link}">プライバシーポリシー</a>'


def _rules(text: bytes) -> dict[str, Answer]:
    return {"/": page(POLICY), "/robots.txt": Answer(text)}


# What stands at each host, the status its target ends with, and why.
HOSTS: dict[str, tuple[dict[str, Answer], str, str]] = {
    "sound": ({"/": page(POLICY)}, "ok", "beside all others"),
    "broken-redirect": ({"/": redirect("http://user:secret@[bad/")}, "bad_address", "a host that is none"),
    "escapes": ({"/": redirect("http://umi.example/\x1b[31m\x07")}, "unreachable", "signs that steer a terminal"),
    "endless": ({"/": redirect("/" + "a" * 9_000)}, "bad_address", "an address too long"),
    "circle": ({"/": redirect("/")}, "redirects", "round and round"),
    "inside": ({"/": redirect("http://10.0.0.1/")}, "blocked_address", "into a private network"),
    "links-inside": ({"/": page(HOME + "".join(_named(f"http://{host}/privacy") for host in INSIDE))}, "not_policy", "links into one"),
    "links-nowhere": ({"/": page(HOME + _named("javascript:x()") + _named("data:text/html,x") + _named("file:///etc/passwd"))}, "not_policy", "no web addresses"),
    "frame-inside": ({"/": page(HOME + '<iframe src="http://127.0.0.2/privacy"></iframe>')}, "not_policy", "a frame"),
    "odd-head": ({"/": Answer(exactly=b'HTTP/1.1 200 \xe3\x81\r\nX-\xff: \0\r\nETag: "\xe3\x81\x0b"\r\nContent-Length: 1\r\n\r\nx')}, "not_policy", "no ASCII in it"),
    "odd-status": ({"/": Answer(exactly=b"HTTP/1.1 999 X\r\nContent-Length: 1\r\n\r\nx")}, "http_999", "a number of its own"),
    "charset": ({"/": page(POLICY, declared="rot13")}, "ok", "a codec of Python that is no character set"),
    "charsets": ({"/": with_headers(Answer(POLICY.encode(), headers=()), ("Content-Type", "text/html;" + " charset=" * 999))}, "ok", "many of them"),
    "record": ({"/": Answer(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n" * 9)}, "other_language", "a body that looks like an archive"),
    "bomb": ({"/": Answer(gzip.compress(bytes(9_000_000)), headers=(("Content-Type", "text/html"), ("Content-Encoding", "gzip")))}, "too_large", "zeros"),
    "tags": ({"/": page("<div>" * 300_000)}, "parse_limit", "a tree that fills the memory"),
    "depths": ({"/": page("<h1>題</h2><nav>項目" * 2_000)}, "not_policy", "elements that never end"),
    "rules-inside": ({"/": page(POLICY), "/robots.txt": redirect("http://10.0.0.1/")}, "robots", "robots.txt in a private network"),
    "rules-digits": (_rules(b"User-agent: *\nRequest-rate: 1/" + b"9" * 400), "ok", "a pause of more seconds than there are"),
    "rules-nan": (_rules(b"User-agent: *\nCrawl-delay: nan"), "ok", "a pause that is no number"),
    "rules-binary": (_rules(bytes(range(256)) * 99), "ok", "no text at all"),
    "later": ({"/": with_headers(Answer(b"", 503), ("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"))}, "http_503", "in 8,000 years"),
    "never": ({"/": with_headers(Answer(b"", 429), ("Retry-After", "Fri, 99 Foo 99999"))}, "http_429", "on a day that is none"),
}  # fmt: skip


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, FetchRow], Site]:
    """The archive of all hosts, the row of each one's target, and what they were asked."""
    folder = tmp_path_factory.mktemp("hostile") / "archive"
    answers = {(f"{host}.example", path): answer for host, (at, *_) in HOSTS.items() for path, answer in at.items()}
    with serve(answers) as site:
        rows = fetch(_targets(), folder, _setup(site), Watcher())
    return folder, {row.target_id: row for row in rows if row.doc_id == row.target_id}, site


def _targets() -> list[Target]:
    listed = [(f"http://{host}.example/", host) for host in HOSTS]
    return [Target(url, Subject(name, "", "", "")) for url, name in [*listed, ("http://[bad/", "broken")]]


def _setup(site: Site) -> Setup:
    guard, clock = Guard(["127.0.0.1/32"], resolve=site.resolve), Clock()
    limits = Limits(2_000_000, 5)
    pages, rules = Transport(guard, "test", limits), Transport(guard, "test", Limits(500_000, 5))
    manners = Manners(delay=0, attempts=2, backoff=0.01, patience=1)
    return Setup(Visitor(pages, rules, Pace(manners, clock)), judge, clock, limits)


@pytest.mark.parametrize("host", HOSTS)
def test_each_host_costs_its_own_row(fetched: tuple[Path, dict[str, FetchRow], Site], host: str) -> None:
    _, rows, _ = fetched
    _, status, reason = HOSTS[host]
    assert rows[host].status == status, f"{reason}: {rows[host].detail}"


def test_an_address_that_is_none_costs_its_own_row(fetched: tuple[Path, dict[str, FetchRow], Site]) -> None:
    _, rows, _ = fetched
    assert rows["broken"].status == "bad_address"


def test_the_archive_is_whole(fetched: tuple[Path, dict[str, FetchRow], Site]) -> None:
    folder, rows, _ = fetched
    assert {stored.row.target_id for stored in read_pages(folder / "pages.warc.gz")} == set(rows)
    with (folder / "pages.warc.gz").open("rb") as stream:
        assert all(record.format == "warc" for record in ArchiveIterator(stream))


def test_the_table_holds_no_credentials_and_no_control_characters(
    fetched: tuple[Path, dict[str, FetchRow], Site],
) -> None:
    table = (fetched[0] / "fetch.csv").read_bytes()
    assert b"secret" not in table
    assert {sign for sign in table if sign < 32} == set(b"\r\n")


def test_nobody_else_is_asked(fetched: tuple[Path, dict[str, FetchRow], Site]) -> None:
    _, _, site = fetched
    assert {asked.host for asked in site.asked} == {f"{host}.example" for host in HOSTS}
