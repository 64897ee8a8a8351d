"""The processes of a job that runs (Linux)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path


def workers_of(parent: int) -> Iterator[tuple[int, float]]:
    """The workers of a job with their resident memory in MB; the helper of `multiprocessing` is none."""
    for name in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        try:
            if b"spawn_main" not in Path(f"/proc/{name}/cmdline").read_bytes():
                continue
            pages = int(Path(f"/proc/{name}/statm").read_text().split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        yield int(name), pages * os.sysconf("SC_PAGE_SIZE") / 1e6
