"""The command line: each command is one library call that a notebook could make."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.findings import REVIEW
from pipeline.options import (
    AllowOption,
    ContactOption,
    EngineOption,
    EnOption,
    FindOption,
    HeadingsOption,
    InputOption,
    InputsArgument,
    JaOption,
    JobArgument,
    ListOption,
    MinScoreOption,
    ModelOption,
    NearOption,
    OutputOption,
    ReportOption,
    ReviewOption,
    SchedulerOption,
    ShardOption,
    WorkersOption,
    end,
    told,
)  # fmt: skip

# One thread a process for linear algebra: more are slower on pages, and workers are the way to use more cores.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

app = typer.Typer(
    name="policy-clauses",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
corpus_app = typer.Typer(help="Check and describe an annotated corpus.", no_args_is_help=True)
app.add_typer(corpus_app, name="corpus")


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"policy-clauses {version('policy-clauses')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Privacy policies in, labelled clauses out: purpose of use, provision to others, safety measures, fees. Japanese and English."""


@app.command()
def fetch(
    addresses: Annotated[
        Path,
        typer.Argument(
            metavar="LIST",
            help="A text with one address a line, or a .csv with a column url and, if you know them, "
            "id, company, sector, pair_id, language.",
        ),
    ],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="ARCHIVE", help="Folder of the archive.")],
    contact: ContactOption = "",
    find: FindOption = True,
    delay: Annotated[
        float, typer.Option("--delay", min=0, metavar="S", help="Seconds between two requests to one host, at least.")
    ] = 1.0,
    concurrency: Annotated[
        int, typer.Option("--concurrency", min=1, max=256, help="Hosts asked side by side; never two requests to one.")
    ] = 16,
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, metavar="S", help="Seconds for one page.")] = 30.0,
    max_bytes: Annotated[
        int, typer.Option("--max-bytes", min=1000, metavar="N", help="Size of a page at which it is cut, decoded.")
    ] = 20_000_000,
    allow_address: AllowOption = None,
) -> None:
    """Fetch privacy policies from a list of companies or addresses into an archive that `extract` reads.

    ARCHIVE/pages.warc.gz holds every request and answer, in the standard format of web archives. ARCHIVE/fetch.csv has a row an address: what became of it, when, and why the page was taken.

    It asks slowly, obeys robots.txt and contacts no private network. Stop it whenever you like: the same command goes on where it stopped. When all is done, the same command asks which pages have changed since; the archive before is kept in ARCHIVE/earlier.
    """
    with told():
        from pipeline.fetching import FetchOptions, fetch_to_archive
        from pipeline.report.progress import fetch_progress
        from pipeline.scrape.network.answer import Limits
        from pipeline.scrape.network.pace import Manners

        options = FetchOptions(
            contact, find, tuple(allow_address or ()), Manners(delay=delay), Limits(max_bytes, timeout), concurrency
        )
        try:
            summary = fetch_to_archive(addresses, out, options, progress=fetch_progress)
        except KeyboardInterrupt:
            typer.secho("stopped; the same command goes on from here", err=True)
            sys.stderr.flush()
            os._exit(130)  # a request under way may last half a minute, and what comes of it is thrown away
    end(summary.text, summary.policies)


@app.command()
def extract(
    inputs: InputsArgument,
    out: Annotated[
        Path,
        typer.Option(
            "-o",
            "--out",
            help="The table to write: OUT.csv, OUT.parquet or OUT.jsonl. OUT.pages.csv and OUT.meta.json go beside it.",
        ),
    ],
    headings: HeadingsOption = None,
    workers: WorkersOption = None,
    min_score: MinScoreOption = None,
    review: ReviewOption = REVIEW,
    model: ModelOption = None,
    ja_model: JaOption = None,
    en_model: EnOption = None,
) -> None:
    """Extract and label the clauses of pages: one row a clause, one status row a page."""
    with told():
        from pipeline.batch.job import run as run_job
        from pipeline.batch.settings import INLINE, LOCAL, Settings
        from pipeline.report.pages import page_progress
        from pipeline.run import Options

        options = Options(bool(headings), min_score, review or REVIEW, model, {"ja": ja_model, "en": en_model})
        engine = LOCAL if workers and workers > 1 else INLINE
        summary = run_job(Settings(tuple(inputs), out, options, workers or 1, engine), progress=page_progress)
    end(summary.text, summary.read)


