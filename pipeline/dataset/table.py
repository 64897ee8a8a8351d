"""The clause table: its columns, declared once. Frames, CSV headers and the data dictionary derive from COLUMNS."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields

import pandas as pd

from pipeline.codebook import DEFINITIONS, Label
from pipeline.document import BlockKind
from pipeline.findings import REVIEW, FactKind, Finding, PageStatus

JOIN = "|"  # between the values of a cell that holds several
PATH_JOIN = " > "

Value = str | int | float


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the pandas type of its values, what it means, and how it is read from a finding of a page."""

    name: str
    dtype: str
    meaning: str
    read: Callable[[Finding, PageStatus], Value]
    several: bool = False  # values joined by "|" in CSV and Parquet, a list in JSONL


def _clause_id(finding: Finding, _: PageStatus) -> str:
    clause = finding.clause
    return f"{clause.document_id}:{'h' if clause.kind is BlockKind.HEADING else ''}{clause.index}"


def _label_flag(label: Label) -> Column:
    meaning = f"1 if the clause carries {label} ({DEFINITIONS[label].ja}, {DEFINITIONS[label].en}), else 0"
    return Column(label.value, "int8", meaning, lambda finding, _: int(label in finding.labels))


def _label_score(label: Label) -> Column:
    def read(finding: Finding, _: PageStatus) -> Value:
        return next((score.value for score in finding.scores if score.label is label), 0.0)

    return Column(f"{label}_score", "float64", f"calibrated probability of {label}, 4 decimals; 0 for a heading", read)


def _fact(kind: FactKind, meaning: str, *, several: bool = False) -> Column:
    def read(finding: Finding, _: PageStatus) -> Value:
        values = dict.fromkeys(fact.value for fact in finding.facts if fact.kind is kind)
        return JOIN.join(value.replace(JOIN, "/") for value in values)

    return Column(kind.value, "str", meaning, read, several)


COLUMNS: tuple[Column, ...] = (
    Column("doc_id", "str", "the page: its file's stem, made unique in the run, or its doc_id in an archive of `fetch`", lambda f, _: f.clause.document_id),
    Column("source", "str", "where the page came from: a path or an address", lambda _, page: page.source),
    Column("target_id", "str", "of a fetched page: the row of the list, which all pages of one policy have in common", lambda _, page: page.target_id),
    Column("company", "str", "of a fetched page: as the list tells", lambda _, page: page.company),
    Column("sector", "str", "of a fetched page: as the list tells", lambda _, page: page.sector),
    Column("pair_id", "str", "of a fetched page: as the list tells", lambda _, page: page.pair_id),
    Column("language", "str", "language of the clause, ISO 639-1", lambda f, _: f.clause.language),
    Column("clause_id", "str", "doc_id and the clause's number in the page, from 0; of a heading h and the heading's number, so that other clauses have the same id with headings and without", _clause_id),
    Column("block_id", "int64", "number of the block in the page, from 0", lambda f, _: f.clause.block),
    Column("sentence_id", "int64", "number of the sentence in the page, from 0; -1 for a heading", lambda f, _: f.clause.sentence),
    Column("kind", "str", "paragraph, list_item, table_row, definition; heading only when asked for", lambda f, _: f.clause.kind.value),
    Column("section", "str", 'headings above the clause, outermost first, joined by " > "', lambda f, _: PATH_JOIN.join(f.clause.headings)),
    Column("lead_in", "str", "the sentence that introduces the clause's list", lambda f, _: f.clause.lead_in),
    Column("numbering", "str", "number of the item or article, as the page writes or prints it", lambda f, _: f.clause.numbering),
    Column("text", "str", "the clause", lambda f, _: f.clause.text),
    Column("start", "int64", "offset of the clause's first character in the cleaned text of the page", lambda f, _: f.clause.start),
    Column("end", "int64", "offset behind the clause's last character", lambda f, _: f.clause.end),
    Column("locator", "str", "CSS path of the element in the page", lambda f, _: f.clause.locator),
    Column("labels", "str", "labels of the clause in the order of the codebook", lambda f, _: JOIN.join(f.labels), several=True),
    *map(_label_flag, Label),
    *map(_label_score, Label),
    Column("review", "str", f"labels to decide by hand: their probability lies in the review band ({REVIEW[0]} to {REVIEW[1]} unless told)", lambda f, _: JOIN.join(f.review), several=True),
    Column(
        "evidence", "str", "per label, the words, cues and predicates that spoke most for it, with their weight, and the encoder where it did",
        lambda f, _: JOIN.join(f"{s.label}: {', '.join(s.evidence)}".replace(JOIN, "/") for s in f.scores if s.assigned),
        several=True,
    ),
    _fact(FactKind.FEE_AMOUNT, "amount to pay for a request, as written, without separators; 0 when free"),
    _fact(FactKind.FEE_CURRENCY, "currency of the amount, ISO 4217"),
    _fact(FactKind.FEE_TAX, "included, excluded or unstated"),
    _fact(FactKind.FEE_PER, "what the amount is for, as written"),
    _fact(FactKind.FEE_TEXT, "the words the amount was read from"),
    _fact(FactKind.SAFETY_TYPE, "kinds of safety measures: policy, rules, organizational, personnel, physical, technical, contractor, external_environment, general", several=True),
    _fact(FactKind.RELATION, "how others get the data: provision, entrustment, joint_use, succession, authority, foreign, ad_analytics", several=True),
    _fact(FactKind.STANCE, "does, may, does_not or conditional"),
    _fact(FactKind.RECIPIENT, "who receives the data, as written", several=True),
    _fact(FactKind.CITATION, "laws, articles and standards cited, as written", several=True),
)  # fmt: skip

STATUS_TYPES = {field.name: "int64" if isinstance(field.default, int) else "str" for field in fields(PageStatus)}

Row = dict[str, Value]


def to_rows(findings: Iterable[Finding], page: PageStatus) -> list[Row]:
    """A row a finding of a page: column name -> value, in the order of COLUMNS."""
    return [{column.name: column.read(finding, page) for column in COLUMNS} for finding in findings]


def rows_to_frame(rows: Iterable[Row]) -> pd.DataFrame:
    """The table as a frame with the declared types; no rows give an empty frame with all columns."""
    frame = pd.DataFrame(list(rows), columns=[column.name for column in COLUMNS])
    return frame.astype({column.name: column.dtype for column in COLUMNS})


def statuses_to_frame(statuses: Iterable[PageStatus]) -> pd.DataFrame:
    """The status table: a row a page, the columns of PageStatus."""
    rows = [
        {name: str(value) if isinstance(value, str) else value for name, value in asdict(one).items()}
        for one in statuses
    ]
    return pd.DataFrame(rows, columns=list(STATUS_TYPES)).astype(STATUS_TYPES)
