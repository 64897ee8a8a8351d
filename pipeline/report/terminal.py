"""A page in the terminal: its clauses under their headings, coloured by label."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path

from rich.console import Console
from rich.text import Text

from pipeline.codebook import Label
from pipeline.document import BlockKind
from pipeline.errors import UnreadablePage
from pipeline.findings import FactKind, Finding
from pipeline.run import Extractor, Options
from pipeline.scrape.read import locate_one

STYLES = {
    label: f"bold {colour}" for label, colour in zip(Label, cycle(("green", "magenta", "cyan", "yellow")), strict=False)
}


def show_page(file: Path, options: Options, *, excluded: bool = False, console: Console | None = None) -> None:
    """Print a page. Raises UnreadablePage for one without clauses, InputError for one that does not exist."""
    console = console or Console()
    result = Extractor(options).read(locate_one(file))
    if not result.status.was_read:
        raise UnreadablePage(result.status.status, f"{file}: {result.status.status}: {result.status.detail}")
    for finding in result.findings:
        console.print(_line(finding), soft_wrap=True)
    if excluded:
        console.print()
        for left in result.excluded:
            console.print(Text(f"- [{left.reason}] {left.text}", style="dim"), soft_wrap=True)
    status = result.status
    console.print(f"\n{status.clauses} clauses, {status.language}, {status.charset}", style="dim")


def _line(finding: Finding) -> Text:
    clause = finding.clause
    if clause.kind is BlockKind.HEADING:
        return Text(f"\n{'#' * (len(clause.headings) + 1)} {clause.text}", style="bold")
    indent = "  - " if clause.kind is BlockKind.LIST_ITEM else "  "
    line = Text(indent + clause.text, style=STYLES[finding.labels[0]] if finding.labels else "")
    for score in finding.scores:
        if score.assigned:
            line.append(f" [{score.label} {score.value:.2f}]", style=f"{STYLES[score.label]} reverse")
    amounts = [fact.value for fact in finding.facts if fact.kind in (FactKind.FEE_AMOUNT, FactKind.FEE_CURRENCY)]
    if amounts:
        line.append(f" = {' '.join(amounts)}", style="yellow")
    return line
