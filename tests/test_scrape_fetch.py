"""From a list to an archive: which pages are fetched, what their rows say, and what comes of them behind `extract`."""

from __future__ import annotations

import csv
import gzip
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd
import pytest
from typer.testing import CliRunner

from pipeline import fetching
from pipeline.cli import app
from pipeline.document import Page
from pipeline.errors import InputError
from pipeline.fetching import FetchOptions, FetchSummary, fetch_to_archive
from pipeline.findings import PageStatus, Verdict
from pipeline.manifest import FetchRow
from pipeline.report.progress import fetch_progress
from pipeline.scrape import fetch as fetch_module
from pipeline.scrape.archive.records import Writer
from pipeline.scrape.network.addresses import masked, without_user
from pipeline.scrape.network.answer import Limits
from pipeline.scrape.network.exchange import Exchange
from pipeline.scrape.network.guard import Guard
from pipeline.scrape.network.pace import Manners
from pipeline.scrape.network.transport import Transport
from pipeline.scrape.read import locate, read_archive
from tests.benchmarks.fetch_kills import content
from tests.builders import cases
from tests.helpers import BODY_EN, BODY_JA, TITLE_EN, TITLE_JA
from tests.servers import LOOPBACK, MISSING, Answer, Asked, PageOf, Site, in_turn, page, redirect, serve, with_headers

JA, EN = f"{TITLE_JA}{BODY_JA}", f"{TITLE_EN}{BODY_EN}"
MANNERS = Manners(delay=0, backoff=0.01, patience=5)
runner = CliRunner()


def _html(body: str, charset: str = "") -> str:
    return f"<!doctype html><html><head>{f'<meta charset={charset}>' if charset else ''}<title>x</title></head><body>{body}</body></html>"


def _link(to: str, text: str) -> str:
    return f'<footer><a href="{to}">{text}</a></footer>'


def _fetch(site: Site, folder: Path, urls: str, **options: object) -> list[dict[str, str]]:
    """The rows of fetch.csv after a run over a list of addresses."""
    _run(site, folder, urls, **options)
    return _table(folder)


def _run(site: Site, folder: Path, urls: str, **options: object) -> FetchSummary:
    addresses = folder.with_suffix(".csv" if urls.startswith("url") else ".txt")
    addresses.write_text(urls, encoding="utf-8")
    chosen = FetchOptions("a@kaze.example", **{"manners": MANNERS, "limits": Limits(seconds=5), **options})  # type: ignore[arg-type]
    return fetch_to_archive(addresses, folder, chosen, guard=Guard(LOOPBACK, resolve=site.resolve))


