"""What the second reader adds: n-grams alone, the encoder alone, and both, on companies held out and on real pages.

`python -m tests.benchmarks.readers [--real FOLDER]` prints the macro F1 of the shipped models by language, and the
share of clauses that are read again. FOLDER holds pages/, gold/ and tools/score.py. On the corpus, n-grams decide as
in `train.unseen_decisions`, the encoder as in `label/heldout.py`: both are new to the company.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import f1_score

from pipeline import load_labeller
from pipeline.codebook import Label
from pipeline.corpus.annotations import read_all
from pipeline.document import BlockKind
from pipeline.label.classifier import LanguageModel, probabilities, read_again
from pipeline.label.counting import Floats
from pipeline.label.features import readings, to_columns
from pipeline.label.heldout import default_held_out
from pipeline.parsers import Parsers
from pipeline.train import read_examples, unseen_decisions
from tests.benchmarks.labellers import read_real

ROOT = Path(__file__).parents[2]


def ways(model: LanguageModel, linear: Floats, encoder: Floats) -> dict[str, Any]:
    """Which labels each way of reading gives; one row a clause, one column a label."""
    models = [model.labels[label] for label in Label]
    thresholds = [one.threshold for one in models]
    first = [one.first for one in models]
    alone = np.column_stack([one.probabilities(linear[:, i]) for i, one in enumerate(first)])
    return {
        "n-grams alone": alone >= thresholds,
        "encoder alone": encoder > 0,
        "both": probabilities(models, linear, encoder) >= thresholds,
        "read again": read_again(first, linear),
    }


def held_out() -> dict[str, dict[str, Any]]:
    """What each way gives on the corpus, and what annotators gave, by language."""
    found = {}
    for code, examples in read_examples(read_all(ROOT / "corpora"), Parsers()).items():
        model, encoder = load_labeller().languages[code], default_held_out()
        given = ways(model, unseen_decisions(code, examples), encoder.decisions(examples.readings))
        found[code] = {**given, "wanted": examples.targets}
    return found


def on_real(shared: Path) -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """The macro F1 of each way by language, and the share of clauses that are read again."""
    tool, pages = read_real(shared)
    counts: dict[str, dict[str, Counter[str]]] = {}
    again: dict[str, list[bool]] = {}
    for page in pages:
        model = load_labeller().languages[page.language]
        read = readings(page.clauses)
        vectors = model.vectors.transform(to_columns(read))
        given = ways(model, model.linear(vectors), load_labeller().encoder.decisions(read))
        again.setdefault(page.language, []).extend(given.pop("read again"))
        for name, labels in given.items():
            rows = [
                {
                    "text": clause.text,
                    "kind": clause.kind.value,
                    "labels": {label.value for label, yes in zip(Label, row, strict=True) if yes}
                    if clause.kind is not BlockKind.HEADING and clause.language == page.language
                    else set(),
                }
                for clause, row in zip(page.clauses, labels, strict=True)
            ]
            counted = counts.setdefault(name, {}).setdefault(page.language, Counter())
            tool.score_doc(page.units, rows, counted, [], page.id)
    macro = {
        name: {code: float(tool.report(counted)["macro_f1"]) for code, counted in found.items()}
        for name, found in counts.items()
    }
    return macro, {code: float(np.mean(found)) for code, found in again.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", type=Path)
    shared = parser.parse_args().real
    corpus = held_out()
    real, again = on_real(shared) if shared else ({}, {})
    for name in ("n-grams alone", "encoder alone", "both"):
        line = [f"{name:14}"]
        for code, found in corpus.items():
            scores = [f1_score(found["wanted"][:, i], found[name][:, i]) for i in range(len(Label))]
            line.append(f"held out {code} {np.mean(scores):.3f}")
        line += [f"real {code} {score:.3f}" for code, score in sorted(real.get(name, {}).items())]
        print("   ".join(line))
    shares = [f"held out {code} {np.mean(found['read again']):.0%}" for code, found in corpus.items()]
    shares += [f"real {code} {share:.0%}" for code, share in sorted(again.items())]
    print("   ".join([f"{'read again':14}", *shares]))


if __name__ == "__main__":
    main()
