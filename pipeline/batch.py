"""Many pages: in this process or in several, results in the order of the inputs whatever their number."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pipeline.dataset.table import Row, to_rows
from pipeline.document import Page
from pipeline.errors import PolicyError
from pipeline.findings import PageStatus
from pipeline.run import Extractor, Options, Result
from pipeline.scrape.read import Inputs, Located, locate, read_archive

CHUNK = 4  # pages a worker takes at once

Job = Located | Page | PageStatus  # a file to read, a page of an archive, or what is already known to be unreadable


@dataclass(frozen=True, slots=True)
class Batch:
    """The rows of one page, ready for the table, with its status."""

    status: PageStatus
    rows: tuple[Row, ...]


def extract_all(inputs: Iterable[str | Path] | Inputs, extractor: Extractor, *, workers: int = 1) -> Iterator[Batch]:
    """A batch a page, in the order of the inputs. Raises InputError and ModelError, nothing else."""
    found = inputs if isinstance(inputs, Inputs) else locate(inputs)
    jobs = _jobs(found)
    _ = extractor.labeller  # a missing model is told before any page is read
    if workers <= 1:
        yield from (_batch(extractor, job) for job in jobs)
        return
    context = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(
            workers, mp_context=context, initializer=_start, initargs=(extractor.options,)
        ) as pool:
            yield from pool.map(_work, jobs, chunksize=CHUNK)
    except BrokenProcessPool as error:
        raise PolicyError("a worker process died, probably out of memory; run again with fewer --workers") from error


def _jobs(found: Inputs) -> Iterator[Job]:
    taken = {page.id for page in found.pages}
    yield from found.pages
    for archive in found.archives:
        for one in read_archive(archive):
            name = one.doc_id if isinstance(one, PageStatus) else one.id
            while name in taken:  # two archives of the same list
                name = f"{archive.id}-{name}"
            taken.add(name)
            yield replace(one, doc_id=name) if isinstance(one, PageStatus) else replace(one, id=name)


def _batch(extractor: Extractor, job: Job) -> Batch:
    if isinstance(job, PageStatus):
        return Batch(job, ())
    result: Result = extractor.page(job) if isinstance(job, Page) else extractor.read(job)
    return Batch(result.status, tuple(to_rows(result.findings, result.status)))


@cache
def _worker(_: None = None) -> list[Extractor]:
    return []


def _start(options: Options) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent tells of an interruption, once
    _worker().append(Extractor(options))


def _work(job: Job) -> Batch:
    return _batch(_worker()[0], job)
