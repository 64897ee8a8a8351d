"""Files and folders -> pages and archives to read. Nothing is read before it is asked for, and nothing from the network."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from pipeline.document import Page
from pipeline.errors import InputError, UnreadablePage
from pipeline.findings import PageStatus, Status
from pipeline.scrape.archive.folder import PAGES, PARTS, TABLE
from pipeline.scrape.archive.pages import pages_in
from pipeline.scrape.listing import Listing, printable

MEDIA = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".php": "html", ".shtml": "html", ".asp": "html", ".aspx": "html", ".jsp": "html",
    ".md": "markdown", ".markdown": "markdown", ".txt": "text", ".pdf": "",
}  # fmt: skip
ARCHIVES = (".warc", ".warc.gz")
# Files about a folder, not pages of it.
ABOUT = ("readme", "license", "licence", "changelog", "contributing")


@dataclass(frozen=True, slots=True)
class Located:
    """A page or an archive to read: its id, unique in the run, and the file it stands in."""

    id: str
    path: Path

    @property
    def source(self) -> str:
        """Where it comes from, as it is reported; bytes of a name that are no UTF-8 are shown as escapes."""
        return printable(self.path.as_posix())


class Pages:
    """The files of pages in order, as often as they are asked for."""

    def __init__(self, listing: Listing) -> None:
        self._listing = listing

    def __len__(self) -> int:
        return self._listing.count(archive=False)

    def __iter__(self) -> Iterator[Located]:
        return (Located(name, path) for name, path in self._listing.named(archive=False))


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the inputs of a run hold: pages in order, archives, and how many files were of other kinds."""

    pages: Pages
    archives: tuple[Located, ...]
    ignored: int


def locate(inputs: Iterable[str | Path], lists: Iterable[Path] = ()) -> Inputs:
    """The pages and archives in files and folders, each once, then those that lists name, a path a line.

    Raises InputError for an input that does not exist; a path of a list that does not is a page that cannot be read.
    """
    listing, ignored = Listing(), 0
    for number, given in enumerate(chain(_existing(inputs), *map(_listed, lists))):
        folder = given.is_dir()
        for path in _files(given) if folder else (given,):
            if folder and not _is_page(path, given):
                ignored += 1
            else:
                listing.add(path, number, archive=_is_archive(path))
    listing.name(
        _stem,
        lambda path: f"{path.absolute().parent.name}-{_stem(path)}",
        lambda path: f"{path.absolute().parent.name}-{path.name}",
        lambda path: path.as_posix().strip("/").replace("/", "-"),
    )
    archives = tuple(Located(name, path) for name, path in listing.named(archive=True))
    return Inputs(Pages(listing), archives, ignored)


def locate_one(path: str | Path) -> Located:
    """The page in one file. Raises InputError for a folder, an archive, or a file that does not exist."""
    found = locate([path])
    if Path(path).is_dir() or len(found.pages) != 1:
        raise InputError(f"{path}: not one page; give the file of a page")
    return next(iter(found.pages))


def _existing(inputs: Iterable[str | Path]) -> Iterator[Path]:
    for given in map(Path, inputs):
        if not given.exists() and not given.is_symlink():
            raise InputError(f"{given}: no such file or folder; check the path")
        yield given


def _listed(path: Path) -> Iterator[Path]:
    """The paths in a list, which start at its folder; empty lines are none."""
    try:
        with path.open(encoding="utf-8", errors="surrogateescape") as lines:
            yield from (path.parent / line.strip() for line in lines if line.strip())
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; check the path of the list") from error


def _files(given: Path) -> Iterator[Path]:
    """The regular files in a folder, and links that lead nowhere: these are pages that cannot be read."""
    folders = [given]
    while folders:
        folder = folders.pop()
        if (folder / TABLE).is_file() and (folder / PAGES).exists():
            yield folder / PAGES  # all else there is its table, its lock or an earlier run
            continue
        checked = False
        for entry in _entries(folder):
            if entry.is_dir(follow_symlinks=False):
                folders.append(Path(entry.path))
            elif entry.is_file() or (entry.is_symlink() and not entry.is_dir()):
                if not checked:
                    checked = _check_finished(folder)
                yield Path(entry.path)


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """What is in a folder; nothing when it may not be read."""
    with suppress(PermissionError), os.scandir(folder) as entries:
        yield from entries


def _check_finished(folder: Path) -> bool:
    """True, or InputError for files of a fetch under way."""
    for part in (folder, *folder.parents):
        if part.name.startswith(PARTS):
            raise InputError(f"{part.parent}: its fetch is not finished; run the same `policy-clauses fetch` again")
    return True


def _is_archive(path: Path) -> bool:
    return path.name.lower().endswith(ARCHIVES)


def _is_page(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    known = path.suffix.lower() in MEDIA or _is_archive(path)
    return not hidden and known and not path.stem.lower().startswith(ABOUT)


def _stem(path: Path) -> str:
    ending = next((ending for ending in ARCHIVES[::-1] if path.name.lower().endswith(ending)), path.suffix)
    return path.name[: len(path.name) - len(ending)] if ending else path.name


def load(located: Located) -> Page:
    """The page in a file. Raises UnreadablePage when the file cannot be read."""
    try:
        body = located.path.read_bytes()
    except OSError as error:
        raise UnreadablePage(Status.UNREADABLE, f"{error.strerror}; check the file and its permissions") from error
    return Page(located.id, body, located.source, MEDIA.get(located.path.suffix.lower(), ""))


def read_archive(located: Located) -> Iterator[Page | PageStatus]:
    """The pages of a WARC archive, a status for each that cannot be read, and one at the end if it is damaged."""
    return pages_in(located.path, located.id, located.source)
