"""Files, folders and WARC archives -> pages. Nothing is read before it is asked for, and nothing from the network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.document import Page
from pipeline.errors import InputError, UnreadablePage
from pipeline.findings import Status

MEDIA = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".php": "html", ".shtml": "html", ".asp": "html", ".aspx": "html", ".jsp": "html",
    ".md": "markdown", ".markdown": "markdown", ".txt": "text", ".pdf": "",
}  # fmt: skip
ARCHIVES = (".warc", ".warc.gz")
# Files about a folder, not pages of it.
ABOUT = ("readme", "license", "licence", "changelog", "contributing")


@dataclass(frozen=True, slots=True)
class Located:
    """A page to read: its id, unique in the run, and the file it stands in."""

    id: str
    path: Path

    @property
    def source(self) -> str:
        """Where the page comes from, as it is reported."""
        return self.path.as_posix()


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the inputs of a run hold: pages in order, archives, and how many files were of other kinds."""

    pages: tuple[Located, ...]
    archives: tuple[Path, ...]
    ignored: int


def locate(inputs: Iterable[str | Path]) -> Inputs:
    """The pages and archives in files and folders, each once. Raises InputError for an input that does not exist."""
    files: list[Path] = []
    archives: list[Path] = []
    ignored = 0
    for given in map(Path, inputs):
        if not given.exists() and not given.is_symlink():
            raise InputError(f"{given}: no such file or folder; check the path")
        for path in sorted(found for found in given.rglob("*") if not found.is_dir()) if given.is_dir() else [given]:
            if path.name.lower().endswith(ARCHIVES):
                archives.append(path)
            elif given.is_dir() and not _is_page(path, given):
                ignored += 1
            else:
                files.append(path)
    files = list(dict.fromkeys(files))
    return Inputs(tuple(map(Located, _ids(files), files)), tuple(dict.fromkeys(archives)), ignored)


def _is_page(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return not hidden and path.suffix.lower() in MEDIA and not path.stem.lower().startswith(ABOUT)


def _ids(files: Sequence[Path]) -> list[str]:
    """An id a file: its stem; with its folder, then its suffix, then a number where that is not unique."""
    names = [path.stem for path in files]
    for longer in (
        lambda path: f"{path.resolve().parent.name}-{path.stem}",
        lambda path: f"{path.resolve().parent.name}-{path.name}",
        lambda path: path.as_posix().strip("/").replace("/", "-"),
    ):
        count = Counter(names)
        names = [longer(path) if count[name] > 1 else name for name, path in zip(names, files, strict=True)]
    return names


def load(located: Located) -> Page:
    """The page in a file. Raises UnreadablePage when the file cannot be read."""
    try:
        body = located.path.read_bytes()
    except OSError as error:
        raise UnreadablePage(Status.UNREADABLE, f"{error.strerror}; check the file's permissions") from error
    return Page(located.id, body, located.source, MEDIA.get(located.path.suffix.lower(), ""))


def read_archive(path: Path) -> Iterator[Page]:
    """The HTML and text responses of a WARC file, whoever wrote it. Ids are the archive's name and a number."""
    from warcio.archiveiterator import ArchiveIterator

    stem = path.name.split(".")[0]
    number = 0
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type != "response" or record.http_headers is None:
                continue
            media, charset = _content_type(record.http_headers.get_header("Content-Type") or "")
            if media is None:
                continue
            number += 1
            code = record.http_headers.get_statuscode()
            yield Page(
                id=f"{stem}-{number:05d}",
                body=record.content_stream().read(),
                source=record.rec_headers.get_header("WARC-Target-URI") or path.as_posix(),
                media=media,
                charset=charset,
                http_status=int(code) if code and code.isdigit() else None,
            )


def _content_type(header: str) -> tuple[str | None, str | None]:
    """The medium and charset of a Content-Type; no medium for what is no page."""
    kind, _, parameters = header.partition(";")
    kind = kind.strip().lower()
    charset = next(
        (part.split("=", 1)[1].strip(" \"'") for part in parameters.split(";") if "charset=" in part.lower()), None
    )
    if kind in ("text/html", "application/xhtml+xml", ""):
        return "html", charset
    if kind == "text/plain":
        return "text", charset
    return ("", charset) if kind == "application/pdf" else (None, charset)
