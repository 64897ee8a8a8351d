"""A list of targets -> an archive: hosts side by side, one target after the other within each; killed and resumed at will."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict
from pathlib import Path

from pipeline.errors import FetchFailed
from pipeline.manifest import FetchRow, utc
from pipeline.scrape.archive.folder import Archive, opened
from pipeline.scrape.collect import Collector, Setup
from pipeline.scrape.network.addresses import parse
from pipeline.scrape.targets import Target


class Watcher:
    """Is told how a run goes, by several threads; this one keeps it to itself."""

    def page(self, row: FetchRow) -> None:
        """A page was visited, in this run or in one that was killed."""

    def target(self) -> None:
        """All pages of a target were."""


def fetch(targets: Sequence[Target], folder: Path, setup: Setup, watcher: Watcher) -> list[FetchRow]:
    """The rows of the archive that the folder holds at the end.

    Raises InputError when another run has the folder, or when it cannot be written; what is done by then is kept.
    """
    parts = {target: _part(target, setup) for target in targets}
    plan = hashlib.sha256("".join(parts.values()).encode()).hexdigest()
    with opened(folder) as archive:
        settled = archive.settled(plan)
        if settled:
            return settled
        waiting = [target for target, part in parts.items() if not _told(archive.holds(part), watcher)]
        _work({target: parts[target] for target in waiting}, archive, setup, watcher)
        return archive.finish(plan, parts.values(), setup.facts, utc(setup.clock.now()))


def _part(target: Target, setup: Setup) -> str:
    """The name of a target's part: another target, or another way to fetch it, has another."""
    told = json.dumps([asdict(target), setup.find, asdict(setup.limits)], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def _told(rows: Sequence[FetchRow], watcher: Watcher) -> bool:
    """Whether a part has rows; if so, they are told."""
    for row in rows:
        watcher.page(row)
    if rows:
        watcher.target()
    return bool(rows)


def _work(parts: Mapping[Target, str], archive: Archive, setup: Setup, watcher: Watcher) -> None:
    """Make the part of each target. The first failure ends the work of all."""
    collector = Collector(setup, archive.earlier(), archive.pages)

    def collect(queue: Sequence[Target]) -> None:
        for target in queue:
            with archive.part(parts[target], target.id) as writer:
                for row, exchanges in collector.pages(target):
                    writer.page(row, exchanges)
                    del exchanges
                    setup.clock.wait(0)  # the last moment to stop before the part is kept
                    watcher.page(row)
            watcher.target()

    pool = ThreadPoolExecutor(setup.hosts, thread_name_prefix="fetch")
    work = [pool.submit(collect, queue) for queue in _queues(parts)]
    try:
        for one in as_completed(work):
            one.result()
    except BaseException as error:
        setup.clock.stopped.set()
        # Whoever interrupts a run need not wait for its open requests: what comes of them is thrown away.
        pool.shutdown(wait=not isinstance(error, KeyboardInterrupt), cancel_futures=True)
        raise
    pool.shutdown()


def _queues(targets: Mapping[Target, str]) -> list[list[Target]]:
    """The targets of each host, the longest queue first."""
    hosts: defaultdict[str, list[Target]] = defaultdict(list)
    for target in targets:
        hosts[_host(target)].append(target)
    return sorted(hosts.values(), key=len, reverse=True)


def _host(target: Target) -> str:
    try:
        return parse(target.url).host
    except FetchFailed:
        return target.url
