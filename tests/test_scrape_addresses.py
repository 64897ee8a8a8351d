"""Which addresses may be contacted: every spelling of those that may not, and not one connection to them."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from urllib3.util import parse_url

from pipeline.errors import BlockedAddress, FetchFailed, InputError
from pipeline.findings import Status
from pipeline.scrape.network.addresses import parse
from pipeline.scrape.network.guard import NOT_PUBLIC, Guard
from pipeline.scrape.network.transport import Limits, Transport
from tests.servers import Answer, redirect, serve

_CONNECTED: list[Any] = []  # what any socket of this process connected to; seen by the interpreter itself
sys.addaudithook(lambda event, seen: _CONNECTED.append(seen[1]) if event == "socket.connect" else None)


@pytest.fixture
def connected() -> Iterator[list[Any]]:
    """The addresses that were connected to while a test ran."""
    _CONNECTED.clear()
    yield _CONNECTED
    _CONNECTED.clear()


BLOCKED, BAD = Status.BLOCKED_ADDRESS, Status.BAD_ADDRESS
SPELLINGS = [
    ("http://127.0.0.1/", BLOCKED, "loopback"),
    ("http://127.255.255.254/", BLOCKED, "all of 127 is loopback"),
    ("http://2130706433/", BLOCKED, "one decimal number"),
    ("http://0x7f000001/", BLOCKED, "one hexadecimal number"),
    ("http://0X7F000001/", BLOCKED, "in capitals"),
    ("http://017700000001/", BLOCKED, "one octal number"),
    ("http://0x7f.1/", BLOCKED, "two parts, the last fills three bytes"),
    ("http://127.1/", BLOCKED, "two decimal parts"),
    ("http://127.0.1/", BLOCKED, "three parts"),
    ("http://0177.0.0.01/", BLOCKED, "octal parts"),
    ("http://0x7f.0x0.0x0.0x1/", BLOCKED, "hexadecimal parts"),
    ("http://0300.0xa8.1/", BLOCKED, "192.168.0.1 in three number systems"),
    ("http://0/", BLOCKED, "0.0.0.0, which leads to this host"),
    ("http://0.0.0.0:8000/", BLOCKED, "unspecified, with a port"),
    ("http://127.0.0.1./", BLOCKED, "a dot behind it"),
    ("http://10.0.0.1/", BLOCKED, "private"),
    ("http://172.31.255.255/", BLOCKED, "private, the last of its block"),
    ("http://192.168.1.1/", BLOCKED, "private"),
    ("http://169.254.169.254/latest/meta-data/", BLOCKED, "the metadata of a cloud"),
    ("http://0xa9fea9fe/", BLOCKED, "the same as a number"),
    ("http://168.63.129.16/", BLOCKED, "the host of a virtual machine at Azure"),
    ("http://100.100.100.200/", BLOCKED, "shared by a carrier; the metadata of another cloud"),
    ("http://192.0.0.192/", BLOCKED, "for protocols; the metadata of a third"),
    ("http://198.18.0.1/", BLOCKED, "for benchmarks"),
    ("http://203.0.113.7/", BLOCKED, "documentation"),
    ("http://224.0.0.1/", BLOCKED, "multicast"),
    ("http://255.255.255.255/", BLOCKED, "broadcast"),
    ("http://[::1]/", BLOCKED, "loopback of IPv6"),
    ("http://[0:0:0:0:0:0:0:1]/", BLOCKED, "written out"),
    ("http://[::]/", BLOCKED, "unspecified"),
    ("http://[::ffff:127.0.0.1]/", BLOCKED, "mapped"),
    ("http://[::ffff:7f00:1]/", BLOCKED, "mapped, in hexadecimal"),
    ("http://[0:0:0:0:0:ffff:a00:1]/", BLOCKED, "mapped, written out"),
    ("http://[::127.0.0.1]/", BLOCKED, "compatible"),
    ("http://[64:ff9b::10.0.0.1]/", BLOCKED, "NAT64"),
    ("http://[64:ff9b::808:808]/", BLOCKED, "NAT64 of a public address: still not the public network"),
    ("http://[64:ff9b:1::a00:1]/", BLOCKED, "NAT64 for local use"),
    ("http://[2002:7f00:1::]/", BLOCKED, "6to4"),
    ("http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/", BLOCKED, "Teredo"),
    ("http://[2400:cb00::5efe:10.0.0.1]/", BLOCKED, "ISATAP"),
    ("http://[fe80::1]/", BLOCKED, "link-local"),
    ("http://[fe80::1%25eth0]/", BAD, "with a zone"),
    ("http://[fe80::1%eth0]/", BAD, "with a zone, not escaped"),
    ("http://[fc00::1]/", BLOCKED, "private"),
    ("http://[fd00:ec2::254]/", BLOCKED, "private; the metadata of a cloud"),
    ("http://[fec0::1]/", BLOCKED, "site-local"),
    ("http://[ff02::1]/", BLOCKED, "multicast"),
    ("http://[2001:db8::1]/", BLOCKED, "documentation"),
    ("http://[3fff::1]/", BLOCKED, "documentation"),
    ("http://[4000::1]/", BLOCKED, "not given out"),
    ("http://[100::1]/", BLOCKED, "discarded"),
    ("http://１２７．０．０．１/", BLOCKED, "full-width digits and dots"),
    ("http://127。0。0。1/", BLOCKED, "ideographic dots"),
    ("http://127｡0｡0｡1/", BLOCKED, "half-width ideographic dots"),
    ("http://①②⑦.⓪.⓪.①/", BLOCKED, "digits in circles"),
    ("http://𝟏𝟐𝟕.𝟎.𝟎.𝟏/", BLOCKED, "mathematical digits"),
    ("http://０ｘ７ｆ.1/", BLOCKED, "full-width hexadecimal"),
    ("http://example.com@127.0.0.1/", BLOCKED, "a name as user"),
    ("http://user:pass@127.0.0.1:80/", BLOCKED, "user and password"),
    ("http://a@b@127.0.0.1/", BLOCKED, "two @"),
    ("http://example.com:80@127.0.0.1/", BLOCKED, "a port as password"),
    ("http://127.0.0.1:80\\@example.com/", BAD, "a backslash that browsers take for /"),
    ("http://example.com\\@127.0.0.1/", BAD, "the other way round"),
    ("http:\\\\127.0.0.1\\", BAD, "backslashes for slashes"),
    ("http://127.0.0.1#@example.com/", BLOCKED, "a fragment that looks like a host"),
    ("http://127.0.0.1?@example.com/", BLOCKED, "a query that looks like a host"),
    ("http://%31%32%37.0.0.1/", BAD, "escapes in the host"),
    ("http://127.0.0.1%00.example.com/", BAD, "a null, escaped"),
    ("http://127.0.0.1\x00.example.com/", BAD, "a null"),
    ("http://127.0.0.1\t/", BAD, "a tab"),
    ("http://exa\nmple.com/", BAD, "a line break"),
    ("http://127.0.0.1 .example.com/", BAD, "a space"),
    ("http://127.0.0.256/", BAD, "a part too large"),
    ("http://1.2.3.4.5/", BAD, "five parts"),
    ("http://0x/", BLOCKED, "a name of one label here, checked when looked up"),
    ("http://localhost/", BLOCKED, "by name"),
    ("http://LOCALHOST:80/", BLOCKED, "in capitals"),
    ("http://ｌｏｃａｌｈｏｓｔ/", BLOCKED, "in full width"),
    ("http://localhost./", BLOCKED, "with a dot"),
    ("http://kaze.localhost/", BLOCKED, "all below localhost is this host"),
    ("http://inside.example/", BLOCKED, "a name that resolves to a private address"),
    ("http://inside6.example/", BLOCKED, "to a private address of IPv6"),
    ("http://mapped.example/", BLOCKED, "to a mapped one"),
    ("http://mixed.example/", BLOCKED, "to a public and a private one"),
    ("http://zone.example/", BLOCKED, "to one of an interface"),
    ("http://odd.example/", BLOCKED, "to what is no address"),
    ("https://inside.example/", BLOCKED, "also over https"),
    ("ftp://example.com/", BAD, "another scheme"),
    ("file:///etc/passwd", BAD, "a file"),
    ("gopher://127.0.0.1/", BAD, "gopher"),
    ("javascript:alert(1)", BAD, "a script"),
    ("//127.0.0.1/", BAD, "no scheme"),
    ("http:127.0.0.1/", BAD, "no host"),
    ("http:///127.0.0.1/", BAD, "an empty host"),
    ("http://:80/", BAD, "only a port"),
    ("http://127.0.0.1:0/", BAD, "port 0"),
    ("http://127.0.0.1:99999/", BAD, "no port"),
    ("http://[::1/", BAD, "a bracket is missing"),
    ("http://[127.0.0.1]/", BAD, "brackets around IPv4"),
    ("http://[v1.fe80]/", BAD, "an IP address of the future"),
    ("http://a..example/", BAD, "an empty label"),
    (f"http://{'a' * 64}.example/", BAD, "a label too long"),
    ("http://\ud800.example/", BAD, "half a character"),
    ("", BAD, "nothing"),
]
NAMES: dict[str, list[str]] = {
    "inside.example": ["10.1.2.3"],
    "inside6.example": ["fd00::7"],
    "mapped.example": ["::ffff:10.0.0.1"],
    "mixed.example": ["8.8.8.8", "192.168.0.9"],
    "zone.example": ["fe80::1%2"],
    "odd.example": ["0x7f.1"],
    "0x": ["127.0.0.1"],
}


def _resolve(host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
    """As the resolver of a system; numbers never come here, or the program would trust it with them."""
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in NAMES[host]]


@pytest.mark.parametrize(("url", "status", "reason"), SPELLINGS)
def test_forbidden_addresses_are_never_connected_to(connected: list[Any], url: str, status: str, reason: str) -> None:
    with pytest.raises(FetchFailed) as failure:
        Transport(Guard(resolve=_resolve), "test").get(url)
    assert failure.value.status == status, f"{reason}: {failure.value}"
    assert connected == [], reason


def _as_header(url: str) -> str:
    """As a server sends it in a header: UTF-8, which clients read as Latin-1."""
    return url.encode("utf-8").decode("latin-1")


# Without a host these stay where they are when a page leads to them.
STAYS = frozenset({"http:127.0.0.1/", "http:///127.0.0.1/", "http:\\\\127.0.0.1\\", ""})
REDIRECTED = [url for url, _, _ in SPELLINGS if url not in STAYS and not set("\n\x00\ud800") & set(url)]


def test_redirects_to_forbidden_addresses_are_never_connected_to(connected: list[Any]) -> None:
    pages = {("127.0.0.2", f"/{number}"): redirect(_as_header(url)) for number, url in enumerate(REDIRECTED)}
    with serve(pages) as site:
        transport = Transport(Guard(["127.0.0.2/32"], resolve=_resolve), "test")
        for number, url in enumerate(REDIRECTED):
            exchange = transport.get(f"http://127.0.0.2:{site.port}/{number}")
            with pytest.raises(FetchFailed) as failure:
                transport.get(exchange.redirect)
            assert failure.value.status in (BLOCKED, BAD), url
    assert connected == [("127.0.0.2", site.port)] * len(REDIRECTED), "the first step, and nothing else"
    assert len(REDIRECTED) > 80


def test_a_name_is_connected_to_as_it_was_checked(connected: list[Any]) -> None:
    """A name that resolves to an allowed address when it is checked and to another when it is connected to."""
    with serve({("127.0.0.2", "*"): Answer(b"x"), ("rebinds.example", "*"): Answer(b"x")}) as site:
        answers = iter(["127.0.0.2", "127.0.0.1", "127.0.0.1"])

        def resolve(host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), site.port))]

        transport = Transport(Guard(["127.0.0.2/32"], resolve=resolve), "test")
        assert transport.get("http://rebinds.example/").ip == "127.0.0.2"
        for _ in range(2):
            with pytest.raises(BlockedAddress):
                transport.get("http://rebinds.example/")
    assert connected == [("127.0.0.2", site.port)]


def test_a_name_that_is_slow_to_look_up_ends_with_the_time() -> None:
    answered = threading.Event()

    def resolve(*_: Any, **__: Any) -> list[tuple[Any, ...]]:
        answered.wait(10)
        return []

    with pytest.raises(FetchFailed) as failure:
        Transport(Guard(resolve=resolve), "test", Limits(seconds=0.2)).get("http://slow.example/")
    answered.set()
    assert failure.value.status == Status.TIMEOUT


@pytest.mark.parametrize(
    ("found", "status", "reason"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), Status.UNREACHABLE, "there is no such name"),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure"), Status.UNREACHABLE, "or none just now"),
        ([], Status.UNREACHABLE, "a name without addresses"),
    ],
)
def test_names_without_addresses(found: Any, status: str, reason: str) -> None:
    def resolve(*_: Any, **__: Any) -> list[tuple[Any, ...]]:
        if isinstance(found, Exception):
            raise found
        return list(found)

    with pytest.raises(FetchFailed) as failure:
        Guard(resolve=resolve).endpoints("kaze.example", 80)
    assert failure.value.status == status, reason


@pytest.mark.parametrize("network", NOT_PUBLIC, ids=str)
def test_every_network_is_refused_to_its_ends(network: Any) -> None:
    for ip in (network[0], network[-1]):
        with pytest.raises(BlockedAddress):
            Guard().endpoints(str(ip), 80)


PUBLIC = ["8.8.8.8", "1.1.1.1", "126.255.255.255", "128.0.0.1", "133.242.0.1", "2400:cb00::1", "2606:4700:4700::1111"]


@pytest.mark.parametrize("ip", PUBLIC)
def test_public_addresses_may_be_contacted(ip: str) -> None:
    assert Guard().endpoints(ip, 443) == ((ip, 443),)


@given(st.ip_addresses())
def test_nothing_is_allowed_that_python_takes_for_private(ip: Any) -> None:
    try:
        Guard().endpoints(str(ip), 80)
    except BlockedAddress:
        return
    assert ip.is_global
    assert not ip.is_multicast


ALLOWED = [
    (["127.0.0.0/8"], "127.0.0.1", True, "as named"),
    (["127.0.0.0/8"], "10.0.0.1", False, "nothing but what is named"),
    (["127.0.0.0/8"], "::ffff:127.0.0.1", False, "not in another spelling"),
    (["::ffff:0:0/96"], "::ffff:127.0.0.1", False, "a way round needs both"),
    (["::ffff:0:0/96", "127.0.0.0/8"], "::ffff:127.0.0.1", True, "both"),
    (["64:ff9b::/96"], "64:ff9b::808:808", True, "a network that reaches the public one by NAT64"),
    (["64:ff9b::/96"], "64:ff9b::a00:1", False, "but private addresses stay private behind it"),
    (["::1/128"], "::1", True, "one address"),
    (["2002::/16"], "2002:a00:1::", False, "private behind 6to4"),
]


@pytest.mark.parametrize(("allow", "ip", "may", "reason"), ALLOWED)
def test_networks_that_are_named_may_be_contacted(allow: list[str], ip: str, may: bool, reason: str) -> None:
    guard = Guard(allow)
    if may:
        assert guard.endpoints(ip, 80) == ((ip, 80),), reason
    else:
        with pytest.raises(BlockedAddress):
            guard.endpoints(ip, 80)


def test_behind_nat64_the_way_out_is_told() -> None:
    with pytest.raises(BlockedAddress, match=r"64:ff9b::/96.*--allow-address"):
        Guard().endpoints("64:ff9b::808:808", 80)


@pytest.mark.parametrize(
    "network", ["0.0.0.0/0", "::/0", "8.8.8.0/24", "0.0.0.0/1", "2000::/3", "local", "127.0.0.1/8"]
)
def test_no_network_opens_everything(network: str) -> None:
    with pytest.raises(InputError, match="network"):
        Guard([network])


ONE_SPELLING = [
    ("HTTP://Kaze.Example", "http://kaze.example/", "small letters, a path"),
    ("https://kaze.example:443/a#b", "https://kaze.example/a", "no default port, no fragment"),
    ("http://kaze.example:8080/", "http://kaze.example:8080/", "another port stays"),
    ("http://u:p@kaze.example/", "http://kaze.example/", "no credentials"),
    ("http://風.example/個人情報?語=日本", "http://xn--615a.example/%E5%80%8B%E4%BA%BA%E6%83%85%E5%A0%B1?%E8%AA%9E=%E6%97%A5%E6%9C%AC", "IDNA and UTF-8"),
    ("http://ＫＡＺＥ。example./", "http://kaze.example/", "full width, a dot at the end"),
    ("http://kaze.example/a b|c", "http://kaze.example/a%20b%7Cc", "escaped"),
    ("http://kaze.example/a%20b%7e", "http://kaze.example/a%20b%7e", "escapes stay"),
    ("http://kaze.example/a/../b/./c/..", "http://kaze.example/b/", "no steps"),
    ("http://kaze.example/%2e%2E/a/..%2f", "http://kaze.example/a/..%2f", "escaped steps are steps, escaped slashes are none"),
    ("http://kaze.example/../../x//y", "http://kaze.example/x//y", "not above the root; double slashes stay"),
    ("http://kaze.example/a\\b", "http://kaze.example/a/b", "a backslash in a path, as browsers read it"),
    ("http://kaze.example?q", "http://kaze.example/?q", "a query needs a path"),
    ("http://0x08080808/", "http://8.8.8.8/", "numbers in one spelling"),
    ("http://[2400:CB00:0::1]:80/", "http://[2400:cb00::1]/", "IPv6 in one spelling"),
    ("http://under_score.example/", "http://under_score.example/", "not by the standard, but there are such hosts"),
]  # fmt: skip


@pytest.mark.parametrize(("url", "spelt", "reason"), ONE_SPELLING)
def test_an_address_has_one_spelling(url: str, spelt: str, reason: str) -> None:
    assert parse(url).url == spelt, reason
    assert parse(spelt).url == spelt, reason


PIECES = st.sampled_from(
    ["http://", "https://", "kaze", ".", "example", "/", "\\", "@", ":", "80", "%2e", "..", "?", "#", "[", "]", "::1", "0x7f", "127", "。", "１", "é", " ", "%", "&"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map(lambda pieces: "http://" + "".join(pieces)))
def test_other_readers_find_the_same_host(url: str) -> None:
    try:
        address = parse(url)
    except FetchFailed:
        return
    assert parse(address.url) == address
    assert address.url.isascii()
    assert urlsplit(address.url).hostname == address.host
    assert (parse_url(address.url).host or "").strip("[]") == address.host
    assert address.url == f"{address.scheme}://{address.authority}{address.path}"
    if address.host[0].isdigit() and address.host.replace(".", "").isdigit():
        assert str(ip_address(address.host)) == address.host


def test_messages_hide_credentials_and_tokens() -> None:
    for url in ("http://user:secret@[x/", "http://h\x00/?token=secret", "ftp://u:sec?ret@h/?token=secret"):
        with pytest.raises(FetchFailed) as failure:
            parse(url)
        assert "secret" not in str(failure.value)
        assert "ret@" not in str(failure.value)
