"""What a site's robots.txt allows (RFC 9309), asked once for each scheme, host and port."""

from __future__ import annotations

import math
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from protego import Protego

from pipeline.errors import FetchFailed
from pipeline.findings import Status
from pipeline.scrape.network.exchange import Exchange
from pipeline.scrape.network.pace import Clock

TOKEN = "policy-clauses"  # the name that a robots.txt calls us by
MAX_BYTES = 500 * 1024  # as much as RFC 9309 wants to be read; rules behind it do not count
MAX_REDIRECTS = 5  # behind the fifth a site has no robots.txt, by the same standard
MAX_AGE = 24 * 3600.0  # seconds an answer is good for

Get = Callable[[str], Exchange | FetchFailed]


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether a page may be fetched, at which pause, and which word tells why.

    `why` is allowed, disallowed, none (no robots.txt, all is allowed) or unavailable (nothing is allowed).
    """

    why: str
    delay: float = 0.0
    failure: FetchFailed | None = None  # the row of a page that may not be fetched


Rules = Protego | Ruling  # of a site: what its robots.txt says, or the one ruling for all of its pages


class Robots:
    """The rules of all sites of a run. `get` asks for one address at the pace of its host, and follows nothing."""

    def __init__(self, get: Get, clock: Clock) -> None:
        self._get, self._clock = get, clock
        self._guard = threading.Lock()
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._known: dict[str, tuple[float, Rules]] = {}  # with the second they were read

    def ruling(self, url: str) -> Ruling:
        """Whether `url` may be fetched."""
        rules = self._of(urljoin(url, "/robots.txt"))
        if isinstance(rules, Ruling):
            return rules
        delay = max(rules.crawl_delay(TOKEN) or 0.0, _between(rules))
        if rules.can_fetch(url, TOKEN):
            return Ruling("allowed", delay)
        detail = "the site's robots.txt asks programs not to fetch this page; ask its owner, or save it by hand"
        return Ruling("disallowed", delay, FetchFailed(Status.ROBOTS, detail))

    def _of(self, address: str) -> Rules:
        """The rules at an address, asked for when they are not known or too old; other threads wait for them."""
        with self._guard:
            lock = self._locks[address]
        with lock:
            read_at, rules = self._known.get(address, (0.0, None))
            if rules is None or self._clock.seconds() - read_at > MAX_AGE:
                rules = self._ask(address)
                self._known[address] = self._clock.seconds(), rules
            return rules

    def _ask(self, address: str) -> Rules:
        answer, hops = self._get(address), 0
        while isinstance(answer, Exchange) and answer.redirect and hops < MAX_REDIRECTS:
            answer, hops = self._get(answer.redirect), hops + 1
        if isinstance(answer, Exchange):
            return _rules(answer)
        # A host that nobody reaches is told as such; where only its rules cannot be read, they forbid all.
        elsewhere = hops > 0 or answer.status == Status.TIMEOUT
        return _unavailable(answer.detail) if elsewhere else Ruling("unavailable", failure=answer)


def _rules(answer: Exchange) -> Rules:
    """What an answer to the question for robots.txt means."""
    cut = answer.truncated not in ("", "size")
    if answer.status >= 500 or cut:
        return _unavailable(f"it answered {answer.status}" + (", cut off" if cut else ""))
    return Protego.parse(_text(answer)) if answer.status == 200 else Ruling("none")


def _between(rules: Protego) -> float:
    """The seconds between two requests that a Request-rate asks for, 0 without one."""
    rate = rules.request_rate(TOKEN)
    try:
        return rate.seconds / rate.requests if rate else 0.0
    except OverflowError:  # hundreds of digits
        return math.inf


def _unavailable(why: str) -> Ruling:
    detail = f"robots.txt could not be read ({why}), so nothing is fetched; run again later"
    return Ruling("unavailable", failure=FetchFailed(Status.ROBOTS, detail))


def _text(answer: Exchange) -> str:
    """The lines that count; one that is cut by the limit does not, for its rest would narrow it."""
    body = answer.body
    if len(body) > MAX_BYTES or answer.truncated:
        body = body[:MAX_BYTES].rpartition(b"\n")[0]
    return body.decode("utf-8-sig", "replace")
