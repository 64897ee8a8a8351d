"""The cleaned texts of pages as files: what the offsets of the clause table count in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.batch.plan import read, sources
from pipeline.clean.cleaner import clean
from pipeline.document import Page
from pipeline.files import write_text
from pipeline.scrape.read import locate


def write_texts(inputs: Iterable[str | Path], folder: Path) -> tuple[int, int]:
    """Write FOLDER/doc_id.txt, UTF-8, for each page that has a text; how many were written, and how many have none.

    A "/" in a doc_id becomes "_" in the name of its file. Raises InputError for inputs that do not exist.
    """
    written = unread = 0
    for source in sources(locate(inputs)):
        page = read(source, Path())
        try:
            document = clean(page) if isinstance(page, Page) else None
        except Exception:  # an unforeseen failure costs its page alone, and `extract` tells of it as of the others
            document = None
        if document is None:
            unread += 1
            continue
        write_text(folder / f"{document.id.replace('/', '_')}.txt", document.text)
        written += 1
    return written, unread
