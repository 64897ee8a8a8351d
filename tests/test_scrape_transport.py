"""One request and its answer: deadlines, sizes, cuts, encodings, certificates."""

from __future__ import annotations

import gzip
import os
import random
import ssl
import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import brotli
import pytest
import trustme
from backports import zstd

from pipeline.errors import FetchFailed
from pipeline.findings import Status
from pipeline.scrape.network.answer import Limits
from pipeline.scrape.network.encodings import layers, undo
from pipeline.scrape.network.exchange import Exchange
from pipeline.scrape.network.guard import Guard
from pipeline.scrape.network.transport import Transport
from tests.servers import LOOPBACK, Answer, Site, page, redirect, serve, with_headers

HOST = "kaze.example"
TEXT = ("<p>個人情報の取り扱いについて</p>" * 400).encode()


def _get(answer: Answer, limits: Limits | None = None) -> Exchange:
    """The exchange with a site that gives this answer."""
    with serve({(HOST, "/"): answer}) as site:
        return _transport(site, limits).get(f"http://{HOST}/")


def _transport(site: Site, limits: Limits | None = None, tls: ssl.SSLContext | None = None) -> Transport:
    return Transport(Guard(LOOPBACK, resolve=site.resolve), "test/1 (+mailto:a@kaze.example)", limits, tls=tls)


def _failure(answer: Answer, limits: Limits | None = None) -> str:
    with pytest.raises(FetchFailed) as failure:
        _get(answer, limits)
    return failure.value.status


def test_an_answer_is_told_as_it_came() -> None:
    with serve(
        {(HOST, "/a?b"): with_headers(page("個人情報", "cp932", "Shift_JIS"), ("X-A", "1"), ("x-a", "2"))}
    ) as site:
        exchange = _transport(site).get(f"http://user:pass@{HOST}/a?b#c", {"If-None-Match": '"x"\r\nX-Evil: 1'})
    assert exchange.url == f"http://{HOST}/a?b"
    assert (exchange.ip, exchange.status, exchange.reason, exchange.version) == ("127.0.0.1", 200, "OK", "HTTP/1.1")
    assert exchange.body == "個人情報".encode("cp932")
    assert exchange.raw is exchange.body
    assert exchange.header("content-type") == "text/html; charset=Shift_JIS"
    assert exchange.header("X-a") == "1, 2"
    assert exchange.started_at.tzinfo is not None
    head = exchange.request_head.decode().split("\r\n")
    assert head[0] == "GET /a?b HTTP/1.1"
    assert "User-Agent: test/1 (+mailto:a@kaze.example)" in head
    assert 'If-None-Match: "x" X-Evil: 1' in head, "no header begins inside another"
    assert "pass" not in "".join(head)
    assert head[-2:] == ["", ""]


def test_proxies_and_credentials_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    assert _get(Answer(b"x")).status == 200


REDIRECTS = [
    ("/b", f"http://{HOST}/b", "a path"),
    ("b?c#d", f"http://{HOST}/b?c", "beside the page, without the fragment"),
    ("//umi.example/", "http://umi.example/", "another host"),
    ("https://umi.example/", "https://umi.example/", "an absolute address"),
    ("/個人情報".encode().decode("latin-1"), f"http://{HOST}/個人情報", "UTF-8 as it is"),
    ("http://[", "http://[", "told when it is parsed"),
    ("", "", "nowhere"),
]


@pytest.mark.parametrize(("location", "leads_to", "reason"), REDIRECTS)
def test_redirects_are_told_and_not_followed(location: str, leads_to: str, reason: str) -> None:
    assert _get(redirect(location)).redirect == leads_to, reason


def test_what_is_no_redirect_leads_nowhere() -> None:
    assert _get(with_headers(Answer(b"x"), ("Location", "/b"))).redirect == ""


