"""The pace at which a host is asked, on a clock of the test's own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.errors import BlockedAddress, FetchFailed
from pipeline.findings import Status
from pipeline.scrape.network.exchange import Exchange, Truncation
from pipeline.scrape.network.pace import Clock, Manners, Pace, Stopped, retry_after
from tests.builders import cases

START = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class Watch(Clock):
    """A clock that only waiting moves; it notes how long was waited."""

    def __init__(self) -> None:
        super().__init__()
        self.waited: list[float] = []

    def seconds(self) -> float:
        """Seconds waited so far."""
        return 1000 + sum(self.waited)

    def now(self) -> datetime:
        """The start and the seconds waited so far."""
        return START + timedelta(seconds=sum(self.waited))

    def wait(self, seconds: float) -> None:
        """Goes forward at once."""
        if seconds > 0:
            self.waited.append(round(seconds, 6))


def _answer(status: int, after: str = "", truncated: Truncation = "") -> Exchange:
    headers = (("Retry-After", after),) if after else ()
    return Exchange("http://a.example/", "127.0.0.1", START, 0.1, b"", status, "", headers, b"", b"", truncated)


def _in_turn(*answers: Exchange | FetchFailed) -> Callable[[], Exchange]:
    left = list(answers)

    def request() -> Exchange:
        answer = left.pop(0)
        if isinstance(answer, FetchFailed):
            raise answer
        return answer

    return request


OK, BUSY = _answer(200), _answer(503)
GONE = FetchFailed(Status.UNREACHABLE, "no answer")


@pytest.mark.parametrize(
    ("answers", "attempts", "waits"),
    cases(
        ((OK,), 1, [], "an answer is an answer"),
        ((_answer(404),), 1, [], "what is not there will not be there in a second"),
        ((_answer(301),), 1, [], "a redirect is for the caller"),
        ((BUSY, OK), 2, [1], "a busy server gets a second"),
        ((BUSY, BUSY, BUSY, BUSY), 4, [1, 2, 4], "and twice as long each time, until it is enough"),
        ((GONE, OK), 2, [1], "a host that does not answer gets a second chance"),
        ((GONE, GONE), 2, [1], "and no third"),
        ((_answer(429, "7"), OK), 2, [7], "as long as the server asks, in seconds"),
        ((_answer(429, "Sat, 21 Nov 2026 12:00:30 GMT"), OK), 2, [30], "or as a date"),
        ((_answer(503, "Sat, 21 Nov 2026 11:00:00 GMT"), OK), 2, [1], "a date that is over"),
        ((_answer(503, "soon"), OK), 2, [1], "a header that says nothing"),
        ((_answer(429, "3600"),), 1, [], "nobody waits an hour"),
        ((_answer(200, truncated="length"), OK), 2, [1], "a connection that broke off"),
        ((_answer(200, truncated="time"),), 1, [], "a page that used up its time has no more"),
        ((FetchFailed(Status.TIMEOUT, "slow"),), 1, [], "the same without an answer"),
        ((BlockedAddress("127.0.0.1"),), 1, [], "what must not be asked is not asked again"),
    ),
)
def test_attempts(answers: tuple[Exchange | FetchFailed, ...], attempts: int, waits: list[float]) -> None:
    watch = Watch()
    pace = Pace(Manners(delay=0), watch)
    tried = pace.ask("a.example", _in_turn(*answers))
    assert (tried.answer, tried.attempts) == (answers[-1], attempts)
    assert len(watch.waited) == len(waits)
    assert all(wait * 0.5 <= real <= wait * 1.5 for wait, real in zip(waits, watch.waited, strict=True)), watch.waited


@pytest.mark.parametrize(
    ("delay", "crawl_delay", "waited"),
    cases((2, 0, 2, "our own pause"), (2, 5, 5, "the longer one of robots.txt"), (2, 1, 2, "never a shorter one")),
)
def test_pause_between_two_requests(delay: float, crawl_delay: float, waited: float) -> None:
    watch = Watch()
    pace = Pace(Manners(delay=delay), watch)
    for _ in range(3):
        pace.ask("a.example", lambda: OK, delay=crawl_delay)
    assert watch.waited == [waited, waited]
    pace.ask("b.example", lambda: OK)
    assert watch.waited == [waited, waited], "another host has its own time"


def test_a_host_that_wants_a_long_rest_is_left_alone() -> None:
    watch = Watch()
    pace = Pace(Manners(), watch)
    tried = pace.ask("a.example", _in_turn(_answer(429, "3600")))
    assert "3600 s" in tried.advice
    later = pace.ask("a.example", _in_turn())
    assert isinstance(later.answer, FetchFailed)
    assert later.answer.status == Status.POSTPONED
    assert watch.waited == []


def test_never_two_requests_at_once_to_one_host() -> None:
    pace = Pace(Manners(delay=0), Clock())
    open_now: list[int] = []
    most = 0

    def request() -> Exchange:
        nonlocal most
        open_now.append(1)
        most = max(most, len(open_now))
        threading.Event().wait(0.01)
        open_now.pop()
        return OK

    threads = [threading.Thread(target=pace.ask, args=("a.example", request)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_waiting_ends_when_the_run_does() -> None:
    clock = Clock()
    clock.stopped.set()
    pace = Pace(Manners(delay=60), clock)
    with pytest.raises(Stopped):
        pace.ask("a.example", lambda: OK)


@pytest.mark.parametrize(
    ("value", "seconds"),
    cases(
        ("", 0, "no header"),
        ("120", 120, "seconds"),
        (" 5 ", 5, "with spaces"),
        ("-5", 0, "a negative number"),
        ("1e9", 0, "no decimal number"),
        ("９", 0, "other digits than ASCII's"),
        ("99999999999999999999", 9999999999, "a very long time"),
        ("Sat, 21 Nov 2026 12:01:00 GMT", 60, "a date"),
        ("Saturday, 21-Nov-26 12:01:00 GMT", 60, "an old form of date"),
        ("Sat, 21 Nov 2026 12:01:00 -0000", 60, "a date of no zone"),
        ("Sat, 21 Nov 2026 21:01:00 +0900", 60, "a date in Japan"),
        ("Sat, 99 Nov 2026 12:01:00 GMT", 0, "no date at all"),
    ),
)
def test_retry_after(value: str, seconds: float) -> None:
    assert retry_after(value, START) == seconds
