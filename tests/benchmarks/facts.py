"""Facts on real pages: relation, stance, recipients and kinds of safety measures, annotated by language models.

`python -m tests.benchmarks.facts --real FOLDER` prints precision, recall and F1 (over values) by language and column.
FOLDER holds pages/. `facts.csv` names each clause by its page and the hash of its text, and recipients by hashes too,
so it tells no text. Only clauses that the labeller gives the label, and the annotator too, are compared.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from pipeline import extract_corpus
from tests.benchmarks.other_pages import text_hash

FACTS_FILE = Path(__file__).with_name("facts.csv")
COLUMNS = {
    "relations": "third_party",
    "stance": "third_party",
    "recipients": "third_party",
    "safety_types": "safety_measure",
}

Facts = dict[str, frozenset[str]]  # by column


def values(cell: str, column: str) -> frozenset[str]:
    """The values of a cell; recipients by their hashes, in small letters and without a point at the end."""
    found = filter(None, cell.split("|"))
    return frozenset(text_hash(one.casefold().rstrip(".")) if column == "recipients" else one for one in found)


def read_wanted(path: Path = FACTS_FILE) -> dict[tuple[str, str], Facts]:
    """The facts of each annotated clause, by its page and the hash of its text; columns of labels it has not are missing."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        (row["doc_id"], row["text_hash"]): {
            column: frozenset(filter(None, row[column].split("|")))
            for column, label in COLUMNS.items()
            if label in row["labels"].split("|")
        }
        for row in rows
    }


def compared(real: Path) -> Iterator[tuple[str, str, frozenset[str], frozenset[str]]]:
    """Language, column, values wanted and given, for each clause and column that both sides have."""
    wanted = read_wanted()
    names = {doc_id for doc_id, _ in wanted}
    frame, _ = extract_corpus([path for path in sorted((real / "pages").glob("*/*")) if path.stem in names])
    for row in frame.drop_duplicates(["doc_id", "text"]).to_dict("records"):
        for column, facts in wanted.get((row["doc_id"], text_hash(row["text"])), {}).items():
            if row[COLUMNS[column]]:
                yield row["language"], column, facts, values(row[column], column)


def scores(real: Path) -> pd.DataFrame:
    """A row a language and column: clauses, values wanted, precision, recall and F1 over values."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for language, column, wanted, given in compared(real):
        counts.setdefault((language, column), Counter()).update(
            clauses=1, n=len(wanted), given=len(given), right=len(wanted & given)
        )
    rows = []
    for (language, column), found in sorted(counts.items()):
        precision, recall = found["right"] / max(1, found["given"]), found["right"] / max(1, found["n"])
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        rows.append((language, column, found["clauses"], found["n"], precision, recall, f1))
    return pd.DataFrame(rows, columns=["language", "column", "clauses", "n", "P", "R", "F1"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", type=Path, required=True)
    print(scores(parser.parse_args().real).to_string(index=False, float_format="{:.3f}".format))


if __name__ == "__main__":
    main()