def _table(folder: Path) -> list[dict[str, str]]:
    with (folder / "fetch.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _read(folder: Path) -> list[Page | PageStatus]:
    (archive,) = locate([folder]).archives
    return list(read_archive(archive))


def _id(one: Page | PageStatus) -> str:
    return one.id if isinstance(one, Page) else one.doc_id


SITE: dict[tuple[str, str], PageOf] = {
    ("utf8.example", "/p"): page(_html(JA)),
    ("sjis.example", "/p"): page(_html(JA, "Shift_JIS"), "cp932", ""),
    ("sjis-header.example", "/p"): page(_html(JA), "cp932", "Shift_JIS"),
    ("sjis-silent.example", "/p"): page(_html(JA), "cp932", ""),
    ("euc.example", "/p"): page(_html(JA), "euc_jp", "EUC-JP"),
    ("euc-silent.example", "/p"): page(_html(JA), "euc_jp", ""),
    ("jis.example", "/p"): page(_html(JA), "iso2022_jp", ""),
    ("gzip.example", "/p"): with_headers(Answer(gzip.compress(_html(JA).encode())), ("Content-Encoding", "gzip")),
    ("chunks.example", "/p"): Answer(_html(JA).encode(), chunked=True),
    ("moved.example", "/p"): redirect("/q", 301),
    ("moved.example", "/q"): redirect("https-like.php?a=1&b=2", 308),
    ("moved.example", "/https-like.php?a=1&b=2"): page(_html(EN)),
    ("loop.example", "/p"): redirect("/p"),
    ("inside.example", "/p"): redirect("http://10.0.0.1/p"),
    ("odd.example", "/p"): redirect("http://0x0a000001/p"),
    ("file.example", "/p"): redirect("file:///etc/passwd"),
    ("out.example", "/robots.txt"): Answer(b"User-agent: *\nDisallow: /p"),
    ("out.example", "/p"): page(_html(JA)),
    ("in.example", "/p"): redirect("http://out.example/p"),
    ("down.example", "/robots.txt"): Answer(b"", 500),
    ("busy.example", "/p"): in_turn(Answer(b"", 429, (("Retry-After", "0"),)), Answer(b"", 503), page(_html(EN))),
    ("never.example", "/p"): Answer(b"", 503),
    ("tomorrow.example", "/p"): Answer(b"", 429, (("Retry-After", "86400"),)),
    ("gone.example", "/p"): MISSING,
    ("soft.example", "/p"): page(_html("<h1>ページが見つかりません</h1>")),
    ("app.example", "/p"): page(_html('<div id="root"></div><script>go()</script>')),
    ("members.example", "/p"): page(_html("<h1>会員ページ</h1><form><input type=password></form>")),
    ("other.example", "/p"): page(_html("<h1>Chairs</h1><p>Half price until Sunday.</p>")),
    ("picture.example", "/p"): Answer(b"\x89PNG", headers=(("Content-Type", "image/png"),)),
    ("cut.example", "/p"): Answer(_html(JA + "<p>以上</p>").encode(), cut=len(_html(JA).encode())),
    ("trickle.example", "/p"): Answer(_html(JA).encode(), pause=0.2),
    ("large.example", "/p"): Answer(_html(JA).encode() + b" " * 3_000_000),
    ("same.example", "/p"): page(_html(JA)),
    ("empty.example", "/p"): Answer(b""),
}
ROWS = cases(
    ("utf8.example", {"status": "ok", "language": "ja", "charset_used": "utf-8", "charset_declared": "utf-8", "robots": "none", "attempts": "1"}, "a policy"),
    ("sjis.example", {"status": "ok", "charset_used": "shift_jis", "charset_declared": ""}, "declared by the page"),
    ("sjis-header.example", {"status": "ok", "charset_used": "shift_jis", "charset_declared": "Shift_JIS"}, "by the header"),
    ("sjis-silent.example", {"status": "ok", "charset_used": "shift_jis"}, "by nobody"),
    ("euc.example", {"status": "ok", "charset_used": "euc-jp"}, "by the header"),
    ("euc-silent.example", {"status": "ok", "charset_used": "euc-jp"}, "by nobody"),
    ("jis.example", {"status": "ok", "charset_used": "iso-2022-jp"}, "by its escapes"),
    ("gzip.example", {"status": "ok", "bytes": str(len(_html(JA).encode()))}, "the size is that of the page"),
    ("chunks.example", {"status": "ok", "truncated": ""}, "chunks joined"),
    ("moved.example", {"status": "ok", "redirects": "2", "http_status": "200", "final_url": "http://moved.example/https-like.php?a=1&b=2", "attempts": "3", "language": "en"}, "two redirects"),
    ("loop.example", {"status": "redirects", "redirects": "11", "http_status": ""}, "ten redirects and no end"),
    ("inside.example", {"status": "blocked_address", "redirects": "1", "final_url": "http://10.0.0.1/p"}, "a redirect into a private network"),
    ("odd.example", {"status": "blocked_address", "final_url": "http://10.0.0.1/p"}, "in another spelling"),
    ("file.example", {"status": "bad_address"}, "to another scheme"),
    ("out.example", {"status": "robots", "robots": "disallowed", "attempts": "0"}, "robots.txt says no"),
    ("in.example", {"status": "robots", "robots": "disallowed", "redirects": "1"}, "robots.txt of where a redirect leads says no"),
    ("down.example", {"status": "robots", "robots": "unavailable"}, "robots.txt cannot be read"),
    ("busy.example", {"status": "ok", "attempts": "3"}, "busy twice"),
    ("never.example", {"status": "http_503", "attempts": "4"}, "busy for good"),
    ("tomorrow.example", {"status": "http_429", "attempts": "1"}, "nobody waits a day"),
    ("gone.example", {"status": "http_404", "http_status": "404"}, "not there"),
    ("soft.example", {"status": "soft_404", "http_status": "200"}, "not there, it says"),
    ("app.example", {"status": "script_only"}, "a page made by a script"),
    ("members.example", {"status": "login_wall"}, "a page for members"),
    ("other.example", {"status": "not_policy"}, "another page"),
    ("picture.example", {"status": "not_text", "content_type": "image/png"}, "no page"),
    ("cut.example", {"status": "ok", "truncated": "length", "attempts": "4", "bytes": str(len(_html(JA).encode()))}, "cut off, flagged, kept"),
    ("trickle.example", {"truncated": "time", "http_status": "200"}, "slow, flagged, kept"),
    ("large.example", {"status": "too_large", "truncated": "size", "bytes": "1000000"}, "large, flagged, kept"),
    ("same.example", {"status": "ok", "duplicate_of": "utf8.example"}, "the same bytes as another company's"),
    ("empty.example", {"status": "empty"}, "nothing"),
    ("nowhere.example", {"status": "unreachable", "http_status": "", "robots": "unavailable"}, "a host that does not exist"),
)  # fmt: skip


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Site]:
    """An archive of all the sites above, the ids being the hosts."""
    folder = tmp_path_factory.mktemp("many") / "archive"
    hosts = [*dict.fromkeys(host for host, _ in SITE), "nowhere.example"]
    urls = "url,id,company\n" + "".join(f"http://{host}/p,{host},会社 {host}\n" for host in hosts)
    with serve(SITE) as site:
        _run(site, folder, urls, limits=Limits(bytes=1_000_000, seconds=1.5), hosts=32)
    return folder, site


