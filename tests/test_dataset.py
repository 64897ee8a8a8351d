"""The table: columns, files, and that they are the same each time."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from pipeline.codebook import Label
from pipeline.dataset import export
from pipeline.dataset.describe import PAGE_MEANINGS, data_dictionary
from pipeline.dataset.table import COLUMNS, rows_to_frame, statuses_to_frame, to_rows
from pipeline.document import BlockKind, Clause
from pipeline.errors import InputError
from pipeline.findings import Fact, FactKind, Finding, PageStatus, Score, Status

TEXT = '手数料は、1件につき\u20091,000円"（税込）です。\n次の行'


PAGE = PageStatus("hoshi", "a/hoshi.html", Status.OK, target_id="7", company="星の店", sector="小売", pair_id="3")


def _finding(text: str = TEXT) -> Finding:
    clause = Clause(
        "hoshi", 3, 7, 5, BlockKind.LIST_ITEM, 10, 10 + len(text), text, "ja",
        headings=("個人情報", "手数料"), lead_in="次のとおりです。", numbering="(1)", locator="ul>li",
    )  # fmt: skip
    scores = tuple(
        Score(label, 0.1234, label in (Label.THIRD_PARTY, Label.FEE), ("words:円 +1.00",)) for label in Label
    )
    facts = (
        Fact(FactKind.FEE_AMOUNT, "1000", "1,000円", 15, 21),
        Fact(FactKind.RELATION, "provision", text, 10, 20),
        Fact(FactKind.RELATION, "authority", text, 10, 20),
    )
    return Finding(clause, scores, facts)


CELLS = [
    ("doc_id", "hoshi", "the page"),
    ("source", "a/hoshi.html", "given beside the finding"),
    ("target_id", "7", "as a list of addresses tells"),
    ("company", "星の店", "as a list of addresses tells"),
    ("sector", "小売", "as a list of addresses tells"),
    ("pair_id", "3", "as a list of addresses tells"),
    ("clause_id", "hoshi:3", "stable within a page"),
    ("kind", "list_item", "as its value, not its enum"),
    ("section", "個人情報 > 手数料", "joined outermost first"),
    ("labels", "third_party|fee", "codebook order, not score order"),
    ("fee", 1, "a flag a label"),
    ("purpose", 0, "labels it does not carry are 0"),
    ("fee_score", 0.1234, "4 decimals"),
    ("fee_amount", "1000", "text, so that nothing rounds it"),
    ("relations", "provision|authority", "several values joined"),
    ("stance", "", "a fact that was not read is empty"),
]


@pytest.mark.parametrize(("column", "expected", "reason"), CELLS)
def test_cells(column: str, expected: object, reason: str) -> None:
    assert to_rows([_finding()], PAGE)[0][column] == expected, reason


def test_frame_has_the_declared_columns_and_types_even_when_empty() -> None:
    for frame in (rows_to_frame([]), rows_to_frame(to_rows([_finding()], PAGE))):
        assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {c.name: c.dtype for c in COLUMNS}


@pytest.mark.parametrize("suffix", export.WRITERS)
def test_the_same_rows_give_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    frame = rows_to_frame(to_rows([_finding(), _finding("=1+1"), _finding("NA")], PAGE))
    for name in ("a", "b"):
        export.write_table([frame], tmp_path / f"{name}{suffix}")
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


def test_csv_comes_back_unchanged(tmp_path: Path) -> None:
    frame = rows_to_frame(to_rows([_finding(), _finding("NA"), _finding(""), _finding("=SUM(A1)")], PAGE))
    path = tmp_path / "out.csv"
    export.write_table([frame], path)
    pd.testing.assert_frame_equal(export.read_table(path), frame)
    body = path.read_bytes()
    assert body.startswith(b"doc_id,"), "no byte order mark in the corpus of record"
    assert body.count(b"\r\n") == 5, "RFC 4180 line ends: a header and four rows"


def test_parquet_comes_back_unchanged(tmp_path: Path) -> None:
    frame = rows_to_frame(to_rows([_finding()], PAGE))
    export.write_table([frame], tmp_path / "out.parquet")
    pd.testing.assert_frame_equal(export.read_table(tmp_path / "out.parquet"), frame)


def test_jsonl_has_lists_where_cells_hold_several(tmp_path: Path) -> None:
    export.write_table([rows_to_frame(to_rows([_finding()], PAGE))], tmp_path / "out.jsonl")
    row = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))
    assert row["labels"] == ["third_party", "fee"]
    assert row["safety_types"] == []
    assert row["text"] == TEXT


@pytest.mark.parametrize(
    ("name", "says", "reason"),
    [
        ("out.xlsx", "unknown format", "a format nobody wrote"),
        ("no/such/out.csv", "no such folder", "a folder that does not exist"),
    ],
)
def test_outputs_that_cannot_be_written_are_told_first(tmp_path: Path, name: str, says: str, reason: str) -> None:
    with pytest.raises(InputError, match=says):
        export.check_output(tmp_path / name)
    assert not list(tmp_path.iterdir()), reason


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")

    def fail(_: object, __: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(export.WRITERS, ".csv", fail)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="No space left"):
        export.write_table([rows_to_frame([])], path)
    assert path.read_text() == "old"
    assert [found.name for found in tmp_path.iterdir()] == ["out.csv"], "no temporary file stays behind"


def test_status_table_has_a_row_a_page() -> None:
    frame = statuses_to_frame([PageStatus("a", "a.html", Status.OK), PageStatus("b", "b.html", "http_404", "gone")])
    assert list(frame["status"]) == ["ok", "http_404"]
    assert set(frame.columns) == set(PAGE_MEANINGS)


def test_dictionary_names_every_column_and_label() -> None:
    text = data_dictionary()
    assert all(f"`{column.name}`" in text for column in COLUMNS)
    assert all(f"`{label}`" in text for label in Label)
