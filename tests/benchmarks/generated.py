"""Pages from our own corpus of which a chosen share of the sentences is new.

    python tests/benchmarks/generated.py FOLDER PAGES SHARE        (SHARE from 0 to 1)

Each page is a document of a small pool. Of its sentences, some get a number that no other page has, so that they
must be read anew; the rest stands word for word in other pages, as it does in real policies.
"""

from __future__ import annotations

import re
import sys
from itertools import chain
from pathlib import Path
from random import Random

CORPORA = Path(__file__).resolve().parents[2] / "corpora"
POOL = 24  # documents, half of them Japanese
# Where a sentence or an item ends.
END = re.compile(
    r"(?<=[\u3041-\u30fa\u4e00-\u9fff])(?:。|(?=</(?:li|td|dd|p)>))|(?<=[a-z])(?:\.(?=\s|<)|(?=</(?:li|td|dd|p)>))"
)


def pool(count: int) -> list[str]:
    """The documents that pages are made of: at most one in eight of the pages, Japanese and English in turns."""
    languages = [sorted((CORPORA / code).glob("*.html"), key=lambda path: path.stem[::-1]) for code in ("ja", "en")]
    paths = list(chain.from_iterable(zip(*languages, strict=False)))[: min(POOL, max(2, count // 8))]
    return [path.read_text(encoding="utf-8") for path in paths]


def generate(folder: Path, count: int, share: float) -> list[Path]:
    """Write `count` pages of which about `share` of all sentences occur for the first time; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    documents, random = pool(count), Random(0)
    known = len(documents) / count  # of the pages are the documents themselves
    renewed = max(0.0, (share - known) / (1 - known))
    paths = []
    for number in range(count):
        path = folder / f"page-{number:06d}.html"
        path.write_text(_renewed(documents[number % len(documents)], f"({number})", renewed, random), encoding="utf-8")
        paths.append(path)
    return paths


def _renewed(html: str, number: str, share: float, random: Random) -> str:
    """A document with a number at the end of a share of its sentences."""
    return END.sub(lambda end: (f" {number}" if random.random() < share else "") + end[0], html)


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
