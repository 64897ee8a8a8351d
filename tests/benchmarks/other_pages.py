"""The labeller on the pages of the real set that have no gold: labels by language models, kept here without a text.

`python -m tests.benchmarks.other_pages --real FOLDER` prints precision, recall and F1 by language of the page and by
label. FOLDER holds pages/ and gold/. `other_pages.csv` names each clause by its page and the hash of its text, so a
clause that is cut in another way than when it was labelled is left out; how many are not is printed first.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import precision_recall_fscore_support

from pipeline import extract_corpus
from pipeline.codebook import Label

LABELS_FILE = Path(__file__).with_name("other_pages.csv")
WHITE = re.compile(r"\s+")

Clause = tuple[str, frozenset[str]]  # the hash of its text, its labels


def text_hash(text: str) -> str:
    """Names a clause without telling it: 12 digits of the SHA-256 of its characters, white space apart."""
    return hashlib.sha256(WHITE.sub("", unicodedata.normalize("NFKC", text)).encode()).hexdigest()[:12]


def read_wanted(path: Path = LABELS_FILE) -> dict[str, list[Clause]]:
    """The labelled clauses of each page, in order."""
    found: defaultdict[str, list[Clause]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["doc_id"]].append((row["text_hash"], frozenset(filter(None, row["labels"].split("|")))))
    return dict(found)


def compare(wanted: list[Clause], given: list[Clause]) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """The labels wanted and given of each clause that both sides have, in the order of the page."""
    matcher = SequenceMatcher(None, [name for name, _ in wanted], [name for name, _ in given], autojunk=False)
    for start, other, size in matcher.get_matching_blocks():
        for at in range(size):
            yield wanted[start + at][1], given[other + at][1]


def scores(real: Path) -> tuple[int, int, pd.DataFrame]:
    """How many clauses were compared, of how many, and the scores: a row a language and label."""
    wanted = read_wanted()
    pages = [path for path in sorted((real / "pages").glob("*/*")) if path.stem in wanted]
    frame, _ = extract_corpus(pages)
    pairs: defaultdict[str, list[tuple[frozenset[str], frozenset[str]]]] = defaultdict(list)
    for doc_id, rows in frame.groupby("doc_id"):
        given = [
            (text_hash(text), frozenset(filter(None, labels.split("|"))))
            for text, labels in zip(rows["text"], rows["labels"], strict=True)
        ]
        pairs[str(rows["language"].mode()[0])] += compare(wanted[str(doc_id)], given)
    rows_out = []
    for code, found in sorted(pairs.items()):
        for label in Label:
            columns = [np.array([label.value in side[i] for side in found]) for i in (0, 1)]
            *numbers, _ = precision_recall_fscore_support(*columns, average="binary", zero_division=0.0)
            rows_out.append((code, label.value, int(columns[0].sum()), *numbers))
    compared = sum(map(len, pairs.values()))
    table = pd.DataFrame(rows_out, columns=["language", "label", "n", "P", "R", "F1"])
    return compared, sum(map(len, wanted.values())), table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", type=Path, required=True)
    compared, labelled, table = scores(parser.parse_args().real)
    print(f"{compared:,} of {labelled:,} clauses compared")
    print(table.to_string(index=False, float_format="{:.3f}".format))


if __name__ == "__main__":
    main()
