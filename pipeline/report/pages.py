"""How an extraction goes, in one line of the terminal: pages done, pages and clauses a second, failures by kind, time left."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.findings import Status

if TYPE_CHECKING:
    from pipeline.batch.parts import Done

PAUSE = 60.0  # seconds between two lines
KINDS = 4  # of failures that are shown, the most frequent first


@contextmanager
def page_progress(pages: int | None) -> Iterator[Callable[[Done], None]]:
    """A progress bar when a person watches, else a line a minute, for the logs of long jobs."""
    if not sys.stderr.isatty():
        yield _lines(pages)
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("pages"),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[told]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("pages", total=pages, told="")
        rates = Rates()

        def watch(done: Done) -> None:
            rates.add(done)
            progress.update(task, advance=done.pages, told=rates.text)

        yield watch


def _lines(pages: int | None) -> Callable[[Done], None]:
    rates, told, count = Rates(), time.monotonic(), 0

    def watch(done: Done) -> None:
        nonlocal told, count
        rates.add(done)
        count += done.pages
        if time.monotonic() - told > PAUSE:
            told = time.monotonic()
            print(f"{count:,} of {pages or 'many'} pages, {rates.text}", file=sys.stderr, flush=True)

    return watch


class Rates:
    """What was done since the start, as a text; what an earlier run did is no speed of this one."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._pages = self._clauses = 0
        self._failures: Counter[str] = Counter()

    def add(self, done: Done) -> None:
        """One shard more."""
        self._pages += done.pages if done.fresh else 0
        self._clauses += done.clauses if done.fresh else 0
        self._failures.update({name: count for name, count in done.statuses.items() if name != Status.OK})

    @property
    def text(self) -> str:
        """Pages and clauses a second, and the most frequent failures."""
        seconds = max(0.001, time.monotonic() - self._started)
        failures = ", ".join(f"{count} {status}" for status, count in self._failures.most_common(KINDS))
        return f"{self._pages / seconds:.1f} pages/s {self._clauses / seconds:.0f} clauses/s {failures}"
