"""The Dask engine, on a scheduler and workers that are processes of their own on this machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from pipeline.batch.job import run
from pipeline.batch.parts import Done
from pipeline.batch.settings import DASK, Settings
from pipeline.errors import InputError
from pipeline.run import Extractor, Options
from tests.helpers import BODY_EN, BODY_JA, TITLE_EN, TITLE_JA

distributed = pytest.importorskip("distributed")
dask = pytest.importorskip("dask")
pytestmark = pytest.mark.filterwarnings("default")  # of a library that we only start
FILES = ("", ".pages.csv", ".meta.json")
LOOPBACK = ("--host", "127.0.0.1", "--no-dashboard")
EXTRACTOR = Extractor()


@contextmanager
def _process(*command: object) -> Iterator[subprocess.Popen[bytes]]:
    """A Dask command line in a session of its own, all of which ends with the test."""
    arguments = [sys.executable, "-m", "distributed.cli." + str(command[0]), *map(str, command[1:])]
    with subprocess.Popen(
        arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", start_new_session=True
    ) as one:
        try:
            yield one
        finally:
            os.killpg(one.pid, signal.SIGKILL)


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """The address of a scheduler with two workers, whose working folder is not ours."""
    told = tmp_path / "scheduler.json"
    with ExitStack() as running:
        running.enter_context(_process("dask_scheduler", *LOOPBACK, "--port", 0, "--scheduler-file", told))
        for number in range(2):
            folder = tmp_path / f"worker-{number}"
            options = ("--nthreads", 1, "--local-directory", folder, "--scheduler-file", told)
            running.enter_context(_process("dask_worker", *LOOPBACK, *options))
        with distributed.Client(scheduler_file=str(told), timeout=60, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
            address = client.scheduler.address
        yield address


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Twelve pages, in a folder that the job names relative to its own."""
    monkeypatch.chdir(tmp_path)
    folder = Path("pages")
    folder.mkdir()
    for number in range(6):
        (folder / f"ja-{number}.html").write_text(
            f"{TITLE_JA}{BODY_JA}<p>店舗番号は{number}です。</p>", encoding="utf-8"
        )
        (folder / f"en-{number}.html").write_text(f"{TITLE_EN}{BODY_EN}<p>We are shop {number}.</p>", encoding="utf-8")
    return folder


@contextmanager
def _killer(_: int | None) -> Iterator[object]:
    """Kills the process of a Dask worker, not its nanny, behind the first shard."""
    killed = list[int]()

    def watch(_: Done) -> None:
        if not killed:
            killed.append(_a_worker())
            os.kill(killed[0], signal.SIGKILL)

    yield watch
    assert killed


def _a_worker() -> int:
    for process in Path("/proc").glob("[0-9]*"):
        command = (process / "cmdline").read_bytes()
        parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
        if b"spawn_main" in command and b"dask_worker" in (Path("/proc") / parent / "cmdline").read_bytes():
            return int(process.name)
    raise AssertionError("no worker found")


def test_dask_gives_the_same_bytes_though_a_worker_is_killed(pages: Path, scheduler: str) -> None:
    told = list[str]()
    run(Settings((pages,), Path("here.csv")), extractor=EXTRACTOR)
    job = Settings((pages,), Path("dask.csv"), Options(), 1, DASK, scheduler, 2, keep=True)
    run(job, extractor=EXTRACTOR, progress=_killer, tell=told.append)  # type: ignore[arg-type]
    for suffix in FILES:
        assert Path(f"dask.csv{suffix}").read_bytes() == Path(f"here.csv{suffix}").read_bytes()
    assert told[0].startswith("dashboard: http")


@pytest.mark.parametrize(
    ("address", "says", "reason"),
    [("", "--scheduler", "no address given"), ("tcp://127.0.0.1:9", "no Dask scheduler answers", "nobody there")],
)
def test_a_cluster_that_is_not_there_is_told(pages: Path, address: str, says: str, reason: str) -> None:
    with dask.config.set({"distributed.comm.timeouts.connect": "1s"}), pytest.raises(InputError, match=says):
        run(Settings((pages,), Path("x.csv"), engine=DASK, scheduler=address), extractor=EXTRACTOR)
