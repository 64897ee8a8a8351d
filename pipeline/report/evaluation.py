"""An evaluation as files: tables to read with any program, and a reliability plot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from pipeline import evaluate
from pipeline.codebook import Label
from pipeline.dataset.export import write_csv
from pipeline.evaluate import Decisions
from pipeline.files import atomic
from pipeline.findings import REVIEW

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEW = 5  # clauses; a share of fewer says nothing
LARGEST = 60  # points of a dot in the plot that holds all clauses of its label


def write_report(decisions: Sequence[Decisions], folder: Path) -> tuple[Path, ...]:
    """Write scores, documents, confusion, reliability and errors as CSV, and reliability.png; the files written.

    Without matplotlib (`policy-clauses[notebook]`) there is no picture; reliability.csv holds its numbers.
    """
    tables = {
        "scores": pd.DataFrame([asdict(row) for row in evaluate.score(decisions).rows]),
        "documents": evaluate.by_document(decisions),
        "confusion": evaluate.confusion(decisions),
        "reliability": evaluate.reliability(decisions),
        "errors": evaluate.errors(decisions),
    }
    written = [folder / f"{name}.csv" for name in tables]
    for path, table in zip(written, tables.values(), strict=True):
        write_csv([table], path)
    return (*written, *_plot(tables["reliability"], folder / "reliability.png"))


def _plot(bins: pd.DataFrame, path: Path) -> tuple[Path, ...]:
    """A plot a language and label: mean probability against the share that is true, dots as large as their share.

    Bins of fewer than 5 clauses are left out.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError:
        return ()
    languages = list(dict.fromkeys(bins["language"]))
    figure = Figure(figsize=(3 * len(Label), 3 * len(languages)), layout="constrained")
    grid = figure.subplots(len(languages), len(Label), squeeze=False, sharex=True, sharey=True)
    for axes, language in zip(grid, languages, strict=True):
        for one, label in zip(axes, Label, strict=True):
            _draw(one, bins[(bins["language"] == language) & (bins["label"] == label.value)], f"{language} {label}")
    figure.supxlabel("probability given")
    figure.supylabel("share that carries the label")
    with atomic(path) as temporary:
        figure.savefig(temporary, format="png", dpi=120)
    return (path,)


def _draw(axes: Axes, bins: pd.DataFrame, title: str) -> None:
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    axes.axvspan(*REVIEW, color="0.93")
    bins = bins[bins["clauses"] >= FEW]
    axes.plot(bins["probability"], bins["true"], color="#1f5fa8", linewidth=1)
    sizes = 6 + LARGEST * bins["clauses"] / bins["clauses"].sum()
    axes.scatter(bins["probability"], bins["true"], s=sizes, color="#1f5fa8")
    axes.set(title=title, xlim=(-0.02, 1.02), ylim=(-0.02, 1.02))
