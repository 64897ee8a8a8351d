"""What a job costs as it grows: CPU a page and memory from hundreds to 20,000 pages, one worker against two, start-up.

    python tests/benchmarks/scaling.py curve [PAGES …]     (Linux; 100, 1,000, 5,000 and 20,000 when not told)
    python tests/benchmarks/scaling.py workers [PAGES]     (1,200)
    python tests/benchmarks/scaling.py startup

Pages are generated from our corpus (`generated.py`): for the curve 16 % of the sentences are new, for the workers 50 %.
A job is a `policy-clauses run` of its own; its CPU time is that of all its processes. The growth of a worker is a line
fitted to its resident memory over the pages that the job has done, the first fifth of its life left out, in which it
learns the common sentences; workers that take the place of others for the last pages are too short-lived for a line.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.generated import generate  # noqa: E402
from tests.benchmarks.processes import workers_of  # noqa: E402

CURVE, WORKERS, TIMES = (100, 1_000, 5_000, 20_000), 1_200, 5
NEW_CURVE, NEW_WORKERS = 0.16, 0.5
LEARNING, LONG = 0.2, 0.25  # of a worker's life; of the job's pages, a life long enough for a line
SHARD = 32


@dataclass(frozen=True, slots=True)
class Cost:
    """What a job took: wall and CPU seconds, the most memory of one process, the growth of each worker, its output."""

    wall: float
    cpu: float
    peak: float  # MB
    growth: tuple[float, ...]  # MB per 100,000 pages
    output: str


def job(pages: Path, count: int, out: Path, workers: int) -> Cost:
    """Run a job on a folder of pages; its output is a hash of the table and the statuses."""
    command = [sys.executable, "-m", "pipeline.cli", "run", "--input", pages, "-o", out, "--workers", str(workers)]
    started = time.monotonic()
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as process:
        memory = _watch(process.pid, Path(f"{out}.parts"), count)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - started
    if process.returncode:
        raise SystemExit(f"the job ended with {process.returncode}")
    digest = hashlib.sha256(out.read_bytes() + Path(f"{out}.pages.csv").read_bytes()).hexdigest()
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, tuple(map(_slope, memory)), digest[:12])


def _watch(job_id: int, parts: Path, count: int) -> list[list[tuple[float, float]]]:
    """For each long-lived worker of a job (pages done, MB) behind its learning, as long as the job lives."""
    found: dict[int, list[tuple[float, float]]] = defaultdict(list)
    while os.waitid(os.P_PID, job_id, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        done = SHARD * sum(1 for _ in parts.glob("*.done.json")) if parts.is_dir() else 0
        for child, size in workers_of(job_id):
            if 0 < done < count:
                found[child].append((done, size))
        time.sleep(max(0.2, count / 20_000))
    long = [points for points in found.values() if points[-1][0] - points[0][0] >= LONG * count]
    return [points[int(LEARNING * len(points)) :] for points in long]


def _slope(points: Sequence[tuple[float, float]]) -> float:
    done, size = np.array(points).T
    return float(np.polyfit(done, size, 1)[0]) * 100_000


def curve(folder: Path, counts: Sequence[int]) -> None:
    """Print a line a number of pages."""
    print("    pages   wall s    CPU s  CPU ms a page  pages/s  peak MB  growth of a worker, MB per 100,000 pages")
    for count in counts:
        generate(folder / str(count), count, NEW_CURVE)
        cost = job(folder / str(count), count, folder / f"{count}.csv", 2)
        growth = ", ".join(f"{value:.0f}" for value in cost.growth) if count >= max(CURVE) else ""
        print(
            f"{count:9,}{cost.wall:9.1f}{cost.cpu:9.1f}{1000 * cost.cpu / count:15.1f}{count / cost.wall:9.1f}{cost.peak:9.0f}  {growth}",
            flush=True,
        )


def compare_workers(folder: Path, count: int) -> None:
    """Print one worker against two."""
    generate(folder / "pages", count, NEW_WORKERS)
    costs = {workers: job(folder / "pages", count, folder / f"{workers}.csv", workers) for workers in (1, 2)}
    for workers, cost in costs.items():
        print(
            f"{workers} workers: {cost.wall:.1f} s wall, {cost.cpu:.1f} s CPU, peak {cost.peak:.0f} MB, output {cost.output}"
        )
    one, two = costs[1], costs[2]
    print(f"two against one: {one.wall / two.wall:.2f} times as fast, {two.cpu / one.cpu:.2f} times the CPU time")


def startup(folder: Path) -> None:
    """Print the seconds (CPU, the least of TIMES) of the program's help, of a small page, and of loading GiNZA."""
    page = folder / "small.html"
    page.write_text(
        "<h1>個人情報保護方針</h1><h2>利用目的</h2><p>お預かりした個人情報は、商品の発送のために利用します。第三者には提供しません。</p>",
        encoding="utf-8",
    )
    program = [sys.executable, "-m", "pipeline.cli"]
    commands = {
        "policy-clauses --help": [*program, "--help"],
        'import spacy; spacy.load("ja_ginza")': [sys.executable, "-c", 'import spacy; spacy.load("ja_ginza")'],
        "policy-clauses extract of a small Japanese page": [*program, "extract", page, "-o", folder / "small.csv"],
    }
    for name, command in commands.items():
        print(f"{min(_cpu(command) for _ in range(TIMES)):6.2f} s  {name}")


def _cpu(command: Sequence[str | Path]) -> float:
    before = os.times()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    """Run what is asked for."""
    asked, numbers = sys.argv[1:2], [int(one) for one in sys.argv[2:]]
    with tempfile.TemporaryDirectory() as folder:
        if asked == ["curve"]:
            curve(Path(folder), numbers or CURVE)
        elif asked == ["workers"]:
            compare_workers(Path(folder), *(numbers or [WORKERS]))
        elif asked == ["startup"]:
            startup(Path(folder))
        else:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main()
