"""Our pipeline against the plain one a user would write, in one run: CPU a page, start-up, peak memory, stages.

    python tests/benchmarks/plain_pipeline.py [PAGES [PLAIN_PAGES]]        (default: 200 and 24)

Plain: the text of a page by Beautiful Soup or trafilatura (when it is installed), `spacy.load` with all components,
one document a call, TF-IDF and a linear model. Pages are generated from our corpus (`generated.py`) with 86, 50 and
16 % of new sentences. Each pipeline runs in a process of its own with one thread; what counts is its CPU time, so
that other processes on the machine matter little, and the ratios. All run one after the other in each of three
rounds, and a ratio is one of the same round, since machines change their pace. The plain pipelines read a sample of
the pages, spread evenly: they know no repetition, so a page costs them the same in any corpus.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")
SHARES = (0.86, 0.50, 0.16)
ROUNDS = 3
LONGEST = 8_000  # characters that the plain pipelines parse at once: SudachiPy refuses 49,149 bytes
Figures = dict[str, float]


def ours(pages: Sequence[Path]) -> Iterator[Figures]:
    """Our figures: clauses, the share of them that were new, and the seconds of the stages."""
    from pipeline import run
    from pipeline.dataset.table import to_rows
    from pipeline.scrape.read import load, locate

    spent = {name: _timed(run, name) for name in ("clean", "segment_all")}
    extractor = run.Extractor()
    spent["score_all"] = _timed(extractor.labeller, "score_all")
    warm = [ROOT / "corpora" / code / "tsukishiro-games.html" for code in ("ja", "en")]
    list(extractor.pages(map(load, locate(warm).pages)))
    for seconds in spent.values():
        seconds.clear()
    yield {}
    texts: list[str] = []
    for result in extractor.pages(map(load, locate(pages).pages)):
        texts += [str(row["text"]) for row in to_rows(result.findings, result.status)]
    yield {
        "found": len(texts),
        "new": len(set(texts)) / len(texts),
        **{name: sum(seconds) for name, seconds in spent.items()},
    }


def _timed(owner: object, name: str) -> list[float]:
    """The CPU seconds of each call to a function of a module or an object from now on."""
    function: Callable[..., object] = getattr(owner, name)
    seconds: list[float] = []

    def timed(*given: object, **options: object) -> object:
        started = time.process_time()
        try:
            return function(*given, **options)
        finally:
            seconds.append(time.process_time() - started)

    setattr(owner, name, timed)
    return seconds


def soup(pages: Sequence[Path]) -> Iterator[Figures]:
    """The figures of the plain pipeline on Beautiful Soup."""
    from bs4 import BeautifulSoup

    return _plain(pages, lambda body: BeautifulSoup(body, "lxml").get_text("\n"))


def trafilatura(pages: Sequence[Path]) -> Iterator[Figures]:
    """The figures of the plain pipeline on trafilatura."""
    from trafilatura import extract

    return _plain(pages, lambda body: extract(body.decode(), favor_recall=True) or "")


def _plain(pages: Sequence[Path], text_of: Callable[[bytes], str]) -> Iterator[Figures]:
    """The figures of a plain pipeline: sentences found."""
    import spacy
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import SGDClassifier
    from sklearn.pipeline import make_pipeline

    from pipeline.languages import detect
    from pipeline.languages.en.nlp import DEFAULT

    english = next(filter(spacy.util.is_package, DEFAULT))
    models = {"ja": spacy.load("ja_ginza"), "en": spacy.load(english)}
    labeller = make_pipeline(
        TfidfVectorizer(analyzer="char", ngram_range=(1, 3)), SGDClassifier(loss="log_loss", random_state=0)
    )
    labeller.fit(["個人情報を利用します。", "第三者に提供します。", "We use it.", "We share it."], [0, 1, 0, 1])
    for nlp in models.values():
        nlp("We use it. 利用します。")
    yield {}
    count = 0
    for page in pages:
        text = text_of(page.read_bytes())
        nlp = models[detect(text).code]
        sentences = [sent.text for part in _parts(text) for sent in nlp(part).sents]
        labeller.predict_proba(sentences or [""])
        count += len(sentences)
    yield {"found": count}


def _parts(text: str) -> Iterator[str]:
    """A text in as few parts as the parser takes, cut at line ends."""
    part = ""
    for line in filter(str.strip, text.split("\n")):
        if len(part) + len(line) > LONGEST and part:
            yield part
            part = ""
        part += line[:LONGEST] + "\n"
    yield part


def child(name: str, pages: Sequence[Path]) -> Figures:
    """The figures of one pipeline in this process; `start` and `seconds` are CPU time."""
    work = {"ours": ours, "soup": soup, "trafilatura": trafilatura}[name](pages)
    next(work)
    start = time.process_time()
    figures = next(work)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**figures, "pages": len(pages), "start": start, "seconds": seconds, "peak": peak}


def measure(name: str, pages: Sequence[Path]) -> Figures:
    """The figures of one pipeline, from a process of its own."""
    command = [sys.executable, __file__, "--child", name, *map(str, pages)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **THREADS})
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


def compare(folder: Path, count: int, sample: int) -> None:
    """Print the comparison, a line a pipeline and share: medians of the rounds, ratios with their range."""
    from tests.benchmarks.generated import generate

    corpora = {share: generate(folder / f"{share:.0%}", count, share) for share in SHARES}
    sampled = corpora[SHARES[0]][:: max(1, count // sample)]
    names = ["soup", *(["trafilatura"] if find_spec("trafilatura") else [])]
    asked = {
        **{name: (name, sampled) for name in names},
        **{f"ours {share:.0%}": ("ours", corpora[share]) for share in SHARES},
    }
    rounds = [{name: measure(kind, pages) for name, (kind, pages) in asked.items()} for _ in range(ROUNDS)]
    told = f"{count} pages, {ROUNDS} rounds, {os.cpu_count()} cores, Python {sys.version.split()[0]}"
    print(f"{told}, one process and thread each")
    print(f"{'':12}{'new':>6}{'start s':>9}{'ms a page':>11}{'peak MB':>9}   how many times as much as ours")
    for name in asked:
        own = [each[name] for each in rounds]
        new = f"{own[0]['new']:.0%}" if "new" in own[0] else ""
        page = median(1000 * one["seconds"] / one["pages"] for one in own)
        start, peak = (median(one[what] for one in own) for what in ("start", "peak"))
        ratios = "" if name in names else "; ".join(f"{plain}: {_ratios(rounds, plain, name)}" for plain in names)
        print(f"{name:12}{new:>6}{start:9.1f}{page:11.0f}{peak:9.0f}   {ratios}")
        if name not in names:
            print(" " * 12 + _stages(own))


def _ratios(rounds: Sequence[Mapping[str, Figures]], plain: str, ours: str) -> str:
    """How many times as much a plain pipeline takes as ours, each round by itself."""
    pairs = [(each[plain], each[ours]) for each in rounds]
    cost = [(one["seconds"] / one["pages"] * own["pages"], one, own) for one, own in pairs]
    page = [seconds / own["seconds"] for seconds, _, own in cost]
    whole = [(one["start"] + seconds) / (own["start"] + own["seconds"]) for seconds, one, own in cost]
    memory = median(one["peak"] / own["peak"] for one, own in pairs)
    return f"{_spread(page)} a page, {_spread(whole)} with start-up, {memory:.1f}x memory"


def _spread(ratios: Sequence[float]) -> str:
    return f"{median(ratios):.1f}x ({min(ratios):.1f} to {max(ratios):.1f})"


def _stages(own: Sequence[Figures]) -> str:
    """The shares of the stages in the time of our runs."""
    whole = sum(one["seconds"] for one in own)
    names = {"clean": "clean", "segment and parse": "segment_all", "label": "score_all"}
    shares = {name: sum(one[key] for one in own) / whole for name, key in names.items()}
    shares["facts and rows"] = 1 - sum(shares.values())
    return ", ".join(f"{name} {share:.0%}" for name, share in shares.items())


def main() -> None:
    """Run all and print the table."""
    if sys.argv[1:2] == ["--child"]:
        print(json.dumps(child(sys.argv[2], [Path(name) for name in sys.argv[3:]])))
        return
    sys.path.insert(0, str(ROOT))
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    sample = int(sys.argv[2]) if len(sys.argv) > 2 else 24
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), count, sample)


if __name__ == "__main__":
    main()
