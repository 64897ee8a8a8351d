"""How far two annotators agree: Krippendorff's alpha a label, over the clauses that both labelled.

An annotator's work is a folder of annotated documents, or a CSV with the columns `clause_id` and `labels` (a clause
table that was corrected, for example). Source of the measure: Krippendorff, Content Analysis (2004), nominal data.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.codebook import Label
from pipeline.corpus.annotations import read_all
from pipeline.corpus.cut import COUNTED, cut
from pipeline.errors import CorpusError, InputError
from pipeline.parsers import Parsers


@dataclass(frozen=True, slots=True)
class Marked:
    """A clause as an annotator left it: its language ("" when nobody tells) and its labels."""

    language: str
    labels: frozenset[Label]


Marks = Mapping[str, Marked]  # by clause_id


@dataclass(frozen=True, slots=True)
class Agreement:
    """The alpha of one label in one language (1 is perfect, 0 is chance), and how often each annotator gave it.

    `alone` is the number of clauses, of all languages, that only one of the two has; they count for nothing.
    """

    language: str
    label: Label
    clauses: int
    first: int
    second: int
    alpha: float
    alone: int = 0


def agreement(first: Path, second: Path) -> list[Agreement]:
    """The agreement of two annotators, by language and label. Raises CorpusError when they share no clause."""
    one, other = read_marks(first), read_marks(second)
    one, other = _renamed(one, other), _renamed(other, one)
    shared = [clause_id for clause_id in one if clause_id in other]
    if not shared:
        raise CorpusError(f"{first} and {second} share no clause_id; annotate the clauses of the same documents")
    languages = {clause_id: one[clause_id].language or other[clause_id].language for clause_id in shared}
    alone = len(one.keys() ^ other.keys())
    rows = []
    for language in sorted(set(languages.values())):
        own = [clause_id for clause_id in shared if languages[clause_id] == language]
        for label in Label:
            given = [[int(label in marks[clause_id].labels) for clause_id in own] for marks in (one, other)]
            rows.append(Agreement(language, label, len(own), sum(given[0]), sum(given[1]), _alpha(given), alone))
    return rows


def read_marks(source: Path) -> Marks:
    """The labels of each clause by an annotator's folder or table. Raises CorpusError for labels nobody knows."""
    if not source.exists():
        raise CorpusError(f"{source}: no such file or folder; check the path")
    return _from_table(source) if source.is_file() else _from_corpus(source)


def to_text(rows: list[Agreement]) -> str:
    """A table to read."""
    lines = [f"{'':4} {'label':15} {'clauses':>8} {'first':>6} {'second':>6} {'alpha':>6}"]
    lines += [
        f"{row.language:4} {row.label:15} {row.clauses:8,} {row.first:6,} {row.second:6,} {row.alpha:6.3f}"
        for row in rows
    ]
    lines += [f"{rows[0].alone:,} clauses of one annotator alone are left out"] if rows[0].alone else []
    return "\n".join(lines)


def _renamed(marks: Marks, others: Marks) -> Marks:
    """Marks by the names of the others, where these write a document with its folder: "ja-shop" for "shop"."""
    named = {clause_id.rpartition(":")[0] for clause_id in others}
    found = {}
    for document in {clause_id.rpartition(":")[0] for clause_id in marks} - named:
        longer = [name for name in named if name.endswith(f"-{document}")]
        found[document] = longer[0] if len(longer) == 1 else document
    parted = ((clause_id.rpartition(":"), marked) for clause_id, marked in marks.items())
    return {f"{found.get(document, document)}:{number}": marked for (document, _, number), marked in parted}


def _from_corpus(folder: Path) -> Marks:
    found: dict[str, Marked] = {}
    parsers = Parsers()
    for annotated in read_all(folder):
        for clause, gold in cut(annotated, parsers):
            if gold.role in COUNTED:
                found[f"{annotated.id}:{clause.index}"] = Marked(clause.language, frozenset(gold.labels))
    return found


def _from_table(path: Path) -> Marks:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        return {
            row["clause_id"]: Marked(
                row.get("language") or "", frozenset(map(Label, filter(None, row["labels"].split("|"))))
            )
            for row in rows
        }
    except UnicodeDecodeError:
        raise CorpusError(f"{path}: no CSV in UTF-8; give one with the columns clause_id and labels") from None
    except KeyError as error:
        raise CorpusError(f"{path}: no column {error}; it needs clause_id and labels") from None
    except ValueError as error:
        raise CorpusError(f"{path}: {error}; labels are {', '.join(Label)}, joined by |") from None


def _alpha(given: list[list[int]]) -> float:
    try:
        import krippendorff
    except ImportError:
        raise InputError("agreement needs an extra: pip install 'policy-clauses[review]'") from None
    if len({value for row in given for value in row}) == 1:
        return 1.0  # both said the same of every clause
    return float(krippendorff.alpha(reliability_data=given, level_of_measurement="nominal", value_domain=[0, 1]))
