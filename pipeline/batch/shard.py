"""A shard of pages -> its stored part. It knows no engine, and what was stored from the same content is not made again."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.batch.parts import Done, Parts
from pipeline.batch.plan import Shard, Source, read
from pipeline.dataset.table import Row, rows_to_frame, statuses_to_frame, to_rows
from pipeline.document import Page
from pipeline.errors import PolicyError
from pipeline.findings import PageStatus, Status
from pipeline.label.classifier import Labeller
from pipeline.parsers import Parsers
from pipeline.run import Extractor, Options
from pipeline.versions import versions

FORMAT = 2  # of the parts; raised when what they hold changes


@dataclass(frozen=True, slots=True)
class Work:
    """What all shards of a job have in common.

    `fingerprint` is the hash of all that decides the rows besides the pages; `home` is where relative paths start, since
    a worker may stand elsewhere.
    """

    parts: Parts
    options: Options
    fingerprint: str
    home: Path


def fingerprint(options: Options, labeller: Labeller) -> str:
    """A hash of the options, the model and the versions of the libraries and language models."""
    facts = {
        "format": FORMAT,
        "versions": versions(Parsers(options.language_models)),
        "model": labeller.hash,
        "options": {name: value for name, value in asdict(options).items() if name != "model"},
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def run_shard(shard: Shard, work: Work, extractor: Extractor) -> Done:
    """Store the part of a shard, unless it is stored already. Raises PolicyError for what the user can mend."""
    if stored := is_stored(shard, work):
        return stored
    if fingerprint(extractor.options, extractor.labeller) != work.fingerprint:
        raise PolicyError("a worker has another model or other versions of libraries; install the same everywhere")
    pages = _Pages(shard, work)
    started = time.perf_counter()
    rows, statuses = list[Row](), list[PageStatus]()
    for result in extractor.pages(pages):
        rows += to_rows(result.findings, result.status)
        statuses.append(result.status)
    seconds = {"read": pages.seconds, "extract": time.perf_counter() - started - pages.seconds}
    return work.parts.write(shard.name, pages.key, rows_to_frame(rows), statuses_to_frame(statuses), seconds)


def is_stored(shard: Shard, work: Work) -> Done | None:
    """The marker of a shard that is stored as it would be made now; None when it must be made.

    A page that was given up is tried again: its worker may have been killed by chance, or has more memory now.
    """
    stored = work.parts.done(shard.name)
    if not stored or Status.WORKER_DIED in stored.statuses:
        return None
    return stored if stored.key == key(shard, work) else None


def key(shard: Shard, work: Work) -> str:
    """The hash of all that decides the part of a shard: the content of its pages, the options, model and versions."""
    pages = _Pages(shard, work)
    for _ in pages:
        pass
    return pages.key


class _Pages:
    """The pages of a shard, read one by one; behind the last, `key` is that of the shard."""

    def __init__(self, shard: Shard, work: Work) -> None:
        self._sources, self._home = shard.sources, work.home
        self._digest = hashlib.sha256(work.fingerprint.encode())
        self.seconds = 0.0  # spent on reading

    def __iter__(self) -> Iterator[Page | PageStatus]:
        for source in self._sources:
            started = time.perf_counter()
            page = self._read(source)
            self.seconds += time.perf_counter() - started
            yield page

    @property
    def key(self) -> str:
        return self._digest.hexdigest()

    def _read(self, source: Source) -> Page | PageStatus:
        page = read(source, self._home)
        facts = asdict(page)
        if isinstance(page, Page):
            facts |= {"body": page.sha256, "fetched_at": ""}
        self._digest.update(json.dumps(facts, sort_keys=True).encode())
        return page
