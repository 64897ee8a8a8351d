"""An annotated HTML page -> its text in runs, each with role, labels and fee.

A document is a whole page. `data-labels` (names of the codebook) and `data-role` (heading, clause, meta, boilerplate)
stand on elements and are inherited, the innermost wins; `data-fee="1000 JPY included"` and `data-fee-per` go with a fee.
The attributes of <html> tell where the document belongs: data-company, data-sector, data-year, data-frame,
data-register, data-layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from pipeline.clean.decode import decode
from pipeline.codebook import Label
from pipeline.errors import CorpusError

ROLES = ("heading", "clause", "meta", "boilerplate")
DESCRIPTION = ("company", "sector", "year", "frame", "register", "layout")
KNOWN = frozenset((*(f"data-{name}" for name in DESCRIPTION), "data-labels", "data-role", "data-fee", "data-fee-per"))
FEE = re.compile(r"(\d+(?:\.\d+)?) ([A-Z]{3}) (included|excluded|unstated)")
UNSEEN = ("head", "script", "style", "template", "noscript")
WHITE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Fee:
    """A stated amount, as the annotation guide defines it."""

    amount: float
    currency: str
    tax: str
    per: str = ""


@dataclass(frozen=True, slots=True)
class Annotation:
    """What a run of text was annotated with."""

    role: str
    labels: frozenset[Label]
    fee: Fee | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A text node of the page and its annotation."""

    text: str
    annotation: Annotation


@dataclass(frozen=True, slots=True)
class Annotated:
    """An annotated document: the page as the pipeline reads it, and what a person marked in it."""

    id: str
    path: Path
    body: bytes
    language: str
    description: dict[str, str]
    runs: tuple[Run, ...]

    @property
    def company(self) -> str:
        """The company the document belongs to; pairs and versions share it."""
        return self.description["company"]


def read(path: Path) -> Annotated:
    """The annotated document in a file. Raises CorpusError that names the element and the remedy."""
    body = path.read_bytes()
    soup = BeautifulSoup(decode(body).text, "lxml")
    root = soup.find("html")
    description = {name: str(root.get(f"data-{name}", "")) for name in DESCRIPTION} if isinstance(root, Tag) else {}
    missing = [name for name in DESCRIPTION if not description.get(name)]
    if missing or not isinstance(root, Tag):
        raise CorpusError(f"{path}: <html> lacks {', '.join('data-' + name for name in missing)}; add them")
    runs = tuple(_runs(root, path))
    return Annotated(f"{path.parent.name}-{path.stem}", path, body, str(root.get("lang", ""))[:2], description, runs)


def read_all(folder: Path) -> list[Annotated]:
    """Every annotated document below a folder, in the order of their paths."""
    found = [read(path) for path in sorted(folder.rglob("*.html"))]
    if not found:
        raise CorpusError(f"{folder}: no .html documents; give the folder of an annotated corpus")
    return found


def _runs(root: Tag, path: Path) -> Iterator[Run]:
    plain = Annotation("clause", frozenset())
    stack: list[tuple[object, Annotation]] = [(root, plain)]
    while stack:
        node, annotation = stack.pop()
        if isinstance(node, Tag):
            if node.name not in UNSEEN:
                inner = _annotation(node, annotation, path)
                stack += [(child, inner) for child in reversed(node.contents)]
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString) and node.strip():
            yield Run(str(node), annotation)


def _annotation(node: Tag, outer: Annotation, path: Path) -> Annotation:
    """The annotation inside an element."""
    unknown = [name for name in node.attrs if name.startswith("data-") and name not in KNOWN]
    if unknown:
        raise CorpusError(f"{path}: unknown attribute {unknown[0]} on <{node.name}>; use {', '.join(sorted(KNOWN))}")
    heading = re.fullmatch("h[1-6]", node.name) and outer.role != "boilerplate"
    role = str(node.get("data-role") or ("heading" if heading else outer.role))
    if role not in ROLES:
        raise CorpusError(f"{path}: unknown role {role!r} on <{node.name}>; use one of {', '.join(ROLES)}")
    labels = outer.labels
    if node.has_attr("data-labels"):
        labels = frozenset(_label(name, node, path) for name in str(node["data-labels"]).split())
    return Annotation(role, labels, _fee(node, path) if node.has_attr("data-fee") else outer.fee)


def _label(name: str, node: Tag, path: Path) -> Label:
    try:
        return Label(name)
    except ValueError:
        raise CorpusError(f"{path}: unknown label {name!r} on <{node.name}>; use {', '.join(Label)}") from None


def _fee(node: Tag, path: Path) -> Fee:
    found = FEE.fullmatch(str(node["data-fee"]))
    if not found:
        raise CorpusError(f'{path}: data-fee={node["data-fee"]!r}; write it as "1000 JPY included|excluded|unstated"')
    return Fee(float(found[1]), found[2], found[3], str(node.get("data-fee-per") or ""))
