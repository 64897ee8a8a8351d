"""A target -> the pages of its policy set: the address the list names, and what is found from it one step at a time."""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.findings import Status, Verdict
from pipeline.manifest import FetchRow
from pipeline.scrape.exchange import Exchange
from pipeline.scrape.links import Link, Role, policy_links, set_links
from pipeline.scrape.masking import without_user
from pipeline.scrape.media import content_type
from pipeline.scrape.pace import Clock
from pipeline.scrape.records import Stored, utc
from pipeline.scrape.targets import Target
from pipeline.scrape.urls import key
from pipeline.scrape.visit import Known, Visit, Visitor

LISTED = "listed"
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
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
DIGITS = 10  # of the hash of an address in the id of a page that was found

Judge = Callable[[Exchange], Verdict]
Recall = Callable[[Stored], Sequence[Exchange]]
Found = tuple[FetchRow, Sequence[Exchange]]


@dataclass(frozen=True, slots=True)
class Lead:
    """An address to visit, and how it was come by."""

    url: str
    role: str = LISTED
    language: str = ""
    reason: str = ""
    found_on: str = ""


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
        asked = {key(target.url)}
        first: dict[str, str] = {}  # final address or hash -> the first page that has it
        visited = 0
        while leads:
            lead = leads.popleft()
            row = _begun(target, lead, utc(self._clock.now()))
            if visited == MAX_PAGES:
                detail = f"its set has {MAX_PAGES} pages already; list the address itself if it matters"
                yield replace(row, status=Status.SET_LIMIT, detail=detail), ()
                continue
            visited += 1
            row, exchanges, verdict = self._visit(row, lead, target)
            row = _marked(row, first)
            asked.add(key(row.final_url))
            found, problem = _leads(row, verdict, target) if self._find else ([], "")
            new = [one for one in found if key(one.url) not in asked]
            asked |= {key(one.url) for one in new}
            leads += new
            followed = f"{len(new)} links of it were followed" if new and row.status not in READ else ""
            yield replace(row, detail=_joined(row.detail, problem, followed)), exchanges
            del exchanges, verdict  # a large page is not held while the next one is fetched

    def _visit(self, row: FetchRow, lead: Lead, target: Target) -> tuple[FetchRow, Sequence[Exchange], Verdict]:
        """The row of an address that was visited, with its exchanges and what its page is."""
        stored = self._memory.pages.get((row.target_id, row.url))
        old = stored.row if stored else None
        known = Known(old.final_url, old.etag, old.last_modified) if old else None
        wanted = {"Accept-Language": f"{target.language}, *;q=0.5"} if LANGUAGE.fullmatch(target.language) else {}
        visit = self._visitor.visit(lead.url, wanted, known)
        row = replace(row, attempts=visit.attempts, robots=visit.robots)
        if stored and visit.answer and visit.unchanged:
            exchanges = self._memory.recall(stored)
            checked = utc(visit.answer.started_at)
            row, verdict = self._judged(replace(row, checked_at=checked), exchanges, stored.row.final_url)
            return row, exchanges, verdict
        if visit.answer is None:
            return _failed(row, visit), visit.exchanges, Verdict("")
        row, verdict = self._judged(row, visit.exchanges, visit.last_url)
        return replace(row, detail=_joined(row.detail, visit.advice)), visit.exchanges, verdict

    def _judged(self, row: FetchRow, exchanges: Sequence[Exchange], url: str) -> tuple[FetchRow, Verdict]:
        """The row of a page that answered, and what it is."""
        answer = exchanges[-1]
        verdict = self._verdict(answer)
        kind = answer.header("Content-Type")
        row = replace(
            row,
            language=verdict.language or row.language,
            final_url=url,
            redirects=len(exchanges) - 1,
            http_status=str(answer.status),
            status=verdict.status,
            detail=verdict.detail,
            content_type=kind,
            charset_declared=content_type(kind)[1] or "",
            charset_used=verdict.charset,
            bytes=len(answer.body),
            sha256=hashlib.sha256(answer.body).hexdigest(),
            truncated=answer.truncated,
            fetched_at=utc(answer.started_at),
            etag=answer.header("ETag"),
            last_modified=answer.header("Last-Modified"),
        )
        return row, verdict

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


def _begun(target: Target, lead: Lead, now: str) -> FetchRow:
    """The row of an address before it is visited."""
    subject = target.subject
    found = f"#{hashlib.sha256(lead.url.encode()).hexdigest()[:DIGITS]}" if lead.role != LISTED else ""
    return FetchRow(
        doc_id=target.id + found,
        target_id=target.id,
        company=subject.company,
        sector=subject.sector,
        pair_id=subject.pair_id,
        target_language=target.language,
        language=lead.language,
        role=lead.role,
        found_by=lead.reason,
        found_on=lead.found_on,
        url=without_user(lead.url),
        fetched_at=now,
    )


def _failed(row: FetchRow, visit: Visit) -> FetchRow:
    """The row of an address that gave no answer."""
    assert visit.failure
    detail = _joined(visit.failure.detail, visit.advice)
    redirects = len(visit.exchanges)
    return replace(row, final_url=visit.last_url, redirects=redirects, status=visit.failure.status, detail=detail)


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _marked(row: FetchRow, first: dict[str, str]) -> FetchRow:
    """The row, told as a duplicate when a page before it in its set is the same; else the page is noted."""
    if row.http_status != "200":
        return row
    same = first.get(row.final_url) or first.get(row.sha256)
    if same:
        return replace(row, status=Status.DUPLICATE, detail=f"the same page as {same}", duplicate_of=same)
    first[row.final_url] = first[row.sha256] = row.doc_id
    return row


def _leads(row: FetchRow, verdict: Verdict, target: Target) -> tuple[list[Lead], str]:
    """What to visit next: the links of a page that its role lets one follow, in a language that the list wants.

    With it, what went wrong.
    """
    if row.http_status != "200" or row.status == Status.DUPLICATE or not verdict.html:
        return [], ""
    is_policy = verdict.status in READ or row.role in (Role.POLICY, Role.TRANSLATION)
    try:
        links: tuple[Link, ...] = (set_links if is_policy else policy_links)(verdict.html, row.final_url)
    except Exception as error:  # as in _verdict
        return [], f"its links could not be read ({type(error).__name__}: {error}); report the page"
    return [
        Lead(link.url, link.role.value, link.language, link.reason, row.doc_id)
        for link in links
        if link.role in FOLLOWED[row.role]
        and (not (target.language and link.language) or link.language == target.language)
    ], ""