@pytest.mark.parametrize(("host", "cells", "reason"), [(*case.values, case.id) for case in ROWS])
def test_rows(many: tuple[Path, Site], host: str, cells: dict[str, str], reason: str) -> None:
    row = next(row for row in _table(many[0]) if row["target_id"] == host)
    assert {name: row[name] for name in cells} == cells, (reason, row["detail"])
    assert bool(row["detail"]) == (row["status"] != "ok" or row["truncated"] == "length"), "what to do stands there"
    assert row["company"] == f"会社 {host}"
    assert row["fetched_at"].endswith("Z")


def test_an_address_a_row_in_the_order_of_the_list(many: tuple[Path, Site]) -> None:
    hosts = [*dict.fromkeys(host for host, _ in SITE), "nowhere.example"]
    assert [row["doc_id"] for row in _table(many[0])] == hosts
    assert [_id(one) for one in _read(many[0])] == hosts


def test_who_asks_is_told(many: tuple[Path, Site]) -> None:
    agents = {asked.headers["user-agent"] for asked in many[1].asked}
    assert len(agents) == 1
    assert agents.pop().startswith("policy-clauses/")


def test_pages_come_back_from_the_archive(many: tuple[Path, Site]) -> None:
    pages = {_id(one): one for one in _read(many[0])}
    found = pages["sjis-header.example"]
    assert isinstance(found, Page)
    assert found.body == _html(JA).encode("cp932")
    assert (found.charset, found.source, found.http_status) == ("Shift_JIS", "http://sjis-header.example/p", 200)
    assert found.subject.company == "会社 sjis-header.example"
    told = {name: one.status for name, one in pages.items() if isinstance(one, PageStatus)}
    rows = {row["doc_id"]: row["status"] for row in _table(many[0])}
    assert told == {name: rows[name] for name in told}, "what only fetching knows is told in its words"
    assert set(told.values()) == {"redirects", "blocked_address", "bad_address", "robots", "not_text", "too_large", "unreachable"}  # fmt: skip


SETS: dict[tuple[str, str], PageOf] = {
    ("kaze.example", "/"): page(_html("<h1>風の店</h1>" + _link("/privacy/", "プライバシーポリシー") + _link("/en/", "English"))),
    ("kaze.example", "/privacy/"): page(_html(JA + '<p><a href="safety.html">安全管理措置</a></p><p><a href="/">top</a></p>')),
    ("kaze.example", "/privacy/safety.html"): page(_html("<h1>安全管理措置</h1>" + BODY_JA + _link("/deeper", "Cookieポリシー"))),
    ("kaze.example", "/en/"): page(_html("<h1>Kaze</h1>" + _link("/en/privacy", "Privacy Policy"))),
    ("kaze.example", "/en/privacy"): page(_html(EN)),
    ("mori.example", "/"): page(_html("<h1>森の店</h1>" + _link("/a", "個人情報保護方針") + _link("/b", "個人情報の取り扱い"))),
    ("mori.example", "/a"): page(_html(JA)),
    ("mori.example", "/b"): redirect("/a"),
}  # fmt: skip


