"""The table as files: CSV, Parquet, JSONL, chosen by the suffix; written whole or not at all, the same bytes each time."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.dataset.table import COLUMNS, JOIN
from pipeline.errors import InputError
from pipeline.files import atomic, write_text

LINE_END = "\r\n"  # RFC 4180


def _write_csv(frame: pd.DataFrame, path: Path) -> None:
    frame.to_csv(path, index=False, lineterminator=LINE_END, encoding="utf-8")


def _write_parquet(frame: pd.DataFrame, path: Path) -> None:
    frame.to_parquet(path, index=False, compression="zstd")


def _write_jsonl(frame: pd.DataFrame, path: Path) -> None:
    several = {column.name for column in COLUMNS if column.several}
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for row in frame.to_dict("records"):
            values = {
                name: (value.split(JOIN) if value else []) if name in several else value for name, value in row.items()
            }
            stream.write(json.dumps(values, ensure_ascii=False) + "\n")


WRITERS: Mapping[str, Callable[[pd.DataFrame, Path], None]] = {
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


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """Write the clause table in the format of the suffix."""
    check_output(path)
    with atomic(path) as temporary:
        WRITERS[path.suffix.lower()](frame, temporary)


def write_statuses(frame: pd.DataFrame, path: Path) -> Path:
    """Write the status table of the run beside the clause table `path`; its own path comes back."""
    beside = path.with_name(f"{path.name}.pages.csv")
    with atomic(beside) as temporary:
        _write_csv(frame, temporary)
    return beside


def write_meta(meta: Mapping[str, Any], path: Path) -> Path:
    """Write the description of the run beside the clause table `path`; its own path comes back."""
    beside = path.with_name(f"{path.name}.meta.json")
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
