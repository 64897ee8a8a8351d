"""A target -> the pages of its policy set: the address the list names, and what is found from it one step at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.findings import READ, Status, Verdict
from pipeline.manifest import FetchRow, utc
from pipeline.scrape.archive.reading import Stored, read_exchanges
from pipeline.scrape.find.evidence import Link, Role
from pipeline.scrape.find.links import policy_links, set_links
from pipeline.scrape.find.urls import key
from pipeline.scrape.network.answer import Limits
from pipeline.scrape.network.exchange import Exchange
from pipeline.scrape.network.pace import Clock
from pipeline.scrape.network.visit import Known, Visitor
from pipeline.scrape.rows import begun, failed, joined, judged, marked
from pipeline.scrape.targets import Target

# Which links are followed from a page, by what led to it. Nothing is followed from a part: a set is no crawl.
FOLLOWED: Mapping[str, frozenset[Role]] = {
    Role.LISTED: frozenset(Role),
    Role.FRAME: frozenset(Role) - {Role.FRAME},
    Role.HOME: frozenset({Role.POLICY}),
    Role.POLICY: frozenset({Role.PART, Role.TRANSLATION, Role.HOME}),
    Role.TRANSLATION: frozenset({Role.PART}),
    Role.PART: frozenset(),
}
MAX_PAGES = 30  # of a set; the largest real ones have about 20


@dataclass(frozen=True, slots=True)
class Setup:
    """How a run goes."""

    visitor: Visitor
    judge: Callable[[Exchange], Verdict]
    clock: Clock
    limits: Limits
    find: bool = True  # whether links are followed at all
    hosts: int = 16  # asked side by side
    facts: Mapping[str, str] = field(default_factory=dict)  # for the first record of the archive


class Collector:
    """Collects policy sets. `earlier` are pages of the last run by target and address, which stand in `archive`."""

    def __init__(self, setup: Setup, earlier: Mapping[tuple[str, str], Stored], archive: Path) -> None:
        self._setup, self._earlier, self._archive = setup, earlier, archive

    def pages(self, target: Target) -> Iterator[tuple[FetchRow, Sequence[Exchange]]]:
        """The pages of a target in the order they are visited, with the exchanges that led to each."""
        waiting = deque([(Link(target.url, Role.LISTED, target.language, "", 1.0), "")])
        asked = {key(target.url)}
        first: dict[str, str] = {}  # final address or hash -> the first page that has it
        visited = 0
        while waiting:
            link, found_on = waiting.popleft()
            row = begun(target, link, found_on, utc(self._setup.clock.now()))
            if visited == MAX_PAGES:
                detail = f"its set has {MAX_PAGES} pages already; list the address itself if it matters"
                yield replace(row, status=Status.SET_LIMIT, detail=detail), ()
                continue
            visited += 1
            row, exchanges, verdict = self._visit(row, link.url)
            row = marked(row, first)
            asked.add(key(row.final_url))
            links, problem = _links(row, verdict) if self._setup.find else ([], "")
            new = [one for one in links if key(one.url) not in asked]
            asked |= {key(one.url) for one in new}
            waiting += [(one, row.doc_id) for one in new]
            followed = f"{len(new)} links of it were followed" if new and row.status not in READ else ""
            yield replace(row, detail=joined(row.detail, problem, followed)), exchanges
            del exchanges, verdict  # a large page is not held while the next one is fetched

    def _visit(self, row: FetchRow, url: str) -> tuple[FetchRow, Sequence[Exchange], Verdict]:
        """The row of an address that was visited, with its exchanges and what its page is."""
        stored = self._earlier.get((row.target_id, row.url))
        known = Known(stored.row.final_url, stored.row.etag, stored.row.last_modified) if stored else None
        wanted = {"Accept-Language": f"{row.target_language}, *;q=0.5"} if row.target_language else {}
        visit = self._setup.visitor.visit(url, wanted, known)
        row = replace(row, attempts=visit.attempts, robots=visit.robots, final_url=visit.last_url)
        if visit.answer is None:
            return failed(row, visit), visit.exchanges, Verdict("")
        exchanges = visit.exchanges
        if stored and visit.unchanged:
            row = replace(row, checked_at=utc(visit.answer.started_at), final_url=stored.row.final_url)
            exchanges = read_exchanges(self._archive, stored)
        verdict = self._verdict(exchanges[-1])
        row = judged(row, exchanges, verdict)
        return replace(row, detail=joined(row.detail, visit.advice)), exchanges, verdict

    def _verdict(self, answer: Exchange) -> Verdict:
        """What a page is; one that makes a parser fail costs itself, never the run."""
        if answer.truncated == "size":
            detail = "larger than a page may be, and cut; allow more with --max-bytes if it is one"
            return Verdict(Status.TOO_LARGE, detail)
        try:
            return self._setup.judge(answer)
        except Exception as error:
            return Verdict(Status.UNREADABLE, f"{type(error).__name__}: {error}; report the page")


def _links(row: FetchRow, verdict: Verdict) -> tuple[list[Link], str]:
    """The links of a page that its role lets one follow, in a language that the list wants; and what went wrong."""
    if row.http_status != "200" or row.status == Status.DUPLICATE or not verdict.html:
        return [], ""
    read = verdict.status in READ
    is_policy = read or row.role in (Role.POLICY, Role.TRANSLATION)
    try:
        links = (set_links if is_policy else policy_links)(verdict.html, row.final_url)
    except Exception as error:  # as in _verdict
        return [], f"its links could not be read ({type(error).__name__}: {error}); report the page"
    # A page that is called a policy and is none may list the policies.
    roles = FOLLOWED[row.role] | ({Role.POLICY} if row.role == Role.POLICY and not read else set())
    wanted = ("", row.target_language)
    return [link for link in links if link.role in roles and (not row.target_language or link.language in wanted)], ""
