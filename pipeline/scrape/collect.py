"""A target -> the pages of its policy set: the address the list names, and what is found from it one step at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.findings import Status, Verdict
from pipeline.manifest import FetchRow, utc
from pipeline.scrape.archive.records import Stored
from pipeline.scrape.find.links import Link, Role, policy_links, set_links
from pipeline.scrape.find.urls import key
from pipeline.scrape.network.exchange import Exchange
from pipeline.scrape.network.pace import Clock
from pipeline.scrape.network.visit import Known, Visitor
from pipeline.scrape.rows import LISTED, Lead, begun, failed, joined, judged, marked
from pipeline.scrape.targets import Target

# Which links are followed from a page, by what led to it. Nothing is followed from a part: a set is no crawl.
FOLLOWED: Mapping[str, frozenset[Role]] = {
    LISTED: frozenset(Role),
    Role.FRAME: frozenset(Role) - {Role.FRAME},
    Role.HOME: frozenset({Role.POLICY}),
    Role.POLICY: frozenset({Role.PART, Role.TRANSLATION, Role.HOME}),
    Role.TRANSLATION: frozenset({Role.PART}),
    Role.PART: frozenset(),
}
READ = frozenset({Status.OK, Status.DECODE_SUSPECT})
MAX_PAGES = 30  # of a set; the largest real ones have about 20

Judge = Callable[[Exchange], Verdict]
Recall = Callable[[Stored], tuple[Exchange, ...]]
Found = tuple[FetchRow, Sequence[Exchange]]


@dataclass(frozen=True, slots=True)
class Memory:
    """The pages of an earlier run by target and address, and how to get their exchanges."""

    pages: Mapping[tuple[str, str], Stored]
    recall: Recall


class Collector:
    """Collects policy sets. `find` tells whether links are followed at all."""

    def __init__(self, visitor: Visitor, judge: Judge, memory: Memory, clock: Clock, *, find: bool = True) -> None:
        self._visitor, self._judge, self._memory, self._clock, self._find = visitor, judge, memory, clock, find

    def pages(self, target: Target) -> Iterator[Found]:
        """The pages of a target in the order they are visited, with the exchanges that led to each."""
        leads = deque([Lead(target.url, language=target.language)])
        asked = {_key(target.url)}
        first: dict[str, str] = {}  # final address or hash -> the first page that has it
        visited = 0
        while leads:
            lead = leads.popleft()
            row = begun(target, lead, utc(self._clock.now()))
            if visited == MAX_PAGES:
                detail = f"its set has {MAX_PAGES} pages already; list the address itself if it matters"
                yield replace(row, status=Status.SET_LIMIT, detail=detail), ()
                continue
            visited += 1
            row, exchanges, verdict = self._visit(row, lead, target)
            row = marked(row, first)
            asked.add(_key(row.final_url))
            found, problem = _leads(row, verdict, target) if self._find else ([], "")
            new = [one for one in found if _key(one.url) not in asked]
            asked |= {_key(one.url) for one in new}
            leads += new
            followed = f"{len(new)} links of it were followed" if new and row.status not in READ else ""
            yield replace(row, detail=joined(row.detail, problem, followed)), exchanges
            del exchanges, verdict  # a large page is not held while the next one is fetched

    def _visit(self, row: FetchRow, lead: Lead, target: Target) -> tuple[FetchRow, Sequence[Exchange], Verdict]:
        """The row of an address that was visited, with its exchanges and what its page is."""
        stored = self._memory.pages.get((row.target_id, row.url))
        old = stored.row if stored else None
        known = Known(old.final_url, old.etag, old.last_modified) if old else None
        wanted = {"Accept-Language": f"{target.language}, *;q=0.5"} if target.language else {}
        visit = self._visitor.visit(lead.url, wanted, known)
        row = replace(row, attempts=visit.attempts, robots=visit.robots)
        if visit.answer is None:
            return failed(row, visit), visit.exchanges, Verdict("")
        exchanges, url = visit.exchanges, visit.last_url
        if stored and visit.unchanged:
            row = replace(row, checked_at=utc(visit.answer.started_at))
            exchanges, url = self._memory.recall(stored), stored.row.final_url
        verdict = self._verdict(exchanges[-1])
        row = judged(row, url, len(exchanges) - 1, exchanges[-1], verdict)
        return replace(row, detail=joined(row.detail, visit.advice)), exchanges, verdict

    def _verdict(self, answer: Exchange) -> Verdict:
        """What a page is; one that makes a parser fail costs itself, never the run."""
        if answer.truncated == "size":
            return Verdict(
                Status.TOO_LARGE, "larger than a page may be, and cut; allow more with --max-bytes if it is one"
            )
        try:
            return self._judge(answer)
        except Exception as error:
            return Verdict(Status.UNREADABLE, f"{type(error).__name__}: {error}; report the page")


def _key(url: str) -> str:
    try:
        return key(url)
    except ValueError:  # no address at all
        return url


def _leads(row: FetchRow, verdict: Verdict, target: Target) -> tuple[list[Lead], str]:
    """What to visit next: the links of a page that its role lets one follow, in a language that the list wants.

    With it, what went wrong.
    """
    if row.http_status != "200" or row.status == Status.DUPLICATE or not verdict.html:
        return [], ""
    read = verdict.status in READ
    is_policy = read or row.role in (Role.POLICY, Role.TRANSLATION)
    try:
        links: tuple[Link, ...] = (set_links if is_policy else policy_links)(verdict.html, row.final_url)
    except Exception as error:  # as in _verdict
        return [], f"its links could not be read ({type(error).__name__}: {error}); report the page"
    # A page that is called a policy and is none may list the policies.
    roles = FOLLOWED[row.role] | ({Role.POLICY} if row.role == Role.POLICY and not read else set())
    return [
        Lead(link.url, link.role.value, link.language, link.reason, row.doc_id)
        for link in links
        if link.role in roles and (not (target.language and link.language) or link.language == target.language)
    ], ""
