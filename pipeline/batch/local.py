"""The engine of one machine: worker processes, each with a pipe of its own, so that the death of one is only its own."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING

from pipeline.batch.parts import Done
from pipeline.batch.plan import Shard
from pipeline.batch.rounds import Died, Engine
from pipeline.errors import PolicyError

if TYPE_CHECKING:
    from pipeline.batch.shard import Work

PATIENCE = 900.0  # seconds for a shard; a worker that takes longer is stopped
LIFETIME = 256  # shards of a worker, then a new one takes its place, so that what libraries keep does not add up
CONTEXT = multiprocessing.get_context("spawn")


def local(work: Work, workers: int, *, patience: float = PATIENCE, lifetime: int = LIFETIME) -> Engine:
    """The engine with so many worker processes at a time; each lives for one round, and `lifetime` shards at most."""

    def run(shards: Iterable[Shard]) -> Iterator[Done | Died]:
        waiting, idle, busy = iter(shards), list[_Worker](), list[_Worker]()
        try:
            while True:
                while len(busy) < workers and (shard := next(waiting, None)):
                    worker = idle.pop() if idle else _Worker.start(work)
                    busy.append(worker)
                    worker.give(shard)
                if not busy:
                    return
                for worker in _ready(busy, patience):
                    outcome = worker.outcome()
                    busy.remove(worker)
                    if isinstance(outcome, Done) and worker.given < lifetime:
                        idle.append(worker)
                    else:
                        worker.stop()
                    yield outcome
        finally:
            for worker in busy + idle:
                worker.stop()

    return run


@dataclass(slots=True, eq=False)
class _Worker:
    """A process that works on one shard at a time, as its parent sees it."""

    process: BaseProcess
    pipe: Connection
    shard: Shard = field(default=Shard("", ()))
    since: float = 0.0
    given: int = 0  # shards so far
    late: bool = False

    @classmethod
    def start(cls, work: Work) -> _Worker:
        """A new worker."""
        ours, theirs = CONTEXT.Pipe()
        process = CONTEXT.Process(target=_work, args=(theirs, work), daemon=True)
        process.start()
        theirs.close()  # so that its death ends our side
        return cls(process, ours)

    def give(self, shard: Shard) -> None:
        """Send it a shard; a worker that died is found out when it is asked for the outcome."""
        self.shard, self.since, self.given = shard, time.monotonic(), self.given + 1
        try:
            self.pipe.send(shard)
        except OSError:
            self.process.kill()

    def outcome(self) -> Done | Died:
        """What became of the shard. Raises what its worker raised."""
        try:
            answer = self.pipe.recv()
        except (EOFError, OSError):
            self.process.join()
            why = "took too long" if self.late else f"died ({_cause(self.process.exitcode)})"
            return Died(self.shard, why)
        if isinstance(answer, Done):
            return answer
        raise answer

    def stop(self) -> None:
        """End the process, whatever it does."""
        self.pipe.close()
        self.process.kill()
        self.process.join()
        self.process.close()


def _ready(busy: list[_Worker], patience: float) -> list[_Worker]:
    """The workers that have an outcome; the ones that take too long are killed, which is one too."""
    left = min(worker.since for worker in busy) + patience - time.monotonic()
    ready = wait([worker.pipe for worker in busy], timeout=max(0.0, left))
    for worker in busy:
        if worker.pipe not in ready and time.monotonic() - worker.since >= patience:
            worker.late = True
            worker.process.kill()
    return [worker for worker in busy if worker.pipe in ready]


def _cause(code: int | None) -> str:
    if code is not None and code < 0:
        name = signal.Signals(-code).name
        return f"{name}, probably out of memory" if -code == signal.SIGKILL else name
    return f"exit code {code}"


def _work(pipe: Connection, work: Work) -> None:
    """What a worker does: shards in, markers out, until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent tells of an interruption, once
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from pipeline.batch.shard import run_shard
    from pipeline.run import Extractor

    extractor = Extractor(work.options)
    while True:
        try:
            shard = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer: Done | Exception = run_shard(shard, work, extractor)
        except PolicyError as error:
            answer = PolicyError(str(error))
        except Exception as error:
            import traceback

            answer = RuntimeError(f"a worker failed: {error}\n{traceback.format_exc()}")
        pipe.send(answer)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)
