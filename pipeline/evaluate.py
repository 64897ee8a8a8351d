"""How good a labeller is: its decisions beside those of annotators, and what follows from them as tables."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.codebook import Label
from pipeline.corpus.annotations import Annotated
from pipeline.dataset.table import JOIN, PATH_JOIN
from pipeline.document import Clause
from pipeline.findings import REVIEW
from pipeline.label.classifier import Labeller
from pipeline.label.counting import Floats
from pipeline.parsers import Parsers
from pipeline.train import Examples, read_examples

BINS = 10  # of equal width, for the expected calibration error (Naeini et al. 2015)
Flags = NDArray[np.bool_]
NONE = "none"  # stands for no label in a confusion table


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a labeller thinks of the clauses of one language, and what annotators said; columns are labels."""

    language: str
    clauses: tuple[Clause, ...]
    likely: Floats  # calibrated probabilities, one row a clause
    targets: Floats  # 1 where annotators gave the label
    thresholds: tuple[float, ...]  # one a label

    @property
    def wanted(self) -> Flags:
        """Which labels annotators gave."""
        return self.targets > 0

    @property
    def got(self) -> Flags:
        """Which labels the labeller gives."""
        return self.likely >= np.array(self.thresholds)

    @property
    def unsure(self) -> Flags:
        """Which decisions lie in the review band."""
        return (self.likely >= REVIEW[0]) & (self.likely <= REVIEW[1])


@dataclass(frozen=True, slots=True)
class LabelScore:
    """How one label of one language fares: counts of clauses, rates of 0 to 1.

    `unsure` is the share of clauses in the review band, `f1_sure` the F1 of the rest.
    """

    language: str
    label: str
    wanted: int
    precision: float
    recall: float
    f1: float
    calibration_error: float
    unsure: float
    f1_sure: float


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
        lines = [f"{'':4} {'label':15} {'n':>6} {'P':>6} {'R':>6} {'F1':>6} {'ECE':>6} {'unsure':>7} {'F1 sure':>8}"]
        for language in dict.fromkeys(row.language for row in self.rows):
            own = [row for row in self.rows if row.language == language]
            lines += [
                f"{row.language:4} {row.label:15} {row.wanted:6,} {row.precision:6.3f} {row.recall:6.3f} {row.f1:6.3f} "
                f"{row.calibration_error:6.3f} {row.unsure:7.1%} {row.f1_sure:8.3f}"
                for row in own
            ]
            lines.append(f"{language:4} {'macro F1':15} {'':6} {'':6} {'':6} {self.macro_f1(language):6.3f}")
        return "\n".join(lines)


def judge(labeller: Labeller, documents: Sequence[Annotated], parsers: Parsers) -> tuple[Decisions, ...]:
    """The decisions of a labeller on documents. They tell something only of companies it was not trained on."""
    found = []
    for code, examples in read_examples(documents, parsers).items():
        if code in labeller.languages:
            likely = labeller.languages[code].judge(examples.readings, labeller.encoder).likely
            found.append(_decisions(code, labeller, examples, likely))
    return tuple(found)


def judge_unseen(
    labeller: Labeller, examples: Mapping[str, Examples], unseen: Mapping[str, Floats]
) -> tuple[Decisions, ...]:
    """The decisions on companies held out, from the probabilities there that `train.fit` gives."""
    return tuple(_decisions(code, labeller, known, unseen[code]) for code, known in examples.items())


def _decisions(code: str, labeller: Labeller, examples: Examples, likely: Floats) -> Decisions:
    thresholds = tuple(labeller.languages[code].labels[label].threshold for label in Label)
    return Decisions(code, examples.clauses, likely, examples.targets, thresholds)


def score(decisions: Sequence[Decisions]) -> Scores:
    """Precision, recall, F1, calibration and the review band of each language and label."""
    return Scores(tuple(_score(one, column, label) for one in decisions for column, label in enumerate(Label)))


def _score(one: Decisions, column: int, label: Label) -> LabelScore:
    wanted, got, unsure = one.wanted[:, column], one.got[:, column], one.unsure[:, column]
    precision, recall, f1 = _rates(wanted, got)
    numbers = (
        precision,
        recall,
        f1,
        calibration_error(one.likely[:, column], one.targets[:, column]),
        float(unsure.mean()),
        _rates(wanted[~unsure], got[~unsure])[2],
    )
    return LabelScore(one.language, label.value, int(wanted.sum()), *(round(number, 4) for number in numbers))


