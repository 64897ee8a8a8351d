"""The engine of many machines: the shard function on the workers of a Dask cluster that is running already.

Needs the extra `policy-clauses[cluster]` where the job is started and on every worker, and folders that all of them see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from threading import Lock
from typing import TYPE_CHECKING, Any

from pipeline.batch.parts import Done
from pipeline.batch.plan import Shard
from pipeline.batch.rounds import Died, Engine
from pipeline.batch.shard import Work, run_shard
from pipeline.errors import InputError, PolicyError
from pipeline.run import Extractor, Options

if TYPE_CHECKING:
    from distributed import Client, Future

LEAD = 2  # shards under way for each thread of the workers, so that none waits for its next


def cluster(work: Work, scheduler: str, tell: Callable[[str], None]) -> Engine:
    """The engine of the cluster at an address; `tell` shows where it can be watched. Raises InputError."""
    if not scheduler:
        raise InputError("no scheduler; give --scheduler tcp://HOST:8786 of a running Dask cluster")
    try:
        import distributed
    except ImportError:
        raise InputError("Dask is not installed; pip install 'policy-clauses[cluster]'") from None

    def run(shards: Iterable[Shard]) -> Iterator[Done | Died]:
        try:
            client = distributed.Client(scheduler, set_as_default=False)
        except OSError as error:
            raise InputError(f"{scheduler}: no Dask scheduler answers ({error}); check the address") from error
        with client:
            tell(f"dashboard: {client.dashboard_link}")
            yield from _outcomes(client, iter(shards), work)

    return run


def _outcomes(client: Client, shards: Iterator[Shard], work: Work) -> Iterator[Done | Died]:
    import distributed

    name = f"policy-clauses-{work.fingerprint}"
    client.register_plugin(_keeper(work.options, name), name=name)
    running: dict[Future, Shard] = {}
    ended = distributed.as_completed(loop=client.loop)
    while True:
        threads = sum(client.nthreads().values())
        while len(running) < LEAD * max(1, threads) and (shard := next(shards, None)):
            future = client.submit(_on_worker, shard, work, name, pure=False)
            running[future] = shard
            ended.add(future)
        if not running:
            return
        future = next(ended)
        yield _outcome(future, running.pop(future))


def _outcome(future: Future, shard: Shard) -> Done | Died:
    """What became of a shard. Raises what its worker raised."""
    from distributed import KilledWorker

    if future.status == "finished":
        done: Done = future.result()
        return done
    if future.status != "error":
        raise PolicyError("the connection to the scheduler was lost; run again, what is done is kept")
    error = future.exception()
    if isinstance(error, KilledWorker):
        return Died(shard, f"died on {error.last_worker.address}")
    raise error


def _keeper(options: Options, name: str) -> Any:
    """What each worker process keeps, made when it joins: its extractor, which one thread at a time may use."""
    from distributed import WorkerPlugin

    class Keeper(WorkerPlugin):  # type: ignore[misc]
        """Nothing is loaded before the first shard."""

        def setup(self, worker: Any) -> None:
            worker.extensions[name] = (Extractor(options), Lock())

    return Keeper()


def _on_worker(shard: Shard, work: Work, name: str) -> Done:
    """The task of a worker."""
    from distributed import get_worker

    if not work.parts.folder.is_dir():
        raise InputError(f"{work.parts.folder}: a worker does not see this folder; put the output where all of them do")
    extractor, lock = get_worker().extensions[name]
    with lock:
        return run_shard(shard, work, extractor)
