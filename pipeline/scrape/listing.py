"""The files of a run, each once, in order, each with an id that no other has: kept on the disk, whatever their number."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

LAYOUT = "CREATE TABLE file (input INT, place BLOB, real BLOB UNIQUE, path BLOB, archive INT, name TEXT)"
REPEATED = "SELECT name FROM file GROUP BY name HAVING count(*) > 1"
IN_ORDER = """SELECT name, row_number() OVER (PARTITION BY name ORDER BY input, place), path, archive
FROM file ORDER BY input, place"""


class Listing:
    """Files as they are found; `named` gives them back in the order of the inputs and of their paths, with ids."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None, check_same_thread=False)  # gone when it is closed
        self._base.execute(LAYOUT)
        self._base.execute("BEGIN")

    def add(self, path: Path, number: int, *, archive: bool) -> None:
        """A file of an input; one that is there already is left out."""
        real = path.absolute() if path.is_symlink() else path.resolve()
        place = os.fsencode(path).replace(b"/", b"\0")  # folder by folder
        cells = (number, place, os.fsencode(real), os.fsencode(path), archive)
        self._base.execute("INSERT OR IGNORE INTO file VALUES (?, ?, ?, ?, ?, '')", cells)

    def name(self, *ways: Callable[[Path], str]) -> None:
        """Give ids: by the first way, then by the next to those that share theirs, and so on."""
        for number, way in enumerate(ways):
            self._base.create_function("way", 1, lambda path, way=way: printable(way(Path(os.fsdecode(path)))))
            self._base.execute("UPDATE file SET name = way(path)" + f" WHERE name IN ({REPEATED})" * bool(number))

    def named(self, *, archive: bool) -> Iterator[tuple[str, Path]]:
        """The id and the path of each file, in order; what still shares its id is numbered."""
        for name, number, path, kind in self._base.execute(IN_ORDER):
            if kind == archive:
                yield (name if number == 1 else f"{name}-{number}"), Path(os.fsdecode(path))

    def count(self, *, archive: bool) -> int:
        """How many archives there are, or how many other files."""
        ((count,),) = self._base.execute("SELECT count(*) FROM file WHERE archive = ?", (archive,))
        return int(count)


class Names:
    """Names that are taken, kept on the disk."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.execute("CREATE TABLE taken (name TEXT PRIMARY KEY) WITHOUT ROWID")
        self._base.execute("BEGIN")

    def take(self, name: str) -> bool:
        """Whether a name was free; it is taken now."""
        return self._base.execute("INSERT OR IGNORE INTO taken VALUES (?)", (name,)).rowcount == 1


def printable(text: str) -> str:
    """A text that UTF-8 can hold; bytes of a file's name that are none are shown as escapes."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
