"""Inputs -> shards: the pages of a job in their order, a few dozen at a time, none read before it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.document import Page
from pipeline.errors import UnreadablePage
from pipeline.findings import PageStatus
from pipeline.scrape.listing import Names
from pipeline.scrape.read import Inputs, Located, read_archive
from pipeline.scrape.read import load as load_page

SIZE = 32  # pages of a shard
HEAVY = 32_000_000  # bytes of pages that a shard carries; those of archives travel with it

Source = Located | Page | PageStatus  # a file to read, a page of an archive, or what is already known to be unreadable


@dataclass(frozen=True, slots=True)
class Shard:
    """Pages that are worked on and stored together; its name tells its place among the others."""

    name: str
    sources: tuple[Source, ...]

    def alone(self) -> list[Shard]:
        """Each page as a shard of its own."""
        return [Shard(f"{self.name}-{number:04d}", (one,)) for number, one in enumerate(self.sources)]


def shards(sources: Iterable[Source], size: int = SIZE) -> Iterator[Shard]:
    """The shards of a job, of `size` pages each unless their bytes are too many."""
    taken, weight, number = list[Source](), 0, 0
    for source in sources:
        taken.append(source)
        weight += len(source.body) if isinstance(source, Page) else 0
        if len(taken) == size or weight > HEAVY:
            yield Shard(shard_name(number), tuple(taken))
            taken, weight, number = [], 0, number + 1
    if taken:
        yield Shard(shard_name(number), tuple(taken))


def shard_name(number: int) -> str:
    """The name of the shard at a place, from 0."""
    return f"{number:08d}"


def sources(found: Inputs) -> Iterator[Source]:
    """The files, then the pages of the archives, each with an id that no other has."""
    yield from found.pages
    if not found.archives:
        return
    names = Names()
    for page in found.pages:
        names.take(page.id)
    for archive in found.archives:
        for one in read_archive(archive):
            name = named(one)[0]
            while not names.take(name):  # two archives of the same list
                name = f"{archive.id}-{name}"
            yield replace(one, doc_id=name) if isinstance(one, PageStatus) else replace(one, id=name)


def read(source: Source, home: Path) -> Page | PageStatus:
    """The page of a source; its status when the file, whose path may start at `home`, cannot be read."""
    if not isinstance(source, Located):
        return source
    try:
        return replace(load_page(replace(source, path=home / source.path)), source=source.source)
    except UnreadablePage as error:
        return PageStatus(source.id, source.source, error.status, error.detail)


def named(source: Source) -> tuple[str, str]:
    """The id of a page, and where it comes from."""
    return (source.doc_id if isinstance(source, PageStatus) else source.id), source.source