@app.command()
def text(
    inputs: InputsArgument,
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the texts, DOC_ID.txt each.")],
) -> None:
    """Write the cleaned text of pages: what `start` and `end` of the clause table count in."""
    with told():
        from pipeline.texts import write_texts

        written, unread = write_texts(inputs, out)
    end(f"{written:,} texts in {out}; {unread:,} pages have none (the status table of `extract` tells why)", written)


@app.command()
def run(
    job: JobArgument = None,
    inputs: InputOption = None,
    lists: ListOption = None,
    out: OutputOption = None,
    workers: WorkersOption = None,
    shard_pages: ShardOption = None,
    engine: EngineOption = None,
    scheduler: SchedulerOption = None,
    headings: HeadingsOption = None,
    min_score: MinScoreOption = None,
    review: ReviewOption = None,
    model: ModelOption = None,
    near_duplicates: NearOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would be done, and do nothing.")] = False,
) -> None:
    """Extract as `extract` does, for corpora of any size: stop or kill it, and the same command goes on.

    Finished shards of pages are kept in OUT.parts, which may be removed when OUT is there. OUT.run.json tells how it was done.
    """
    with told():
        from pipeline.batch.job import dry_run as tell
        from pipeline.batch.job import run as run_job
        from pipeline.batch.settings import read_settings
        from pipeline.report.pages import page_progress

        flags = {
            "input": inputs, "list": lists, "output": out, "workers": workers, "shard_pages": shard_pages, "engine": engine,
            "scheduler": scheduler, "headings": headings, "min_score": min_score, "review_band": review, "model": model,
            "near_duplicates": near_duplicates,
        }  # fmt: skip
        settings = read_settings(job, flags)
        if dry_run:
            typer.echo(tell(settings))
            return
        try:
            summary = run_job(settings, progress=page_progress, tell=lambda text: typer.echo(text, err=True))
        except KeyboardInterrupt:
            typer.secho("stopped; the same command goes on from here", err=True)
            raise typer.Exit(130) from None
    end(summary.text, summary.read)


@app.command()
def show(
    file: Annotated[Path, typer.Argument(help="One page.")],
    excluded: Annotated[bool, typer.Option("--excluded", help="Also what was left out, with the reason.")] = False,
    min_score: MinScoreOption = None,
    model: ModelOption = None,
) -> None:
    """Print the clauses of one page, coloured by label."""
    with told():
        from pipeline.report.terminal import show_page
        from pipeline.run import Options

        show_page(file, Options(headings=True, min_score=min_score, model=model), excluded=excluded)


@app.command()
def train(
    corpus: Annotated[Path, typer.Argument(help="Folder of annotated documents.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder to write the labeller to.")],
    report: ReportOption = None,
) -> None:
    """Train a labeller on an annotated corpus, with scores on companies held out."""
    with told():
        from pipeline import job

        typer.echo(job.train_to_folder(corpus, out, report))


@app.command()
def evaluate(
    corpus: Annotated[Path, typer.Argument(help="Folder of annotated documents, of companies the model has not seen.")],
    report: ReportOption = None,
    model: ModelOption = None,
) -> None:
    """Score a labeller on annotated documents: precision, recall, F1 and calibration by language and label."""
    with told():
        from pipeline import job

        typer.echo(job.evaluate_folder(corpus, model, report))


@app.command()
def agreement(
    first: Annotated[Path, typer.Argument(help="An annotated corpus, or a CSV with clause_id and labels.")],
    second: Annotated[Path, typer.Argument(help="The same clauses by another annotator.")],
) -> None:
    """Tell how far two annotators agree: Krippendorff's alpha for each language and label."""
    with told():
        from pipeline.corpus.agreement import agreement as measure
        from pipeline.corpus.agreement import to_text

        typer.echo(to_text(measure(first, second)))


@app.command()
def dictionary() -> None:
    """Print the data dictionary as Markdown."""
    from pipeline.dataset.describe import data_dictionary

    typer.echo(data_dictionary(), nl=False)


@corpus_app.command("check")
def corpus_check(
    corpus: Annotated[Path, typer.Argument(help="Folder of annotated documents.")] = Path("corpora"),
) -> None:
    """Check every annotated document: attributes, labels carried to clauses, overlap between companies."""
    with told():
        from pipeline.corpus.check import check

        report = check(corpus)
    typer.echo(report.text)
    raise typer.Exit(0 if report.sound else 1)


def main() -> None:
    """The entry point of the program."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    app()


if __name__ == "__main__":
    main()
