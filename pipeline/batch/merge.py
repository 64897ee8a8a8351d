"""Stored parts -> the table, its statuses and what is counted of them, one part at a time."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.batch.parts import Parts
from pipeline.codebook import Label
from pipeline.dataset import export
from pipeline.dataset.table import STATUS_TYPES, rows_to_frame, statuses_to_frame
from pipeline.findings import PageStatus

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 5  # failures in a summary


@dataclass(slots=True)
class Tally:
    """What a table holds: pages by status, clauses by language, clauses by language and label, the first failures."""

    pages: Counter[str] = field(default_factory=Counter)
    clauses: Counter[str] = field(default_factory=Counter)
    labels: Counter[tuple[str, str]] = field(default_factory=Counter)
    duplicates: int = 0
    read: int = 0
    failed: list[str] = field(default_factory=list)


def merge(parts: Parts, shards: Sequence[str], out: Path) -> Tally:
    """Write the clause table OUT and OUT.pages.csv from the parts of these shards, in their order."""
    tally = Tally()
    export.write_table(_clauses(parts, shards, tally), out)
    with closing(sqlite3.connect("")) as first:  # on the disk, and gone when it is closed
        export.write_statuses(_statuses(parts, shards, tally, first), out)
    return tally


def _clauses(parts: Parts, shards: Iterable[str], tally: Tally) -> Iterator[pd.DataFrame]:
    yield rows_to_frame([])
    for shard in shards:
        frame = parts.clauses(shard)
        for code, own in frame.groupby("language"):
            tally.clauses[str(code)] += len(own)
            tally.labels.update({(str(code), label.value): int(own[label.value].sum()) for label in Label})
        yield frame


def _statuses(parts: Parts, shards: Iterable[str], tally: Tally, first: sqlite3.Connection) -> Iterator[pd.DataFrame]:
    first.execute("CREATE TABLE page (sha256 TEXT PRIMARY KEY, doc_id TEXT) WITHOUT ROWID")
    yield statuses_to_frame([])
    for shard in shards:
        frame = parts.statuses(shard)
        pages = [PageStatus(*cells) for cells in frame[list(STATUS_TYPES)].itertuples(index=False)]
        frame["duplicate_of"] = [_duplicate(page, first) for page in pages]
        tally.duplicates += int((frame["duplicate_of"] != "").sum())
        tally.pages.update(page.status for page in pages)
        tally.read += sum(page.was_read for page in pages)
        failed = [f"{page.source}: {page.status}: {page.detail}" for page in pages if not page.was_read]
        tally.failed += failed[: SHOWN - len(tally.failed)]
        yield frame


def _duplicate(page: PageStatus, first: sqlite3.Connection) -> str:
    """The id of the page before it with the same bytes; "" for the first, and for a page without any."""
    if not page.bytes or not page.sha256:
        return ""
    first.execute("INSERT OR IGNORE INTO page VALUES (?, ?)", (page.sha256, page.doc_id))
    ((doc_id,),) = first.execute("SELECT doc_id FROM page WHERE sha256 = ?", (page.sha256,))
    return "" if doc_id == page.doc_id else str(doc_id)
