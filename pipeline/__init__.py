"""policy-clauses: privacy policies in, labelled clauses out. Japanese and English.

    >>> import pipeline
    >>> df = pipeline.extract("policy.html")          # doctest: +SKIP
    >>> df[["text", "labels", "section"]].head()      # doctest: +SKIP

Everything heavy is imported and loaded when it is first needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.codebook import DEFINITIONS, Label
from pipeline.errors import CorpusError, InputError, ModelError, PolicyError, UnreadablePage

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.document import Page
    from pipeline.label.classifier import Labeller
    from pipeline.run import Extractor

__all__ = [
    "DEFINITIONS", "CorpusError", "InputError", "Label", "ModelError", "PolicyError", "UnreadablePage",
    "extract", "extract_corpus", "load_labeller",
]  # fmt: skip


@cache
def _extractor(headings: bool, model: Path | None) -> Extractor:
    from pipeline.run import Extractor, Options

    return Extractor(Options(headings=headings, model=model))


def extract(source: str | Path | Page, *, headings: bool = False, model: str | Path | None = None) -> pd.DataFrame:
    """The clause table of one page: a file's path, or a `Page` made from bytes.

    Raises UnreadablePage, with the status and the remedy, for a page that yields no clauses; InputError for a path
    that does not exist; ModelError for a model that cannot be loaded.
    """
    from pipeline.dataset.table import rows_to_frame, to_rows
    from pipeline.document import Page
    from pipeline.scrape import read

    page = source if isinstance(source, Page) else read.load(read.locate_one(source))
    result = _extractor(headings, Path(model) if model else None).page(page)
    if not result.status.was_read:
        raise UnreadablePage(result.status.status, f"{page.source}: {result.status.detail}")
    return rows_to_frame(to_rows(result.findings, result.status))


def extract_corpus(
    inputs: str | Path | Iterable[str | Path],
    *,
    headings: bool = False,
    model: str | Path | None = None,
    workers: int = 1,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The clause table and the status table of files, folders and WARC archives: every page has a status row."""
    from tempfile import TemporaryDirectory

    from pipeline.batch.job import run
    from pipeline.batch.settings import INLINE, LOCAL, Settings
    from pipeline.dataset.export import read_statuses, read_table

    given = [inputs] if isinstance(inputs, str | Path) else inputs
    extractor = _extractor(headings, Path(model) if model else None)
    with TemporaryDirectory() as folder:
        out = Path(folder) / "clauses.parquet"
        engine = INLINE if workers == 1 else LOCAL
        run(Settings(tuple(map(Path, given)), out, extractor.options, workers, engine), extractor=extractor)
        return read_table(out), read_statuses(out)


def load_labeller(folder: str | Path | None = None) -> Labeller:
    """A trained labeller: the one that comes with the program, or the one in a folder that `train` wrote."""
    from pipeline.label.classifier import load, load_default

    return load(Path(folder)) if folder else load_default()
