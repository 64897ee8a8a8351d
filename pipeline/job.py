"""What a command does from its inputs to its files: extract, train, evaluate."""

from __future__ import annotations

import platform
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.batch import Batch, extract_all
from pipeline.codebook import Label
from pipeline.dataset import export
from pipeline.dataset.table import Row, rows_to_frame, statuses_to_frame
from pipeline.findings import PageStatus
from pipeline.run import Extractor, Options
from pipeline.scrape.read import Inputs, locate

if TYPE_CHECKING:
    from pipeline.evaluate import Decisions

LIBRARIES = (
    "policy-clauses",
    "spacy",
    "ginza",
    "ja-ginza",
    "sudachipy",
    "sudachidict-core",
    "beautifulsoup4",
    "lxml",
    "scikit-learn",
    "pandas",
)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: how many pages gave clauses, and the text to show."""

    read: int
    text: str


def extract_to_files(inputs: Sequence[Path], out: Path, options: Options, *, workers: int = 1) -> Summary:
    """Extract pages to OUT, OUT.pages.csv and OUT.meta.json. Raises InputError before any work when OUT cannot be written."""
    started = time.monotonic()
    export.check_output(out)
    found = locate(inputs)
    extractor = Extractor(options)
    rows: list[Row] = []
    statuses: list[PageStatus] = []
    for batch in _with_progress(extract_all(found, extractor, workers=workers), found):
        rows += batch.rows
        statuses.append(batch.status)
    export.write_table(rows_to_frame(rows), out)
    export.write_statuses(statuses_to_frame(statuses), out)
    export.write_meta(_meta(rows, statuses, found, extractor), out)
    return Summary(
        sum(status.was_read for status in statuses),
        _summary(rows, statuses, found, out, time.monotonic() - started),
    )


def _with_progress(batches: Iterable[Batch], found: Inputs) -> Iterator[Batch]:
    """The batches, with a progress bar when a person watches."""
    if not sys.stderr.isatty():
        yield from batches
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

    columns = (TextColumn("pages"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("pages", total=None if found.archives else len(found.pages))
        for batch in batches:
            yield batch
            progress.advance(task)


def _meta(rows: Sequence[Row], statuses: Sequence[PageStatus], found: Inputs, extractor: Extractor) -> dict[str, Any]:
    """What a paper needs to cite a run; the same inputs and versions give the same text."""
    labeller, options = extractor.labeller, extractor.options
    return {
        "versions": {name: version(name) for name in LIBRARIES} | {"python": platform.python_version()},
        "model": {"sha256": labeller.hash, "corpus_sha256": labeller.manifest["corpus_sha256"]},
        "options": {
            "headings": options.headings,
            "min_score": options.min_score,
            "language_models": {code: name for code, name in options.language_models.items() if name},
        },
        "pages": {
            "read": len(statuses),
            "ignored_files": found.ignored,
            "by_status": _counted(s.status for s in statuses),
        },
        "clauses": {
            "all": len(rows),
            "by_language": _counted(str(row["language"]) for row in rows),
            "by_label": {label.value: sum(int(row[label.value]) for row in rows) for label in Label},
        },
    }


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(map(str, values)).items()))


def _summary(rows: Sequence[Row], statuses: Sequence[PageStatus], found: Inputs, out: Path, seconds: float) -> str:
    """The summary of a run, a few lines a person reads."""
    pages = ", ".join(f"{count} {status}" for status, count in _counted(s.status for s in statuses).items())
    lines = [
        f"{len(statuses):,} pages: {pages or 'none'}"
        + (f"; {found.ignored} files of other kinds ignored" if found.ignored else "")
    ]
    for code, count in _counted(str(row["language"]) for row in rows).items():
        own = [row for row in rows if row["language"] == code]
        labels = ", ".join(f"{sum(int(row[label.value]) for row in own):,} {label}" for label in Label)
        lines.append(f"{code}: {count:,} clauses ({labels})")
    failed = [status for status in statuses if not status.was_read]
    lines += [f"  {status.source}: {status.status}: {status.detail}" for status in failed[:5]]
    if len(failed) > 5:
        lines.append(f"  … {len(failed) - 5} more, see {out.name}.pages.csv")
    lines.append(f"wrote {out}, {out.name}.pages.csv and {out.name}.meta.json in {seconds:.1f} s")
    return "\n".join(lines)


def train_to_folder(corpus: Path, out: Path, report: Path | None = None) -> str:
    """Train a labeller, score it on companies held out, store both; a text that says how it went.

    `report` is a folder for the tables of the evaluation.
    """
    from pipeline.corpus.annotations import read_all
    from pipeline.evaluate import judge_unseen, score, scores_text
    from pipeline.files import write_text
    from pipeline.label.classifier import save
    from pipeline.parsers import Parsers
    from pipeline.train import describe, fit_all

    documents = read_all(corpus)
    labeller, examples, unseen = fit_all(documents, Parsers())
    labeller = save(labeller, out)
    decisions = judge_unseen(labeller, examples, unseen)
    scores = score(decisions)
    write_text(out / "scores.json", scores_text(scores))
    return "\n".join([describe(labeller), "on companies held out:", scores.text, *_reported(decisions, report)])


def evaluate_folder(corpus: Path, model: Path | None, report: Path | None = None) -> str:
    """The scores of a labeller on annotated documents, as a text; `report` is a folder for its tables."""
    from pipeline.corpus.annotations import read_all
    from pipeline.evaluate import judge, score
    from pipeline.label.classifier import load, load_default
    from pipeline.parsers import Parsers
    from pipeline.train import document_hash

    labeller = load(model) if model else load_default()
    documents = read_all(corpus)
    known = set(labeller.manifest["document_sha256"])
    seen = sum(document_hash(annotated) in known for annotated in documents)
    warning = f"the model was trained on {seen} of these {len(documents)} documents; its scores on them mean nothing\n"
    decisions = judge(labeller, documents, Parsers())
    return (warning if seen else "") + "\n".join([score(decisions).text, *_reported(decisions, report)])


def _reported(decisions: Sequence[Decisions], folder: Path | None) -> list[str]:
    """Lines that tell which files of an evaluation were written."""
    if folder is None:
        return []
    from pipeline.report.evaluation import write_report

    return [f"wrote {', '.join(path.name for path in write_report(decisions, folder))} to {folder}"]
