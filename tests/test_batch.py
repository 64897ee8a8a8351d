"""Many pages: the same bytes whatever the engine, nothing done twice, nothing lost when something dies."""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pipeline.batch import local as local_engine
from pipeline.batch.job import dry_run, run
from pipeline.batch.local import local
from pipeline.batch.parts import Done, Parts
from pipeline.batch.plan import Shard, shards, sources
from pipeline.batch.rounds import MOST_DEATHS, Died, Engine, complete, inline
from pipeline.batch.settings import INLINE, LOCAL, Settings
from pipeline.batch.shard import Work, fingerprint
from pipeline.document import Page
from pipeline.errors import InputError, PolicyError
from pipeline.report.pages import page_progress
from pipeline.run import Extractor, Options
from pipeline.scrape.read import locate
from tests.helpers import BODY_EN, BODY_JA, TITLE_EN, TITLE_JA

FILES = ("", ".pages.csv", ".meta.json")
EXTRACTOR = Extractor()


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Ten pages: two with the same bytes, one empty."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(4):
        (folder / f"ja-{number}.html").write_text(
            f"{TITLE_JA}{BODY_JA}<p>店舗番号は{number}です。</p>", encoding="utf-8"
        )
        (folder / f"en-{number}.html").write_text(f"{TITLE_EN}{BODY_EN}<p>We are shop {number}.</p>", encoding="utf-8")
    (folder / "mirror.html").write_bytes((folder / "en-1.html").read_bytes())
    (folder / "nothing.html").write_bytes(b"")
    return folder


def settings(pages: Path, name: str = "out.csv", *, workers: int = 1, size: int = 3, keep: bool = True) -> Settings:
    engine = INLINE if workers == 1 else LOCAL
    return Settings((pages,), pages.parent / name, Options(), workers, engine, "", size, keep)


def written(out: Path) -> list[bytes]:
    return [out.with_name(out.name + suffix).read_bytes() for suffix in FILES]


def facts(out: Path) -> dict[str, int]:
    found: dict[str, int] = json.loads(out.with_name(f"{out.name}.run.json").read_text(encoding="utf-8"))["run"]
    return found


@pytest.fixture
def expected(pages: Path) -> list[bytes]:
    """The files of a job that nothing disturbs."""
    run(settings(pages, "whole.csv", keep=False), extractor=EXTRACTOR)
    return written(pages.parent / "whole.csv")


SIZES = [(1, 1, "a part a page"), (1, 4, "a last part that is not full"), (1, 99, "one part"), (2, 2, "two workers")]


@pytest.mark.parametrize(("workers", "size", "reason"), SIZES)
def test_the_same_bytes_whatever_the_shards(
    pages: Path, expected: list[bytes], workers: int, size: int, reason: str
) -> None:
    run(settings(pages, workers=workers, size=size), extractor=EXTRACTOR)
    assert written(pages.parent / "out.csv") == expected, reason


def test_the_same_bytes_wherever_it_runs(pages: Path, expected: list[bytes]) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C", "LANG": "C"}
    out = pages.parent / "out.csv"
    command = [sys.executable, "-m", "pipeline.cli", "run", "--input", pages, "-o", out, "--shard-pages", "4"]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    assert written(out) == expected


def test_parquet_has_the_same_bytes_whatever_the_shards(pages: Path) -> None:
    for size in (1, 99):
        run(settings(pages, f"{size}.parquet", size=size), extractor=EXTRACTOR)
    assert written(pages.parent / "1.parquet") == written(pages.parent / "99.parquet")


def test_pages_with_the_same_bytes_are_marked(pages: Path) -> None:
    run(settings(pages), extractor=EXTRACTOR)
    statuses = pd.read_csv(pages.parent / "out.csv.pages.csv", keep_default_na=False).set_index("doc_id")
    assert dict(statuses["duplicate_of"][lambda cells: cells != ""]) == {"mirror": "en-1"}


def test_pages_that_are_nearly_the_same_are_grouped(pages: Path) -> None:
    run(replace(settings(pages), near_duplicates=0.6), extractor=EXTRACTOR)
    statuses = pd.read_csv(pages.parent / "out.csv.pages.csv", keep_default_na=False)
    groups = statuses.groupby("near_group")["doc_id"].apply(list).to_dict()
    assert groups == {
        "": ["nothing"],
        "en-0": ["en-0", "en-1", "en-2", "en-3", "mirror"],
        "ja-0": ["ja-0", "ja-1", "ja-2", "ja-3"],
    }


CHANGES = [
    ({}, Options(), 4, "nothing changed"),
    ({"ja-0.html": "新しい"}, Options(), 3, "a page of one shard"),
    ({}, Options(headings=True), 0, "an option"),
]


@pytest.mark.parametrize(("change", "options", "kept", "reason"), CHANGES)
def test_what_is_done_is_not_done_again(
    pages: Path, change: dict[str, str], options: Options, kept: int, reason: str
) -> None:
    job = settings(pages)
    run(job, extractor=EXTRACTOR)
    for name, text in change.items():
        (pages / name).write_text(text, encoding="utf-8")
    again = Settings(job.inputs, job.out, options, shard_pages=job.shard_pages, keep=True)
    assert f"{4 - kept} shards to do" in dry_run(again), reason
    run(again, extractor=Extractor(options))
    assert (facts(job.out)["shards"], facts(job.out)["shards_done_before"]) == (4, kept), reason


