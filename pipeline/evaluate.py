"""How good a labeller is: precision, recall, F1 and calibration for each language and label."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from pipeline.codebook import Label
from pipeline.corpus.annotations import Annotated
from pipeline.label.classifier import Labeller, calibrated
from pipeline.label.vectors import Floats
from pipeline.parsers import Parsers
from pipeline.train import Examples, read_examples

BINS = 10  # of equal width, for the expected calibration error (Naeini et al. 2015)


@dataclass(frozen=True, slots=True)
class LabelScore:
    """How one label of one language fares: counts of clauses, rates of 0 to 1."""

    language: str
    label: str
    wanted: int
    precision: float
    recall: float
    f1: float
    calibration_error: float


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of every language and label."""

    rows: tuple[LabelScore, ...]

    def macro_f1(self, language: str) -> float:
        """The mean F1 of the labels of a language that its clauses carry."""
        return float(np.mean([row.f1 for row in self.rows if row.language == language and row.wanted] or [0.0]))

    @property
    def text(self) -> str:
        """A table to read."""
        lines = [f"{'':4} {'label':15} {'n':>6} {'P':>6} {'R':>6} {'F1':>6} {'ECE':>6}"]
        for language in dict.fromkeys(row.language for row in self.rows):
            own = [row for row in self.rows if row.language == language]
            lines += [
                f"{row.language:4} {row.label:15} {row.wanted:6,} {row.precision:6.3f} {row.recall:6.3f} {row.f1:6.3f} {row.calibration_error:6.3f}"
                for row in own
            ]
            lines.append(f"{language:4} {'macro F1':15} {'':6} {'':6} {'':6} {self.macro_f1(language):6.3f}")
        return "\n".join(lines)


def evaluate(labeller: Labeller, documents: Sequence[Annotated], parsers: Parsers) -> Scores:
    """The scores of a labeller on documents. They tell something only of companies it was not trained on."""
    rows: list[LabelScore] = []
    for code, examples in read_examples(documents, parsers).items():
        if code in labeller.languages:
            model = labeller.languages[code]
            vectors = model.vectors.transform(examples.frame)
            likely = np.column_stack([model.labels[label].probabilities(vectors) for label in Label])
            rows += _rows(code, likely, examples.targets, [model.labels[label].threshold for label in Label])
    return Scores(tuple(rows))


def cross_validate(labeller: Labeller, examples: Mapping[str, Examples], unseen: Mapping[str, Floats]) -> Scores:
    """The scores of decisions on companies held out, with the labeller's calibration and thresholds.

    Calibration (two numbers a label) and thresholds (one) are chosen on the same decisions, so these scores are a
    trace better than on new pages.
    """
    rows: list[LabelScore] = []
    for code, found in examples.items():
        models = [labeller.languages[code].labels[label] for label in Label]
        likely = np.column_stack(
            [calibrated(unseen[code][:, i], model.slope, model.intercept) for i, model in enumerate(models)]
        )
        rows += _rows(code, likely, found.targets, [model.threshold for model in models])
    return Scores(tuple(rows))


def _rows(code: str, likely: Floats, targets: Floats, thresholds: Sequence[float]) -> list[LabelScore]:
    rows = []
    for column, label in enumerate(Label):
        wanted, got = targets[:, column] > 0, likely[:, column] >= thresholds[column]
        hits = int((wanted & got).sum())
        precision, recall = hits / max(1, int(got.sum())), hits / max(1, int(wanted.sum()))
        f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
        error = calibration_error(likely[:, column], targets[:, column])
        rows.append(
            LabelScore(
                code, label.value, int(wanted.sum()), *(round(value, 4) for value in (precision, recall, f1, error))
            )
        )
    return rows


def calibration_error(likely: Floats, wanted: Floats) -> float:
    """The expected calibration error: how far probabilities are from what came true, 0 to 1, weighted by clauses."""
    bins = np.minimum((likely * BINS).astype(int), BINS - 1)
    gaps = [abs(likely[bins == b].mean() - wanted[bins == b].mean()) * (bins == b).sum() for b in np.unique(bins)]
    return float(sum(gaps) / len(likely))


def scores_text(scores: Scores) -> str:
    """Scores as JSON, the same for the same scores."""
    return json.dumps([asdict(row) for row in scores.rows], ensure_ascii=False, indent=1) + "\n"
