"""The folder of a job under way: for each shard its rows, its statuses, and a marker that both are whole."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.files import atomic, locked, write_text

if TYPE_CHECKING:
    import pandas as pd

CLAUSES, STATUSES, MARKER = "clauses.parquet", "pages.parquet", "done.json"


@dataclass(frozen=True, slots=True)
class Done:
    """A shard that is stored: the key of all it was made from, and what was counted."""

    shard: str
    key: str
    pages: int
    clauses: int
    statuses: Mapping[str, int]  # pages by how they ended
    seconds: Mapping[str, float]  # of work, by stage
    fresh: bool = True  # not found as an earlier run left it


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts in a folder. A part counts when its marker is there, which is written last."""

    folder: Path

    @contextmanager
    def locked(self) -> Iterator[None]:
        """The folder, made if need be, for this process alone; half-written files are removed. Raises InputError."""
        with locked(self.folder):
            for left in self.folder.glob(".*.*.*.*"):
                left.unlink(missing_ok=True)
            yield

    def done(self, shard: str) -> Done | None:
        """What a marker says; None when the shard is not stored."""
        try:
            cells = json.loads(self._path(shard, MARKER).read_text(encoding="utf-8"))
            return Done(**cells, fresh=False)
        except (FileNotFoundError, ValueError, TypeError):  # none, or of another version
            return None

    def write(
        self, shard: str, key: str, clauses: pd.DataFrame, statuses: pd.DataFrame, seconds: Mapping[str, float]
    ) -> Done:
        """Store a shard, its marker last. Raises InputError when that cannot be done."""
        counts = dict(Counter(map(str, statuses["status"])))
        done = Done(shard, key, len(statuses), len(clauses), counts, seconds)
        self._path(shard, MARKER).unlink(missing_ok=True)
        for frame, kind in ((clauses, CLAUSES), (statuses, STATUSES)):
            with atomic(self._path(shard, kind)) as temporary:
                frame.to_parquet(temporary, index=False, compression="zstd")
        cells = {name: value for name, value in asdict(done).items() if name != "fresh"}
        write_text(self._path(shard, MARKER), json.dumps(cells, sort_keys=True) + "\n")
        return done

    def clauses(self, shard: str) -> pd.DataFrame:
        """The rows of a stored shard."""
        return _read(self._path(shard, CLAUSES))

    def statuses(self, shard: str) -> pd.DataFrame:
        """The statuses of a stored shard, a row a page."""
        return _read(self._path(shard, STATUSES))

    def remove(self, shard: str) -> None:
        """Remove a shard, its marker first."""
        for kind in (MARKER, CLAUSES, STATUSES):
            self._path(shard, kind).unlink(missing_ok=True)

    def _path(self, shard: str, kind: str) -> Path:
        return self.folder / f"{shard}.{kind}"


def _read(path: Path) -> pd.DataFrame:
    import pandas as pd

    try:
        return pd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: missing or damaged ({error}); remove its {MARKER} and run again") from error
