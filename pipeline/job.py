"""What the commands about labellers do from a corpus to their files: train, evaluate."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.evaluate import Decisions


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

    written = [path.name for path in write_report(decisions, folder)]
    plot = "" if "reliability.png" in written else "; for the plot: pip install matplotlib"
    return [f"wrote {', '.join(written)} to {folder}{plot}"]