DEADLINE = 0.3
SLOW = [
    (Answer(b"x", pause_head=0.05), "timeout", "a head byte by byte"),
    (Answer(b"x", wait=30), "timeout", "no answer at all"),
    (Answer(exactly=b"HTTP/1.1 100 Continue\r\n\r\n" * 9999, pause=0.01), "timeout", "news without end"),
    (Answer(b"x" * 999, pause=0.05), "time", "a body byte by byte"),
    (Answer(b"x" * 999, pause=0.05, chunked=True), "time", "a body in chunks"),
    (Answer(lambda: _endlessly(b"x")), "time", "a body without end and length"),
    (Answer(gzip.compress(os.urandom(999)), headers=(("Content-Encoding", "gzip"),), pause=0.05), "time", "compressed"),
]  # fmt: skip


def _endlessly(piece: bytes) -> Iterator[bytes]:
    while True:
        yield piece
        time.sleep(0.05)


def _end(answer: Answer) -> str:
    """How an answer ends; what came before is kept."""
    try:
        exchange = _get(answer, Limits(seconds=DEADLINE))
    except FetchFailed as failure:
        return failure.status
    return exchange.truncated if exchange.raw else "empty"


@pytest.mark.parametrize(("answer", "end", "reason"), SLOW)
def test_slow_answers_end_within_a_second_of_the_deadline(answer: Answer, end: str, reason: str) -> None:
    begun = time.monotonic()
    assert _end(answer) == end, reason
    assert DEADLINE <= time.monotonic() - begun < DEADLINE + 1, reason


def test_a_slow_handshake_ends_with_the_deadline() -> None:
    """A server that takes the connection and never speaks TLS."""
    begun = time.monotonic()
    with serve({(HOST, "/"): Answer()}) as site, pytest.raises(FetchFailed) as failure:
        _transport(site, Limits(seconds=DEADLINE)).get(f"https://{HOST}/")
    assert failure.value.status == Status.TIMEOUT
    assert time.monotonic() - begun < DEADLINE + 1