def test_a_part_without_its_marker_is_made_again(pages: Path, expected: list[bytes]) -> None:
    job = settings(pages)
    run(job, extractor=EXTRACTOR)
    (job.parts / "00000001.done.json").unlink()
    (job.parts / "00000001.clauses.parquet").write_bytes(b"PAR1 and no more")
    (job.parts / ".00000002.clauses.parquet.a1b2").write_bytes(b"PAR1")
    run(job, extractor=EXTRACTOR)
    assert facts(job.out)["shards_done_before"] == 3
    assert written(job.out) == expected
    assert not list(job.parts.glob(".0*"))


def test_two_runs_do_not_share_a_folder(pages: Path) -> None:
    job = settings(pages)
    with Parts(job.parts).locked(), pytest.raises(InputError, match="another run"):
        run(job, extractor=EXTRACTOR)


@contextmanager
def _killer(_: int | None) -> Iterator[object]:
    """Kills a worker after each of the first three shards."""
    left = [3]

    def watch(_: Done) -> None:
        if left[0] and (children := multiprocessing.active_children()):
            left[0] -= 1
            children[0].kill()

    yield watch
    assert not left[0], "three workers were killed"


def test_killed_workers_lose_nothing(pages: Path, expected: list[bytes]) -> None:
    job = settings(pages, workers=2, size=1)
    run(job, extractor=EXTRACTOR, progress=_killer)  # type: ignore[arg-type]
    assert written(job.out) == expected


def test_a_worker_makes_room_for_a_new_one_after_its_lifetime(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planned, work = _work(pages)
    started = []
    start = local_engine._Worker.start
    monkeypatch.setattr(local_engine._Worker, "start", lambda given: started.append(0) or start(given))
    done = list(complete(planned, work, local(work, 1, lifetime=2)))
    assert sorted(one.shard for one in done) == [shard.name for shard in planned]
    assert len(started) == 2, "three shards, two a worker"


def test_a_killed_job_goes_on(pages: Path, expected: list[bytes]) -> None:
    job = settings(pages, size=1)
    command = [sys.executable, "-m", "pipeline.cli", "run", "--input", pages, "-o", job.out, "--shard-pages", "1"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and not list(job.parts.glob("*.done.json")):
            time.sleep(0.05)
        process.kill()
    assert not job.out.exists()
    run(job, extractor=EXTRACTOR)
    assert facts(job.out)["shards_done_before"] > 0
    assert written(job.out) == expected


def _work(pages: Path) -> tuple[list[Shard], Work]:
    work = Work(Parts(pages.parent / "parts"), Options(), fingerprint(Options(), EXTRACTOR.labeller), Path.cwd())
    return list(shards(sources(locate([pages])), 4)), work


def _deadly(work: Work, name: str) -> Engine:
    """An engine whose workers die of a page."""

    def engine(given: Iterable[Shard]) -> Iterator[Done | Died]:
        for shard in given:
            if any(not isinstance(one, Page) and getattr(one, "id", "") == name for one in shard.sources):
                yield Died(shard, "died (SIGKILL)")
            else:
                yield from inline(work, EXTRACTOR)([shard])

    return engine


def test_a_page_that_kills_its_worker_costs_itself_only(pages: Path) -> None:
    planned, work = _work(pages)
    done = sorted(complete(planned, work, _deadly(work, "en-2")), key=lambda one: one.shard)
    statuses = pd.concat([work.parts.statuses(one.shard) for one in done]).set_index("doc_id")["status"]
    assert dict(statuses[statuses != "ok"]) == {"en-2": "worker_died", "nothing": "empty"}
    assert len(statuses) == 10
    assert len(list(work.parts.folder.iterdir())) == 9, "no parts of single pages stay"
    again = {one.shard: one for one in complete(planned, work, inline(work, EXTRACTOR))}
    assert sum(one.fresh for one in again.values()) == 1, "its shard alone is tried again by the next run"
    assert not any("worker_died" in one.statuses for one in again.values())


def test_a_job_whose_workers_all_die_ends(pages: Path) -> None:
    _, work = _work(pages)
    one_by_one = shards(sources(locate([pages] * MOST_DEATHS)), 1)
    deadly: Engine = lambda given: (Died(shard, "died") for shard in [*given] * 2)  # noqa: E731
    with pytest.raises(PolicyError, match="12 workers died one after another"):
        list(complete(one_by_one, work, deadly))


def test_a_worker_that_hangs_is_stopped(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "slow.html").write_text(TITLE_JA + BODY_JA, encoding="utf-8")
    planned, work = _work(tmp_path / "pages")
    list(complete(planned, work, local(work, 1, patience=0.01)))
    (status,) = work.parts.statuses(planned[0].name).to_dict("records")
    assert status["status"] == "worker_died"
    assert "took too long" in status["detail"]


def test_a_full_disk_ends_with_one_line_and_no_half_part(pages: Path, expected: list[bytes]) -> None:
    out = pages.parent / "out.csv"
    command = [sys.executable, "-m", "pipeline.cli", "extract", pages, "-o", out]

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))  # bytes of a file; Python ignores the signal

    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=small)
    assert done.returncode == 2
    assert "free space" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert sorted(path.name for path in pages.parent.iterdir() if path.name.startswith((".", "out"))) == []


def test_progress_tells_speed_and_failures(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.report.pages.PAUSE", -1.0)
    with page_progress(64) as watch:
        watch(Done("00000000", "", 32, 900, {"ok": 30, "pdf": 2}, {}))
        watch(Done("00000001", "", 32, 0, {"empty": 32}, {}, fresh=False))
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("32 of 64 pages, ")
    assert first.endswith("clauses/s 2 pdf")
    assert second.endswith("clauses/s 32 empty, 2 pdf")
