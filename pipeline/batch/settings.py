"""What a user can choose about a job: flags, a JOB.toml, or both, of which the flags count."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.batch.plan import SIZE
from pipeline.errors import InputError
from pipeline.run import Options

INLINE, LOCAL, DASK = "inline", "local", "dask"  # in this process, in processes of this machine, on a cluster

NUMBER = (int, float)
# The keys of a JOB.toml with their types; flags have the same names.
KEYS: Mapping[str, type | tuple[type, ...]] = {
    "input": list,
    "list": list,
    "output": str,
    "workers": int,
    "shard_pages": int,
    "engine": str,
    "scheduler": str,
    "headings": bool,
    "min_score": NUMBER,
    "review_band": list,
    "near_duplicates": NUMBER,
    "model": str,
    "language_models": dict,
}
WRITTEN: Mapping[type | tuple[type, ...], str] = {  # how TOML writes a type
    list: 'a list, ["…"]', str: 'a text, "…"', int: "a whole number", bool: "true or false", NUMBER: "a number", dict: "a table",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    """A job; `lists` are files that name pages. With `keep` its parts stay beside OUT, so that the same job goes on where it stopped.

    `near_duplicates` is the share of character n-grams that pages of one group have in common at least; None groups none.
    """

    inputs: tuple[Path, ...]
    out: Path
    options: Options = field(default_factory=Options)
    workers: int = 1
    engine: str = INLINE
    scheduler: str = ""
    shard_pages: int = SIZE
    keep: bool = False
    lists: tuple[Path, ...] = ()
    near_duplicates: float | None = None

    @property
    def parts(self) -> Path:
        """The folder of parts that are kept."""
        return self.out.with_name(f"{self.out.name}.parts")


def read_settings(job: Path | None, flags: Mapping[str, Any]) -> Settings:
    """The settings of a job that keeps its parts. Paths in the file are relative to its folder. Raises InputError."""
    given = (_read(job) if job else {}) | {name: value for name, value in flags.items() if value is not None}
    for name, remedy in (("input", "pages, folders or archives"), ("output", "a .csv, .parquet or .jsonl")):
        if not given.get(name) and not (name == "input" and given.get("list")):
            raise InputError(f"no {name}; give {remedy} as --{name} or as `{name} =` in a JOB.toml")
    if given.get("engine", LOCAL) not in (LOCAL, DASK):
        raise InputError(f"engine {given['engine']!r}: unknown; choose {LOCAL} or {DASK}")
    if min(given.get("workers", 1), given.get("shard_pages", 1)) < 1:
        raise InputError("workers and shard_pages begin at 1; correct the number")
    if not 0.5 <= given.get("near_duplicates", 1) <= 1:
        raise InputError("near_duplicates lies between 0.5 and 1; correct the number")
    defaults = Options()
    options = Options(
        headings=given.get("headings", False),
        min_score=given.get("min_score"),
        review=tuple(given.get("review_band", defaults.review)),
        model=Path(given["model"]) if "model" in given else None,
        language_models=given.get("language_models", {}),
    )
    return Settings(
        inputs=tuple(map(Path, given.get("input", ()))),
        out=Path(given["output"]),
        options=options,
        workers=given.get("workers", 1),
        engine=given.get("engine", LOCAL),
        scheduler=given.get("scheduler", ""),
        shard_pages=given.get("shard_pages", SIZE),
        keep=True,
        lists=tuple(map(Path, given.get("list", ()))),
        near_duplicates=given.get("near_duplicates"),
    )


def _read(path: Path) -> dict[str, Any]:
    """The cells of a JOB.toml, checked, its paths made relative to where the program runs."""
    try:
        cells = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; check the path") from error
    except ValueError as error:
        raise InputError(f"{path}: no TOML ({error}); correct it") from error
    for name, value in cells.items():
        if name not in KEYS:
            raise InputError(f"{path}: unknown key {name!r}; the keys are {', '.join(KEYS)}")
        if not isinstance(value, KEYS[name]):
            raise InputError(f"{path}: {name} = {value!r} is of the wrong type; write {WRITTEN[KEYS[name]]}")
    return {name: _placed(name, value, path.parent) for name, value in cells.items()}


def _placed(name: str, value: Any, folder: Path) -> Any:
    if name in ("input", "list"):
        return [folder / one for one in value]
    return folder / value if name in ("output", "model") else value
