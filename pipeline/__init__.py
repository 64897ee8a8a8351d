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
    from pipeline.findings import Band
    from pipeline.label.classifier import Labeller
    from pipeline.run import Extractor

__all__ = [
    "DEFINITIONS", "CorpusError", "InputError", "Label", "ModelError", "PolicyError", "UnreadablePage",
    "clean_text", "extract", "extract_corpus", "load_labeller", "read_table",
]  # fmt: skip


@cache
def _extractor(headings: bool, model: Path | None, min_score: float | None, review: Band | None) -> Extractor:
    from pipeline.findings import REVIEW
    from pipeline.run import Extractor, Options

    return Extractor(Options(headings, min_score, review or REVIEW, model))


def extract(
    source: str | Path | Page,
    *,
    headings: bool = False,
    model: str | Path | None = None,
    min_score: float | None = None,
    review_band: Band | None = None,
) -> pd.DataFrame:
    """The clause table of one page: a file's path, or a `Page` made from bytes.

    `min_score` assigns labels from this probability on instead of the model's own thresholds; `review_band` is what the
    column `review` names labels for (0.2 to 0.8 unless told). Raises UnreadablePage, with the status and the remedy, for
    a page that yields no clauses; InputError for a path that does not exist or a band that no probability lies in;
    ModelError for a model that cannot be loaded.
    """
    from pipeline.dataset.table import rows_to_frame, to_rows
    from pipeline.document import Page
    from pipeline.scrape import read

    page = source if isinstance(source, Page) else read.load(read.locate_one(source))
    result = _extractor(headings, Path(model) if model else None, min_score, review_band).page(page)
    if not result.status.was_read:
        raise UnreadablePage(result.status.status, f"{page.source}: {result.status.detail}")
    return rows_to_frame(to_rows(result.findings, result.status))


def clean_text(source: str | Path | Page) -> str:
    """The cleaned text of one page, in which `start` and `end` of its clauses count: `text[start:end]` is the clause.

    Raises UnreadablePage for a page without a text, InputError for a path that does not exist.
    """
    from pipeline.clean.cleaner import clean
    from pipeline.document import Page
    from pipeline.scrape import read

    return clean(source if isinstance(source, Page) else read.load(read.locate_one(source))).text


def extract_corpus(  # noqa: PLR0913  options of a public function, all by name
    inputs: str | Path | Iterable[str | Path],
    *,
    headings: bool = False,
    model: str | Path | None = None,
    min_score: float | None = None,
    review_band: Band | None = None,
    workers: int = 1,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The clause table and the status table of files, folders and WARC archives: every page has a status row.

    The options are those of `extract`; `workers` are processes.
    """
    from tempfile import TemporaryDirectory

    from pipeline.batch.job import run
    from pipeline.batch.settings import INLINE, LOCAL, Settings
    from pipeline.dataset.export import read_statuses, read_table

    given = [inputs] if isinstance(inputs, str | Path) else inputs
    extractor = _extractor(headings, Path(model) if model else None, min_score, review_band)
    with TemporaryDirectory() as folder:
        out = Path(folder) / "clauses.parquet"
        engine = INLINE if workers == 1 else LOCAL
        run(Settings(tuple(map(Path, given)), out, extractor.options, workers, engine), extractor=extractor)
        return read_table(out), read_statuses(out)


def read_table(path: str | Path) -> pd.DataFrame:
    """A clause table as it was written (.csv or .parquet), with the types of the data dictionary.

    Raises InputError for a table in another format.
    """
    from pipeline.dataset.export import read_table as read

    return read(Path(path))


def load_labeller(folder: str | Path | None = None) -> Labeller:
    """A trained labeller: the one that comes with the program, or the one in a folder that `train` wrote."""
    from pipeline.label.classifier import load, load_default

    return load(Path(folder)) if folder else load_default()
