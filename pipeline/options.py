"""What several commands have in common: options, failures, ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

InputsArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="INPUT…",
        help="Pages (.html .htm .xhtml .shtml .php .asp .aspx .jsp .txt .md .pdf), folders of them, WARC archives (.warc .warc.gz).",
    ),
]
ContactOption = Annotated[
    str,
    typer.Option(
        "--contact",
        metavar="MAIL|URL",
        envvar="POLICY_CLAUSES_CONTACT",
        help="Where owners of sites reach you, an e-mail address or a web page. Sent with every request.",
    ),
]
FindOption = Annotated[
    bool,
    typer.Option(
        "--find/--no-find",
        help="Find the policy of a home page, and the other pages of a policy, by their links; "
        "or take the addresses as they are.",
    ),
]
AllowOption = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-address",
        metavar="NETWORK",
        help="A network that is not public and may be contacted all the same, such as 10.1.0.0/16 for an "
        "intranet. May be given several times.",
        show_default=False,
    ),
]
ModelOption = Annotated[
    Path | None,
    typer.Option(
        "--model",
        help="Folder of a labeller made by `train`; without it the one that comes with the program.",
        show_default=False,
    ),
]
MinScoreOption = Annotated[
    float | None,
    typer.Option(
        "--min-score",
        min=0,
        max=1,
        help="Assign a label from this probability on, instead of the model's own thresholds.",
        show_default=False,
    ),
]
ReviewOption = Annotated[
    tuple[float, float] | None,
    typer.Option(
        "--review-band",
        min=0,
        max=1,
        metavar="LOW HIGH",
        help="Probabilities between which a label is named in the column `review`, to be decided by hand.",
    ),
]
ReportOption = Annotated[
    Path | None,
    typer.Option(
        "--report",
        help="Folder for tables: scores, documents, confusion, reliability (with a plot), errors to read.",
        show_default=False,
    ),
]
JaOption = Annotated[
    str | None, typer.Option("--ja-model", help="spaCy model for Japanese instead of ja_ginza.", show_default=False)
]
EnOption = Annotated[
    str | None,
    typer.Option("--en-model", help="spaCy model for English instead of en_core_web_sm.", show_default=False),
]
HeadingsOption = Annotated[
    bool | None,
    typer.Option("--headings", help="Headings as rows too (kind `heading`, no labels).", show_default=False),
]
WorkersOption = Annotated[
    int | None, typer.Option("--workers", min=1, help="Processes to use, 1 unless told.", show_default=False)
]
JobArgument = Annotated[
    Path | None,
    typer.Argument(metavar="[JOB.toml]", help="The job; flags of the same names count more.", show_default=False),
]
InputOption = Annotated[
    list[Path] | None,
    typer.Option("--input", help="Page, folder or archive; may be given several times.", show_default=False),
]
ListOption = Annotated[
    list[Path] | None,
    typer.Option("--list", help="A text that names such files, one a line, from its folder on.", show_default=False),
]
OutputOption = Annotated[
    Path | None, typer.Option("-o", "--output", "--out", help="The table to write.", show_default=False)
]
ShardOption = Annotated[
    int | None,
    typer.Option("--shard-pages", min=1, help="Pages that are worked on and stored together.", show_default=False),
]
NearOption = Annotated[
    float | None,
    typer.Option(
        "--near-duplicates",
        min=0.5,
        max=1,
        metavar="SHARE",
        help="Group pages with at least this share of their character 8-grams in common (column near_group), such as 0.8.",
        show_default=False,
    ),
]
EngineOption = Annotated[
    str | None,
    typer.Option("--engine", help="local (processes of this machine) or dask (a cluster).", show_default=False),
]
SchedulerOption = Annotated[
    str | None,
    typer.Option("--scheduler", metavar="tcp://…", help="Scheduler of a running Dask cluster.", show_default=False),
]


@contextmanager
def told() -> Iterator[None]:
    """Failures a user can mend end as one line and exit code 2."""
    from pipeline.errors import PolicyError

    try:
        yield
    except PolicyError as error:
        typer.secho(f"policy-clauses: {error}", err=True, fg="red")
        raise typer.Exit(2) from None


def end(text: str, found: int) -> None:
    """Show the summary of a run; exit code 1 when it found nothing."""
    typer.echo(text, err=True)
    raise typer.Exit(0 if found else 1)
