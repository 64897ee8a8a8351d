"""Jobs that are killed at random moments and started again write the bytes of one that was not.

    python -m tests.benchmarks.batch_kills [KILLS] [SEED]        (Linux; 100 kills and seed 0 when not told)

A kill is SIGKILL to the whole job or to one of its workers, at a moment drawn from the time that a whole run takes. Each
job is hit up to MOST times, then finished. A page that was hit three times running has been given up, so its job is
started once more, as its status tells. Ends with 1 if any byte of the table, its statuses or its description differs,
if a job does not end within LIMIT seconds, or if a finished shard was made again.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from pipeline.batch.job import run
from pipeline.batch.settings import LOCAL, Settings
from pipeline.findings import Status
from pipeline.run import Options
from tests.benchmarks.processes import workers_of
from tests.helpers import BODY_EN, BODY_JA, TITLE_EN, TITLE_JA

PAGES, SHARD, WORKERS = 48, 2, 2
MOST = 8  # kills of one job
LIMIT = 300.0  # seconds
FILES = ("", ".pages.csv", ".meta.json")


def make_pages(folder: Path) -> Path:
    """Short policies in both languages."""
    folder.mkdir()
    for number in range(PAGES):
        text = f"{TITLE_JA}{BODY_JA}" if number % 2 else f"{TITLE_EN}{BODY_EN}"
        extra = (
            f"<p>第{number}号店では、来店の記録を作成し、統計のために利用します。</p>"
            if number % 2
            else f"<p>Shop {number} keeps a list.</p>"
        )
        (folder / f"{number:03d}.html").write_text(text + extra, encoding="utf-8")
    return folder


def start(settings: Settings) -> int:
    """The id of a process that runs the job; forked, so that no time goes by on imports."""
    child = os.fork()
    if child:
        return child
    try:
        run(settings)
        os._exit(0)
    finally:
        os._exit(1)


def ended(child: int) -> int | None:
    """The status of a process that ended."""
    found, status = os.waitpid(child, os.WNOHANG)
    return status if found else None


def finish(child: int) -> None:
    """Wait for the end of a run that nobody kills."""
    begun = time.monotonic()
    while (status := ended(child)) is None:
        if time.monotonic() - begun > LIMIT:
            raise SystemExit(f"a job hung for {LIMIT:.0f} s")
        time.sleep(0.02)
    if status:
        raise SystemExit("a job that was not killed failed")


def kill(pid: int) -> bool:
    """Whether a process was there to be killed."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def trial(settings: Settings, moments: list[tuple[float, bool]]) -> tuple[int, int, int]:
    """How many jobs and how many workers were killed, and how many shards were made again though they were stored."""
    jobs = workers = 0
    stored: set[str] = set()
    child = start(settings)
    for moment, whole in moments:
        time.sleep(moment)
        if ended(child) is not None:
            return jobs, workers, 0  # it came to its end before
        running = [pid for pid, _ in workers_of(child)]
        if whole:
            jobs += kill(child)
            os.waitpid(child, 0)
            markers = settings.parts.glob("????????.done.json")
            stored = {path.name for path in markers if Status.WORKER_DIED not in path.read_text(encoding="utf-8")}
            child = start(settings)
        elif running:
            workers += kill(random.Random(moment).choice(running))
    finish(child)
    facts = json.loads(settings.out.with_name(f"{settings.out.name}.run.json").read_text(encoding="utf-8"))["run"]
    return jobs, workers, max(0, len(stored) - facts["shards_done_before"])


def gave_up(settings: Settings) -> bool:
    """Whether a page was given up."""
    return Status.WORKER_DIED in settings.out.with_name(f"{settings.out.name}.pages.csv").read_text(encoding="utf-8")


def main(kills: int, seed: int) -> int:
    """Kill so many jobs and workers; 1 if anything differs."""
    draw = random.Random(seed)
    jobs = workers = again = number = wrong = given_up = 0
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        pages = make_pages(home / "pages")

        def settings(name: str) -> Settings:
            return Settings((pages,), home / f"{name}.csv", Options(), WORKERS, LOCAL, "", SHARD, keep=True)

        def written(name: str) -> list[bytes]:
            return [(home / f"{name}.csv{suffix}").read_bytes() for suffix in FILES]

        begun = time.monotonic()
        finish(start(settings("whole")))
        whole = time.monotonic() - begun
        while jobs + workers < kills:
            number += 1
            moments = [(draw.uniform(0, whole * 0.5), draw.random() < 0.5) for _ in range(draw.randint(1, MOST))]
            found = trial(settings(str(number)), moments[: kills - jobs - workers])
            jobs, workers, again = jobs + found[0], workers + found[1], again + found[2]
            if gave_up(settings(str(number))):
                given_up += 1
                finish(start(settings(str(number))))
            if written(str(number)) != written("whole"):
                wrong += 1
                print(f"killed after {moments}: other bytes", flush=True)
            print(f"{jobs} jobs and {workers} workers killed so far, {wrong} differ", file=sys.stderr, flush=True)
    print(
        f"{jobs} jobs and {workers} workers killed in {number} jobs of {PAGES} pages and {PAGES // SHARD} shards "
        f"({whole:.1f} s undisturbed): {wrong} differ, {again} stored shards made again, {given_up} jobs started once more, none hung"
    )
    return int(bool(wrong or again))


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(numbers + [100, 0][len(numbers) :])))
