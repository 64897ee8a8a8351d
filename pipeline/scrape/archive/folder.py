"""The folder of an archive: a part for each target while a run goes on, one WARC file and the fetch table at its end.

    pages.warc.gz     all pages of the last run that came to its end, in the order of its list
    fetch.csv         its table, made from the rows in pages.warc.gz
    .parts-N/         run N while it is under way; a part that stands here is whole, so it is the journal too
    earlier/N/        pages.warc.gz and fetch.csv as run N left them, once a later run has replaced them

Every step leaves a folder that the next start understands, whenever the program is killed.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pipeline.errors import InputError
from pipeline.files import atomic, locked, write_text
from pipeline.manifest import FETCH_MEANINGS, FetchRow, to_dict
from pipeline.scrape.archive.reading import Broken, Stored, about, is_sound, read_pages
from pipeline.scrape.archive.records import Writer

PAGES, TABLE, EARLIER, PARTS = "pages.warc.gz", "fetch.csv", "earlier", ".parts-"
STEP = 1 << 20


@contextmanager
def opened(folder: Path) -> Iterator[Archive]:
    """The archive in a folder, which is made if need be, for this process alone. Raises InputError."""
    with locked(folder):
        yield Archive(folder)


class Archive:
    """A locked archive and its run under way, which is the one after the last that came to its end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages, self.table = folder / PAGES, folder / TABLE
        self._about = about(self.pages) if self.pages.exists() else {}
        if self.pages.exists() and not self._about:
            raise InputError(f"{self.pages}: not written by this program, or damaged; choose another folder")
        self.run = int(self._about.get("run", "0")) + 1
        self._sweep()

    def _sweep(self) -> None:
        """Remove what killed runs left half-written."""
        for pattern in (f".{PAGES}.*", f".{TABLE}.*", f"{PARTS}*/.*", f"{EARLIER}/*/.*"):
            for left in self.folder.glob(pattern):
                left.unlink()

    def settled(self, plan: str) -> list[FetchRow]:
        """The rows of the run of this plan if it was killed while tidying up, which is done now; else none."""
        if not self._parts(self.run - 1).exists():
            return []
        rows = self._tidy()
        return rows if self._about.get("plan") == plan else []

    def earlier(self) -> dict[tuple[str, str], Stored]:
        """The pages of the last run by target and address, as far as a server can be asked whether they changed."""
        if self.run == 1:
            return {}
        return {
            (stored.row.target_id, stored.row.url): stored
            for stored in self._stored()
            if stored.row.http_status == "200"
            and not stored.row.truncated
            and (stored.row.etag or stored.row.last_modified)
        }

    def _stored(self) -> Iterator[Stored]:
        """The pages of the last run that came to its end. Raises InputError when the file is damaged."""
        try:
            yield from read_pages(self.pages)
        except Broken as error:
            raise InputError(f"{self.pages} is {error}; restore it, or choose another folder") from error

    def holds(self, part: str) -> Sequence[FetchRow]:
        """The rows of a part that is there and whole; none for any other."""
        path = self._part(part)
        try:
            return [stored.row for stored in read_pages(path)] if is_sound(path) else []
        except Broken:
            return []

    @contextmanager
    def part(self, name: str, target_id: str) -> Iterator[Writer]:
        """A part to write the pages of a target to; it is there when the block ends without an error, else it is not."""
        try:
            with atomic(self._part(name)) as temporary, temporary.open("wb") as stream:
                writer = Writer(stream)
                yield writer
                writer.end(target_id)
        except InputError as error:
            raise InputError(f"{error}; then run again: what is done is kept") from error

    def finish(self, plan: str, parts: Iterable[str], facts: Mapping[str, str], date: str) -> list[FetchRow]:
        """The rows of the archive, which is made of the parts in their order. What the last run left goes to `earlier`."""
        self._keep()
        fields = {"run": str(self.run), "plan": plan, **facts}
        with atomic(self.pages) as temporary, temporary.open("wb") as out:
            Writer(out).about(fields, date)
            for name in parts:
                with self._part(name).open("rb") as part:
                    shutil.copyfileobj(part, out, STEP)
        self._about, self.run = fields, self.run + 1
        return self._tidy()

    def _tidy(self) -> list[FetchRow]:
        """The rows of the last run, stored as its table; then its parts are not needed any more. May be done twice."""
        rows = self._rows()
        write_text(self.table, _csv(rows))
        shutil.rmtree(self._parts(self.run - 1))
        return rows

    def _rows(self) -> list[FetchRow]:
        """The rows of the last run, each page behind the first with the same bytes marked."""
        first: dict[str, str] = {}
        rows = []
        for row in (stored.row for stored in self._stored()):
            same = first.setdefault(row.sha256, row.doc_id) if row.bytes and row.http_status == "200" else ""
            rows.append(replace(row, duplicate_of=same if same != row.doc_id else ""))
        return rows

    def _keep(self) -> None:
        """Another name for the files of the last run, which are about to be replaced; no second copy where that can be."""
        if self.run == 1:
            return
        for path in (self.pages, self.table):
            kept = self.folder / EARLIER / str(self.run - 1) / path.name
            kept.parent.mkdir(parents=True, exist_ok=True)
            if kept.exists():
                continue
            try:
                os.link(path, kept)
            except OSError:  # a file system without links
                with atomic(kept) as temporary:
                    shutil.copyfile(path, temporary)

    def _parts(self, run: int) -> Path:
        return self.folder / f"{PARTS}{run}"

    def _part(self, name: str) -> Path:
        return self._parts(self.run) / f"{name}.warc.gz"


def _csv(rows: Iterable[FetchRow]) -> str:
    text = io.StringIO()
    out = csv.DictWriter(text, FETCH_MEANINGS, lineterminator="\r\n")
    out.writeheader()
    out.writerows(map(to_dict, rows))
    return text.getvalue()
