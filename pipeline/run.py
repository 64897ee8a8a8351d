"""The order of the stages: pages in, their findings and statuses out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from pipeline import facts
from pipeline.clean.cleaner import clean
from pipeline.document import BlockKind, Document, Excluded, Page
from pipeline.errors import InputError, PolicyError, UnreadablePage
from pipeline.findings import REVIEW, Band, Finding, PageStatus, Status
from pipeline.label.classifier import Labeller, load, load_default
from pipeline.parsers import Parsers
from pipeline.recent import Recent
from pipeline.scrape.read import Located
from pipeline.scrape.read import load as load_page
from pipeline.segment.clauses import segment_all

BATCH = 200_000  # characters of text
PAGE = 1_000  # characters that a page counts for besides its text
REMEMBERED, LONGEST = 256, 100_000  # documents that are kept for pages of the same bytes, and their characters
SUSPECT = 0.01  # of the characters could not be read: the encoding was guessed wrong


@dataclass(frozen=True, slots=True)
class Options:
    """What a user can choose about an extraction."""

    headings: bool = False
    min_score: float | None = None
    review: Band = REVIEW
    model: Path | None = None
    language_models: Mapping[str, str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raises InputError for a review band or a least score that no probability can have."""
        band = tuple(self.review)
        if len(band) != 2 or not 0 <= band[0] <= band[1] <= 1:
            raise InputError(f"review band {band}: give two probabilities, 0 to 1, the lower first")
        if self.min_score is not None and not 0 <= self.min_score <= 1:
            raise InputError(f"min_score {self.min_score}: give a probability, 0 to 1")


@dataclass(frozen=True, slots=True)
class Result:
    """What a page ended as."""

    status: PageStatus
    findings: tuple[Finding, ...] = ()
    excluded: tuple[Excluded, ...] = ()


Cleaned = tuple[Page, Document]


class Extractor:
    """Runs pages through all stages. Models are loaded when first needed and kept."""

    def __init__(self, options: Options | None = None, *, labeller: Labeller | None = None) -> None:
        self.options = options or Options()
        self._labeller = labeller
        self._parsers = Parsers(self.options.language_models)
        self._documents: Recent[Hashable, Document] = Recent(REMEMBERED)

    @property
    def labeller(self) -> Labeller:
        """The labeller of this run. Raises ModelError when it cannot be loaded."""
        if self._labeller is None:
            self._labeller = load(self.options.model) if self.options.model else load_default()
        return self._labeller

    def read(self, located: Located) -> Result:
        """The result of the page in a file; an unreadable file is a result too."""
        try:
            page = load_page(located)
        except UnreadablePage as error:
            return Result(PageStatus(located.id, located.source, error.status, error.detail))
        return self.page(page)

    def page(self, page: Page) -> Result:
        """The result of one page. Never raises for what the page holds, only for models that are missing."""
        return next(self.pages([page]))

    def pages(self, pages: Iterable[Page | PageStatus]) -> Iterator[Result]:
        """The result of each page, in order; a status is the result of a page that could not be had.

        As many pages as hold a batch of text are worked on together: what they have in common is parsed and scored once.
        """
        for batch in _batches(map(self._cleaned, pages)):
            yield from self._results(batch)

    def _cleaned(self, page: Page | PageStatus) -> Result | Cleaned:
        if isinstance(page, PageStatus):
            return Result(page)
        same = (page.sha256, page.media, page.charset, page.http_status)
        if known := self._documents.get(same):
            return page, replace(known, id=page.id, source=page.source)
        try:
            document = clean(page)
        except UnreadablePage as error:
            return Result(_failed(page, error.status, error.detail))
        except Exception as error:
            return Result(_failed(page, Status.UNREADABLE, f"{type(error).__name__}: {error}; report the page"))
        if len(document.text) < LONGEST:
            self._documents.put(same, document)
        return page, document

    def _results(self, batch: Sequence[Result | Cleaned]) -> Iterator[Result]:
        """The results of a batch. When it fails, each page is tried alone: a failure costs its page, never the run."""
        found = [one for one in batch if not isinstance(one, Result)]
        try:
            findings = iter(self._findings([document for _, document in found]))
        except PolicyError:
            raise
        except Exception as error:
            if len(batch) > 1:
                for one in batch:
                    yield from self._results([one])
                return
            detail = f"{type(error).__name__}: {error}; report the page"
            yield Result(_failed(found[0][0], Status.NLP_ERROR, detail))
            return
        for one in batch:
            yield one if isinstance(one, Result) else _result(*one, next(findings))

    def _findings(self, documents: Sequence[Document]) -> list[tuple[Finding, ...]]:
        """The findings of each document."""
        options = self.options
        pages = segment_all(documents, self._parsers, headings=options.headings)
        scores = self.labeller.score_all(pages, min_score=options.min_score, review=options.review)
        return [
            tuple(Finding(clause, found, facts.read(clause, found)) for clause, found in zip(*page, strict=True))
            for page in zip(pages, scores, strict=True)
        ]


def _batches(pages: Iterable[Result | Cleaned]) -> Iterator[list[Result | Cleaned]]:
    """Pages together until their text fills a batch, so that memory does not grow with their number or length."""
    batch, size = list[Result | Cleaned](), 0
    for page in pages:
        batch.append(page)
        size += PAGE if isinstance(page, Result) else PAGE + len(page[1].text)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _result(page: Page, document: Document, findings: tuple[Finding, ...]) -> Result:
    return Result(_status(page, document, findings), findings, document.excluded)


def _failed(page: Page, status: str, detail: str) -> PageStatus:
    size = len(page.body)
    return PageStatus(page.id, page.source, status, detail, bytes=size, sha256=page.sha256, **asdict(page.subject))


def _status(page: Page, document: Document, findings: tuple[Finding, ...]) -> PageStatus:
    share = document.text.count("\ufffd") / max(1, len(document.text))
    suspect = share > SUSPECT
    reasons = Counter(excluded.reason for excluded in document.excluded)
    return PageStatus(
        doc_id=page.id,
        source=page.source,
        status=Status.DECODE_SUSPECT if suspect else Status.OK,
        detail=f"{share:.1%} of the characters were unreadable as {document.charset}; check the encoding"
        if suspect
        else "",
        language=document.language,
        charset=document.charset,
        bytes=len(page.body),
        sha256=document.sha256,
        characters=len(document.text),
        excluded_characters=sum(len(excluded.text) for excluded in document.excluded),
        excluded_reasons="|".join(f"{reason}:{count}" for reason, count in sorted(reasons.items())),
        replaced_characters=document.replaced,
        blocks=len(document.blocks),
        clauses=sum(finding.clause.kind is not BlockKind.HEADING for finding in findings),
        **asdict(page.subject),
    )
