"""How a fetch goes, in one line of the terminal: targets and pages done, pages a second, failures by kind."""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from pipeline.findings import Status
from pipeline.manifest import FetchRow
from pipeline.scrape.fetch import Watcher

KINDS = 4  # of failures that are shown, the most frequent first


class _Bar(Watcher):
    """A progress bar that counts."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress, self._task = progress, task
        self._started = time.monotonic()
        self._lock = threading.Lock()
        self._pages = 0
        self._failures: Counter[str] = Counter()

    def page(self, row: FetchRow) -> None:
        """One page more."""
        with self._lock:
            self._pages += 1
            self._failures.update([str(row.status)] if row.status != Status.OK else [])
            self._show()

    def _show(self) -> None:
        rate = self._pages / max(0.001, time.monotonic() - self._started)
        failures = ", ".join(f"{count} {status}" for status, count in self._failures.most_common(KINDS))
        self._progress.update(self._task, pages=self._pages, rate=f"{rate:.1f}", failures=failures)

    def target(self) -> None:
        """One target more."""
        self._progress.advance(self._task)


@contextmanager
def fetch_progress(targets: int) -> Iterator[Watcher]:
    """A progress bar when a person watches, else nothing."""
    if not sys.stderr.isatty():
        yield Watcher()
        return
    columns = (
        TextColumn("addresses"),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[pages]} pages, {task.fields[rate]}/s {task.fields[failures]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        yield _Bar(progress, progress.add_task("", total=targets, pages=0, rate="0.0", failures=""))
