"""Pages that are the same, by their bytes or nearly by their clauses; what is known of them is kept on the disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from zlib import crc32

from pipeline.errors import InputError
from pipeline.findings import PageStatus
from pipeline.ngrams import ngrams

SIZE = 128  # hash values of a signature: the standard error of an estimate is at most 0.045
WEIGHTS = (0.1, 0.9)  # of comparisons in vain against missed ones, for the choice of bands
TABLES = """
CREATE TABLE page (sha256 TEXT PRIMARY KEY, doc_id TEXT) WITHOUT ROWID;
CREATE TABLE near (doc_id TEXT PRIMARY KEY, near_group TEXT, signature BLOB) WITHOUT ROWID;
CREATE TABLE band (key BLOB PRIMARY KEY, doc_id TEXT) WITHOUT ROWID;
"""


class Duplicates:
    """The pages of a run so far: the first with the same bytes, and with `near` the groups of nearly the same clauses.

    A page joins the group of an earlier one when their sets of character n-grams have at least the share `near` of
    their union in common (Jaccard), estimated by MinHash (Broder 1997, "On the resemblance and containment of
    documents") and found by bands (datasketch). Groups that a later page would link stay apart.

    Raises InputError when `near` is given and datasketch is not installed.
    """

    def __init__(self, near: float | None, database: sqlite3.Connection) -> None:
        self._near, self._database = near, database
        self._bands = _bands(near) if near else []
        database.executescript(TABLES)

    @classmethod
    @contextmanager
    def open(cls, near: float | None) -> Iterator[Duplicates]:
        """Of no pages yet, in a file that is gone at the end."""
        database = sqlite3.connect("")
        try:
            yield cls(near, database)
        finally:
            database.close()

    def duplicate_of(self, page: PageStatus) -> str:
        """The id of the page before it with the same bytes; "" for the first, and for a page without any."""
        if not page.bytes or not page.sha256:
            return ""
        self._database.execute("INSERT OR IGNORE INTO page VALUES (?, ?)", (page.sha256, page.doc_id))
        first = self._one("SELECT doc_id FROM page WHERE sha256 = ?", page.sha256)
        return "" if first == page.doc_id else first

    def group(self, doc_id: str, texts: Iterable[str]) -> None:
        """Put a page with its clauses in a group, when near duplicates are asked for."""
        if not self._near:
            return
        signature = _signature("".join(texts))
        keys = [b"%d:" % number + signature[a:b].tobytes() for number, (a, b) in enumerate(self._bands)]
        group = next(self._alike(signature, keys), doc_id)
        self._database.execute("INSERT INTO near VALUES (?, ?, ?)", (doc_id, group, signature.tobytes()))
        self._database.executemany("INSERT OR IGNORE INTO band VALUES (?, ?)", ((key, doc_id) for key in keys))

    def near_group(self, doc_id: str) -> str:
        """The id of the first page of a page's group; "" for a page that was put in none."""
        return self._one("SELECT near_group FROM near WHERE doc_id = ?", doc_id)

    def _alike(self, signature: Any, keys: list[bytes]) -> Iterator[str]:
        """The groups of the first pages with a band of this signature, where the whole signature bears it out."""
        import numpy as np

        for key in keys:
            found = "SELECT near_group, signature FROM band JOIN near USING (doc_id) WHERE key = ?"
            for group, other in self._database.execute(found, (key,)):
                if np.mean(np.frombuffer(other, signature.dtype) == signature) >= self._near:
                    yield str(group)

    def _one(self, query: str, key: str) -> str:
        found = self._database.execute(query, (key,)).fetchone()
        return str(found[0]) if found else ""


def _bands(near: float) -> list[tuple[int, int]]:
    """The parts of a signature of which pages as like as `near` have one in common, almost surely."""
    try:
        from datasketch import MinHashLSH
    except ImportError:
        raise InputError("datasketch is not installed; pip install 'policy-clauses[near]'") from None
    ranges: list[tuple[int, int]] = MinHashLSH(near, SIZE, WEIGHTS).hashranges
    return ranges


def _signature(text: str) -> Any:
    """The SIZE hash values of a text's n-grams, as an array."""
    from datasketch import MinHash

    found = MinHash(SIZE, hashfunc=crc32, scheme="affine32")
    found.update_batch([gram.encode() for gram in ngrams(text)])
    return found.hashvalues
