"""robots.txt by RFC 9309: what each answer to the question for it means for a page."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from pipeline.errors import BlockedAddress, FetchFailed
from pipeline.findings import Status
from pipeline.scrape.network.exchange import Exchange, Truncation
from pipeline.scrape.network.robots import MAX_AGE, MAX_BYTES, Robots
from tests.builders import cases
from tests.test_scrape_pace import Watch

HOST = "http://kaze.example"
PAGE = f"{HOST}/privacy"


def _answer(
    body: str | bytes = b"", status: int = 200, truncated: Truncation = "", to: str = "", url: str = HOST
) -> Exchange:
    raw = body.encode() if isinstance(body, str) else body
    headers = (("Location", to),) if to else ()
    return Exchange(url, "127.0.0.1", datetime.now(UTC), 0.1, b"", status, "", headers, raw, raw, truncated)


class Web:
    """Answers by address; it notes what was asked for."""

    def __init__(self, pages: dict[str, Exchange | FetchFailed]) -> None:
        self.pages, self.asked = pages, list[str]()

    def __call__(self, url: str) -> Exchange | FetchFailed:
        """The answer for an address, else 404."""
        self.asked.append(url)
        return self.pages.get(url, _answer(status=404))


def _ruling(answer: Exchange | FetchFailed, page: str = PAGE) -> tuple[str, str]:
    """The word of the ruling, and the status of the page's row when it may not be fetched."""
    ruling = Robots(Web({f"{HOST}/robots.txt": answer}), Watch()).ruling(page)
    return ruling.why, ruling.failure.status if ruling.failure else ""


ALL = "User-agent: *\nDisallow: /"


@pytest.mark.parametrize(
    ("rules", "why"),
    cases(
        ("", "allowed", "an empty file"),
        (ALL, "disallowed", "the whole site"),
        ("User-agent: *\nDisallow:", "allowed", "nothing forbidden"),
        ("User-agent: *\nDisallow: /private", "allowed", "another page"),
        ("User-agent: *\nDisallow: /p", "disallowed", "a beginning of the path"),
        ("User-agent: *\nDisallow: /\nAllow: /privacy", "allowed", "the longer rule wins"),
        ("User-agent: *\nAllow: /\nDisallow: /priv*$", "disallowed", "wildcards"),
        ("User-agent: *\nDisallow: /privacy\nAllow: /privacy", "allowed", "of two equal ones the kinder"),
        (f"{ALL}\n\nUser-agent: policy-clauses\nAllow: /", "allowed", "rules for us go before rules for all"),
        ("User-agent: Policy-Clauses\nDisallow: /", "disallowed", "whatever the case"),
        ("User-agent: clauses\nDisallow: /", "allowed", "the end of our name is not our name"),
        ("User-agent: other\nDisallow: /", "allowed", "rules for others"),
        ("User-agent: a\nUser-agent: policy-clauses\nDisallow: /", "disallowed", "a group of several programs"),
        ("Disallow: /", "allowed", "a rule for nobody"),
        (f"\ufeff{ALL}", "disallowed", "a byte order mark"),
        (ALL.replace("\n", "\r\n"), "disallowed", "Windows line ends"),
        (ALL.replace("\n", "\r"), "disallowed", "old line ends"),
        ("<!doctype html><h1>Welcome</h1>", "allowed", "a page that answers every address"),
        (b"\xff\xfe\x00\x80" * 50, "allowed", "noise"),
    ),
)
def test_rules(rules: str | bytes, why: str) -> None:
    assert _ruling(_answer(rules)) == (why, "robots" if why == "disallowed" else "")


@pytest.mark.parametrize(
    ("path", "why"),
    cases(
        ("/%E5%80%8B%E4%BA%BA/", "disallowed", "as browsers send it"),
        ("/%e5%80%8b%e4%ba%ba/", "disallowed", "in small letters"),
        ("/robots.txt", "allowed", "the rules themselves"),
    ),
)
def test_paths_in_japanese(path: str, why: str) -> None:
    assert _ruling(_answer("User-agent: *\nDisallow: /個人/"), HOST + path)[0] == why


