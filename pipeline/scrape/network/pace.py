"""How often a host is asked: one request at a time, with a pause between two, and later when it is busy."""

from __future__ import annotations

import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from pipeline.errors import FetchFailed
from pipeline.findings import Status
from pipeline.scrape.network.exchange import Exchange

# Answers of a server that is busy or being restarted. A page that is not there (404) is not there a second later.
BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
# A timeout is final: it used up the time of the page already. What gave no answer twice is gone, not busy.
PASSING = frozenset({Status.UNREACHABLE, Status.BAD_RESPONSE})
WITHOUT_ANSWER = 2


class Stopped(Exception):
    """The run is to end; raised where a thread would wait."""


class Clock:
    """The time, and waiting that ends when the run does. Tests put one with its own time in its place."""

    def __init__(self) -> None:
        self.stopped = threading.Event()

    def seconds(self) -> float:
        """Seconds from some point on; they never go back."""
        return time.monotonic()

    def now(self) -> datetime:
        """The date and time in UTC."""
        return datetime.now(UTC)

    def wait(self, seconds: float) -> None:
        """Return after so many seconds. Raises Stopped as soon as the run is to end."""
        if self.stopped.wait(max(0.0, seconds)):
            raise Stopped


@dataclass(frozen=True, slots=True)
class Manners:
    """How a host is treated; times in seconds."""

    delay: float = 1.0  # between the end of a request and the next to the same host, unless robots.txt asks for more
    attempts: int = 4  # requests for one page while the host is busy
    backoff: float = 1.0  # before the second attempt; twice as long before each further one
    patience: float = 120.0  # the longest wait; whoever wants a longer one is left alone in this run


@dataclass(frozen=True, slots=True)
class Tried:
    """What the last attempt gave, and how many there were. `advice` says why there was no further one."""

    answer: Exchange | FetchFailed
    attempts: int
    advice: str = ""


class Pace:
    """When each host may be asked again."""

    def __init__(self, manners: Manners, clock: Clock) -> None:
        self.manners, self.clock = manners, clock
        self._guard = threading.Lock()
        self._turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._ready: dict[str, float] = {}

    def ask(self, host: str, request: Callable[[], Exchange], *, delay: float = 0.0) -> Tried:
        """The answer to a request, which is repeated while the host is busy; `delay` is what robots.txt asks for."""
        for attempt in range(1, self.manners.attempts + 1):
            try:
                with self._turn(host, max(delay, self.manners.delay)):
                    answer: Exchange | FetchFailed = request()
            except FetchFailed as error:
                answer = error
            if not _may_pass(answer):
                return Tried(answer, attempt)
            if isinstance(answer, FetchFailed) and attempt == WITHOUT_ANSWER:
                break
            wait = self._wait(host, answer, attempt)
            self._rest(host, wait)
            if wait > self.manners.patience:
                return Tried(answer, attempt, f"the server wants a rest of {wait:.0f} s; run again after that")
        return Tried(answer, attempt, f"no better after {attempt} attempts; run again later")

    @contextmanager
    def _turn(self, host: str, delay: float) -> Iterator[None]:
        """The only request to a host at this time; raises FetchFailed when the host wants a long rest."""
        with self._guard:
            turn = self._turns[host]
        with turn:
            wait = self._ready.get(host, 0.0) - self.clock.seconds()
            if wait > self.manners.patience:
                raise FetchFailed(
                    Status.POSTPONED, f"{host} wants {wait:.0f} s until the next request; run again later"
                )
            self.clock.wait(wait)
            try:
                yield
            finally:
                self._rest(host, delay)

    def _rest(self, host: str, seconds: float) -> None:
        with self._guard:
            self._ready[host] = max(self._ready.get(host, 0.0), self.clock.seconds() + seconds)

    def _wait(self, host: str, answer: Exchange | FetchFailed, attempt: int) -> float:
        """Exponential backoff with a jitter that can be repeated, or what the server asks for if that is longer."""
        jitter = random.Random(f"{host} {attempt}").uniform(0.5, 1.5)
        backoff = min(self.manners.backoff * 2.0 ** (attempt - 1) * jitter, self.manners.patience)
        asked = retry_after(answer.header("Retry-After"), self.clock.now()) if isinstance(answer, Exchange) else 0.0
        return max(backoff, asked)


def _may_pass(answer: Exchange | FetchFailed) -> bool:
    """Whether another attempt may give a better answer."""
    if isinstance(answer, FetchFailed):
        return answer.status in PASSING
    return answer.status in BUSY or answer.truncated == "length"


def retry_after(value: str, now: datetime) -> float:
    """The seconds that a Retry-After header asks for, as a number or as a date; 0 when it says nothing."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:10])
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return 0.0
    if until.tzinfo is None:  # "-0000"
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - now).total_seconds())
