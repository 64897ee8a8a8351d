"""One address -> its answer, behind its redirects: each hop is checked, allowed by robots.txt and paced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from pipeline.errors import FetchFailed
from pipeline.findings import Status
from pipeline.scrape.network.addresses import parse, without_user
from pipeline.scrape.network.exchange import Exchange
from pipeline.scrape.network.pace import Pace, Tried
from pipeline.scrape.network.robots import Robots
from pipeline.scrape.network.transport import Transport

MAX_REDIRECTS = 10
NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier run knows of a page: the address that answered, and how to ask whether it changed."""

    url: str
    etag: str = ""
    last_modified: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a conditional request."""
        both = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in both.items() if value}


@dataclass(frozen=True, slots=True)
class Visit:
    """What asking for an address gave: the exchanges in order, and why there is no answer if there is none."""

    exchanges: tuple[Exchange, ...]
    last_url: str  # the last address asked for, or not asked for
    attempts: int
    robots: str = ""
    advice: str = ""
    failure: FetchFailed | None = None

    @property
    def answer(self) -> Exchange | None:
        """What the last address answered."""
        return None if self.failure else self.exchanges[-1]

    @property
    def unchanged(self) -> bool:
        """Whether the server said that the page is as it was."""
        return self.answer is not None and self.answer.status == NOT_MODIFIED


class Visitor:
    """Asks for addresses, with one transport for pages and one for rules. May be used by several threads at once."""

    def __init__(self, pages: Transport, rules: Transport, pace: Pace) -> None:
        self._pages, self._rules, self._pace = pages, rules, pace
        self._robots = Robots(self._get_rules, pace.clock)

    def visit(self, url: str, headers: Mapping[str, str], known: Known | None = None) -> Visit:
        """The answer of an address behind at most 10 redirects; what goes wrong is part of the visit, never raised."""
        exchanges: list[Exchange] = []
        attempts = 0
        while True:
            at, robots, tried = self._hop(url, headers, known)
            attempts, answer = attempts + tried.attempts, tried.answer
            if isinstance(answer, Exchange):
                exchanges.append(answer)
                if answer.redirect and len(exchanges) <= MAX_REDIRECTS:
                    url = answer.redirect
                    continue
                if answer.redirect:
                    answer = FetchFailed(Status.REDIRECTS, f"over {MAX_REDIRECTS} redirects; look for its new address")
            failure = answer if isinstance(answer, FetchFailed) else None
            return Visit(tuple(exchanges), at, attempts, robots, tried.advice, failure)

    def _hop(self, url: str, headers: Mapping[str, str], known: Known | None) -> tuple[str, str, Tried]:
        """The address in its one spelling, the word of robots.txt for it, and what it answered."""
        try:
            address = parse(url)
        except FetchFailed as error:
            return without_user(url), "", Tried(error, 0)
        ruling = self._robots.ruling(address.url)
        if ruling.failure:
            return address.url, ruling.why, Tried(ruling.failure, 0)
        conditions = known.headers if known and known.url == address.url else {}
        request = partial(self._pages.get, address.url, {**headers, **conditions})
        return address.url, ruling.why, self._pace.ask(address.host, request, delay=ruling.delay)

    def _get_rules(self, url: str) -> Exchange | FetchFailed:
        """The answer to the question for a robots.txt."""
        try:
            address = parse(url)
        except FetchFailed as error:
            return error
        return self._pace.ask(address.host, partial(self._rules.get, address.url)).answer
