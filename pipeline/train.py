"""An annotated corpus -> a labeller. Training sees what extraction sees: the clauses the pipeline cuts from the raw pages."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from typing import Any

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from pipeline.codebook import Label
from pipeline.corpus.annotations import Annotated
from pipeline.corpus.carry import Gold
from pipeline.corpus.cut import COUNTED, cut
from pipeline.document import Clause
from pipeline.errors import CorpusError
from pipeline.label.classifier import Labeller, LabelModel, LanguageModel, Platt, estimator, probabilities, read_again
from pipeline.label.counting import Floats
from pipeline.label.features import Reading, readings, to_columns, to_frame_apart
from pipeline.label.heldout import HeldOut, default_held_out
from pipeline.label.variants import variants
from pipeline.label.vectors import Vectors
from pipeline.parsers import Parsers
from pipeline.versions import versions

FOLDS = 5
THRESHOLDS = np.round(np.arange(0.3, 0.66, 0.01), 2)
FEWEST = 20  # clauses with a label, and without, from which a second calibration is learnt
EVEN = 0.5  # a calibrated probability from which on a label is likelier than not


@dataclass(frozen=True, slots=True)
class Example:
    """A clause of the corpus as it is read, with its gold and the company that keeps folds apart."""

    clause: Clause
    reading: Reading
    gold: Gold
    company: str


@dataclass(frozen=True, slots=True)
class Examples:
    """The examples of one language: features, a column of 0 and 1 a label, companies; row by row."""

    clauses: tuple[Clause, ...]
    readings: tuple[Reading, ...]
    frame: pd.DataFrame
    targets: Floats
    companies: tuple[str, ...]


def read_examples(documents: Iterable[Annotated], parsers: Parsers) -> dict[str, Examples]:
    """The examples of a corpus by language. Clauses are read in their documents' context, then pooled."""
    pooled: dict[str, list[Example]] = {}
    for annotated in documents:
        found = cut(annotated, parsers)
        read = readings([clause for clause, _ in found])
        for reading, (clause, gold) in zip(read, found, strict=True):
            if gold.role in COUNTED:
                pooled.setdefault(clause.language, []).append(Example(clause, reading, gold, annotated.company))
    return {code: _pool(found) for code, found in sorted(pooled.items())}


def _pool(found: Sequence[Example]) -> Examples:
    return Examples(
        clauses=tuple(example.clause for example in found),
        readings=tuple(example.reading for example in found),
        frame=pd.DataFrame(to_columns(example.reading for example in found), dtype="object"),
        targets=np.array([[label in example.gold.labels for label in Label] for example in found], dtype=float),
        companies=tuple(example.company for example in found),
    )


def fit_all(
    documents: Sequence[Annotated], parsers: Parsers, held_out: HeldOut | None = None
) -> tuple[Labeller, dict[str, Examples], dict[str, Floats]]:
    """A labeller for each language of a corpus, what it learnt from, and its probabilities on companies held out.

    `held_out` reads unsure clauses again, as an encoder that has not seen their company; the program's own by default.
    Deterministic: the same documents give the same model.
    """
    second = held_out or default_held_out()
    examples = read_examples(documents, parsers)
    fitted = {code: fit(code, found, second) for code, found in examples.items()}
    manifest = {**_manifest(documents, examples, parsers), "encoder_sha256": second.encoder.sha256}
    labeller = Labeller({code: model for code, (model, _) in fitted.items()}, manifest, second.encoder)
    return labeller, examples, {code: likely for code, (_, likely) in fitted.items()}


def fit(code: str, examples: Examples, second: HeldOut) -> tuple[LanguageModel, Floats]:
    """The model of a language, and its probabilities on companies held out, one column a label.

    Calibration (five numbers a label) and thresholds (one) are chosen on these companies too, so the scores there
    are a trace better than on new pages.
    """
    linear = unseen_decisions(code, examples)
    first = first_calibrations(linear, examples.targets)
    vectors, estimators = _learn(code, examples, np.arange(len(examples.clauses)))
    models = [
        LabelModel(one.coef_[0], float(one.intercept_[0]), platt, platt, EVEN)
        for one, platt in zip(estimators, first, strict=True)
    ]
    again = read_again(first, linear)
    read = np.zeros_like(linear)
    read[again] = second.decisions(list(compress(examples.readings, again)))
    models = [
        replace(model, second=_second(model.first, linear[again, i], read[again, i], examples.targets[again, i]))
        for i, model in enumerate(models)
    ]
    likely = probabilities(models, linear, read)
    rows = [held for _, held in folds(examples)]
    models = [
        replace(model, threshold=_threshold([(likely[held, i], examples.targets[held, i]) for held in rows]))
        for i, model in enumerate(models)
    ]
    return LanguageModel(vectors, vectors.names, dict(zip(Label, models, strict=True))), likely


