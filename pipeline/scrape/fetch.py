"""A list of targets -> an archive: hosts side by side, one target after the other within each; killed and resumed at will."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from pipeline.errors import FetchFailed
from pipeline.manifest import FetchRow, utc
from pipeline.scrape.archive.folder import Archive, opened
from pipeline.scrape.archive.records import read_exchanges
from pipeline.scrape.collect import Collector, Judge, Memory
from pipeline.scrape.network.addresses import parse
from pipeline.scrape.network.pace import Clock
from pipeline.scrape.network.visit import Visitor
from pipeline.scrape.targets import Target


class Watcher:
    """Is told how a run goes, one call at a time; this one keeps it to itself."""

    def page(self, row: FetchRow) -> None:
        """A page was visited, in this run or in one that was killed."""

    def target(self) -> None:
        """All pages of a target were."""


@dataclass(frozen=True, slots=True)
class Setup:
    """How a run goes."""

    visitor: Visitor
    judge: Judge
    clock: Clock
    find: bool = True
    hosts: int = 16  # asked side by side
    facts: Mapping[str, str] = field(default_factory=dict)  # for the first record of the archive


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
        waiting = []
        for target, part in parts.items():
            done = archive.holds(part)
            for row in done:
                watcher.page(row)
            if done:
                watcher.target()
            else:
                waiting.append(target)
        memory = Memory(archive.earlier(), partial(read_exchanges, archive.pages))
        collector = Collector(setup.visitor, setup.judge, memory, setup.clock, find=setup.find)
        _Crew(archive, collector, setup, watcher).work({target: parts[target] for target in waiting})
        return archive.finish(plan, parts.values(), setup.facts, utc(setup.clock.now()))


def _part(target: Target, setup: Setup) -> str:
    """The name of a target's part: another target, or another way to fetch it, has another."""
    told = json.dumps([asdict(target), setup.find], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def _host(target: Target) -> str:
    try:
        return parse(target.url).host
    except FetchFailed:
        return target.url


class _Crew:
    """The threads of a run."""

    def __init__(self, archive: Archive, collector: Collector, setup: Setup, watcher: Watcher) -> None:
        self._archive, self._collector, self._setup, self._watcher = archive, collector, setup, watcher
        self._told = threading.Lock()

    def work(self, parts: Mapping[Target, str]) -> None:
        """Make the part of each target. The first failure ends the work of all."""
        hosts: dict[str, list[Target]] = {}
        for target in parts:
            hosts.setdefault(_host(target), []).append(target)
        pool = ThreadPoolExecutor(self._setup.hosts, thread_name_prefix="fetch")
        longest_first = sorted(hosts.values(), key=len, reverse=True)
        work = [pool.submit(self._collect, [(target, parts[target]) for target in queue]) for queue in longest_first]
        try:
            for one in as_completed(work):
                one.result()
        except BaseException as error:
            self._setup.clock.stopped.set()
            # Whoever interrupts a run need not wait for its open requests: what comes of them is thrown away.
            pool.shutdown(wait=not isinstance(error, KeyboardInterrupt), cancel_futures=True)
            raise
        pool.shutdown()

    def _collect(self, queue: Sequence[tuple[Target, str]]) -> None:
        for target, part in queue:
            with self._archive.part(part, target.id) as writer:
                for row, exchanges in self._collector.pages(target):
                    writer.page(row, exchanges)
                    del exchanges
                    self._setup.clock.wait(0)  # the last moment to stop before the part is kept
                    with self._told:
                        self._watcher.page(row)
            with self._told:
                self._watcher.target()