def test_a_set_is_found_from_a_home_page(tmp_path: Path) -> None:
    with serve(SETS) as site:
        rows = _fetch(site, tmp_path / "a", "url,id,pair_id\nhttp://kaze.example/,kaze,7\n")
    shape = {
        row["url"].removeprefix("http://kaze.example"): (row["role"], row["status"], row["language"]) for row in rows
    }
    assert shape == {
        "/": ("listed", "not_policy", ""),
        "/privacy/": ("policy", "ok", "ja"),
        "/privacy/safety.html": ("part", "ok", "ja"),
        "/en/": ("home", "not_policy", "en"),
        "/en/privacy": ("policy", "ok", "en"),
    }, "and no link of a part is followed"
    ids = {row["url"]: row["doc_id"] for row in rows}
    part = next(row for row in rows if row["role"] == "part")
    assert part["found_on"] == ids["http://kaze.example/privacy/"]
    assert "安全管理措置" in part["found_by"]
    assert {row["target_id"] for row in rows} == {"kaze"}
    assert {row["pair_id"] for row in rows} == {"7"}


@pytest.mark.parametrize(
    ("options", "language", "urls"),
    cases(
        ({"find": False}, "", ["/"], "as the list has it"),
        ({}, "ja", ["/", "/privacy/", "/privacy/safety.html"], "in the language that the list wants"),
        ({}, "en", ["/", "/en/", "/en/privacy"], "in the other"),
    ),
)
def test_what_is_followed(tmp_path: Path, options: dict[str, object], language: str, urls: list[str]) -> None:
    with serve(SETS) as site:
        rows = _fetch(site, tmp_path / "a", f"url,language\nhttp://kaze.example/,{language}\n", **options)
        wanted = {asked.headers.get("accept-language", "") for asked in site.asked if asked.path != "/robots.txt"}
    assert [row["url"].removeprefix("http://kaze.example") for row in rows] == urls
    assert wanted == ({f"{language}, *;q=0.5"} if language else {""})


def test_a_page_that_lists_policies_is_a_step_on_the_way(tmp_path: Path) -> None:
    pages: dict[tuple[str, str], PageOf] = {
        ("umi.example", "/"): page(_html("<h1>海の店</h1>" + _link("/info/", "個人情報保護について"))),
        ("umi.example", "/info/"): page(_html('<ul><li><a href="a">個人情報保護方針</a></li><li><a href="b">個人情報の取扱いについて</a></li></ul>')),
        ("umi.example", "/info/a"): page(_html(JA)),
        ("umi.example", "/info/b"): page(_html(JA + "<p>お問い合わせは窓口へ。</p>")),
    }  # fmt: skip
    with serve(pages) as site:
        rows = _fetch(site, tmp_path / "a", "http://umi.example/")
    assert [row["status"] for row in rows] == ["not_policy", "not_policy", "ok", "ok"]


def test_what_is_no_address_costs_itself(tmp_path: Path) -> None:
    urls = [
        "http://[",
        "http://a b.example/",
        "//x",
        "mailto:a@b.example",
        "http://kaze.example:99999/",
        "個人情報",
        "http://../",
    ]
    with serve({**SETS, ("bad.example", "/p"): redirect("http://[")}) as site:
        rows = _fetch(site, tmp_path / "a", "\n".join([*urls, "http://bad.example/p"]))
    assert {row["status"] for row in rows} == {"bad_address"}
    assert [row["url"] for row in rows] == [*urls, "http://bad.example/p"]
    assert [_id(one) for one in _read(tmp_path / "a")] == [row["doc_id"] for row in rows]


def test_the_same_page_by_two_links_is_a_duplicate(tmp_path: Path) -> None:
    with serve(SETS) as site:
        rows = _fetch(site, tmp_path / "a", "url,id\nhttp://mori.example/,mori\n")
    assert [(row["status"], row["duplicate_of"] == rows[1]["doc_id"]) for row in rows] == [
        ("not_policy", False), ("ok", False), ("duplicate", True),
    ]  # fmt: skip
    assert [type(one).__name__ for one in _read(tmp_path / "a")] == ["Page", "Page", "PageStatus"]


def test_a_set_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.scrape.collect.MAX_PAGES", 2)
    with serve(SETS) as site:
        rows = _fetch(site, tmp_path / "a", "http://kaze.example/")
    assert [row["status"] for row in rows] == ["not_policy", "ok", "set_limit", "set_limit"]


