"""Files written whole or not at all: a temporary file beside the target, then one rename."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.errors import InputError

LOCK = ".lock"


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """A temporary path to write to, which replaces `path` when the block ends without an error."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise InputError(f"cannot write to {path.parent}: {error.strerror}; choose another output") from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb+") as stored:
            os.fsync(stored.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror}; free space or choose another output") from error
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def _sync_folder(folder: Path) -> None:
    """The names in a folder, stored before anything that relies on them is done; not every system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """A folder, made if need be, for this process alone. Raises InputError when another has it or it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK, timeout=0, fallback_to_soft=False)  # a soft lock would outlive a killed run
        lock.acquire()
    except Timeout:
        raise InputError(f"{folder}: another run works in this folder; wait for its end or choose another") from None
    except (OSError, NotImplementedError) as error:
        raise InputError(f"{folder}: cannot write and lock files there ({error}); choose another folder") from error
    try:
        yield
    finally:
        lock.release()


def write_bytes(path: Path, body: bytes) -> None:
    """Write a file atomically; missing folders are made. Raises InputError when that cannot be done."""
    with atomic(path) as temporary:
        temporary.write_bytes(body)


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 file atomically, line ends as they are."""
    write_bytes(path, text.encode("utf-8"))


def bundled(installed: str, own: str) -> Path:
    """A folder that comes with the program: within an installed package, else in `models/` of its source."""
    here = Path(__file__).resolve().parent
    folders = (here / installed, here.parent / "models" / own)
    return next((folder for folder in folders if folder.exists()), folders[0])
