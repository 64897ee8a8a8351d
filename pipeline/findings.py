"""What is found about clauses and pages: scores, facts, and the status that every page ends with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.codebook import Label
from pipeline.document import Clause

Band = tuple[float, float]  # the lowest and the highest probability in it
# The review band: probabilities between which a decision is expected to be wrong once in five times or more.
REVIEW: Band = (0.2, 0.8)


@dataclass(frozen=True, slots=True)
class Score:
    """The calibrated probability that a clause carries a label, whether that is enough, and what decided.

    `unsure` tells that the probability lies in the review band: a person should look, whatever was assigned.
    """

    label: Label
    value: float
    assigned: bool
    evidence: tuple[str, ...] = ()
    unsure: bool = False


class FactKind(StrEnum):
    """What kind of thing a fact states; the values are the columns of the table."""

    FEE_AMOUNT = "fee_amount"
    FEE_CURRENCY = "fee_currency"
    FEE_TAX = "fee_tax"
    FEE_PER = "fee_per"
    FEE_TEXT = "fee_text"
    SAFETY_TYPE = "safety_types"
    RELATION = "relations"
    STANCE = "stance"
    RECIPIENT = "recipients"
    CITATION = "citations"


@dataclass(frozen=True, slots=True)
class Fact:
    """A value read from a clause, with the words it was read from (offsets in the clause's document)."""

    kind: FactKind
    value: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A clause with all that was found about it: a score a label in codebook order, and its facts."""

    clause: Clause
    scores: tuple[Score, ...] = ()
    facts: tuple[Fact, ...] = ()

    @property
    def labels(self) -> tuple[Label, ...]:
        """The labels the clause carries, in codebook order."""
        return tuple(score.label for score in self.scores if score.assigned)

    @property
    def review(self) -> tuple[Label, ...]:
        """The labels whose probability lies in the review band, in codebook order."""
        return tuple(score.label for score in self.scores if score.unsure)


class Status(StrEnum):
    """How the reading of a page ended. Every page that goes in ends as exactly one of these, or as `http_NNN`."""

    OK = "ok"
    EMPTY = "empty"
    NOT_POLICY = "not_policy"
    NOT_TEXT = "not_text"
    SCRIPT_ONLY = "script_only"
    OTHER_LANGUAGE = "other_language"
    SOFT_404 = "soft_404"
    LOGIN_WALL = "login_wall"
    PDF = "pdf"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    DECODE_SUSPECT = "decode_suspect"
    PARSE_LIMIT = "parse_limit"
    NLP_ERROR = "nlp_error"
    WORKER_DIED = "worker_died"  # the process that read it was killed, more than once
    BAD_ADDRESS = "bad_address"
    BLOCKED_ADDRESS = "blocked_address"
    UNREACHABLE = "unreachable"
    UNTRUSTED = "untrusted"  # the certificate is not that of the host
    TIMEOUT = "timeout"
    BAD_RESPONSE = "bad_response"
    ROBOTS = "robots"  # the site's robots.txt asks not to fetch it
    REDIRECTS = "redirects"  # too many of them
    POSTPONED = "postponed"  # the host wants a longer rest than a run waits
    DUPLICATE = "duplicate"  # of another page of the same set
    SET_LIMIT = "set_limit"  # the set has too many pages


READ = frozenset(
    {Status.OK, Status.DECODE_SUSPECT}
)  # the pages that give clauses, be it with doubts about the encoding


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a fetched page is, before anything is extracted from it."""

    status: str  # a Status, or http_NNN
    detail: str = ""
    language: str = ""
    charset: str = ""  # that gave the text
    html: str = ""  # the decoded text of an HTML page, to look for links in; "" for what is none


@dataclass(frozen=True, slots=True)
class PageStatus:
    """One status row: what became of a page, and what to do about it when it is not `ok`."""

    doc_id: str
    source: str
    status: str  # a Status, or http_NNN
    detail: str = ""
    language: str = ""
    charset: str = ""
    bytes: int = 0
    sha256: str = ""
    characters: int = 0
    excluded_characters: int = 0
    excluded_reasons: str = ""
    replaced_characters: int = 0
    blocks: int = 0
    clauses: int = 0
    target_id: str = ""
    company: str = ""
    sector: str = ""
    pair_id: str = ""
    duplicate_of: str = ""
    near_group: str = ""

    @property
    def was_read(self) -> bool:
        """Whether the page gave clauses."""
        return self.status in READ