def test_hosts_are_asked_side_by_side(tmp_path: Path) -> None:
    both = threading.Barrier(2, timeout=5)

    def meeting(_: Asked) -> Answer:
        both.wait()
        return page(_html(EN))

    with serve({("a.example", "/p"): meeting, ("b.example", "/p"): meeting}) as site:
        rows = _fetch(site, tmp_path / "a", "http://a.example/p\nhttp://b.example/p")
    assert [row["status"] for row in rows] == ["ok", "ok"], "neither answer comes before both were asked for"


def test_never_two_requests_at_once_to_one_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    get, open_now, most, lock = Transport.get, Counter[str](), Counter[str](), threading.Lock()

    def counted(self: Transport, url: str, headers: Mapping[str, str] | None = None) -> Exchange:
        host = urlsplit(url).hostname or ""
        with lock:
            open_now[host] += 1
            most[host] = max(most[host], open_now[host])
        try:
            return get(self, url, headers)
        finally:
            with lock:
                open_now[host] -= 1

    monkeypatch.setattr(Transport, "get", counted)
    crossing = {(f"x{number}.example", "/p"): redirect("http://kaze.example/en/privacy") for number in range(8)}
    with serve({**SETS, **crossing}) as site:
        rows = _fetch(site, tmp_path / "a", "\n".join(f"http://{host}/p" for host, _ in crossing), find=False)
    assert [row["status"] for row in rows] == ["ok"] * 8
    assert set(most.values()) == {1}, "even where redirects of many lead to one host"


def _tagged(text: str) -> Callable[[Asked], Answer]:
    """A page that knows whether it has changed."""
    tag = f'"{len(text)}"'

    def answer(asked: Asked) -> Answer:
        if asked.headers.get("if-none-match") == tag:
            return Answer(b"", 304, (("ETag", tag),))
        return with_headers(page(_html(text)), ("ETag", tag))

    return answer


