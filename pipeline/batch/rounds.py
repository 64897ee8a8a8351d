"""Shards through an engine until each is stored. A page that takes its worker down twice by itself gets a status."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pipeline.batch.parts import Done
from pipeline.batch.plan import Shard, named
from pipeline.batch.shard import Work, is_stored, key, run_shard
from pipeline.dataset.table import rows_to_frame, statuses_to_frame
from pipeline.errors import PolicyError
from pipeline.findings import PageStatus, Status
from pipeline.run import Extractor

TRIES = 2  # of a page by itself, after its shard took a worker down
MOST_DEATHS = 12  # in a row, with nothing done between them


@dataclass(frozen=True, slots=True)
class Died:
    """A shard whose worker died, with what is known of it."""

    shard: Shard
    why: str


Engine = Callable[[Iterable[Shard]], Iterator[Done | Died]]  # an outcome a shard, in any order


def inline(work: Work, extractor: Extractor) -> Engine:
    """The engine that works in this process."""
    return lambda shards: (run_shard(shard, work, extractor) for shard in shards)


def complete(shards: Iterable[Shard], work: Work, engine: Engine) -> Iterator[Done]:
    """Each shard as it is stored, in any order. Raises PolicyError when every worker dies."""
    stored, died = deque[Done](), list[Shard]()

    def missing() -> Iterator[Shard]:
        for shard in shards:
            done = is_stored(shard, work)
            if done:
                stored.append(done)
            else:
                yield shard

    for outcome in _while_some_live(engine(missing())):
        if isinstance(outcome, Done):
            yield outcome
        else:
            died.append(outcome.shard)
        while stored:
            yield stored.popleft()
    yield from stored
    for shard in died:
        yield _page_by_page(shard, work, engine)


def _page_by_page(shard: Shard, work: Work, engine: Engine) -> Done:
    """A shard whose worker died, stored page by page and then joined."""
    left, whole = shard.alone(), shard.alone()
    why: dict[str, str] = {}
    for _ in range(TRIES):
        outcomes = list(_while_some_live(engine(left)))
        why = {outcome.shard.name: outcome.why for outcome in outcomes if isinstance(outcome, Died)}
        left = [one for one in whole if one.name in why]
        if not left:
            break
    for one in left:
        statuses = statuses_to_frame([_given_up(one, why[one.name])])
        work.parts.write(one.name, key(one, work), rows_to_frame([]), statuses, {})
    return _joined(shard, whole, work)


def _given_up(shard: Shard, why: str) -> PageStatus:
    name, source = named(shard.sources[0])
    detail = f"its worker {why}, {TRIES} times with this page alone; run again with more memory or without the page"
    return PageStatus(name, source, Status.WORKER_DIED, detail)


def _joined(shard: Shard, pages: list[Shard], work: Work) -> Done:
    """The part of a shard from the parts of its pages, which are removed."""
    import pandas as pd

    parts = work.parts
    clauses = pd.concat([parts.clauses(page.name) for page in pages], ignore_index=True)
    statuses = pd.concat([parts.statuses(page.name) for page in pages], ignore_index=True)
    done = parts.write(shard.name, key(shard, work), clauses, statuses, {})
    for page in pages:
        parts.remove(page.name)
    return done


def _while_some_live(outcomes: Iterable[Done | Died]) -> Iterator[Done | Died]:
    deaths = 0
    for outcome in outcomes:
        deaths = deaths + 1 if isinstance(outcome, Died) else 0
        if isinstance(outcome, Died) and deaths >= MOST_DEATHS:
            raise PolicyError(
                f"{deaths} workers died one after another (the last {outcome.why}) and nothing was done between; "
                "run again with fewer workers or more memory, what is done is kept"
            )
        yield outcome
