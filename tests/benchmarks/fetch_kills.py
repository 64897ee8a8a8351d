"""A fetch that is killed at random moments and started again gives the archive of one that was not, page for page.

    python -m tests.benchmarks.fetch_kills [KILLS] [SEED]        (Linux; 100 kills and seed 0 when not told)

A kill is SIGKILL at a moment drawn from the time that a whole run takes. Each folder is killed once to three times,
then finished. Compared are the fetch table and all records, but for times and what is made from them (record ids).
Nothing of a target whose part was whole may be asked for again. Ends with 1 if anything differs.
"""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from pipeline.fetching import FetchOptions, fetch_to_archive
from pipeline.files import LOCK
from pipeline.scrape.archive.folder import PAGES, TABLE
from pipeline.scrape.network.pace import Manners
from tests.helpers import BODY_EN, BODY_JA, TITLE_EN, TITLE_JA
from tests.servers import LOOPBACK, Answer, Asked, PageOf, page, redirect, serve

TARGETS = 12
HOSTS = [f"127.0.7.{number}" for number in range(1, TARGETS + 1)]
TIMES = frozenset({"fetched_at", "checked_at"})  # columns
SAME = ("WARC-Type", "WARC-Target-URI", "WARC-IP-Address", "WARC-Payload-Digest", "WARC-Truncated", "Content-Type")


def _pages(host: str, number: int) -> dict[tuple[str, str], PageOf]:
    """The site of a company: a home page, its policy, a page of it and a translation; some hosts are busy at first."""
    home = f'<h1>店 {number}</h1><footer><a href="/privacy">プライバシーポリシー</a></footer>'
    policy = f'{TITLE_JA}{BODY_JA}<p>店舗番号 {number}</p><p><a href="/safety">安全管理措置</a></p><a href="/en" hreflang="en">English</a>'
    return {
        (host, "/"): redirect("/home"),
        (host, "/home"): _slow(page(home)),
        (host, "/privacy"): _slow(page(policy, "cp932", "Shift_JIS")),
        (host, "/safety"): _slow(page(f"<h1>安全管理措置</h1>{BODY_JA}<p>{number}</p>")),
        (host, "/en"): _slow(page(f"{TITLE_EN}{BODY_EN}<p>Shop {number}</p>")),
        (host, "/robots.txt"): Answer(b"User-agent: *\nDisallow: /en\n" if number % 5 == 0 else b""),
    }


def _slow(answer: Answer) -> Answer:
    return Answer(answer.body, answer.status, answer.headers, wait=0.01)


@contextmanager
def site() -> Iterator[int]:
    """The port of the sites of all companies, in a process of its own; /asked tells what was asked for."""
    command = [sys.executable, "-m", "tests.benchmarks.fetch_kills", "serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


def _serve() -> None:
    pages: dict[tuple[str, str], PageOf] = {}
    for number, host in enumerate(HOSTS):
        pages |= _pages(host, number)
    with serve(pages) as running:

        def asked(_: Asked) -> Answer:
            return Answer(json.dumps([(one.host, one.path) for one in running.asked]).encode())

        running.pages["127.0.0.1", "/asked"] = asked
        print(running.port, flush=True)
        signal.pause()


def _asked(port: int) -> list[tuple[str, str]]:
    import urllib.request

    with urllib.request.urlopen(f"http://127.0.0.1:{port}/asked") as answer:
        return [(host, path) for host, path in json.load(answer) if host in HOSTS]


def _start(addresses: Path, folder: Path) -> int:
    """The id of a process that fetches; forked, so that no time goes by on imports."""
    child = os.fork()
    if child:
        return child
    try:
        options = FetchOptions("mail@kaze.example", allow=LOOPBACK, manners=Manners(delay=0.01), hosts=4)
        fetch_to_archive(addresses, folder, options)
        os._exit(0)
    finally:
        os._exit(1)


def _finish(addresses: Path, folder: Path) -> None:
    _, status = os.waitpid(_start(addresses, folder), 0)
    if status:
        raise SystemExit("a run that was not killed failed")


def content(folder: Path) -> tuple[list[str], list[dict[str, str]], list[object]]:
    """What an archive holds, but for times: its files, the rows of its table, its records."""
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.name != LOCK)
    with (folder / TABLE).open(encoding="utf-8", newline="") as stream:
        rows = [{name: cell for name, cell in row.items() if name not in TIMES} for row in csv.DictReader(stream)]
    records: list[object] = []
    with (folder / PAGES).open("rb") as stream:
        for record in ArchiveIterator(stream, no_record_parse=True):
            kind = record.rec_headers.get_header("Content-Type")
            block = record.raw_stream.read()
            if kind.endswith("json"):
                block = {name: value for name, value in json.loads(block).items() if name not in TIMES}
            records.append([block, *(record.rec_headers.get_header(name) for name in SAME if kind[-4:] != "json")])
    return files, rows, records


def trial(addresses: Path, folder: Path, port: int, moments: list[float]) -> tuple[int, int, str]:
    """How many kills hit a run, how many targets were done by then, and what was asked for again though it was done."""
    hit, repeated = 0, ""
    for moment in moments:
        child = _start(addresses, folder)
        time.sleep(moment)
        os.kill(child, signal.SIGKILL)
        hit += os.WIFSIGNALED(os.waitpid(child, 0)[1])
        if (folder / PAGES).exists():
            break  # killed while tidying up, or too late
    done = {path.name for path in folder.glob(".parts-1/*.warc.gz")}
    finished = (folder / PAGES).exists() and not done
    before = len(_asked(port))
    if not finished:
        _finish(addresses, folder)
    asked = {host for host, _ in _asked(port)[before:]}
    if len(asked) + len(done) > TARGETS or (not done and finished and asked):
        repeated = f"{len(done)} targets were done, {len(asked)} of {TARGETS} hosts asked"
    return hit, len(done), repeated


def main(kills: int, seed: int) -> int:
    """Kill so many runs; 1 if an archive differs."""
    draw = random.Random(seed)
    with tempfile.TemporaryDirectory() as temporary, site() as port:
        home = Path(temporary)
        addresses = home / "urls.csv"
        rows = [f"http://{host}:{port}/,company {number}" for number, host in enumerate(HOSTS)]
        addresses.write_text("\n".join(["url,company", *rows]), encoding="utf-8")
        begun = time.monotonic()
        _finish(addresses, home / "whole")
        whole = time.monotonic() - begun
        expected = content(home / "whole")
        hits, done, wrong = 0, list[int](), list[str]()
        while hits < kills:
            folder = home / "killed"
            moments = [draw.uniform(0, whole) for _ in range(min(draw.randint(1, 3), kills - hits))]
            hit, parts, repeated = trial(addresses, folder, port, moments)
            hits += hit
            done.append(parts)
            if content(folder) != expected or repeated:
                wrong.append(f"killed after {moments} s: {repeated or 'another archive'}")
            shutil.rmtree(folder)
    print(
        f"{hits} kills in {len(done)} archives of {TARGETS} targets, {len(expected[1])} pages and {len(expected[2])} "
        f"records, with {min(done)} to {max(done)} targets done: {len(wrong)} archives differ"
    )
    print("\n".join(wrong), end="")
    return int(bool(wrong))


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        _serve()
    numbers = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(numbers + [100, 0][len(numbers) :])))