def test_a_second_run_asks_what_has_changed(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    urls = "http://a.example/p\nhttp://b.example/p\nhttp://c.example/p"
    dated = with_headers(page(_html(EN)), ("Last-Modified", "Sat, 21 Nov 2026 00:00:00 GMT"))
    pages: dict[tuple[str, str], PageOf] = {
        ("a.example", "/p"): redirect("/q"), ("a.example", "/q"): _tagged(JA + '<a href="/safety">安全管理措置</a>'),
        ("a.example", "/safety"): _tagged("<h1>安全管理措置</h1>" + BODY_JA), ("b.example", "/p"): _tagged(EN), ("c.example", "/p"): dated,
    }  # fmt: skip
    with serve(pages) as site:
        first = _fetch(site, folder, urls)
        before = content(folder)
        site.pages["b.example", "/p"] = _tagged(EN + "<p>We also keep your address.</p>")
        site.asked.clear()
        second = _fetch(site, folder, urls)
        asked = {one.host + one.path: one.headers for one in site.asked}
    assert [bool(row["checked_at"]) for row in second] == [True, True, False, False]
    for old, new in zip(first[:2], second[:2], strict=True):
        assert {**new, "checked_at": "", "attempts": ""} == {**old, "attempts": ""}, "all else is as it was"
    assert second[2]["sha256"] != first[2]["sha256"], "what has changed is transferred"
    assert "if-none-match" not in asked["a.example/p"], "the tag is that of the page behind the redirect"
    assert "if-none-match" in asked["a.example/q"]
    assert asked["c.example/p"]["if-modified-since"] == "Sat, 21 Nov 2026 00:00:00 GMT"
    assert content(folder / "earlier" / "1")[1:] == before[1:], "the run before is kept"
    assert [_id(one) for one in _read(folder)] == [row["doc_id"] for row in second]


class _Dies(fetch_module.Watcher):
    """Ends a run after some pages."""

    def __init__(self, after: int) -> None:
        self.left = after

    def page(self, _: FetchRow) -> None:
        """One page less."""
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt


def test_an_interrupted_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    urls = "http://mori.example/\nhttp://kaze.example/"
    with serve(SETS) as site:
        whole = _fetch(site, tmp_path / "whole", urls)
        once = site.paths("mori.example")
        site.asked.clear()
        with monkeypatch.context() as patch:
            patch.setattr(fetching.Watcher, "page", _Dies(5).page)
            with pytest.raises(KeyboardInterrupt):
                _run(site, tmp_path / "a", urls, hosts=1)
        assert not (tmp_path / "a" / "pages.warc.gz").exists()
        with pytest.raises(InputError, match="not finished"):
            locate([tmp_path / "a"])
        rows = _fetch(site, tmp_path / "a", urls, hosts=1)
    assert content(tmp_path / "a") == content(tmp_path / "whole")
    assert [row["doc_id"] for row in rows] == [row["doc_id"] for row in whole]
    assert site.paths("mori.example") == once, "what was done is not asked for again"


def test_a_run_goes_on_with_other_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    urls = "http://mori.example/\nhttp://kaze.example/"
    with serve(SETS) as site:
        with monkeypatch.context() as patch:
            patch.setattr(fetching.Watcher, "page", _Dies(5).page)
            with pytest.raises(KeyboardInterrupt):
                _run(site, tmp_path / "a", urls, hosts=1, limits=Limits(bytes=1000, seconds=5))
        rows = _fetch(site, tmp_path / "a", urls)
    assert len(rows) == 8, "what was done with less is done again"
    assert {row["truncated"] for row in rows} == {""}


def test_a_full_disk_ends_the_run_and_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    urls = "http://mori.example/\nhttp://kaze.example/"
    write, pages = Writer.page, 0

    def full(self: Writer, row: FetchRow, exchanges: Sequence[Exchange]) -> None:
        nonlocal pages
        pages += 1
        if pages > 5:
            raise OSError(28, "No space left on device")
        write(self, row, exchanges)

    with serve(SETS) as site:
        with monkeypatch.context() as patch:
            patch.setattr(Writer, "page", full)
            with pytest.raises(InputError, match="No space left"):
                _run(site, tmp_path / "a", urls, hosts=1)
        left = [path.name for path in (tmp_path / "a").rglob("*.warc.gz*")]
        rows = _fetch(site, tmp_path / "a", urls)
    assert len(left) == 1, "the set that was done, and no half of the other"
    assert len(rows) == 8
    assert site.paths("mori.example").count("/a") == 2, "by two links, in one run"


def test_a_page_that_breaks_a_parser_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> Verdict:
        raise RecursionError("too deep")

    with serve(SETS) as site:
        monkeypatch.setattr(fetching, "judge", breaks)
        (row,) = _fetch(site, tmp_path / "a", "http://kaze.example/en/privacy")
        monkeypatch.undo()
        monkeypatch.setattr("pipeline.scrape.collect.set_links", breaks)
        (other,) = _fetch(site, tmp_path / "b", "http://kaze.example/en/privacy")
    assert (row["status"], other["status"]) == ("unreadable", "ok")
    assert "report the page" in row["detail"]
    assert "report the page" in other["detail"]


def test_killed_three_times_and_finished() -> None:
    command = [sys.executable, "-m", "tests.benchmarks.fetch_kills", "3"]
    assert subprocess.run(command, check=False, timeout=60, capture_output=True).returncode == 0


@pytest.mark.parametrize(
    ("text", "shown"),
    cases(
        ("https://a.example/p?q=1", "https://a.example/p?q=1", "nothing to hide"),
        ("https://kaze:geheim@a.example/p", "https://***@a.example/p", "a name and a password"),
        ("https://a.example/?a=1&access_token=x.y&b=2", "https://a.example/?a=1&access_token=***&b=2", "a token"),
        ("https://a.example/?key=abc", "https://a.example/?key=***", "a key"),
        ("https://a.example/?PHPSESSION_ID=abc", "https://a.example/?PHPSESSION_ID=***", "a session"),
        ("https://a.example/;jsessionid=abc?x", "https://a.example/;jsessionid=***", "in a path"),
        ("https://a.example/?keyword=gears", "https://a.example/?keyword=gears", "a word that begins like one"),
        (
            "http://a.example/\x1b[31m\x9b2J\r",
            "http://a.example/\ufffd[31m\ufffd2J\ufffd",
            "signs that steer a terminal",
        ),
        ("two http://a:b@c.example/ and d?token=e", "two http://***@c.example/ and d?token=***", "inside a sentence"),
    ),
)
def test_what_may_be_shown(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_passwords_stay_out_of_the_archive(tmp_path: Path) -> None:
    with serve(SETS) as site:
        summary = _run(site, tmp_path / "a", "http://kaze:geheim@kaze.example/gone?token=geheim2")
        (row,) = _table(tmp_path / "a")
    assert row["url"] == "http://kaze.example/gone?token=geheim2"
    assert without_user("http://a@b.example/@c") == "http://b.example/@c"
    with gzip.open(tmp_path / "a" / "pages.warc.gz") as stream:
        assert b"geheim@" not in stream.read()
    assert "geheim" not in summary.text


@pytest.mark.parametrize(
    ("contact", "fine"),
    cases(
        ("a@kaze.example", True, "an address"),
        ("https://kaze.example/bot", True, "a page"),
        ("", False, "nothing"),
        ("me", False, "a name"),
        ("a@kaze.example) evil", False, "more than an address"),
        ("a@kaze.example\r\nX: 1", False, "two lines"),
    ),
)
def test_a_contact_is_needed(tmp_path: Path, contact: str, fine: bool) -> None:
    (tmp_path / "u.txt").write_text("http://127.0.0.1:1/")
    result = runner.invoke(app, ["fetch", str(tmp_path / "u.txt"), "-o", str(tmp_path / "a"), "--contact", contact])
    assert ("--contact" in result.output) != fine
    assert result.exit_code == (1 if fine else 2), "the address itself is forbidden"


def test_a_bar_for_people(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "150")
    monkeypatch.setenv("TERM", "xterm")
    with fetch_progress(2) as watcher:
        for status in ("ok", "http_404", "http_404"):
            watcher.page(FetchRow("a", status=status))
        watcher.target()
    shown = capsys.readouterr().err
    assert "1/2" in shown
    assert "3 pages" in shown
    assert "2 http_404" in shown


def test_two_commands_from_a_list_to_a_table(tmp_path: Path) -> None:
    pages: dict[tuple[str, str], PageOf] = {
        ("127.0.8.1", path): answer for (host, path), answer in SETS.items() if host == "kaze.example"
    }
    pages |= {
        ("127.0.8.2", "/p"): page(
            _html(JA + "<p>開示の請求には、一件につき800円の手数料を申し受けます。</p>"), "euc_jp", ""
        ),
        ("127.0.8.3", "/robots.txt"): Answer(b"User-agent: *\nDisallow: /"),
    }
    with serve(pages) as site:
        listed = [
            ("127.0.8.1", "/", "風の店"),
            ("127.0.8.2", "/p", "森の店"),
            ("127.0.8.3", "/", "海の店"),
            ("127.0.8.4", "/", "山の店"),
        ]
        rows = "".join(
            f"http://{host}:{site.port}{path},{name},小売,{number}\n"
            for number, (host, path, name) in enumerate(listed)
        )
        (tmp_path / "urls.csv").write_text(f"url,company,sector,pair_id\n{rows}", encoding="utf-8")
        fetched = runner.invoke(app, [
            "fetch", str(tmp_path / "urls.csv"), "-o", str(tmp_path / "A"), "--contact", "x@example.org",
            "--allow-address", "127.0.0.0/8", "--delay", "0", "--timeout", "5",
        ])  # fmt: skip
    assert fetched.exit_code == 0, fetched.output
    extracted = runner.invoke(app, ["extract", str(tmp_path / "A"), "-o", str(tmp_path / "out.csv")])
    assert extracted.exit_code == 0, extracted.output
    fetch_rows = _table(tmp_path / "A")
    statuses = pd.read_csv(tmp_path / "out.csv.pages.csv", dtype=str, keep_default_na=False).to_dict("records")
    assert len(fetch_rows) == 8
    told = [("doc_id", "status", "company", "sector", "pair_id", "target_id", "sha256")] * 2
    as_fetched, as_extracted = (
        [[row[name] for name in names] for row in rows_]
        for names, rows_ in zip(told, (fetch_rows, statuses), strict=True)
    )
    assert as_extracted == as_fetched, "a status row for each address, in the same words"
    table = pd.read_csv(tmp_path / "out.csv", dtype=str, keep_default_na=False)
    assert set(table["company"]) == {"風の店", "森の店"}
    assert set(table["pair_id"]) == {"0", "1"}
    assert set(table["doc_id"]) <= {row["doc_id"] for row in fetch_rows}
    assert set(table["language"]) == {"ja", "en"}
    fees = table[table["fee"] == "1"]
    assert fees[["company", "fee_amount"]].to_numpy().tolist() == [["森の店", "800"]]