def _rates(wanted: Flags, got: Flags) -> tuple[float, float, float]:
    """Precision, recall and F1 of decisions, 0 where nothing was found."""
    hits = int((wanted & got).sum())
    precision, recall = hits / max(1, int(got.sum())), hits / max(1, int(wanted.sum()))
    return precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0


def calibration_error(likely: Floats, wanted: Floats) -> float:
    """The expected calibration error: how far probabilities are from what came true, 0 to 1, weighted by clauses."""
    return sum(abs(row["probability"] - row["true"]) * row["clauses"] for row in _bins(likely, wanted)) / len(likely)


def _bins(likely: Floats, wanted: Floats) -> list[dict[str, float]]:
    """For each tenth of the probabilities: how many clauses, their mean probability, the share that is true."""
    places = np.minimum((likely * BINS).astype(int), BINS - 1)
    return [
        {
            "from": place / BINS,
            "clauses": int((places == place).sum()),
            "probability": float(likely[places == place].mean()),
            "true": float(wanted[places == place].mean()),
        }
        for place in np.unique(places)
    ]


def reliability(decisions: Sequence[Decisions]) -> pd.DataFrame:
    """A row a language, label and tenth of the probabilities: clauses, mean probability, share that is true."""
    return pd.DataFrame(
        {"language": one.language, "label": label.value} | row
        for one in decisions
        for column, label in enumerate(Label)
        for row in _bins(one.likely[:, column], one.targets[:, column])
    ).round(4)


def by_document(decisions: Sequence[Decisions]) -> pd.DataFrame:
    """A row a document: its clauses, the labels it carries, micro precision, recall, F1, share of clauses all right."""
    rows = []
    for one in decisions:
        names = np.array([clause.document_id for clause in one.clauses])
        for name in dict.fromkeys(names):
            wanted, got = one.wanted[names == name], one.got[names == name]
            precision, recall, f1 = _rates(wanted, got)
            rows.append(
                {"doc_id": name, "language": one.language, "clauses": len(wanted), "labels": int(wanted.sum())}
                | {
                    "precision": precision,
                    "recall": recall,
                    "f1": f1,
                    "exact": float((wanted == got).all(axis=1).mean()),
                }
            )
    return pd.DataFrame(rows).round(4).sort_values(["f1", "doc_id"], ignore_index=True)


def confusion(decisions: Sequence[Decisions]) -> pd.DataFrame:
    """A row a language and label (or none) that annotators gave, a column a label (or none) given: counts of clauses.

    A clause with several labels counts once for each pair of a wanted and a given one.
    """
    names = [label.value for label in Label] + [NONE]
    rows = []
    for one in decisions:
        wanted, got = (np.column_stack([given, ~given.any(axis=1)]).astype(int) for given in (one.wanted, one.got))
        rows += [
            {"language": one.language, "wanted": name, **dict(zip(names, counts.tolist(), strict=True))}
            for name, counts in zip(names, wanted.T @ got, strict=True)
        ]
    return pd.DataFrame(rows)


def errors(decisions: Sequence[Decisions]) -> pd.DataFrame:
    """A row a wrong decision, the surest first, with what is needed to read it."""
    rows = []
    for one in decisions:
        for row, column in np.argwhere(one.wanted != one.got):
            clause = one.clauses[row]
            rows.append(
                {
                    "doc_id": clause.document_id,
                    "clause_id": f"{clause.document_id}:{clause.index}",
                    "language": one.language,
                    "label": list(Label)[column].value,
                    "error": "missed" if one.wanted[row, column] else "wrong",
                    "probability": round(float(one.likely[row, column]), 4),
                    "sureness": round(abs(float(one.likely[row, column]) - one.thresholds[column]), 4),
                    "wanted": _names(one.wanted[row]),
                    "got": _names(one.got[row]),
                    "section": PATH_JOIN.join(clause.headings),
                    "lead_in": clause.lead_in,
                    "text": clause.text,
                }
            )
    columns = ["doc_id", "clause_id", "language", "label", "error", "probability", "sureness", "wanted", "got"]
    frame = pd.DataFrame(rows, columns=[*columns, "section", "lead_in", "text"])
    return frame.sort_values(["sureness", "clause_id"], ascending=[False, True], ignore_index=True)


def _names(given: Flags) -> str:
    return JOIN.join(label.value for label, there in zip(Label, given, strict=True) if there)


def scores_text(scores: Scores) -> str:
    """Scores as JSON, the same for the same scores."""
    return json.dumps([asdict(row) for row in scores.rows], ensure_ascii=False, indent=1) + "\n"
