"""What `fetch` does from a list of addresses to an archive, and what it tells of it."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from pipeline.errors import InputError
from pipeline.findings import READ
from pipeline.manifest import FetchRow
from pipeline.scrape.archive.folder import PAGES, TABLE
from pipeline.scrape.collect import Setup
from pipeline.scrape.fetch import Watcher, fetch
from pipeline.scrape.network.addresses import masked
from pipeline.scrape.network.answer import Limits
from pipeline.scrape.network.guard import Guard
from pipeline.scrape.network.pace import Clock, Manners, Pace
from pipeline.scrape.network.robots import MAX_BYTES
from pipeline.scrape.network.transport import Transport
from pipeline.scrape.network.visit import Visitor
from pipeline.scrape.targets import read_targets
from pipeline.verdict import judge

CONTACT = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://[^\s()<>\"]+\.[^\s()<>\"]+", re.ASCII)
SHOWN = 5  # failures in a summary

Progress = Callable[[int], AbstractContextManager[Watcher]]  # the number of targets -> what shows how it goes


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """What a user can choose about fetching. `contact` stands in every request, for people who ask who is there."""

    contact: str
    find: bool = True
    allow: tuple[str, ...] = ()
    manners: Manners = field(default_factory=Manners)
    limits: Limits = field(default_factory=Limits)
    hosts: int = 16

    @property
    def agent(self) -> str:
        """The User-Agent header. Raises InputError without a contact that people can use."""
        if not CONTACT.fullmatch(self.contact):
            raise InputError(
                f"--contact {self.contact!r}: give an e-mail address or a web page (https://…) where the owner of a "
                "site can ask who fetches and why; it is sent with every request"
            )
        return f"policy-clauses/{version('policy-clauses')} (+{self.contact})"


@dataclass(frozen=True, slots=True)
class FetchSummary:
    """What a run did: how many pages are policies, and the text to show."""

    policies: int
    text: str


def fetch_to_archive(
    addresses: Path,
    folder: Path,
    options: FetchOptions,
    *,
    progress: Progress | None = None,
    guard: Guard | None = None,
) -> FetchSummary:
    """Fetch the pages of a list to an archive. Raises InputError for what the user can mend.

    `guard` is for tests, which resolve names their own way; it takes the place of `options.allow`.
    """
    started = time.monotonic()
    listed = read_targets(addresses)
    setup = _setup(options, guard or Guard(options.allow))
    with progress(len(listed.targets)) if progress else nullcontext(Watcher()) as watcher:
        rows = fetch(listed.targets, folder, setup, watcher)
    text = _summary(rows, listed.unused, folder, time.monotonic() - started)
    return FetchSummary(sum(row.status in READ for row in rows), text)


def _setup(options: FetchOptions, guard: Guard) -> Setup:
    clock = Clock()
    pages = Transport(guard, options.agent, options.limits)
    rules = Transport(guard, options.agent, Limits(MAX_BYTES, options.limits.seconds))
    facts = {
        "software": f"policy-clauses/{version('policy-clauses')}",
        "format": "WARC File Format 1.1",
        "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "http-header-user-agent": options.agent,
        "robots": "RFC 9309",
    }
    visitor = Visitor(pages, rules, Pace(options.manners, clock))
    return Setup(visitor, judge, clock, options.limits, options.find, options.hosts, facts)


def _summary(rows: Sequence[FetchRow], unused: Sequence[str], folder: Path, seconds: float) -> str:
    """The summary of a run, a few lines a person reads."""
    counts = ", ".join(f"{count:,} {status}" for status, count in sorted(Counter(row.status for row in rows).items()))
    targets = dict.fromkeys(row.target_id for row in rows)
    served = {row.target_id for row in rows if row.status in READ}
    same = sum(bool(row.duplicate_of) for row in rows)
    kept = sum(bool(row.checked_at) for row in rows)
    lines = [f"{len(targets):,} addresses, {len(rows):,} pages: {counts}"]
    lines += [f"{kept:,} pages have not changed since the last run and were not transferred"] if kept else []
    lines += [f"{same:,} pages have the same bytes as one before them (duplicate_of)"] if same else []
    lines += [f"columns of the list that nothing is done with: {', '.join(unused)}"] if unused else []
    without = [row for row in rows if row.doc_id == row.target_id and row.target_id not in served]
    if without:
        lines.append(f"{len(without):,} addresses gave no policy:")
    lines += [f"  {masked(f'{row.url}: {row.status}: {row.detail}')}" for row in without[:SHOWN]]
    if len(without) > SHOWN:
        lines.append(f"  … {len(without) - SHOWN} more, see {TABLE}")
    lines.append(
        f"wrote {folder / PAGES} and {TABLE} in {seconds:.1f} s; next: policy-clauses extract {folder} -o clauses.csv"
    )
    return "\n".join(lines)
