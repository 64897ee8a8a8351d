"""Web sites on the loopback interface, many hosts behind one port, with every way a server may misbehave.

    pages = {("kaze.example", "/"): Answer(b"<p>hello</p>"), ("kaze.example", "/slow"): Answer(b"...", pause=0.1)}
    with serve(pages) as site:
        guard = Guard(allow=LOOPBACK, resolve=site.resolve)     # http://kaze.example/ now leads to the site

A page may be a function of the request, for answers that change. Names that no page uses resolve to nothing.
"""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any

LOOPBACK = ("127.0.0.0/8", "::1/128")


@dataclass(frozen=True)
class Answer:
    """What a server sends. The length is declared unless `chunked`, or unless `headers` name one."""

    body: bytes | Callable[[], Iterable[bytes]] = b""  # a function streams; it is sent until the client leaves
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)
    reason: str = "OK"
    chunked: bool = False
    cut: int | None = None  # the connection ends after so many bytes of the body (as sent)
    wait: float = 0  # seconds before the first byte
    pause: float = 0  # seconds between two bytes of the body
    pause_head: float = 0  # seconds between two bytes of the head
    exactly: bytes | None = None  # these bytes and nothing else, head included

    def head(self) -> bytes:
        """Status line and headers."""
        headers = list(self.headers)
        names = {name.lower() for name, _ in headers}
        if self.chunked:
            headers.append(("Transfer-Encoding", "chunked"))
        elif isinstance(self.body, bytes) and "content-length" not in names:
            headers.append(("Content-Length", str(len(self.body))))
        lines = [f"HTTP/1.1 {self.status} {self.reason}", *(f"{name}: {value}" for name, value in headers), "", ""]
        return "\r\n".join(lines).encode("latin-1")

    def payload(self) -> Iterator[bytes]:
        """The body as it is sent."""
        pieces = [self.body] if isinstance(self.body, bytes) else self.body()
        if not self.chunked:
            yield from pieces
            return
        for piece in pieces:
            if piece:
                yield b"%x\r\n%s\r\n" % (len(piece), piece)
        yield b"0\r\n\r\n"


@dataclass(frozen=True)
class Asked:
    """A request as the server saw it."""

    host: str  # without the port
    path: str
    headers: Mapping[str, str]  # names in small letters
    at: float  # time.monotonic()


PageOf = Answer | Callable[[Asked], Answer]
MISSING = Answer(b"not found", 404, reason="Not Found")


@dataclass
class Site:
    """A running site: where it is, and what it was asked."""

    pages: dict[tuple[str, str], PageOf]
    hosts: Mapping[str, str]  # name -> address
    port: int = 0
    tls: ssl.SSLContext | None = None
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    open_now: dict[str, int] = field(default_factory=dict)  # host -> requests being answered
    most_at_once: dict[str, int] = field(default_factory=dict)
    closing: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def resolve(self, host: str, *_: Any, **__: Any) -> list[tuple[Any, ...]]:
        """Like socket.getaddrinfo, for the names of this site only; every port is the site's."""
        if host not in self.hosts:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (self.hosts[host], self.port))]

    def paths(self, host: str) -> list[str]:
        """The paths a host was asked for, in order."""
        return [asked.path for asked in self.asked if asked.host == host]

    def answer(self, asked: Asked) -> Answer:
        """What the site says to a request."""
        page = self.pages.get((asked.host, asked.path), self.pages.get((asked.host, "*"), MISSING))
        return page if isinstance(page, Answer) else page(asked)

    @contextmanager
    def answering(self, host: str) -> Iterator[None]:
        """Counts how many requests a host answers at once."""
        with self.lock:
            self.open_now[host] = self.open_now.get(host, 0) + 1
            self.most_at_once[host] = max(self.most_at_once.get(host, 0), self.open_now[host])
        try:
            yield
        finally:
            with self.lock:
                self.open_now[host] -= 1


@contextmanager
def serve(pages: Mapping[tuple[str, str], PageOf], *, tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site that answers (host, path), or (host, "*"). Hosts that are 127.x.y.z are listened to as such."""
    hosts = {host: host if host.startswith("127.") else "127.0.0.1" for host, _ in pages}
    site = Site(dict(pages), hosts, tls=tls)
    with ExitStack() as stack:
        for address in sorted({"127.0.0.1", *hosts.values()}):
            server = stack.enter_context(_Server((address, site.port), _Handler))
            server.site = site
            site.port = server.server_address[1]
            thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
            thread.start()
            stack.callback(server.shutdown)
        stack.callback(site.closing.set)
        yield site


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 64
    site: Site

    def handle_error(self, *_: Any) -> None:
        """A client that left is no news."""


class _Handler(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        site = self.server.site
        with site.lock:
            site.connections += 1
        with suppress(OSError):
            if site.tls:
                self.request = site.tls.wrap_socket(self.request, server_side=True)
            asked = self._read()
            if asked:
                with site.lock:
                    site.asked.append(asked)
                with site.answering(asked.host):
                    self._send(site.answer(asked))
                self.request.shutdown(socket.SHUT_WR)
                self.request.settimeout(0.2)
                self.request.recv(1)  # lets the client close first, so that nothing sent is lost to a reset
        with suppress(OSError):
            self.request.close()

    def _read(self) -> Asked | None:
        head = b""
        while b"\r\n\r\n" not in head:
            piece = self.request.recv(65536)
            if not piece:
                return None
            head += piece
        first, *lines = head.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        host = headers.get("host", "").rsplit(":", 1)[0]
        return Asked(host, first.split(" ")[1], headers, time.monotonic())

    def _send(self, answer: Answer) -> None:
        if self.server.site.closing.wait(answer.wait):
            return
        if answer.exactly is not None:
            self._slowly([answer.exactly], answer.pause)
            return
        self._slowly([answer.head()], answer.pause_head)
        self._slowly(_first(answer.payload(), answer.cut), answer.pause)

    def _slowly(self, pieces: Iterable[bytes], pause: float) -> None:
        for piece in pieces:
            if not pause:
                self.request.sendall(piece)
                continue
            for position in range(len(piece)):
                self.request.sendall(piece[position : position + 1])
                if self.server.site.closing.wait(pause):
                    return


def _first(pieces: Iterable[bytes], cut: int | None) -> Iterator[bytes]:
    """The pieces up to so many bytes."""
    for piece in pieces:
        if cut is not None and len(piece) >= cut:
            yield piece[:cut]
            return
        yield piece
        cut = None if cut is None else cut - len(piece)


def redirect(to: str, status: int = 302) -> Answer:
    """A redirect."""
    return Answer(b"", status, (("Location", to),), "Found")


def page(html: str, charset: str = "utf-8", declared: str | None = None) -> Answer:
    """An HTML page in an encoding; `declared` is what its header says ("" says nothing), else the encoding itself."""
    named = charset if declared is None else declared
    kind = f"text/html; charset={named}" if named else "text/html"
    return Answer(html.encode(charset), headers=(("Content-Type", kind),))


def in_turn(*answers: Answer) -> Callable[[Asked], Answer]:
    """These answers one after the other, the last one for good."""
    left = list(answers)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


def with_headers(answer: Answer, *headers: tuple[str, str]) -> Answer:
    """The answer with more headers."""
    return replace(answer, headers=(*answer.headers, *headers))
