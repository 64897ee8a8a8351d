"""A job from its inputs to its files: plan, engine, parts, table."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.batch.cluster import cluster
from pipeline.batch.describe import Summary, meta, run_facts, summary
from pipeline.batch.duplicates import Duplicates
from pipeline.batch.local import local
from pipeline.batch.merge import merge
from pipeline.batch.parts import Done, Parts
from pipeline.batch.plan import Shard, shard_name, shards, sources
from pipeline.batch.rounds import Engine, complete, inline
from pipeline.batch.settings import DASK, LOCAL, Settings
from pipeline.batch.shard import Work, fingerprint, is_stored
from pipeline.dataset import export
from pipeline.run import Extractor
from pipeline.scrape.read import Inputs, locate

Watcher = Callable[[Done], None]
Progress = Callable[[int | None], AbstractContextManager[Watcher]]  # the number of pages, if known -> what shows them


def _silent(_: int | None) -> AbstractContextManager[Watcher]:
    return nullcontext(lambda _: None)


def run(
    settings: Settings,
    *,
    extractor: Extractor | None = None,
    progress: Progress = _silent,
    tell: Callable[[str], None] = lambda _: None,
) -> Summary:
    """Extract pages to OUT, OUT.pages.csv and OUT.meta.json; a job that keeps its parts also to OUT.run.json.

    `progress` shows the shards as they are done, `tell` what a user should know meanwhile.

    Raises InputError before any work when OUT cannot be written, ModelError when a model is missing.
    """
    started = time.monotonic()
    export.check_output(settings.out)
    found = locate(settings.inputs, settings.lists)
    extractor = extractor or Extractor(settings.options)
    with (
        Duplicates.open(settings.near_duplicates) as duplicates,
        _work(settings, extractor) as work,
        progress(_pages(found)) as watch,
    ):
        counted = _Counted(watch)
        counted.all(shards(sources(found), settings.shard_pages), work, _engine(settings, work, extractor, tell))
        merging = time.monotonic()
        tally = merge(work.parts, [shard_name(number) for number in range(counted.shards)], settings.out, duplicates)
        counted.seconds["merge"] = time.monotonic() - merging
    described = meta(tally, found.ignored, settings, extractor.labeller)
    export.write_meta(described, settings.out)
    seconds = time.monotonic() - started
    if settings.keep:
        facts = run_facts(described, counted.facts(settings, work), counted.seconds | {"all": seconds})
        export.write_meta(facts, settings.out, "run")
    return summary(tally, found.ignored, settings.out, seconds)


def dry_run(settings: Settings) -> str:
    """What a job would do, as a text; nothing is written."""
    export.check_output(settings.out)
    found = locate(settings.inputs, settings.lists)
    extractor = Extractor(settings.options)
    work = _shared(settings, extractor, settings.parts)
    pages = stored = number = 0
    for shard in shards(sources(found), settings.shard_pages):
        number += 1
        pages += len(shard.sources)
        stored += is_stored(shard, work) is not None
    return "\n".join(
        [
            f"{pages:,} pages of {len(found.pages):,} files and {len(found.archives):,} archives"
            + (f"; files of other kinds ignored: {found.ignored:,}" if found.ignored else ""),
            f"{number:,} shards of up to {settings.shard_pages} pages, {stored:,} of them stored in {settings.parts}",
            f"{number - stored:,} shards to do with {settings.workers} workers ({settings.engine}), model {extractor.labeller.hash[:12]}",
            f"would write {settings.out}",
        ]
    )


@dataclass(slots=True)
class _Counted:
    """What became of the shards, as far as a run tells of it."""

    watch: Watcher
    shards: int = 0
    fresh: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    def all(self, given: Iterable[Shard], work: Work, engine: Engine) -> None:
        """Have all shards done."""
        for done in complete(given, work, engine):
            self.shards += 1
            self.fresh += done.fresh
            for stage, seconds in done.seconds.items() if done.fresh else ():
                self.seconds[stage] = self.seconds.get(stage, 0.0) + seconds
            self.watch(done)

    def facts(self, settings: Settings, work: Work) -> dict[str, str | int]:
        """How the job was done."""
        return {
            "engine": settings.engine,
            "workers": settings.workers,
            "shards": self.shards,
            "shards_done_before": self.shards - self.fresh,
            "fingerprint": work.fingerprint,
        }


@contextmanager
def _work(settings: Settings, extractor: Extractor) -> Iterator[Work]:
    """What the shards share, with the folder of their parts: kept beside OUT, or gone at the end."""
    if settings.keep:
        work = _shared(settings, extractor, settings.parts)
        with work.parts.locked():
            yield work
        return
    with TemporaryDirectory(prefix=f".{settings.out.name}.", dir=settings.out.parent) as folder:
        yield _shared(settings, extractor, Path(folder))


def _shared(settings: Settings, extractor: Extractor, parts: Path) -> Work:
    options = settings.options
    marked = fingerprint(options, extractor.labeller)
    model = options.model.absolute() if options.model else None
    return Work(Parts(parts.absolute()), replace(options, model=model), marked, Path.cwd())


def _pages(found: Inputs) -> int | None:
    return None if found.archives else len(found.pages)


def _engine(settings: Settings, work: Work, extractor: Extractor, tell: Callable[[str], None]) -> Engine:
    if settings.engine == DASK:
        return cluster(work, settings.scheduler, tell)
    return local(work, settings.workers) if settings.engine == LOCAL else inline(work, extractor)
