"""Our pipeline against the plain one a user would write, in one run: pages and clauses a second, peak memory.

    python tests/benchmarks/plain_pipeline.py [PAGES…]        (default: the bundled corpus)

Plain: Beautiful Soup's `get_text`, `spacy.load` and `doc.sents` page by page, TF-IDF and a linear model. Each runs in a
process of its own, one thread, start-up counted apart. Machines are noisy: compare the ratios.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")


def ours(pages: list[Path]) -> tuple[int, float]:
    """The clauses found, and the seconds after the models were loaded."""
    from pipeline.run import Extractor, Options
    from pipeline.scrape.read import locate

    extractor = Extractor(Options())
    warm = locate([ROOT / "corpora" / language / "tsukishiro-games.html" for language in ("ja", "en")])
    for page in warm.pages:
        extractor.read(page)
    started = time.perf_counter()
    rows = sum(extractor.read(page).status.clauses for page in locate(pages).pages)
    return rows, time.perf_counter() - started


def plain(pages: list[Path]) -> tuple[int, float]:
    """The sentences found by the plain pipeline, and the seconds after the models were loaded."""
    import spacy
    from bs4 import BeautifulSoup
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import SGDClassifier
    from sklearn.pipeline import make_pipeline

    from pipeline.languages import detect, packs
    from pipeline.languages.en.nlp import DEFAULT

    models = {"ja": spacy.load("ja_ginza")}
    for name in DEFAULT:
        if spacy.util.is_package(name):
            models["en"] = spacy.load(name)
            break
    labeller = make_pipeline(
        TfidfVectorizer(analyzer="char", ngram_range=(1, 3)), SGDClassifier(loss="log_loss", random_state=0)
    )
    labeller.fit(["個人情報を利用します。", "第三者に提供します。", "We use it.", "We share it."], [0, 1, 0, 1])
    started, count = time.perf_counter(), 0
    for page in pages:
        text = BeautifulSoup(page.read_bytes(), "lxml").get_text("\n")
        sentences = [
            sent.text
            for line in text.split("\n")
            if line.strip()
            for sent in models[detect(line, packs()[0]).code](line).sents
        ]
        labeller.predict_proba(sentences or [""])
        count += len(sentences)
    return count, time.perf_counter() - started


def measure(name: str, pages: list[Path]) -> dict[str, float]:
    """The figures of one pipeline, from a process of its own."""
    command = [sys.executable, __file__, "--child", name, *map(str, pages)]
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **THREADS})
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return {**found, "all": time.perf_counter() - started}


def main() -> None:
    """Run both and print the table."""
    if sys.argv[1:2] == ["--child"]:
        pages = [Path(name) for name in sys.argv[3:]]
        clauses, seconds = {"ours": ours, "plain": plain}[sys.argv[2]](pages)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"clauses": clauses, "seconds": seconds, "peak": peak}))
        return
    from pipeline.scrape.read import locate

    pages = [page.path for page in locate(sys.argv[1:] or [ROOT / "corpora"]).pages]
    found = {name: measure(name, pages) for name in ("plain", "ours")}
    print(f"{len(pages)} pages, {os.cpu_count()} cores, Python {sys.version.split()[0]}, one process and thread each")
    print(f"{'':8} {'pages/s':>9} {'clauses/s':>10} {'with start':>11} {'peak MB':>8}")
    for name, one in found.items():
        print(
            f"{name:8} {len(pages) / one['seconds']:9.1f} {one['clauses'] / one['seconds']:10.0f} {len(pages) / one['all']:11.1f} {one['peak']:8.0f}"
        )
    memory = found["ours"]["peak"] / found["plain"]["peak"]
    ratio = found["plain"]["seconds"] / found["ours"]["seconds"]
    print(f"ours is {ratio:.1f} times as fast a page after start-up, with {memory:.2f} times the memory")


if __name__ == "__main__":
    main()