def first_calibrations(linear: Floats, wanted: Floats) -> list[Platt]:
    """The calibration of the linear decisions alone, one a column."""
    return [_platt(linear[:, [i]], column) for i, column in enumerate(wanted.T)]


def _platt(decisions: Floats, wanted: Floats) -> Platt:
    """The calibration of one or two kinds of decisions, a column each."""
    fitted = LogisticRegression(C=1e6).fit(decisions, wanted)
    slopes = [*map(float, fitted.coef_[0]), 0.0]
    return Platt(slopes[0], slopes[1], float(fitted.intercept_[0]))


def _second(first: Platt, linear: Floats, read: Floats, wanted: Floats) -> Platt:
    """The calibration of both decisions on clauses read again; the first one where these are few."""
    few = min(wanted.sum(), len(wanted) - wanted.sum()) < FEWEST
    return first if few else _platt(np.column_stack([linear, read]), wanted)


def unseen_decisions(code: str, examples: Examples) -> Floats:
    """The decision for each example and label by a model that saw no clause of its company."""
    decisions = np.zeros_like(examples.targets)
    for seen, held in folds(examples):
        vectors, estimators = _learn(code, examples, seen)
        asked = vectors.transform(examples.frame.iloc[held])
        decisions[held] = np.column_stack([one.decision_function(asked) for one in estimators])
    return decisions


def _learn(code: str, examples: Examples, rows: Any) -> tuple[Vectors, list[LogisticRegression]]:
    """The vectors learnt from some rows, and an estimator a label fitted to these rows and to variants of them."""
    frame, targets = examples.frame.iloc[rows], examples.targets[rows]
    more, extra = variants([examples.clauses[row] for row in rows], targets)
    vectors = Vectors.fit(code, frame)
    learnt = vectors.transform(pd.concat([frame, to_frame_apart(more)], ignore_index=True))
    wanted = np.vstack([targets, extra])
    return vectors, [estimator().fit(learnt, column) for column in wanted.T]


def folds(examples: Examples) -> Iterator[tuple[Any, Any]]:
    """Row numbers to learn from and to hold out, companies kept apart. Raises CorpusError for too few companies."""
    companies = len(set(examples.companies))
    if companies < FOLDS:
        raise CorpusError(f"{companies} companies in one language; {FOLDS} at least are needed to hold some out")
    yield from GroupKFold(FOLDS).split(examples.targets, groups=examples.companies)


def _threshold(held_out: Sequence[tuple[Floats, Floats]]) -> float:
    """The threshold nearest 0.5 whose F1 over the folds is within one standard error of the best.

    F1 hardly changes between 0.35 and 0.65, so the very best is chance, and 0.5 is what a probability says by itself.
    The rule: Breiman et al., Classification and Regression Trees, 1984, 3.4.3.
    """
    scores = np.array([[_f1(fold, at) for fold in held_out] for at in THRESHOLDS])
    means = scores.mean(axis=1)
    best = int(means.argmax())
    error = scores[best].std(ddof=1) / np.sqrt(len(held_out))
    good = THRESHOLDS[means >= means[best] - error]
    return float(good[np.abs(good - EVEN).argmin()])


def _f1(fold: tuple[Floats, Floats], threshold: float) -> float:
    likely, wanted = fold
    return float(f1_score(wanted, likely >= threshold, zero_division=0.0))


def corpus_hash(documents: Sequence[Annotated]) -> str:
    """The SHA-256 of a corpus: of the ids and bytes of its documents, in order."""
    digest = hashlib.sha256()
    for annotated in documents:
        digest.update(f"{annotated.id} {document_hash(annotated)}\n".encode())
    return digest.hexdigest()


def document_hash(annotated: Annotated) -> str:
    """The SHA-256 of a document's bytes."""
    return hashlib.sha256(annotated.body).hexdigest()


def _manifest(documents: Sequence[Annotated], examples: Mapping[str, Examples], parsers: Parsers) -> dict[str, Any]:
    return {
        "corpus_sha256": corpus_hash(documents),
        "documents": len(documents),
        "document_sha256": [document_hash(annotated) for annotated in documents],
        "clauses": {code: len(found.clauses) for code, found in examples.items()},
        "labelled": {
            code: {label.value: int(found.targets[:, column].sum()) for column, label in enumerate(Label)}
            for code, found in examples.items()
        },
        "versions": versions(parsers),
        "python": platform.python_version(),
    }


def describe(labeller: Labeller) -> str:
    """One line a language: how many clauses, and the labels among them."""
    lines = []
    for code, count in labeller.manifest["clauses"].items():
        found = ", ".join(f"{name} {number}" for name, number in labeller.manifest["labelled"][code].items())
        lines.append(f"{code}: {count:,} clauses ({found})")
    return "\n".join([*lines, f"model {labeller.hash[:12]} from corpus {labeller.manifest['corpus_sha256'][:12]}"])
