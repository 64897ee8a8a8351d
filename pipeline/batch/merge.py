"""Stored parts -> the table, its statuses and what is counted of them, one part at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.batch.duplicates import Duplicates
from pipeline.batch.parts import Parts
from pipeline.codebook import Label
from pipeline.dataset import export
from pipeline.dataset.table import STATUS_TYPES, rows_to_frame, statuses_to_frame
from pipeline.document import BlockKind
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
    near_duplicates: int = 0
    read: int = 0
    failed: list[str] = field(default_factory=list)


def merge(parts: Parts, shards: Sequence[str], out: Path, duplicates: Duplicates) -> Tally:
    """Write the clause table OUT and OUT.pages.csv from the parts of these shards, in their order."""
    tally = Tally()
    export.write_table(_clauses(parts, shards, tally, duplicates), out)
    export.write_statuses(_statuses(parts, shards, tally, duplicates), out)
    return tally


def _clauses(parts: Parts, shards: Iterable[str], tally: Tally, duplicates: Duplicates) -> Iterator[pd.DataFrame]:
    yield rows_to_frame([])
    for shard in shards:
        frame = parts.clauses(shard)
        clauses = frame[frame["kind"] != BlockKind.HEADING]
        for doc_id, texts in clauses.groupby("doc_id", sort=False)["text"]:
            duplicates.group(str(doc_id), texts)
        for code, own in clauses.groupby("language"):
            tally.clauses[str(code)] += len(own)
            tally.labels.update({(str(code), label.value): int(own[label.value].sum()) for label in Label})
        yield frame


def _statuses(parts: Parts, shards: Iterable[str], tally: Tally, duplicates: Duplicates) -> Iterator[pd.DataFrame]:
    yield statuses_to_frame([])
    for shard in shards:
        frame = parts.statuses(shard)
        pages = [PageStatus(*cells) for cells in frame[list(STATUS_TYPES)].itertuples(index=False)]
        frame["duplicate_of"] = [duplicates.duplicate_of(page) for page in pages]
        frame["near_group"] = [duplicates.near_group(page.doc_id) for page in pages]
        tally.duplicates += int((frame["duplicate_of"] != "").sum())
        tally.near_duplicates += sum(
            group not in ("", page.doc_id) for group, page in zip(frame["near_group"], pages, strict=True)
        )
        tally.pages.update(page.status for page in pages)
        tally.read += sum(page.was_read for page in pages)
        failed = [f"{page.source}: {page.status}: {page.detail}" for page in pages if not page.was_read]
        tally.failed += failed[: SHOWN - len(tally.failed)]
        yield frame
