"""One request -> one Exchange, over a connection that was checked, within a time and a size.

The request is written here and http.client reads the answer. requests would bring redirects, proxies, cookies, pools and
decoding, all to be turned off again, and a second reading of the address beside the one that was checked.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import closing, suppress
from datetime import UTC, datetime

import certifi

from pipeline.errors import FetchFailed
from pipeline.findings import Status
from pipeline.scrape.network.addresses import Address, parse
from pipeline.scrape.network.answer import Answer, Deadline, Limits
from pipeline.scrape.network.encodings import ACCEPTED
from pipeline.scrape.network.exchange import Exchange
from pipeline.scrape.network.guard import Endpoint, Guard

MOST_ENDPOINTS = 4  # tried one after the other, each with its share of the time
ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8,*/*;q=0.1"


class Transport:
    """Makes requests under a name, each over a connection of its own. May be used by several threads at once."""

    def __init__(
        self, guard: Guard, agent: str, limits: Limits | None = None, *, tls: ssl.SSLContext | None = None
    ) -> None:
        self._guard = guard
        self._agent = agent
        self._limits = limits or Limits()
        self._tls = tls or ssl.create_default_context(cafile=certifi.where())

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Exchange:
        """The answer of an address, be it an error or a redirect. Raises FetchFailed when there is none to keep."""
        address = parse(url)
        started_at, deadline = datetime.now(UTC), Deadline(self._limits.seconds)
        try:
            with closing(self._connect(address, deadline)) as connection:
                ip = str(connection.getpeername()[0])
                head = self._head(address, headers or {})
                connection.settimeout(deadline.left())
                connection.sendall(head)
                answer = Answer(connection, deadline, self._limits)
                body, raw, truncated = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise _failure(address, error, self._limits) from error
        return Exchange(
            address.url, ip, started_at, deadline.passed(), head, answer.status, answer.reason, answer.headers,
            body, raw, truncated, answer.version,
        )  # fmt: skip

    def _head(self, address: Address, headers: Mapping[str, str]) -> bytes:
        """Request line and headers, each on one line whatever it holds."""
        fields = {
            "Host": address.authority,
            "User-Agent": self._agent,
            "Accept": ACCEPT,
            "Accept-Encoding": ACCEPTED,
            **headers,
            "Connection": "close",
        }
        lines = [f"GET {address.path} HTTP/1.1", *(f"{name}: {' '.join(fields[name].split())}" for name in fields)]
        return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")

    def _connect(self, address: Address, deadline: Deadline) -> socket.socket:
        """A connection to the first checked endpoint that takes one, encrypted if asked for."""
        endpoints = self._endpoints(address, deadline)[:MOST_ENDPOINTS]
        connection = _dial(endpoints, deadline)
        if address.scheme == "http":
            return connection
        try:
            connection.settimeout(deadline.left())
            return self._tls.wrap_socket(connection, server_hostname=address.host)
        except BaseException:
            connection.close()
            raise

    def _endpoints(self, address: Address, deadline: Deadline) -> tuple[Endpoint, ...]:
        """What the guard finds, within the time: looking up a name cannot be stopped, so it has a thread of its own."""
        found: Future[tuple[Endpoint, ...]] = Future()

        def look_up() -> None:
            try:
                found.set_result(self._guard.endpoints(address.host, address.port))
            except Exception as error:  # for the thread that waits
                found.set_exception(error)

        threading.Thread(target=look_up, daemon=True).start()
        return found.result(deadline.left())


def _dial(endpoints: tuple[Endpoint, ...], deadline: Deadline) -> socket.socket:
    """A connection to the first endpoint that takes one. Raises the OSError of the last one."""
    *others, last = endpoints
    for number, endpoint in enumerate(others):
        with suppress(OSError):
            return _connected(endpoint, deadline.left() / (len(endpoints) - number))
    return _connected(last, deadline.left())


def _connected(endpoint: Endpoint, seconds: float) -> socket.socket:
    connection = socket.socket(socket.AF_INET6 if ":" in endpoint[0] else socket.AF_INET, socket.SOCK_STREAM)
    try:
        connection.settimeout(seconds)
        connection.connect(endpoint)
    except BaseException:
        connection.close()
        raise
    return connection


def _failure(address: Address, error: Exception, limits: Limits) -> FetchFailed:
    """What became of a request without an answer, and what to do about it."""
    host = address.authority
    match error:
        case TimeoutError():
            detail = f"{host} gave no answer within {limits.seconds:g} s; try again later or allow more with --timeout"
            return FetchFailed(Status.TIMEOUT, detail)
        case ssl.SSLCertVerificationError():
            return FetchFailed(Status.UNTRUSTED, f"the certificate of {host} is not trusted: {error.verify_message}")
        case http.client.RemoteDisconnected() | OSError():
            return FetchFailed(Status.UNREACHABLE, f"no connection to {host}: {error}; try again later")
        case _:
            return FetchFailed(
                Status.BAD_RESPONSE, f"the answer of {host} is no HTTP: {error!r}; save the page by hand"
            )