CUT = [
    (Answer(TEXT), len(TEXT), "", "a whole body"),
    (Answer(TEXT, chunked=True), len(TEXT), "", "in a chunk"),
    (Answer(lambda: iter([TEXT])), len(TEXT), "", "to the end of the connection"),
    (Answer(TEXT, headers=(("Content-Length", "banana"),)), len(TEXT), "", "a length that is none"),
    (Answer(TEXT + b"more", headers=(("Content-Length", str(len(TEXT))),)), len(TEXT), "", "more than its length"),
    (Answer(TEXT, cut=1000), 1000, "length", "less than its length"),
    (Answer(TEXT, cut=0), 0, "length", "nothing of it"),
    (Answer(lambda: [b"a" * 100] * 10, chunked=True, cut=150), 140, "length", "cut within a chunk"),
    (Answer(lambda: [b"a" * 100] * 10, chunked=True, cut=106), 100, "length", "cut between chunks"),
    (Answer(TEXT, chunked=True, cut=len(TEXT) + 8), len(TEXT), "length", "only the last chunk is missing"),
    (Answer(exactly=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nxyz\r\n"), 3, "length", "a size that is none"),
    (Answer(exactly=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-3\r\nabc\r\n"), 5, "length", "a size below nothing"),
    (Answer(b"a" * 5000), 3000, "size", "larger than it may be"),
    (Answer(b"a" * 3000), 3000, "", "as large as it may be"),
    (Answer(lambda: [b"a" * 100] * 99, chunked=True), 3000, "size", "larger, in chunks"),
    (Answer(b"", 204, reason="No Content"), 0, "", "no body"),
    (Answer(b"", 304, (("Content-Length", "5000"),), reason="Not Modified"), 0, "", "the length of what is not sent"),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "length", "truncated", "reason"), CUT)
def test_bodies_that_are_not_whole_are_kept_and_flagged(
    answer: Answer, length: int, truncated: str, reason: str
) -> None:
    limits = Limits(bytes=3000 if truncated == "size" or length == 3000 else len(TEXT))
    exchange = _get(answer, limits)
    assert (len(exchange.body), exchange.truncated) == (length, truncated), reason
    assert exchange.raw == exchange.body


NO_HTTP = [
    (b"", Status.UNREACHABLE, "nothing"),
    (b"hello\r\n\r\n", Status.BAD_RESPONSE, "no status"),
    (b"HTTP/1.1 OK\r\n\r\n", Status.BAD_RESPONSE, "no number"),
    (b"HTTP/2.0 200 OK\r\n\r\n", Status.BAD_RESPONSE, "a version that was not asked for"),
    (b"HTTP/1.1 200 OK\r\nContent-Ty", Status.BAD_RESPONSE, "cut within a header"),
    (b"HTTP/1.1 200 OK\r\nA: b\r\n", Status.BAD_RESPONSE, "cut between headers"),
    (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n", Status.BAD_RESPONSE, "too many headers"),
    (b"HTTP/1.1 200 OK\r\nA: " + b"b" * 99999 + b"\r\n\r\n", Status.BAD_RESPONSE, "a header too long"),
    (b"HTTP/1.1 200 OK\r\n" + b"no field\r\n" * 200_000, Status.BAD_RESPONSE, "a head without end"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", Status.BAD_RESPONSE, "a transfer encoding"),
    (b"HTTP/1.1 200 OK\r\nContent-Encoding: compress\r\n\r\nx", Status.BAD_RESPONSE, "an encoding that is not known"),
    (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip" + b", gzip" * 9 + b"\r\n\r\nx", Status.BAD_RESPONSE, "layers upon layers"),
]  # fmt: skip


@pytest.mark.parametrize(("sent", "status", "reason"), NO_HTTP)
def test_what_is_no_answer_is_typed(sent: bytes, status: str, reason: str) -> None:
    assert _failure(Answer(exactly=sent), Limits(bytes=3000)) == status, reason


ODD_HEADS = [
    (b"HTTP/1.1 200 OK\nContent-Length: 1\n\nx", "bare line breaks"),
    (b"HTTP/1.1 200 OK\r\nA: b\rc\r\nContent-Length: 1\r\n\r\nx", "half a line break"),
    (b"HTTP/1.0 200\r\nContent-Length: 1\r\n\r\nx", "no reason, an old version"),
    (b"HTTP/1.1 200 OK\r\nno field\r\nA : b\r\nContent-Length: 1\r\n\r\nx", "lines that are no field are skipped"),
    (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", "news before"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked \r\n\r\n1;a=b\r\nx\r\n0\r\nTrailer: y\r\n\r\n", "extensions, trailers"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n", "chunks go before a length"),
    (b"HTTP/1.1 200 OK\r\nContent-Encoding: utf-8, Identity\r\nContent-Length: 1\r\n\r\nx", "encodings that are none"),
]  # fmt: skip


@pytest.mark.parametrize(("sent", "reason"), ODD_HEADS)
def test_odd_heads_are_read_as_browsers_do(sent: bytes, reason: str) -> None:
    exchange = _get(Answer(exactly=sent))
    assert (exchange.status, exchange.body, exchange.truncated) == (200, b"x", ""), reason


def test_headers_are_one_line_without_control_characters() -> None:
    exchange = _get(Answer(exactly=b"HTTP/1.1 200 O\0K\r\nETag: a\r\n  b\r\n  \r\nX: \x1b[31my\0z\x0b\r\n\r\n"))
    assert exchange.headers == (("ETag", "a b"), ("X", "[31my z"))
    assert exchange.reason == "O K"


def _raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


ENCODED: list[tuple[str, Callable[[bytes], bytes], str]] = [
    ("gzip", gzip.compress, "gzip"),
    ("x-gzip", gzip.compress, "its old name"),
    ("GZIP", gzip.compress, "in capitals"),
    ("gzip", lambda body: gzip.compress(body[:99]) + gzip.compress(body[99:]), "two members"),
    ("gzip", lambda body: gzip.compress(body) + b"\0\0 rubbish", "bytes behind it"),
    ("deflate", zlib.compress, "with the header of zlib"),
    ("deflate", _raw_deflate, "without"),
    ("br", brotli.compress, "brotli"),
    ("zstd", zstd.compress, "zstandard"),
    ("zstd", lambda body: zstd.compress(body[:99]) + b"\x50\x2a\x4d\x18\x01\0\0\0x" + zstd.compress(body[99:]), "two frames and one to skip"),
    ("gzip, gzip", lambda body: gzip.compress(gzip.compress(body)), "twice"),
    ("br, deflate, zstd", lambda body: zstd.compress(zlib.compress(brotli.compress(body))), "stacked, the last outermost"),
    ("identity, gzip", gzip.compress, "one that is none"),
    ("gzip, utf-8", gzip.compress, "a character set where it has no place"),
]  # fmt: skip


@pytest.mark.parametrize(("encoding", "encode", "reason"), ENCODED)
def test_encodings_are_undone(encoding: str, encode: Callable[[bytes], bytes], reason: str) -> None:
    sent = encode(TEXT)
    exchange = _get(Answer(sent, headers=(("Content-Encoding", encoding),)))
    assert (exchange.body == TEXT, exchange.truncated) == (True, ""), reason
    assert exchange.raw == sent, "as transferred"


@pytest.mark.parametrize(("encoding", "encode", "reason"), ENCODED)
def test_encodings_are_undone_however_they_are_cut_into_pieces(
    encoding: str, encode: Callable[[bytes], bytes], reason: str
) -> None:
    encoded, noise = encode(TEXT), random.Random(0)
    for most in (1, 7, 5000):
        cuts, position = [], 0
        while position < len(encoded):
            size = noise.randint(1, most)
            cuts.append(encoded[position : position + size])
            position += size
        assert b"".join(undo(cuts, layers(encoding), 10**6)) == TEXT, reason


def _wide(body: bytes) -> bytes:
    """Zstandard that asks for a window of 128 MB."""
    packer = zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log: 27})
    return packer.compress(body) + packer.flush()


DAMAGED = [
    ("gzip", TEXT, 0, "not encoded at all"),
    ("br", TEXT, 0, "not encoded at all"),
    ("zstd", TEXT, 0, "not encoded at all"),
    ("deflate", b"<html>" + TEXT, 0, "not encoded at all"),
    ("gzip", gzip.compress(TEXT)[:-20], 100, "cut"),
    ("gzip", gzip.compress(TEXT)[:-8], len(TEXT), "only its checksum is missing"),
    ("gzip", gzip.compress(TEXT) + gzip.compress(TEXT)[:-9], len(TEXT), "the second member is cut"),
    ("deflate", zlib.compress(TEXT)[:-20], 100, "cut"),
    ("deflate", b"x", 0, "cut to one byte"),
    ("br", brotli.compress(TEXT)[:-3], 0, "cut"),
    ("zstd", zstd.compress(TEXT)[:-3], 0, "cut"),
    ("gzip", gzip.compress(zlib.compress(TEXT)), 0, "another encoding inside is not seen"),
    ("gzip, br", gzip.compress(TEXT), 0, "in the wrong order"),
    ("zstd", _wide(TEXT), 0, "a window of 128 MB"),
]  # fmt: skip


@pytest.mark.parametrize(("encoding", "body", "least", "reason"), DAMAGED)
def test_bodies_encoded_otherwise_than_declared_are_kept_and_flagged(
    encoding: str, body: bytes, least: int, reason: str
) -> None:
    exchange = _get(Answer(body, headers=(("Content-Encoding", encoding),)))
    assert exchange.raw == body, "all that came is kept"
    if reason.startswith("another"):
        assert (exchange.body, exchange.truncated) == (zlib.compress(TEXT), ""), reason
    else:
        assert exchange.truncated == "decode", reason
        assert len(exchange.body) >= least, reason


def test_nothing_is_damaged_where_nothing_is() -> None:
    exchange = _get(Answer(b"", 302, (("Content-Encoding", "gzip"), ("Location", "/b"))))
    assert (exchange.body, exchange.truncated, exchange.redirect) == (b"", "", f"http://{HOST}/b")


BOMBS = [
    ("gzip", gzip.compress),
    ("deflate", _raw_deflate),
    ("br", lambda body: brotli.compress(body, quality=3)),
    ("zstd", zstd.compress),
    ("gzip, gzip", lambda body: gzip.compress(gzip.compress(body))),
    ("gzip, zstd", lambda body: zstd.compress(gzip.compress(b"", 0) * (len(body) // 20))),
]


@pytest.mark.parametrize(("encoding", "encode"), BOMBS)
def test_bombs_are_stopped_at_the_size(encoding: str, encode: Callable[[bytes], bytes]) -> None:
    """A megabyte where 10,000 bytes are allowed; memory is measured by tests/benchmarks/fetch_memory.py."""
    exchange = _get(Answer(encode(bytes(1 << 20)), headers=(("Content-Encoding", encoding),)), Limits(bytes=10_000))
    assert exchange.truncated == "size"
    assert exchange.body in (bytes(10_000), b""), "the last one has nothing at its heart"


def test_decoding_ends_with_the_deadline_too() -> None:
    """A million empty members in a few hundred bytes: seconds of work before the next byte is read."""
    body = zstd.compress(gzip.compress(b"", 0) * 990_000)
    begun = time.monotonic()
    exchange = _get(Answer(body, headers=(("Content-Encoding", "gzip, zstd"),)), Limits(seconds=DEADLINE))
    assert exchange.truncated == "time"
    assert time.monotonic() - begun < DEADLINE + 1


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """A certificate authority of our own."""
    return trustme.CA()


def _contexts(authority: trustme.CA, *names: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """How a server with a certificate for these names speaks TLS, and how a client that trusts the authority does."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(server)
    client = ssl.create_default_context()
    authority.configure_trust(client)
    return server, client


def test_certificates_are_checked_against_the_name_and_not_the_address(authority: trustme.CA) -> None:
    server, client = _contexts(authority, HOST)
    asked: list[str] = []
    server.sni_callback = lambda _socket, name, _context: asked.append(name)
    with serve({(HOST, "/"): Answer(TEXT), ("umi.example", "/"): Answer(TEXT)}, tls=server) as site:
        exchange = _transport(site, tls=client).get(f"https://{HOST}/")
        assert (exchange.status, exchange.body, exchange.ip) == (200, TEXT, "127.0.0.1")
        with pytest.raises(FetchFailed) as failure:
            _transport(site, tls=client).get("https://umi.example/")
    assert failure.value.status == Status.UNTRUSTED
    assert asked == [HOST, "umi.example"]
    assert [one.host for one in site.asked] == [HOST], "nothing is sent to a stranger"


def test_a_certificate_of_nobody_is_not_trusted(authority: trustme.CA) -> None:
    server, _ = _contexts(authority, HOST)
    with serve({(HOST, "/"): Answer(TEXT)}, tls=server) as site, pytest.raises(FetchFailed) as failure:
        _transport(site).get(f"https://{HOST}/")
    assert failure.value.status == Status.UNTRUSTED


def test_slow_bodies_over_tls_end_with_the_deadline(authority: trustme.CA) -> None:
    server, client = _contexts(authority, HOST)
    begun = time.monotonic()
    with serve({(HOST, "/"): Answer(TEXT, pause=0.05)}, tls=server) as site:
        exchange = _transport(site, Limits(seconds=DEADLINE), client).get(f"https://{HOST}/")
    assert exchange.truncated == "time"
    assert 0 < len(exchange.body) < 99
    assert time.monotonic() - begun < DEADLINE + 1


def test_endpoints_are_tried_one_after_the_other() -> None:
    with serve({(HOST, "/"): Answer(TEXT)}) as site:

        def resolve(*asked: Any, **options: Any) -> list[tuple[Any, ...]]:
            ((*others, endpoint),) = site.resolve(*asked, **options)
            return [(*others, ("127.0.0.9", 1)), (*others, endpoint)]

        exchange = Transport(Guard(LOOPBACK, resolve=resolve), "test").get(f"http://{HOST}/")
    assert exchange.ip == "127.0.0.1"


def test_a_closed_port_is_unreachable() -> None:
    with serve({}) as site:
        port = site.port
    with pytest.raises(FetchFailed) as failure:
        Transport(Guard(LOOPBACK), "test").get(f"http://127.0.0.1:{port}/")
    assert failure.value.status == Status.UNREACHABLE


def test_threads_share_a_transport() -> None:
    pages = {(f"h{number}.example", "/"): Answer(str(number).encode() * 5000) for number in range(40)}
    with serve(pages) as site, ThreadPoolExecutor(8) as threads:
        transport = _transport(site)
        found = threads.map(lambda number: transport.get(f"http://h{number}.example/").body, range(40))
        assert list(found) == [str(number).encode() * 5000 for number in range(40)]
        assert site.connections == 40, "a connection each"
