"""Files and folders -> pages and archives to read. Nothing is read before it is asked for, and nothing from the network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.document import Page
from pipeline.errors import InputError, UnreadablePage
from pipeline.findings import PageStatus, Status
from pipeline.scrape.archive.folder import PAGES, PARTS, TABLE
from pipeline.scrape.archive.pages import pages_in

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
        return _printable(self.path.as_posix())


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the inputs of a run hold: pages in order, archives, and how many files were of other kinds."""

    pages: tuple[Located, ...]
    archives: tuple[Located, ...]
    ignored: int


def locate(inputs: Iterable[str | Path]) -> Inputs:
    """The pages and archives in files and folders, each once. Raises InputError for an input that does not exist."""
    files: dict[Path, Path] = {}
    ignored = 0
    for given in map(Path, inputs):
        if not given.exists() and not given.is_symlink():
            raise InputError(f"{given}: no such file or folder; check the path")
        for path in _files(given):
            if given.is_dir() and not _is_page(path, given):
                ignored += 1
            else:
                files.setdefault(path.absolute() if path.is_symlink() else path.resolve(), path)
    paths = list(files.values())
    located = [Located(name, path) for name, path in zip(_ids(paths), paths, strict=True)]
    return Inputs(
        tuple(one for one in located if not _is_archive(one.path)),
        tuple(one for one in located if _is_archive(one.path)),
        ignored,
    )


def locate_one(path: str | Path) -> Located:
    """The page in one file. Raises InputError for a folder, an archive, or a file that does not exist."""
    found = locate([path])
    if Path(path).is_dir() or len(found.pages) != 1:
        raise InputError(f"{path}: not one page; give the file of a page")
    return found.pages[0]


def _files(given: Path) -> list[Path]:
    """The regular files at a path, and links that lead nowhere: these are pages that cannot be read."""
    if not given.is_dir():
        return [given]
    files = [found for found in given.rglob("*") if found.is_file() or (found.is_symlink() and not found.is_dir())]
    fetched = {found.parent for found in files if found.name == TABLE and (found.parent / PAGES).exists()}
    under_way = {folder.parent for found in files for folder in found.parents if folder.name.startswith(PARTS)}
    for folder in under_way - fetched:
        raise InputError(f"{folder}: its fetch is not finished; run the same `policy-clauses fetch` again")
    return sorted(found for found in files if not _is_about_archive(found, fetched))


def _is_about_archive(path: Path, fetched: set[Path]) -> bool:
    """Whether a file in the folder of an archive is its table, its lock or an earlier run."""
    archive, *above = path.parents
    return not fetched.isdisjoint(above) or (archive in fetched and path.name != PAGES)


def _is_archive(path: Path) -> bool:
    return path.name.lower().endswith(ARCHIVES)


def _is_page(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    known = path.suffix.lower() in MEDIA or _is_archive(path)
    return not hidden and known and not path.stem.lower().startswith(ABOUT)


def _ids(files: Sequence[Path]) -> list[str]:
    """An id a file: its stem; with its folder, its suffix, its path, then a number, as far as that is needed."""
    names = [_stem(path) for path in files]
    for longer in (
        lambda path: f"{path.absolute().parent.name}-{_stem(path)}",
        lambda path: f"{path.absolute().parent.name}-{path.name}",
        lambda path: path.as_posix().strip("/").replace("/", "-"),
    ):
        count = Counter(names)
        names = [longer(path) if count[name] > 1 else name for name, path in zip(names, files, strict=True)]
    seen: Counter[str] = Counter()
    for position, name in enumerate(names):
        seen[name] += 1
        names[position] = _printable(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return names


def _stem(path: Path) -> str:
    ending = next((ending for ending in ARCHIVES[::-1] if path.name.lower().endswith(ending)), path.suffix)
    return path.name[: len(path.name) - len(ending)] if ending else path.name


def _printable(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


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