@pytest.mark.parametrize(
    ("answer", "ruling"),
    cases(
        (_answer(ALL, 404), ("none", ""), "4xx: there are no rules"),
        (_answer(ALL, 403), ("none", ""), "even when it is forbidden to ask"),
        (_answer(ALL, 429), ("none", ""), "the standard counts this one as 4xx too"),
        (_answer(ALL, 204), ("none", ""), "no content"),
        (_answer("", 500), ("unavailable", "robots"), "5xx: nothing is allowed"),
        (_answer("", 503), ("unavailable", "robots"), "5xx: nothing is allowed"),
        (FetchFailed(Status.TIMEOUT, "slow"), ("unavailable", "robots"), "a timeout: nothing is allowed"),
        (_answer("", truncated="time"), ("unavailable", "robots"), "a trickle: nothing is allowed"),
        (_answer("", truncated="length"), ("unavailable", "robots"), "half the rules are no rules"),
        (FetchFailed(Status.UNREACHABLE, "no such host"), ("unavailable", "unreachable"), "the page is out of reach"),
        (BlockedAddress("10.0.0.1"), ("unavailable", "blocked_address"), "so is one on a forbidden network"),
        (_answer(status=302), ("none", ""), "a redirect to nowhere"),
    ),
)
def test_answers(answer: Exchange | FetchFailed, ruling: tuple[str, str]) -> None:
    assert _ruling(answer) == ruling


@pytest.mark.parametrize(
    ("hops", "end", "why"),
    cases(
        (1, _answer(ALL), "disallowed", "rules may have moved"),
        (5, _answer(ALL), "disallowed", "five times"),
        (6, _answer(ALL), "none", "not six times"),
        (2, _answer(status=404), "none", "to nothing"),
        (2, BlockedAddress("10.0.0.1"), "unavailable", "to where nobody may go: the page's row is robots"),
    ),
)
def test_redirects(hops: int, end: Exchange | FetchFailed, why: str) -> None:
    steps = [f"{HOST}/robots.txt", *(f"http://h{number}.example/robots.txt" for number in range(hops))]
    pages: dict[str, Exchange | FetchFailed] = {
        step: _answer(status=301, to=to, url=step) for step, to in pairwise(steps)
    }
    ruling = Robots(Web(pages | {steps[-1]: end}), Watch()).ruling(PAGE)
    assert ruling.why == why
    assert ruling.failure is None or ruling.failure.status == Status.ROBOTS


@pytest.mark.parametrize(
    ("line", "delay"),
    cases(
        ("Crawl-delay: 7", 7, "a number"),
        ("Crawl-delay: 0.5", 0.5, "a fraction"),
        ("Crawl-delay: soon", 0, "nonsense"),
        ("Request-rate: 1/10s", 10, "the other way to say it"),
        ("Allow: /", 0, "none"),
    ),
)
def test_crawl_delay(line: str, delay: float) -> None:
    web = Web({f"{HOST}/robots.txt": _answer(f"User-agent: *\n{line}")})
    assert Robots(web, Watch()).ruling(PAGE).delay == delay


def test_asked_once_a_site_and_again_after_a_day() -> None:
    web, watch = Web({}), Watch()
    robots = Robots(web, watch)
    for page in (PAGE, f"{HOST}/other", f"{HOST}:8080/privacy", "https://kaze.example/privacy"):
        robots.ruling(page)
    sites = [f"{HOST}/robots.txt", f"{HOST}:8080/robots.txt", "https://kaze.example/robots.txt"]
    assert web.asked == sites, "scheme, host and port make a site"
    watch.wait(MAX_AGE + 1)
    robots.ruling(PAGE)
    assert web.asked == [*sites, sites[0]]


@pytest.mark.parametrize("size", [600_000, MAX_BYTES])
def test_rules_behind_500_kib_do_not_count(size: int) -> None:
    rule = b"Disallow: /privacy-of-others\n"
    head = b"User-agent: *\n".ljust(MAX_BYTES - len(b"Disallow: /priv") - 1, b"#") + b"\n"
    body = (head + rule * 2)[:size]
    robots = Robots(Web({f"{HOST}/robots.txt": _answer(body, truncated="size" if size == MAX_BYTES else "")}), Watch())
    assert robots.ruling(PAGE).why == "allowed", "half of a rule would forbid more than the whole"
    assert robots.ruling(f"{HOST}/privacy-of-others").why == "allowed", "the limit stands inside the rule"
