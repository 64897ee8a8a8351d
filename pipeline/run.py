"""The order of the stages: one page in, its findings and its status out."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pipeline import facts
from pipeline.clean.cleaner import clean
from pipeline.document import Document, Excluded, Page
from pipeline.errors import PolicyError, UnreadablePage
from pipeline.findings import Finding, PageStatus, Status
from pipeline.label.classifier import REVIEW, Band, Labeller, load, load_default
from pipeline.parsers import Parsers
from pipeline.scrape.read import Located
from pipeline.scrape.read import load as load_page
from pipeline.segment.clauses import segment

SUSPECT = 0.01  # of the characters could not be read: the encoding was guessed wrong


@dataclass(frozen=True, slots=True)
class Options:
    """What a user can choose about an extraction."""

    headings: bool = False
    min_score: float | None = None
    review: Band = REVIEW
    model: Path | None = None
    language_models: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """What a page ended as."""

    status: PageStatus
    findings: tuple[Finding, ...] = ()
    excluded: tuple[Excluded, ...] = ()


class Extractor:
    """Runs pages through all stages. Models are loaded when first needed and kept."""

    def __init__(self, options: Options | None = None, *, labeller: Labeller | None = None) -> None:
        self.options = options or Options()
        self._labeller = labeller
        self._parsers = Parsers(self.options.language_models)

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
        try:
            document = clean(page)
        except UnreadablePage as error:
            return Result(_failed(page, error.status, error.detail))
        try:
            findings = self._findings(document)
        except PolicyError:
            raise
        except Exception as error:  # a parser's failure costs its page, never the run
            detail = f"{type(error).__name__}: {error}; report the page"
            return Result(_failed(page, Status.NLP_ERROR, detail))
        return Result(_status(page, document, findings), findings, document.excluded)

    def _findings(self, document: Document) -> tuple[Finding, ...]:
        clauses = segment(document, self._parsers, headings=self.options.headings)
        scores = self.labeller.score(clauses, min_score=self.options.min_score, review=self.options.review)
        return tuple(
            Finding(clause, found, facts.read(clause, found)) for clause, found in zip(clauses, scores, strict=True)
        )


def _failed(page: Page, status: str, detail: str) -> PageStatus:
    digest = hashlib.sha256(page.body).hexdigest()
    return PageStatus(page.id, page.source, status, detail, bytes=len(page.body), sha256=digest, **asdict(page.subject))


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
        clauses=len(findings),
        **asdict(page.subject),
    )
