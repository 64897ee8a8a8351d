"""The table as files: CSV, Parquet, JSONL, chosen by the suffix; written whole or not at all, the same bytes each time."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.dataset.table import COLUMNS, JOIN, STATUS_TYPES
from pipeline.errors import InputError
from pipeline.files import atomic, write_text

LINE_END = "\r\n"  # RFC 4180
GROUP = 1 << 15  # rows of a Parquet row group, which a writer holds


def _write_csv(frames: Iterable[pd.DataFrame], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        for number, frame in enumerate(frames):
            frame.to_csv(stream, index=False, header=not number, lineterminator=LINE_END)


def _write_parquet(frames: Iterable[pd.DataFrame], path: Path) -> None:
    """Groups of GROUP rows, whatever the frames hold."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    tables = (pa.Table.from_pandas(frame, preserve_index=False) for frame in frames)
    waiting = next(tables)
    with pq.ParquetWriter(path, waiting.schema, compression="zstd") as out:
        for table in tables:
            waiting = pa.concat_tables([waiting, table])
            while len(waiting) > GROUP:
                out.write_table(waiting.slice(0, GROUP).combine_chunks())
                waiting = waiting.slice(GROUP)
        out.write_table(waiting.combine_chunks(), row_group_size=GROUP)


def _write_jsonl(frames: Iterable[pd.DataFrame], path: Path) -> None:
    several = {column.name for column in COLUMNS if column.several}
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for row in (row for frame in frames for row in frame.to_dict("records")):
            values = {
                name: (value.split(JOIN) if value else []) if name in several else value for name, value in row.items()
            }
            stream.write(json.dumps(values, ensure_ascii=False) + "\n")


WRITERS: Mapping[str, Callable[[Iterable[pd.DataFrame], Path], None]] = {
    ".csv": _write_csv,
    ".parquet": _write_parquet,
    ".jsonl": _write_jsonl,
}


def check_output(path: Path) -> None:
    """Raise InputError unless the table can be written to `path`: a known suffix, a folder that exists."""
    if path.suffix.lower() not in WRITERS:
        raise InputError(f"{path}: unknown format {path.suffix!r}; end the name with {', '.join(WRITERS)}")
    if not path.parent.is_dir():
        raise InputError(f"{path.parent}: no such folder; make it first")
    if path.is_dir():
        raise InputError(f"{path}: a folder; give the name of a file")
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise InputError(f"cannot write to {path.parent}: {error.strerror}; choose another output") from error


def write_table(frames: Iterable[pd.DataFrame], path: Path) -> None:
    """Write the frames, one or more of the same columns, as one clause table in the format of the suffix."""
    check_output(path)
    with atomic(path) as temporary:
        WRITERS[path.suffix.lower()](frames, temporary)


def write_statuses(frames: Iterable[pd.DataFrame], path: Path) -> Path:
    """Write the status table of the run beside the clause table `path`; its own path comes back."""
    beside = path.with_name(f"{path.name}.pages.csv")
    write_csv(frames, beside)
    return beside


def write_csv(frames: Iterable[pd.DataFrame], path: Path) -> None:
    """Write the frames, one or more of the same columns, as one CSV file."""
    with atomic(path) as temporary:
        _write_csv(frames, temporary)


def write_meta(meta: Mapping[str, Any], path: Path, kind: str = "meta") -> Path:
    """Write a description of the run beside the clause table `path`; its own path comes back."""
    beside = path.with_name(f"{path.name}.{kind}.json")
    write_text(beside, json.dumps(meta, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    return beside


def read_table(path: Path) -> pd.DataFrame:
    """A clause table as it was written, with the declared types. Raises InputError for an unknown suffix."""
    if path.suffix.lower() == ".parquet":
        return pd.read_parquet(path)
    if path.suffix.lower() == ".csv":
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
        return frame.astype({column.name: column.dtype for column in COLUMNS if column.name in frame})
    raise InputError(f"{path}: cannot read {path.suffix!r}; give a .csv or .parquet table")


def read_statuses(path: Path) -> pd.DataFrame:
    """The status table beside the clause table `path`, as it was written."""
    beside = path.with_name(f"{path.name}.pages.csv")
    frame = pd.read_csv(beside, dtype=str, keep_default_na=False, encoding="utf-8")
    return frame.astype(STATUS_TYPES)
